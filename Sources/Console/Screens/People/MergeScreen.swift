import Casework
import Records
import SearchIndex
import TerminalKit

/// The form that says of several people that they are one: who they are, what that changes, why, and a word typed out.
struct MergeScreen: Screen {
  let people: [PersonLine]
  private(set) var preview: MergePreview?
  private(set) var problem: String?
  private(set) var form = DecisionForm(word: "merge")

  init(_ people: [PersonLine]) { self.people = people }

  var title: String { "Merge" }
  var takesText: Bool { true }
  var commands: [CommandID] { [.confirm, .nextField, .back] }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.previewMerge(people.map(\.id)))] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return form.isSealing ? [.say(.warning("The act is being sealed: a moment."))] : [.pop]
    case .nextField: form.next()
    case .confirm:
      if let problem { return [.say(.error(problem))] }
      guard preview != nil else { return [.say(.warning("What the merge changes is still being counted."))] }
      switch form.confirm() {
      case .wait: break
      case .say(let words): return [.say(.warning(words))]
      case .seal(let reason): return [.ask(.mergePeople(people.map(\.id), reason: reason))]
      }
    default: break
    }
    return []
  }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) { (form.type(key), []) }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    form.paste(text).map { [.say(.warning($0))] } ?? []
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .mergePreview(let counted):
      preview = counted
      return []
    case .merged(let person):
      let words = "Merged: \(Numerals.count(people.count, "person", "people")) are one now. S on the merge undoes it."
      return [.pop, .push(PersonScreen(person.line)), .say(.plain(words))]
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    form.fail()
    if case .previewMerge = request {
      problem = failure.message
      return []
    }
    return [.say(.error(failure.message))]
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let width = min(canvas.width - 2, 110)
    var y = canvas.wrapped(
      "Says that these people are one. No record changes: it is your act, sealed with your name, and it can be undone.",
      x: 1, y: 1, style: .strong, width: width, maximumLines: 2)
    y += 1
    let holds = preview.map { max(1, $0.holds.count) + 2 } ?? 2
    let room = max(2, canvas.height - y - 8 - min(holds, 5))
    for (row, person) in people.prefix(room).enumerated() {
      Self.draw(person, number: row + 1, y: y + row, width: width, on: &canvas, session)
    }
    y += min(room, people.count)
    if people.count > room {
      canvas.text("and \(people.count - room) more", x: 11, y: y, style: .dim)
      y += 1
    }
    y = drawChange(y: y + 1, width: width, room: max(2, canvas.height - y - 9), on: &canvas)
    form.draw(y: y + 1, width: width, isReady: problem == nil, on: &canvas)
  }

  /// A person on one row of a form: number, name, what tells it apart.
  static func draw(
    _ person: PersonLine, number: Int, y: Int, width: Int, on canvas: inout Canvas, _ session: SessionState
  ) {
    canvas.text("Person \(number)", x: 1, y: y, style: .dim)
    let figures = "\(Numerals.grouped(person.messages)) msgs · \(Numerals.count(person.claims, "claim"))"
    let edge = canvas.right(figures, before: width, y: y, style: .number)
    let phone = person.phone.map { Numerals.phone($0) } ?? "no number"
    let name = PersonWords.isUnnamed(person) ? "no name" : PersonWords.name(person)
    let room = max(8, edge - 11 - TextSafety.width(of: phone) - 4)
    var x = canvas.text(String(name.prefix(200)), x: 11, y: y, style: .strong, limit: room) + 2
    x = canvas.text(phone, x: x, y: y, style: .number, limit: edge - x - 1) + 2
    if let mark = FlagWords.mark(person.flags, session.glyphs), x + TextSafety.width(of: mark) < edge {
      canvas.text(mark, x: x, y: y, style: .warning)
    }
  }

  /// What the merge would change; returns the row after.
  private func drawChange(y: Int, width: Int, room: Int, on canvas: inout Canvas) -> Int {
    canvas.text("Then", x: 1, y: y, style: .dim)
    if let problem { return canvas.wrapped(problem, x: 11, y: y, style: .error, width: width - 11) }
    guard let preview else {
      canvas.text("counting…", x: 11, y: y, style: .dim)
      return y + 1
    }
    let after = canvas.wrapped(
      "one person with \(Numerals.count(preview.messages, "message")) in up to "
        + "\(Numerals.count(preview.conversations, "conversation")); a search for any of their names, numbers or ids "
        + "finds all of it", x: 11, y: y, width: width - 11, maximumLines: 3)
    return HoldReachLines.draw(
      preview.holds, whom: "any of them", x: 11, y: after, width: width - 11, room: room, on: &canvas)
  }
}
