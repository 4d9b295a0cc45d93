import TerminalKit

/// The selected row of a list and the part of the list that is shown.
struct RowList: Sendable, Hashable {
  private(set) var selection = 0
  private(set) var first = 0

  /// Moves as a motion command says; false when it is none.
  mutating func run(_ command: CommandID, count: Int, height: Int) -> Bool {
    switch command {
    case .down: select(selection + 1, count: count, height: height)
    case .up: select(selection - 1, count: count, height: height)
    case .pageDown: select(selection + max(1, height - 1), count: count, height: height)
    case .pageUp: select(selection - max(1, height - 1), count: count, height: height)
    case .top: select(0, count: count, height: height)
    case .bottom: select(count - 1, count: count, height: height)
    default: return false
    }
    return true
  }

  /// Selects a row, or the nearest that there is.
  mutating func select(_ row: Int, count: Int, height: Int) {
    selection = min(max(0, row), max(0, count - 1))
    first = Layout.scroll(first, toShow: selection, height: height, count: count, margin: 1)
  }

  /// The first row to show in a window of any height.
  func shown(count: Int, height: Int) -> Int {
    Layout.scroll(first, toShow: min(selection, max(0, count - 1)), height: height, count: count, margin: 1)
  }

  /// Draws rows one below the other; the selected one gets its bar, its ground and the cursor.
  func draw(
    count: Int, on canvas: inout Canvas, isFocused: Bool = true, glyphs: GlyphSet,
    row: (_ index: Int, _ y: Int, _ canvas: inout Canvas) -> Void
  ) {
    let start = shown(count: count, height: canvas.height)
    for y in 0..<canvas.height {
      let index = start + y
      guard index < count else { break }
      row(index, y, &canvas)
      guard index == selection else { continue }
      canvas.text(glyphs[.selected], x: 0, y: y, style: .accent)
      if isFocused {
        canvas.overlay(.rowSelected, on: Rect(x: 0, y: y, width: canvas.width, height: 1))
        canvas.cursor(x: 0, y: y)
      }
    }
  }
}
