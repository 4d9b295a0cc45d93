import Records
import SearchIndex
import TerminalKit

extension PersonScreen {
  private static let head = 3
  private static let foot = 4

  private static func hasFoot(_ size: Size) -> Bool { size.rows >= 15 }

  /// The rows of the page in sight.
  static func height(_ body: Size) -> Int { max(1, body.rows - head - (hasFoot(body) ? foot + 1 : 0)) }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    guard let detail, let sheet = sheet(canvas.width) else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("reading what is known of \(title)…", x: 3, y: 1, style: .dim)
      }
      return
    }
    drawHead(detail, on: &canvas, session)
    let size = canvas.size
    let height = Self.height(size)
    let place = selected.flatMap { sheet.place(of: $0) }
    let first = Layout.scroll(first, toShow: place ?? 0, height: height, count: sheet.rows.count)
    let view = PersonRows(sheet: sheet, width: size.columns, marks: marks, session: session)
    canvas.within(Rect(x: 0, y: Self.head, width: size.columns, height: height)) { canvas in
      for y in 0..<height where sheet.rows.indices.contains(first + y) {
        view.draw(sheet.rows[first + y], y: y, on: &canvas)
        guard first + y == place else { continue }
        canvas.text(session.glyphs[.selected], x: 0, y: y, style: .accent)
        canvas.overlay(.rowSelected, on: Rect(x: 0, y: y, width: canvas.width, height: 1))
        canvas.cursor(x: 0, y: y)
      }
    }
    guard Self.hasFoot(size) else { return }
    let top = size.rows - Self.foot
    canvas.rule(y: top - 1)
    canvas.within(Rect(x: 0, y: top, width: size.columns, height: Self.foot)) {
      PersonFoot(detail: detail, session: session).draw(selected, conversations, on: &$0)
    }
    guard sheet.rows.count > height else { return }
    let shown = "\(Numerals.grouped(min(sheet.rows.count, first + height))) of \(Numerals.grouped(sheet.rows.count))"
    canvas.right(" \(shown) ", before: size.columns - 1, y: top - 1, style: .dim)
  }

  private func drawHead(_ detail: PersonDetail, on canvas: inout Canvas, _ session: SessionState) {
    let line = detail.line
    let edge = canvas.width - 1
    let figures =
      "\(Numerals.count(line.messages, "message"))   \(Numerals.count(line.conversations, "conversation"))"
    let left = canvas.right(figures, before: edge, y: 0, style: .number, limit: max(0, edge - 24)) - 2
    var name = SafeText(String(PersonWords.name(line).prefix(200)), style: .strong)
    if name.containsRightToLeft { name.append(" " + SafeText.rightToLeftMark, style: .dim) }
    let phone = PersonWords.isUnnamed(line) ? "no name" : line.phone.map { Numerals.phone($0) } ?? "no number"
    // The number tells people apart: of a long name there is room for less.
    let room = max(8, left - 4 - TextSafety.width(of: phone))
    let x = canvas.text(name, x: 1, y: 0, limit: room)
    canvas.text(phone, x: x + 3, y: 0, style: line.phone == nil ? .dim : .number, limit: left - x - 3)
    var facts: [String] = []
    let span = PersonWords.span(line.firstAt, line.lastAt, session.zone)
    if !span.isEmpty { facts.append("seen \(span)") }
    facts.append(Numerals.count(line.claims, "claim"))
    if line.isMerged { facts.append("merged by an officer") }
    let start =
      marks.isEmpty
      ? FlagWords.mark(line.flags, session.glyphs).map { canvas.right($0, before: edge, y: 1, style: .warning) } ?? edge
      : canvas.right("\(marks.count) marked", before: edge, y: 1, style: .accent)
    canvas.text(facts.joined(separator: " · "), x: 1, y: 1, style: .dim, limit: start - 3)
  }
}
