import TerminalKit

/// Text set for a width: lines with an optional label on the left, to be scrolled and drawn.
struct Paper: Sendable, Hashable {
  /// One row.
  struct Line: Sendable, Hashable {
    var label: SafeText?
    var indent: Int
    var text: TextLine
    /// A line across the page instead of text.
    var isRule = false
    /// The row of a second column.
    var beside: Beside?
  }

  /// A row of a second column: where it begins, and what stands there.
  struct Beside: Sendable, Hashable {
    var label: SafeText?
    var labelColumn: Int
    var text: TextLine
    var column: Int
  }

  /// The cells that the lines were set for.
  let width: Int
  private(set) var lines: [Line] = []

  /// An empty page.
  init(width: Int) { self.width = max(8, width) }

  /// Adds an empty row.
  mutating func space() { lines.append(Line(indent: 0, text: SafeText().line)) }

  /// Adds a line across the page.
  mutating func rule() { lines.append(Line(indent: 0, text: SafeText().line, isRule: true)) }

  /// Adds text that wraps at an indent.
  mutating func add(_ text: SafeText, indent: Int = 1, maximumLines: Int = .max) {
    add(label: nil, text, indent: indent, maximumLines: maximumLines)
  }

  /// Adds text that wraps at an indent.
  mutating func add(_ text: String, style: Style = .text, indent: Int = 1) {
    add(SafeText(text, style: style), indent: indent)
  }

  /// Adds a labelled fact: the label in quiet ink, the text wrapped beside it.
  mutating func fact(_ label: String, _ text: SafeText, at indent: Int = 12) {
    add(label: SafeText(label, style: .dim), text, indent: indent)
  }

  /// Adds a labelled fact.
  mutating func fact(_ label: String, _ text: String, style: Style = .text, at indent: Int = 12) {
    fact(label, SafeText(text, style: style), at: indent)
  }

  /// Adds text that wraps beside a label.
  mutating func add(label: SafeText?, _ text: SafeText, indent: Int, maximumLines: Int = .max) {
    let indent = min(indent, width / 2)
    let wrapped = TextLayout.wrap(text, width: max(2, width - indent - 1), maximumLines: maximumLines)
    for (index, line) in wrapped.enumerated() {
      lines.append(Line(label: index == 0 ? label : nil, indent: indent, text: line))
    }
    if text.containsRightToLeft, !lines.isEmpty {
      // Drawn in logical order: say so beside the last line, or below it when there is no room.
      let mark = SafeText(SafeText.rightToLeftMark, style: .dim)
      lines.append(Line(indent: indent, text: mark.line))
    }
  }

  /// Adds two pages side by side, the second from a column on.
  mutating func add(_ left: Paper, beside right: Paper, at column: Int) {
    for row in 0..<max(left.lines.count, right.lines.count) {
      var line = row < left.lines.count ? left.lines[row] : Line(indent: 0, text: SafeText().line)
      if row < right.lines.count {
        let other = right.lines[row]
        line.beside = Beside(
          label: other.label, labelColumn: column + 1, text: other.text, column: column + other.indent)
      }
      lines.append(line)
    }
  }

  /// Draws the rows from one on.
  func draw(from first: Int, on canvas: inout Canvas) {
    for row in 0..<canvas.height {
      let index = first + row
      guard lines.indices.contains(index) else { break }
      let line = lines[index]
      if line.isRule {
        canvas.rule(y: row)
      } else {
        if let label = line.label { canvas.text(label, x: 1, y: row, limit: line.indent - 2) }
        canvas.line(line.text, x: line.indent, y: row)
        if let beside = line.beside {
          if let label = beside.label {
            canvas.text(label, x: beside.labelColumn, y: row, limit: beside.column - beside.labelColumn - 1)
          }
          canvas.line(beside.text, x: beside.column, y: row)
        }
      }
    }
  }
}

/// The first row of something that scrolls by lines.
struct Scroller: Sendable, Hashable {
  private(set) var first = 0

  /// Moves as a motion command says; false when it is none.
  mutating func run(_ command: CommandID, count: Int, height: Int) -> Bool {
    let last = max(0, count - height)
    switch command {
    case .down: first += 1
    case .up: first -= 1
    case .pageDown: first += max(1, height - 1)
    case .pageUp: first -= max(1, height - 1)
    case .top: first = 0
    case .bottom: first = last
    default: return false
    }
    first = min(max(0, first), last)
    return true
  }

  /// The first row to show in a window of another height.
  func shown(count: Int, height: Int) -> Int { min(first, max(0, count - height)) }

  /// The motions it takes.
  static let motions: [CommandID] = [.down, .up, .pageDown, .pageUp, .top, .bottom]
}
