/// Keys pressed one after the other: `g g`.
public struct KeySequence: Hashable, Sendable, CustomStringConvertible {
  /// The keys.
  public let keys: [Key]

  /// Makes a sequence.
  public init(_ keys: [Key]) { self.keys = keys }

  /// Reads names with blanks between them; nil when one is no key or there is none.
  public init?(_ names: String) {
    let parts = names.split(separator: " ")
    let keys = parts.compactMap { Key(String($0)) }
    guard !keys.isEmpty, keys.count == parts.count else { return nil }
    self.keys = keys
  }

  /// Whether the sequence begins with these keys.
  public func hasPrefix(_ prefix: [Key]) -> Bool { keys.starts(with: prefix) }

  /// The names with blanks between them.
  public var description: String { keys.map(\.description).joined(separator: " ") }
}
