import Casework
import Records
import SearchIndex
import TerminalKit

extension MembersScreen {
  /// A line of the page: a heading, or somebody.
  private enum Line {
    case heading(String)
    case person(Int)
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    drawHead(on: &canvas, session)
    guard let group else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 3, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("reading who came and went…", x: 3, y: 3, style: .dim)
      }
      return
    }
    let people = people
    let doubts = doubts(group, width: canvas.width - 5, most: max(5, (canvas.height - 8) / 3), session)
    // The rule, what cannot be told, and the record of whoever is selected.
    let foot = (doubts.isEmpty ? 0 : doubts.count + 1) + 2
    let height = max(1, canvas.height - 3 - foot)
    canvas.within(Rect(x: 0, y: 3, width: canvas.width, height: height)) {
      drawPeople(people, height: height, on: &$0, session)
    }
    var y = 3 + height
    canvas.rule(y: y)
    y += 1
    if !doubts.isEmpty {
      canvas.text("What the records cannot tell", x: 1, y: y, style: .strong)
      canvas.lines(doubts, x: 3, y: y + 1)
      y += doubts.count + 1
    }
    drawRecord(y: y, on: &canvas, session)
  }

  private func drawHead(on canvas: inout Canvas, _ session: SessionState) {
    let edge = canvas.width - 1
    if let prompt {
      let x = canvas.text("Go to", x: 1, y: 0, style: .strong) + 2
      let hint = promptProblem ?? "2024-05-14, 2024-05, 14 May 2024"
      let right = canvas.right(hint, before: edge, y: 0, style: promptProblem == nil ? .dim : .error)
      prompt.draw(on: &canvas, x: x, y: 0, width: max(1, min(24, right - x - 2)))
      return
    }
    var facts: [String] = []
    if let group {
      facts.append(Numerals.count(group.members.count, "member") + (group.isWhole ? "" : " known"))
      if !group.former.isEmpty { facts.append("\(Numerals.grouped(group.former.count)) gone") }
      if !group.writers.isEmpty { facts.append("\(Numerals.grouped(group.writers.count)) only wrote") }
    }
    let left = canvas.right(facts.joined(separator: " · "), before: edge, y: 0, style: .number)
    let x = canvas.text("At the end of ", x: 1, y: 0, style: .dim)
    canvas.text(Numerals.day(day), x: x, y: 0, style: .strong, limit: left - x - 2)
    // Where on the way of the group's changes the day stands.
    guard let group, !group.changes.isEmpty else { return }
    let days = group.changes.map { session.zone.civil($0).date }
    let today = days.count { $0 == day }
    var words = today > 0 ? "\(Numerals.count(today, "change")) on this day" : "no change on this day"
    if let before = days.filter({ $0 < day }).max() { words += " · before: \(Numerals.shortDay(before))" }
    if let after = days.filter({ $0 > day }).min() { words += " · next: \(Numerals.shortDay(after))" }
    canvas.text(words, x: 1, y: 1, style: .dim, limit: canvas.width - 2)
  }

  // MARK: - People

  private func drawPeople(
    _ people: [Row], height: Int, on canvas: inout Canvas, _ session: SessionState
  ) {
    var lines: [Line] = []
    for part in Row.Part.allCases {
      let places = people.indices.filter { people[$0].part == part }
      guard !places.isEmpty else { continue }
      lines.append(.heading(Self.heading(part)))
      lines += places.map { .person($0) }
    }
    guard !lines.isEmpty else {
      canvas.text("No record names anybody up to this day.", x: 3, y: 0, style: .strong)
      return
    }
    let row = lines.firstIndex { if case .person(list.selection) = $0 { true } else { false } } ?? 0
    // The heading above the first person is seen with it.
    let first = row <= 1 ? 0 : Layout.scroll(0, toShow: row, height: height, count: lines.count, margin: 1)
    for y in 0..<height where lines.indices.contains(first + y) {
      switch lines[first + y] {
      case .heading(let words): canvas.text(words, x: 1, y: y, style: .dim)
      case .person(let place):
        draw(people[place], y: y, on: &canvas, session)
        guard first + y == row else { continue }
        canvas.text(session.glyphs[.selected], x: 0, y: y, style: .accent)
        canvas.overlay(.rowSelected, on: Rect(x: 0, y: y, width: canvas.width, height: 1))
        canvas.cursor(x: 0, y: y)
      }
    }
    if lines.count > height {
      canvas.right("\(first + height) of \(lines.count)", before: canvas.width - 1, y: height - 1, style: .dim)
    }
  }

  private static func heading(_ part: Row.Part) -> String {
    switch part {
    case .member: return "In the group, by the records"
    case .former: return "No longer in it"
    case .writer: return "Wrote there, and no record says when they came"
    }
  }

  private func draw(_ row: Row, y: Int, on canvas: inout Canvas, _ session: SessionState) {
    let width = canvas.width
    let phoneX = width >= 110 ? 40 : 26
    let whenX = phoneX + 20
    canvas.text(
      SafeText(String(Self.name(row).prefix(200)), style: Self.isNamed(row) ? .strong : .dim), x: 3, y: y,
      limit: phoneX - 5)
    canvas.text(Self.number(row), x: phoneX, y: y, style: .number, limit: 18)
    let time = session.zone.civil(row.at)
    // The line below the list has the whole time.
    let day = Numerals.shortDay(time.date) + (width >= 110 ? " " + Numerals.minute(time) : "")
    var words: String
    switch row.part {
    case .member: words = "since \(day)" + (row.how.isEmpty ? "" : " · \(Self.how(row.how))")
    case .former: words = "\(Self.how(row.how)) \(day)"
    case .writer: words = "last \(day)"
    }
    if row.isAdmin { words += " · admin" }
    canvas.text(words, x: whenX, y: y, style: .time, limit: width - whenX - 1)
  }

  /// The name that the record gives, else the best that is known.
  static func name(_ row: Row) -> String {
    if let name = row.party.name, !name.isEmpty { return name }
    guard let person = row.person else { return "no name" }
    if person.isOurs, person.isUnnamed { return SenderWords.firm }
    return PersonWords.known(person) ?? "no name"
  }

  private static func isNamed(_ row: Row) -> Bool { name(row) != "no name" }

  private static func number(_ row: Row) -> String {
    if let phone = row.party.phone ?? row.person?.phone { return Numerals.phone(phone) }
    return row.party.lid.map { "LID " + $0 } ?? row.party.username.map { "@" + $0 } ?? "no number"
  }

  /// A provider's word for how somebody came or went, in plain ones; another word as it is.
  static func how(_ word: String) -> String {
    switch word {
    case "add": return "added"
    case "join", "invite", "linked_group_join": return "joined"
    case "approve": return "let in"
    case "create", "lifecycle_create": return "from the start"
    case "remove", "kick": return "removed"
    case "leave": return "left"
    case "promote": return "made an administrator"
    case "demote": return "no longer administrator"
    default: return word
    }
  }

  // MARK: - Below

  private func doubts(_ group: GroupOnDay, width: Int, most: Int, _ session: SessionState) -> [TextLine] {
    let words = group.doubts {
      let time = session.zone.civil($0)
      return "\(Numerals.shortDay(time.date)) \(Numerals.minute(time))"
    }
    let lines = words.flatMap {
      TextLayout.wrap(
        SafeText("\(session.glyphs[.flagged]) \($0)", style: .warning), width: max(10, width), maximumLines: 3)
    }
    return Array(lines.prefix(most))
  }

  /// By which record somebody is listed.
  private func drawRecord(y: Int, on canvas: inout Canvas, _ session: SessionState) {
    guard let row = selected else { return }
    let what = row.how.isEmpty ? "their last message" : "“\(row.how)”"
    canvas.text(
      "By \(Wording.place(row.record)): \(what), \(Numerals.full(session.zone.civil(row.at))). L opens it.", x: 1, y: y,
      style: .dim, limit: canvas.width - 2)
  }
}
