/// A picture of the whole screen: a grid of cells and the place of the cursor.
///
/// It can only be filled through ``Canvas``, which takes nothing but safe glyphs. The widths of each row always add up
/// to the columns.
public struct Frame: Hashable, Sendable {
  /// The size.
  public let size: Size
  /// The cells, row by row.
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor stands.
  ///
  /// Screen readers follow it: put it on the selection.
  public var cursor: Point?
  /// Whether the cursor is shown as a caret, in a text field.
  public var showsCaret = false

  /// An empty frame.
  public init(_ size: Size) {
    self.size = size
    cells = [Cell](repeating: .blank, count: size.columns * size.rows)
  }

  /// The cell at a place, which must lie on the frame.
  public subscript(x: Int, y: Int) -> Cell { cells[y * size.columns + x] }

  /// The cells of a row.
  public func row(_ y: Int) -> ArraySlice<Cell> { cells[y * size.columns..<(y + 1) * size.columns] }

  /// Puts a glyph.
  ///
  /// What does not fit, a wide one at the edge, leaves a blank; what it covers by half becomes blank.
  mutating func put(_ glyph: Glyph, width: UInt8, style: Style, x: Int, y: Int, limit: Int) {
    guard y >= 0, y < size.rows, x >= 0, x < min(limit, size.columns) else { return }
    let index = y * size.columns + x
    if cells[index].width == 0 {
      cells[index - 1].glyph = .space
      cells[index - 1].width = 1
    }
    uncover(index, x)
    guard width == 2 else {
      cells[index] = Cell(glyph: glyph, width: 1, style: style)
      return
    }
    guard x + 1 < min(limit, size.columns) else {
      cells[index] = Cell(glyph: .space, width: 1, style: style)
      return
    }
    uncover(index + 1, x + 1)
    cells[index] = Cell(glyph: glyph, width: 2, style: style)
    cells[index + 1] = Cell(glyph: .continuation, width: 0, style: style)
  }

  /// Makes the second half of a wide character, whose first half is about to go, a blank.
  private mutating func uncover(_ index: Int, _ x: Int) {
    if cells[index].width == 2, x + 1 < size.columns {
      cells[index + 1].glyph = .space
      cells[index + 1].width = 1
    }
  }

  mutating func setOverlay(_ overlay: Scope, x: Int, y: Int) {
    cells[y * size.columns + x].style.overlay = overlay
  }

  // MARK: - Goldens

  /// Each row as text, without trailing blanks.
  public var textRows: [String] {
    (0..<size.rows).map { y in
      var view = String.UnicodeScalarView()
      for cell in row(y) where cell.width > 0 { cell.glyph.forEachScalar { view.append($0) } }
      return Self.trimmed(String(view))
    }
  }

  /// Each row as one letter per cell (``Scope/letter``), a blank for an empty cell in plain text.
  public var styleRows: [String] {
    (0..<size.rows).map { y in
      Self.trimmed(
        String(row(y).map { $0.style == .text && $0.glyph == .space ? " " : $0.style.letter }))
    }
  }

  /// Text rows, a line, and style rows: one golden.
  public var golden: String {
    var lines = textRows
    lines.append(String(repeating: "~", count: size.columns))
    lines += styleRows
    if let cursor { lines.append("cursor \(cursor.x),\(cursor.y)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func trimmed(_ row: String) -> String {
    var end = row.endIndex
    while end > row.startIndex, row[row.index(before: end)] == " " { end = row.index(before: end) }
    return String(row[..<end])
  }
}
