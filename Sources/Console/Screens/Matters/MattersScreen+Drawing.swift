import Records
import SearchIndex
import TerminalKit

extension MattersScreen {
  func draw(on canvas: inout Canvas, _ session: SessionState) {
    guard let matters else {
      canvas.cursor(x: 0, y: 0)
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("reading the matters…", x: 3, y: 1, style: .dim)
      }
      return
    }
    guard !matters.isEmpty else {
      canvas.cursor(x: 0, y: 0)
      canvas.text("No matter is open.", x: 3, y: 1, style: .strong)
      let x = canvas.text("n", x: 3, y: 3, style: .footerKey)
      canvas.text(" opens one; then h on a message, a conversation or a search places a hold in it.", x: x, y: 3)
      return
    }
    if canvas.width >= Self.wide {
      let left = canvas.width * 2 / 5
      canvas.verticalRule(x: left)
      canvas.within(Rect(x: 0, y: 0, width: left, height: canvas.height)) { drawList(matters, on: &$0, session) }
      canvas.within(Rect(x: left + 1, y: 0, width: canvas.width - left - 1, height: canvas.height)) {
        drawHolds(on: &$0, session)
      }
    } else {
      let top = min(matters.count + 2, Self.height(canvas.size) + 2)
      canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: top)) { drawList(matters, on: &$0, session) }
      canvas.rule(y: top)
      canvas.within(Rect(x: 0, y: top + 1, width: canvas.width, height: canvas.height - top - 1)) {
        drawHolds(on: &$0, session)
      }
    }
  }

  private func drawList(_ matters: [MatterSummary], on canvas: inout Canvas, _ session: SessionState) {
    canvas.text(Numerals.count(matters.count, "matter"), x: 1, y: 0, style: .dim)
    let widest = matters.map { TextSafety.width(of: $0.name) }.max() ?? 0
    let nameWidth = min(max(8, widest), canvas.width / 3)
    let isFocused = pane == .matters && release == nil
    canvas.within(Rect(x: 0, y: 2, width: canvas.width, height: canvas.height - 2)) { canvas in
      list.draw(count: matters.count, on: &canvas, isFocused: isFocused, glyphs: session.glyphs) { index, y, canvas in
        let matter = matters[index]
        canvas.text(matter.name, x: 1, y: y, style: .strong, limit: nameWidth)
        let isHeld = matter.holds.contains { $0.releasedAt == nil }
        let words = isHeld ? Numerals.grouped(matter.messages) + " held" : "holds nothing"
        let edge = canvas.right(words, before: canvas.width - 1, y: y, style: isHeld ? .hold : .dim)
        canvas.text(matter.title, x: nameWidth + 3, y: y, limit: edge - nameWidth - 4)
      }
    }
  }

  // MARK: - The holds

  private func drawHolds(on canvas: inout Canvas, _ session: SessionState) {
    guard let matter else { return }
    let opened = "opened " + Numerals.shortDay(session.zone.civil(matter.openedAt).date)
    let edge = canvas.right(opened, before: canvas.width - 1, y: 0, style: .dim)
    let x = canvas.text(matter.name, x: 1, y: 0, style: .strong, limit: canvas.width / 3)
    canvas.text("  " + matter.title, x: x, y: 0, limit: edge - x - 1)
    let counts = [
      Numerals.count(matter.holds.count, "hold"), Numerals.count(matter.messages, "message"),
      Numerals.count(matter.conversations, "conversation"),
    ]
    canvas.text(counts.joined(separator: " · "), x: 1, y: 1, style: .dim)
    let bottom = drawRelease(on: &canvas, session)
    guard !matter.holds.isEmpty else {
      canvas.text("Nothing is held yet: h on a message, a conversation or a search.", x: 1, y: 3, style: .dim)
      return
    }
    canvas.within(Rect(x: 0, y: 3, width: canvas.width, height: max(0, bottom - 3))) {
      drawHoldBlocks(matter.holds, on: &$0, session)
    }
  }

  private func drawHoldBlocks(_ all: [HoldSummary], on canvas: inout Canvas, _ session: SessionState) {
    // Blocks of different heights: the selected one is always whole, as far as there is room.
    let papers = all.map { paper($0, width: canvas.width, session) }
    var first = 0
    let selected = min(holds.selection, all.count - 1)
    while first < selected,
      papers[first...selected].reduce(0, { $0 + $1.lines.count + 1 }) - 1 > canvas.height
    { first += 1 }
    var y = 0
    for index in first..<all.count {
      guard y < canvas.height else { break }
      let height = papers[index].lines.count
      canvas.within(Rect(x: 0, y: y, width: canvas.width, height: height)) { papers[index].draw(from: 0, on: &$0) }
      if index == selected, pane == .holds {
        for row in y..<min(canvas.height, y + height) {
          canvas.text(session.glyphs[.selected], x: 0, y: row, style: .accent)
        }
        if release == nil {
          canvas.overlay(.rowSelected, on: Rect(x: 0, y: y, width: canvas.width, height: height))
          canvas.cursor(x: 0, y: y)
        }
      }
      y += height + 1
    }
  }

  private func paper(_ hold: HoldSummary, width: Int, _ session: SessionState) -> Paper {
    var paper = Paper(width: width)
    var head = SafeText(Numerals.count(hold.messages, "message"), style: hold.releasedAt == nil ? .hold : .dim)
    head.append("  " + HoldWords.times(hold, session.zone), style: .dim)
    head.append("  \(Wording.short(hold.id))", style: .dim)
    paper.add(head, indent: 2)
    paper.add(
      SafeText(HoldWords.predicate(hold, names), style: hold.releasedAt == nil ? .text : .dim), indent: 2,
      maximumLines: 4)
    paper.add(SafeText("“\(hold.placement.reason)”", style: .quote), indent: 2, maximumLines: 2)
    if let problem = hold.problem {
      paper.add(
        "This hold cannot be evaluated, so it counts as holding everything: \(problem)", style: .error, indent: 2)
    }
    return paper
  }

  /// Draws the reason field, or what the last request came to, at the bottom; returns the row where it begins.
  private func drawRelease(on canvas: inout Canvas, _ session: SessionState) -> Int {
    if let release {
      let y = canvas.height - 3
      canvas.rule(y: y)
      if isReleasing {
        canvas.text("asking for the release…", x: 1, y: y + 1, style: .dim)
        return y
      }
      let x = canvas.text("Reason for the release  ", x: 1, y: y + 1, style: .dim)
      release.draw(on: &canvas, x: x, y: y + 1, width: canvas.width - x - 1, style: .input)
      canvas.text("A second officer has to agree. Enter asks · Esc leaves it held", x: 1, y: y + 2, style: .dim)
      return y
    }
    guard let refusalText else { return canvas.height }
    let lines = TextLayout.wrap(
      SafeText("Not released: \(refusalText)", style: .error), width: canvas.width - 2, maximumLines: 4)
    let y = canvas.height - lines.count - 1
    canvas.rule(y: y)
    canvas.lines(lines, x: 1, y: y + 1)
    return y
  }
}
