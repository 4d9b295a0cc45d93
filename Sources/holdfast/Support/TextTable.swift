import TerminalKit

/// Rows whose columns stand below one another, by the cells that a terminal draws.
struct TextTable {
  enum Side: Sendable { case left, right }

  private let sides: [Side]
  private let indent: String
  private var rows: [[String]] = []

  /// A table with a heading; `indent` stands before each row.
  init(_ columns: [(title: String, side: Side)], indent: String = "") {
    sides = columns.map(\.side)
    self.indent = indent
    rows.append(columns.map(\.title))
  }

  /// A table without a heading.
  init(_ sides: [Side], indent: String = "") {
    self.sides = sides
    self.indent = indent
  }

  /// Adds a row, whose cells are safe to show; a last cell that is missing or empty leaves nothing behind.
  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The rows as lines, without blanks at their ends.
  var lines: [String] {
    let widths = sides.indices.map { column in
      rows.map { $0.indices.contains(column) ? TextSafety.width(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = indent
      for (column, cell) in row.enumerated() where sides.indices.contains(column) {
        let blanks = String(repeating: " ", count: max(0, widths[column] - TextSafety.width(of: cell)))
        line += sides[column] == .right ? blanks + cell : cell + blanks
        if column < row.count - 1 { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
