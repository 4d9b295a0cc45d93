import Records
import SearchIndex
import TerminalKit

/// Draws the list of conversations.
struct ConversationListView {
  let list: ConversationList
  let isFocused: Bool
  let isTyping: Bool
  let session: SessionState

  /// The column of the second fact of a row in the pane beside the timeline.
  private static let preview = 19

  func draw(on canvas: inout Canvas, isBeside: Bool) {
    let parts = BrowseLayout.ListParts(canvas.size, isBeside: isBeside)
    drawHead(parts, on: &canvas)
    guard !list.rows.isEmpty else { return drawNothing(y: parts.head + 1, on: &canvas) }
    let top = list.scrolled(visible: parts.visible)
    let selected = list.selectedIndex
    for offset in 0..<parts.visible where list.rows.indices.contains(top + offset) {
      let y = parts.head + offset * parts.rowHeight
      let row = list.rows[top + offset]
      let rect = Rect(x: 0, y: y, width: canvas.width, height: parts.rowHeight)
      if parts.rowHeight == 2 {
        drawTwoLines(row, y: y, on: &canvas)
      } else {
        drawOneLine(row, y: y, on: &canvas)
      }
      guard selected == top + offset else { continue }
      canvas.text(session.glyphs[.selected], x: 0, y: y, style: .accent, limit: 1)
      if isFocused { canvas.overlay(.rowSelected, on: rect) }
      if isFocused, !isTyping { canvas.cursor(x: 0, y: y) }
    }
  }

  // MARK: - Head

  private func drawHead(_ parts: BrowseLayout.ListParts, on canvas: inout Canvas) {
    let edge = canvas.width - 1
    let showsFilter = isTyping || !list.editor.isEmpty
    if !(showsFilter && parts.head == 1) {
      let order = list.hasNews ? "newer: R" : list.heldOnly ? "held only" : "newest"
      let style: Style = list.hasNews || list.heldOnly ? .accent : .dim
      let start = canvas.right(order, before: edge, y: 0, style: style)
      if list.isLoaded { canvas.text(list.countWords, x: 1, y: 0, style: .number, limit: start - 3) }
    }
    guard showsFilter else { return }
    let x = canvas.text("filter", x: 1, y: parts.head - 1, style: .dim) + 1
    list.editor.draw(on: &canvas, x: x, y: parts.head - 1, width: max(1, edge - x), isFocused: isTyping)
  }

  private func drawNothing(y: Int, on canvas: inout Canvas) {
    guard list.isLoaded else { return }
    let (what, next): (String, String) =
      if list.editor.isEmpty {
        list.heldOnly
          ? ("No conversation is under a hold.", "H shows all again.")
          : ("No conversations yet.", ":import PATH brings some in.")
      } else {
        ("Nothing is called “\(list.editor.text)”.", "Esc shows all again.")
      }
    let row = canvas.wrapped(what, x: 1, y: y, width: canvas.width - 2, maximumLines: 3)
    canvas.wrapped(next, x: 1, y: row, style: .dim, width: canvas.width - 2, maximumLines: 3)
  }

  // MARK: - Rows

  private func drawTwoLines(_ row: ConversationSummary, y: Int, on canvas: inout Canvas) {
    let edge = canvas.width - 1
    let start = drawFlags(row, before: edge, y: y, on: &canvas)
    canvas.text(name(row), x: 1, y: y, limit: start - 2)
    // A long number is never cut for the sake of the preview: its last digits tell it apart.
    let preview = max(Self.preview, canvas.text(who(row), x: 1, y: y + 1, style: .dim, limit: edge - 1) + 1)
    canvas.text(lastWords(row, most: edge - preview), x: preview, y: y + 1, limit: edge - preview)
  }

  private func drawOneLine(_ row: ConversationSummary, y: Int, on canvas: inout Canvas) {
    let start = drawFlags(row, before: canvas.width - 1, y: y, on: &canvas)
    guard canvas.width >= 60 else {
      canvas.text(name(row), x: 1, y: y, limit: start - 2)
      return
    }
    let second = max(26, canvas.width * 2 / 5)
    canvas.text(name(row), x: 1, y: y, limit: second - 3)
    canvas.text(who(row), x: second, y: y, style: .dim, limit: start - second - 1)
  }

  /// Time, hold and gaps at the right edge; the column at which they begin.
  private func drawFlags(_ row: ConversationSummary, before edge: Int, y: Int, on canvas: inout Canvas) -> Int {
    var start = edge
    if let at = row.last?.at ?? row.lastAt {
      let time = Numerals.recent(session.zone.civil(at), now: session.zone.civil(session.now))
      start = canvas.right(time, before: edge, y: y, style: .time)
    }
    if row.held > 0 { start = canvas.right(session.glyphs[.hold], before: start - 1, y: y, style: .hold) }
    if row.gaps > 0 {
      let flag = "\(Numerals.grouped(row.gaps)) \(session.glyphs[.flagged])"
      start = canvas.right(flag, before: start - 1, y: y, style: .gap)
    }
    return start
  }

  private func name(_ row: ConversationSummary) -> SafeText {
    var text = SafeText()
    let name = SafeText(String(BrowseScreen.name(of: row).prefix(200)))
    if name.containsRightToLeft { text.append(SafeText.rightToLeftMark + " ", style: .dim) }
    text.append(name)
    return text
  }

  private func who(_ row: ConversationSummary) -> String {
    if row.kind != .direct { return BrowseScreen.people(of: row) }
    guard let phone = row.phone else { return "no number" }
    return BrowseScreen.isUnnamed(row) ? "no name" : Numerals.phone(phone)
  }

  private func lastWords(_ row: ConversationSummary, most: Int) -> SafeText {
    guard let last = row.last else { return SafeText() }
    var text = SafeText()
    if last.isDeleted { text.append(session.glyphs[.deleted] + " ", style: .dim) }
    if TextSafety.containsRightToLeft(last.preview) { text.append(SafeText.rightToLeftMark + " ", style: .dim) }
    if row.kind != .direct, let sender = SenderWords.short(last.sender) { text.append(sender + ": ", style: .dim) }
    let kind = last.kind == .text ? "" : last.kind.rawValue
    text.append(last.preview.isEmpty ? kind : String(last.preview.prefix(max(8, most + 1))), style: .dim)
    return text
  }
}
