import Casework
import Records
import SearchIndex
import TerminalKit

/// The form that parts one person again: by undoing a merge, or by saying that claims are somebody else's.
struct SplitScreen: Screen {
  /// What is to be parted.
  enum Split: Sendable, Hashable {
    /// Undo an officer's merge.
    case merge(PersonAct)
    /// These claims are somebody else's.
    case claims([ClaimKey])
  }

  let detail: PersonDetail
  let split: Split
  private(set) var preview: SplitPreview?
  private(set) var problem: String?
  private(set) var form = DecisionForm(word: "split")

  init(_ detail: PersonDetail, _ split: Split) {
    self.detail = detail
    self.split = split
  }

  var title: String { "Split" }
  var takesText: Bool { true }
  var commands: [CommandID] { [.confirm, .nextField, .back] }

  mutating func appear(_ session: SessionState) -> [Effect] {
    switch split {
    case .merge(let act): return [.ask(.previewUndo(act.id))]
    case .claims(let keys): return [.ask(.previewSplit(detail.line.id, taking: keys))]
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return form.isSealing ? [.say(.warning("The act is being sealed: a moment."))] : [.pop]
    case .nextField: form.next()
    case .confirm:
      if let problem { return [.say(.error(problem))] }
      guard preview != nil else { return [.say(.warning("What the split changes is still being counted."))] }
      switch form.confirm() {
      case .wait: break
      case .say(let words): return [.say(.warning(words))]
      case .seal(let reason):
        switch split {
        case .merge(let act): return [.ask(.undoMerge(act.id, reason: reason))]
        case .claims(let keys): return [.ask(.splitPerson(detail.line.id, taking: keys, reason: reason))]
        }
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
    if case .splitPreview(let counted) = answer { preview = counted }
    guard case .parted(let people) = answer else { return [] }
    let names = people.prefix(4).map { person in
      let line = person.line
      return PersonWords.reference(line.reference)
    }
    return [
      .pop, .say(.plain("Split: now \(names.joined(separator: " and ")).\(people.count > 4 ? " And more." : "")")),
    ]
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    form.fail()
    switch request {
    case .previewUndo, .previewSplit:
      problem = failure.message
      return []
    default: return [.say(.error(failure.message))]
    }
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let width = min(canvas.width - 2, 110)
    var y = canvas.wrapped(heading, x: 1, y: 1, style: .strong, width: width, maximumLines: 2) + 1
    let holds = preview.map { max(1, $0.holds.count) + 2 } ?? 2
    let most = max(1, (canvas.height - y - 7 - min(holds, 5)) / max(1, groups.count))
    for group in groups {
      canvas.text(group.label, x: 1, y: y, style: .dim)
      for key in group.keys.prefix(most) {
        y = canvas.wrapped(words(key), x: 11, y: y, width: width - 11, maximumLines: 1)
      }
      if group.keys.count > most {
        canvas.text("and \(group.keys.count - most) more", x: 11, y: y, style: .dim)
        y += 1
      }
      if group.keys.isEmpty {
        canvas.text("nothing", x: 11, y: y, style: .error)
        y += 1
      }
    }
    y = drawChange(y: y + 1, width: width, on: &canvas)
    form.draw(y: y + 1, width: width, isReady: problem == nil, on: &canvas)
  }

  /// What the split would change; returns the row after.
  private func drawChange(y: Int, width: Int, on canvas: inout Canvas) -> Int {
    canvas.text("Then", x: 1, y: y, style: .dim)
    if let problem { return canvas.wrapped(problem, x: 11, y: y, style: .error, width: width - 11) }
    let after = canvas.wrapped(
      "two people again: a search for one no longer finds what the other sent", x: 11, y: y, width: width - 11,
      maximumLines: 2)
    guard let preview else {
      canvas.text("counting what is held…", x: 11, y: after, style: .dim)
      return after + 1
    }
    return HoldReachLines.draw(
      preview.holds, whom: "them", x: 11, y: after, width: width - 11, room: max(2, canvas.height - after - 5),
      on: &canvas)
  }

  private var heading: String {
    switch split {
    case .merge(let act):
      return
        "Undoes a merge (“\(String(act.reason.prefix(200)))”). No record changes: the merge stays in the audit trail."
    case .claims:
      return
        "Says that these claims are somebody else's. No record changes: it is your act, and it can be undone by a merge."
    }
  }

  /// The claims of each person that it would make.
  var groups: [(label: String, keys: [ClaimKey])] {
    let all = Set(detail.claims.compactMap(\.key)).sorted()
    switch split {
    case .merge(let act): return act.groups.enumerated().map { ("Person \($0.offset + 1)", $0.element) }
    case .claims(let taken):
      let rest = all.filter { !taken.contains($0) }
      return [("Leaves", taken), ("Stays", rest)]
    }
  }

  /// A claim, and what was sent under it.
  private func words(_ key: ClaimKey) -> String {
    let messages = detail.claims.filter { $0.key == key }.reduce(0) { $0 + $1.messages }
    return PersonWords.value(key) + (messages > 0 ? "   \(Numerals.count(messages, "message"))" : "")
  }
}
