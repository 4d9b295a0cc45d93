/// Words to look for, as they were typed: the tokenizer decides what they mean.
///
/// A word may hold several tokens (`re-fix`, `a@b.ch`); those must then follow each other, as in a phrase.
public struct TextPattern: Sendable, Hashable {
  public var text: String
  /// Whether it was written in quotation marks.
  public var isPhrase: Bool
  /// Whether the last word is only the beginning of one: `mov*`.
  public var isPrefix: Bool

  /// Creates a pattern.
  public init(_ text: String, isPhrase: Bool = false, isPrefix: Bool = false) {
    self.text = text
    self.isPhrase = isPhrase
    self.isPrefix = isPrefix
  }
}
