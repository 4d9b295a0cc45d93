import Records
import SearchIndex
import TerminalKit

extension PeopleScreen {
  /// The rows above the list: what it is, and the names of its columns.
  private static let head = 2
  /// The rows that tell of the selected person.
  private static let foot = 3

  /// Whether there is room to tell more of the selected person.
  private static func hasFoot(_ size: Size) -> Bool { size.rows >= 15 }

  /// The rows of the list.
  static func height(_ body: Size) -> Int { max(1, body.rows - head - (hasFoot(body) ? foot + 1 : 0)) }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    drawHead(on: &canvas, session)
    let size = canvas.size
    let columns = PeopleColumns(width: canvas.width)
    let nothing = nothing
    let area = Rect(x: 0, y: Self.head, width: size.columns, height: Self.height(size))
    let isThere = canvas.within(area) { list.shown(waiting: "reading the people…", nothing: nothing, on: &$0) != nil }
    guard isThere else { return }
    drawTitles(columns, on: &canvas)
    let marked = Set(marks.map(\.id))
    canvas.within(area) { canvas in
      list.draw(on: &canvas, isFocused: !isFiltering, glyphs: session.glyphs) { line, y, canvas in
        Self.draw(line, columns, y: y, isMarked: marked.contains(line.id), on: &canvas, session)
      }
    }
    guard Self.hasFoot(size), let person = list.selected else { return }
    canvas.rule(y: size.rows - Self.foot - 1)
    canvas.within(Rect(x: 0, y: size.rows - Self.foot, width: size.columns, height: Self.foot)) {
      Self.drawFoot(person, on: &$0, session)
    }
  }

  private var nothing: (what: String, why: String) {
    if !editor.isEmpty {
      return (
        "Nobody is called “\(editor.text)”.",
        "Names are looked for by the beginnings of their words, numbers by any of their digits. Esc shows all again."
      )
    }
    if flaggedOnly { return ("Nobody's names or numbers are odd.", "F shows all again.") }
    return ("Nobody is known yet.", "Whoever sends or receives a message is listed here. :import PATH brings some in.")
  }

  // MARK: - Head

  private func drawHead(on canvas: inout Canvas, _ session: SessionState) {
    let edge = canvas.width - 1
    let start = canvas.right(sorted, before: edge, y: 0, style: hasNews ? .accent : .dim, limit: canvas.width / 2)
    if isFiltering || !editor.isEmpty {
      let x = canvas.text("filter", x: 1, y: 0, style: .dim) + 1
      let marked = marks.isEmpty ? "" : "\(Numerals.grouped(marks.count)) marked · "
      let counted = list.rows == nil ? "" : marked + counted
      let left = canvas.right(counted, before: start - 2, y: 0, style: .number, limit: max(0, start - 30))
      editor.draw(on: &canvas, x: x, y: 0, width: max(1, left - x - 2), isFocused: isFiltering)
    } else if !marks.isEmpty {
      let names = marks.map { PersonWords.name($0) }.joined(separator: ", ")
      let x = canvas.text("\(Numerals.grouped(marks.count)) marked  ", x: 1, y: 0, style: .accent)
      canvas.text(names, x: x, y: 0, limit: start - x - 2)
    } else if list.rows != nil {
      canvas.text(counted, x: 1, y: 0, style: .number, limit: start - 3)
    }
  }

  /// `214 people`, `200+ people`, `3 people with a flag`.
  private var counted: String {
    let many = total.map { Numerals.count($0, "person", "people") }
    let shown = next == nil ? Numerals.count(list.count, "person", "people") : "\(Numerals.grouped(list.count))+ people"
    return (many ?? shown) + (flaggedOnly ? " with a flag" : "")
  }

  private var sorted: String {
    if hasNews { return "newer: R" }
    switch order {
    case .lastSeen: return "last seen first"
    case .messages: return "most messages first"
    case .name: return "by name"
    }
  }

  private func drawTitles(_ columns: PeopleColumns, on canvas: inout Canvas) {
    guard list.count > 0 else { return }
    canvas.text("name", x: columns.name, y: 1, style: .dim)
    if let phone = columns.phone { canvas.text("number", x: phone, y: 1, style: .dim) }
    if let others = columns.others { canvas.right("also", before: others, y: 1, style: .dim) }
    if let chats = columns.conversations { canvas.right("chats", before: chats, y: 1, style: .dim) }
    if let messages = columns.messages { canvas.right("messages", before: messages, y: 1, style: .dim) }
    canvas.right(
      columns.hasSpan || columns.conversations == nil ? "seen" : "last seen", before: columns.seen, y: 1, style: .dim)
  }

  // MARK: - Rows

  private static func draw(
    _ line: PersonLine, _ columns: PeopleColumns, y: Int, isMarked: Bool, on canvas: inout Canvas,
    _ session: SessionState
  ) {
    if isMarked {
      canvas.overlay(.rowMarked, on: Rect(x: 0, y: y, width: canvas.width, height: 1))
      canvas.text(session.glyphs[.marked], x: 1, y: y, style: .accent)
    }
    let name = name(line)
    canvas.text(name, x: columns.name, y: y, limit: columns.nameWidth)
    if let phone = columns.phone { drawPhone(line, x: phone, columns, y: y, on: &canvas) }
    let others = PersonWords.others(line)
    if let column = columns.others, others > 0 { canvas.right("+\(others)", before: column, y: y, style: .dim) }
    var mark = FlagWords.mark(line.flags, session.glyphs)
    if columns.flag != nil, let whole = mark, TextSafety.width(of: whole) > columns.flagWidth {
      mark = FlagWords.mark(Array(line.flags.prefix(1)), session.glyphs)
    }
    if let flag = columns.flag {
      if let mark {
        drawMark(mark, line.flags, x: flag, columns, y: y, on: &canvas)
      } else if line.isMerged {
        canvas.text("merged", x: flag, y: y, style: .dim, limit: columns.flagWidth)
      }
    }
    if let chats = columns.conversations {
      canvas.right(Numerals.grouped(line.conversations), before: chats, y: y, style: .dim)
    }
    if let messages = columns.messages {
      canvas.right(Numerals.grouped(line.messages), before: messages, y: y, style: .number)
    }
    var edge = columns.seen
    if columns.flag == nil, mark != nil {
      edge = canvas.right(session.glyphs[.flagged], before: edge, y: y, style: .warning) - 1
    }
    canvas.right(seen(line, columns, session), before: edge, y: y, style: .time)
  }

  /// The mark with its word, and what it means where there is room for that.
  private static func drawMark(
    _ mark: String, _ flags: [PersonFlag], x: Int, _ columns: PeopleColumns, y: Int, on canvas: inout Canvas
  ) {
    let after = canvas.text(mark, x: x, y: y, style: .warning, limit: columns.flagWidth) + 2
    let room = x + columns.flagWidth - after
    guard room >= 24, let reason = flags.first.map(FlagWords.sentence) else { return }
    canvas.text(reason, x: after, y: y, style: .dim, limit: room)
  }

  private static func name(_ line: PersonLine) -> SafeText {
    guard !PersonWords.isUnnamed(line) else { return SafeText("no name", style: .dim) }
    let name = SafeText(String(PersonWords.name(line).prefix(200)), style: .strong)
    guard name.containsRightToLeft else { return name }
    var text = SafeText(SafeText.rightToLeftMark + " ", style: .dim)
    text.append(name)
    return text
  }

  private static func drawPhone(
    _ line: PersonLine, x: Int, _ columns: PeopleColumns, y: Int, on canvas: inout Canvas
  ) {
    let words = line.phone.map { Numerals.phone($0) } ?? "no number"
    canvas.text(words, x: x, y: y, style: line.phone == nil ? .dim : .number, limit: columns.phoneWidth)
  }

  private static func seen(_ line: PersonLine, _ columns: PeopleColumns, _ session: SessionState) -> String {
    if columns.hasSpan { return PersonWords.span(line.firstAt, line.lastAt, session.zone) }
    guard let last = line.lastAt else { return "" }
    return Numerals.recent(session.zone.civil(last), now: session.zone.civil(session.now))
  }

  // MARK: - The selected person

  private static func drawFoot(_ line: PersonLine, on canvas: inout Canvas, _ session: SessionState) {
    let width = canvas.width - 2
    var facts = [Numerals.count(line.claims, "claim"), Numerals.count(line.conversations, "conversation")]
    if line.numbers > 1 { facts.append(Numerals.count(line.numbers, "number")) }
    if line.isMerged { facts.append("merged by an officer") }
    let span = PersonWords.span(line.firstAt, line.lastAt, session.zone)
    if !span.isEmpty { facts.append(span) }
    guard let flag = line.flags.first else {
      canvas.text(facts.joined(separator: " · "), x: 1, y: 0, style: .dim, limit: width)
      return
    }
    let others = line.flags.count - 1
    let words =
      "\(session.glyphs[.flagged]) \(FlagWords.sentence(flag))"
      + (others > 0 ? " And \(others) more: Enter shows all." : "")
    let y = canvas.wrapped(words, x: 1, y: 0, style: .warning, width: width, maximumLines: 2)
    canvas.text(facts.joined(separator: " · "), x: 1, y: y, style: .dim, limit: width)
  }
}
