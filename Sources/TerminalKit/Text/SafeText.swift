/// Text in the form that is drawn: safe glyphs, each with its style.
///
/// Build it once and keep it: wrapping and truncating share its storage.
public struct SafeText: Hashable, Sendable {
  /// The glyphs.
  public private(set) var glyphs: [TextGlyph] = []
  /// The cells it takes on one line.
  public private(set) var width = 0
  /// Whether a letter is written from right to left: mark the line ``rightToLeftMark``.
  public private(set) var containsRightToLeft = false
  /// Whether anything but a line feed is not drawn as itself: the inspector tells what.
  public private(set) var hasSubstitutions = false

  /// What a line with right-to-left text is marked with, since it is drawn in logical order.
  public static let rightToLeftMark = "[rtl]"

  /// Empty text.
  public init() {}

  /// The safe form of a text.
  public init(_ text: String, style: Style = .text) { append(text, style: style) }

  /// Adds text in a style.
  public mutating func append(_ text: String, style: Style = .text) {
    TextSafety.forEachGlyph(of: text, style: style) { append($0) }
  }

  /// Adds text that is safe already.
  public mutating func append(_ other: SafeText) {
    for glyph in other.glyphs { append(glyph) }
  }

  mutating func append(_ glyph: TextGlyph) {
    glyphs.append(glyph)
    width += Int(glyph.width)
    if glyph.flags.contains(.rightToLeft) { containsRightToLeft = true }
    if glyph.flags.contains(.substituted), !glyph.flags.contains(.newline) { hasSubstitutions = true }
  }

  /// All of it as one line.
  public var line: TextLine { TextLine(glyphs: glyphs[...], width: width) }

  /// What is drawn, as text.
  public var text: String { line.text }

  /// As much as fits, with `…` when something does not.
  public func truncated(to limit: Int) -> TextLine { line.truncated(to: limit) }
}
