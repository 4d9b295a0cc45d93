import Records
import SearchIndex
import TerminalKit

extension BrowseScreen {
  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let layout = layout(canvas.size)
    if let rule = layout.rule { canvas.verticalRule(x: rule) }
    if let pane = layout.list {
      let view = ConversationListView(list: list, isFocused: !isReading, isTyping: focus == .filter, session: session)
      canvas.within(pane) { view.draw(on: &$0, isBeside: layout.rule != nil) }
    }
    if let pane = layout.timeline { canvas.within(pane) { drawTimeline(on: &$0, session) } }
  }

  private func drawTimeline(on canvas: inout Canvas, _ session: SessionState) {
    let parts = BrowseLayout.TimelineParts(canvas.size)
    if let summary {
      TimelineHead(summary: summary, flags: flags, session: session).draw(on: &canvas, rows: parts.head)
    }
    guard let window = timeline else { return }
    if window.isLoaded, window.items.isEmpty {
      canvas.text("Nothing has been said here.", x: 1, y: parts.flow.y + 1, style: .dim)
    }
    drawFlow(window, parts, on: &canvas, session)
    canvas.within(Rect(x: 0, y: parts.bottom, width: canvas.width, height: 1)) { bottom in
      focus == .prompt ? drawPrompt(on: &bottom) : drawBottom(window, on: &bottom, session)
    }
  }

  private func drawFlow(
    _ window: TimelineWindow, _ parts: BrowseLayout.TimelineParts, on canvas: inout Canvas, _ session: SessionState
  ) {
    guard let index = window.selectedIndex else { return }
    let flow = flow(window, canvas.size, session)
    let placed = flow.place(selected: index, row: window.row).placed
    if parts.hasDay, let line = day(of: placed, flow, session) {
      canvas.line(line, x: (canvas.width - line.width) / 2, y: parts.flow.y - 1)
    }
    canvas.within(parts.flow) { area in
      for item in placed { draw(item, flow, isSelected: item.index == index, on: &area, session) }
    }
  }

  /// The day of what is seen first; nil where its separator is seen itself.
  private func day(of placed: [TimelineFlow.Placed], _ flow: TimelineFlow, _ session: SessionState) -> TextLine? {
    guard let first = placed.first(where: { $0.y + $0.block.rows.count > 0 }) else { return nil }
    let top = max(0, -first.y)
    guard top < first.block.lead else { return flow.lines.day(session.zone.civil(flow.items[first.index].at).date) }
    guard first.block.rows[top].kind == .silence, first.index > 0 else { return nil }
    return flow.lines.day(session.zone.civil(flow.items[first.index - 1].at).date)
  }

  private func draw(
    _ placed: TimelineFlow.Placed, _ flow: TimelineFlow, isSelected: Bool, on canvas: inout Canvas,
    _ session: SessionState
  ) {
    let columns = flow.lines.columns
    for (offset, row) in placed.block.rows.enumerated() {
      let y = placed.y + offset
      guard y >= 0, y < canvas.height else { continue }
      for piece in row.pieces { canvas.line(piece.line, x: piece.x, y: y, limit: columns.edge - piece.x) }
      if let line = row.right { canvas.line(line, x: columns.edge - line.width, y: y) }
      if let line = row.centered { canvas.line(line, x: (canvas.width - line.width) / 2, y: y) }
    }
    let first = placed.y + placed.block.lead
    let own = Rect(x: 0, y: first, width: canvas.width, height: placed.block.height)
    if let id = flow.items[placed.index].messageID, marks.contains(id) {
      canvas.text(session.glyphs[.marked], x: TimelineColumns.mark, y: first, style: .accent, limit: 1)
      canvas.overlay(.rowMarked, on: own)
    }
    guard isSelected, isReading else { return }
    for y in max(0, own.y)..<max(0, own.bottom) {
      canvas.text(session.glyphs[.selected], x: 0, y: y, style: .accent, limit: 1)
    }
    canvas.overlay(.rowSelected, on: own)
    canvas.cursor(x: 0, y: max(0, first))
  }

  private func drawBottom(_ window: TimelineWindow, on canvas: inout Canvas, _ session: SessionState) {
    let edge = canvas.width - 1
    var left = edge
    if let place = window.place {
      let total = Numerals.grouped(place.of)
      let percent = place.line * 100 / place.of
      left = canvas.right(
        "line \(Numerals.grouped(place.line)) of \(total) \(session.glyphs[.bullet]) \(percent) %", before: edge, y: 0,
        style: .number)
    }
    var words: [(String, Style)] = []
    if !marks.isEmpty { words.append((Numerals.count(marks.count, "message") + " marked", .accent)) }
    if seeking != nil { words.append(("looking for a held message; Esc stops", .dim)) }
    if window.hasNews { words.append((window.hasNewer ? "newer messages: R" : "newer messages: G", .accent)) }
    var x = 1
    for (text, style) in words where x < left - 2 {
      x = canvas.text(text, x: x, y: 0, style: style, limit: left - x - 2) + 3
    }
  }

  private func drawPrompt(on canvas: inout Canvas) {
    let x = canvas.text("Go to", x: 1, y: 0, style: .strong) + 2
    let hint = promptProblem ?? "2024-05-14, 2024-05, 14 May 2024"
    let style: Style = promptProblem == nil ? .dim : .error
    let showsHint = canvas.width >= 60 || promptProblem != nil
    let edge = showsHint ? canvas.right(hint, before: canvas.width - 1, y: 0, style: style) : canvas.width
    prompt.draw(on: &canvas, x: x, y: 0, width: max(1, min(24, edge - x - 2)))
  }
}
