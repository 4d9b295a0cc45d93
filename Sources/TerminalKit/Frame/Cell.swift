/// One cell of the grid.
public struct Cell: Hashable, Sendable {
  /// What stands there; nothing in the second cell of a wide character.
  public internal(set) var glyph: Glyph
  /// 1, 2 for the first cell of a wide character, 0 for its second.
  public internal(set) var width: UInt8
  /// How it is drawn.
  public internal(set) var style: Style

  /// An empty cell.
  public static let blank = Cell(glyph: .space, width: 1, style: .text)
}
