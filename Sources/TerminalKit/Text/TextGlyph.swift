/// A piece of safe text: a glyph, the cells it takes, how it came about and how it is drawn.
public struct TextGlyph: Hashable, Sendable {
  /// How a glyph came about.
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Stands for something else than itself: the inspector shows what.
    public static let substituted = Flags(rawValue: 1)
    /// Not part of the text but about it: `+3`, `⟨U+202E⟩`.
    ///
    /// Drawn quietly.
    public static let annotation = Flags(rawValue: 2)
    /// A line may be broken after it.
    public static let space = Flags(rawValue: 4)
    /// A line ends here.
    public static let newline = Flags(rawValue: 8)
    /// Written from right to left.
    public static let rightToLeft = Flags(rawValue: 16)
  }

  /// What stands in the cell.
  public var glyph: Glyph
  /// 1 or 2 cells.
  public var width: UInt8
  /// How it came about.
  public var flags: Flags
  /// How it is drawn.
  public var style: Style

  init(_ glyph: Glyph, width: UInt8, flags: Flags = [], style: Style = .text) {
    self.glyph = glyph
    self.width = width
    self.flags = flags
    self.style = style
  }
}
