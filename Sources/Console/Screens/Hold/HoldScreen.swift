import Casework
import Records
import SearchIndex
import TerminalKit

/// The form that places a legal hold: a matter, a reason, what it catches now, and the matter's name typed again.
struct HoldScreen: Screen {
  /// The fields, from top to bottom.
  enum Field: Int, Sendable, Hashable { case matter, title, reason, confirmation }

  let target: HoldTarget
  private(set) var field = Field.matter
  private(set) var filter = LineEditor()
  private(set) var newTitle = LineEditor()
  private(set) var reason = LineEditor()
  private(set) var confirmation = LineEditor()
  /// All matters; nil until they have come.
  private(set) var matters: [MatterSummary]?
  private(set) var row = 0
  /// The name of the chosen matter.
  private(set) var chosen: String?
  private(set) var preview: HoldPreview?
  private(set) var isCounting = false
  private(set) var isPlacing = false
  private(set) var isOpening = false
  /// Why the hold cannot be placed, in words.
  private(set) var problem: String?

  init(target: HoldTarget) { self.target = target }

  var title: String { chosen.map { "Hold ▸ matter \($0)" } ?? "Hold" }
  var takesText: Bool { true }
  var commands: [CommandID] { [.confirm, .nextField, .back] }

  /// A row of the list of matters.
  enum Choice: Sendable, Hashable {
    case matter(name: String, title: String, holds: Int)
    case new(String)
  }

  /// The matters that begin with, or hold, what was typed; and the one that would be new.
  var choices: [Choice] {
    let typed = filter.text.trimmingSpaces
    let lower = typed.lowercased()
    let all = matters ?? []
    var result = all.filter {
      lower.isEmpty || $0.name.lowercased().contains(lower) || $0.title.lowercased().contains(lower)
    }.map {
      Choice.matter(name: $0.name, title: $0.title, holds: $0.holds.filter { $0.releasedAt == nil }.count)
    }
    if matters != nil, !typed.isEmpty, !all.contains(where: { $0.name == typed }) { result.append(.new(typed)) }
    return result
  }

  // MARK: - Commands

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.matters)] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back:
      return isPlacing ? [.say(.warning("The hold is being sealed: a moment."))] : [.pop]
    case .nextField:
      next()
      return []
    case .confirm: return confirm(session)
    default: return []
    }
  }

  private mutating func next() {
    switch field {
    case .matter: if chosen != nil { field = .reason }
    case .title: field = .reason
    case .reason: field = .confirmation
    case .confirmation: break
    }
  }

  private mutating func previous() {
    guard !isPlacing else { return }
    switch field {
    case .matter: break
    case .title, .reason: field = .matter
    case .confirmation: field = .reason
    }
  }

  private mutating func confirm(_ session: SessionState) -> [Effect] {
    guard !isPlacing, !isOpening else { return [] }
    switch field {
    case .matter: return choose()
    case .title: return openMatter()
    case .reason:
      guard !reason.text.trimmingSpaces.isEmpty else {
        return [.say(.warning("A hold needs a reason: it is sealed with the hold."))]
      }
      field = .confirmation
      return []
    case .confirmation: return place()
    }
  }

  private mutating func choose() -> [Effect] {
    let choices = choices
    guard choices.indices.contains(row) else {
      return [.say(.warning(matters == nil ? "The matters are being read." : "Type a name to open a new matter."))]
    }
    switch choices[row] {
    case .matter(let name, _, _): return choose(name)
    case .new(let name):
      filter.text = name
      field = .title
      return []
    }
  }

  private mutating func choose(_ name: String) -> [Effect] {
    chosen = name
    preview = nil
    problem = nil
    confirmation.clear()
    field = .reason
    isCounting = true
    return [.ask(.previewHold(target, matter: name))]
  }

  private mutating func openMatter() -> [Effect] {
    let title = newTitle.text.trimmingSpaces
    guard !title.isEmpty else { return [.say(.warning("A matter needs a title: what is it about?"))] }
    isOpening = true
    return [.ask(.openMatter(name: filter.text.trimmingSpaces, title: title))]
  }

  private mutating func place() -> [Effect] {
    guard let chosen else { return [] }
    if let problem { return [.say(.error(problem))] }
    guard preview != nil else { return [.say(.warning("What the hold catches is still being counted."))] }
    let why = reason.text.trimmingSpaces
    guard !why.isEmpty else {
      field = .reason
      return [.say(.warning("A hold needs a reason: it is sealed with the hold."))]
    }
    // Exactly: the last thing between a slip and a hold on the wrong matter.
    guard confirmation.text == chosen else {
      return [.say(.warning("Nothing placed: that is not the name of the matter. Type \(chosen)."))]
    }
    isPlacing = true
    return [.ask(.placeHold(target, matter: chosen, reason: why))]
  }

  // MARK: - Keys

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    if isPlacing || isOpening { return (key != .escape, []) }
    switch key {
    case .up, .backTab:
      if field == .matter, key == .up { row = max(0, row - 1) } else { previous() }
      return (true, [])
    case .down where field == .matter:
      row = min(max(0, choices.count - 1), row + 1)
      return (true, [])
    case .tab where field == .matter || field == .title: return (true, confirm(session))
    default: break
    }
    return (edit { $0.handle(key) }, [])
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    guard !isPlacing, !isOpening else { return [] }
    // The name of the matter is typed by hand: pasting it would confirm without reading.
    guard field != .confirmation else { return [.say(.warning("Type the name: it is not taken from a paste."))] }
    _ = edit {
      $0.paste(text)
      return true
    }
    return []
  }

  private mutating func edit(_ body: (inout LineEditor) -> Bool) -> Bool {
    switch field {
    case .matter:
      let before = filter.text
      let isTaken = body(&filter)
      if filter.text != before { row = 0 }
      return isTaken
    case .title: return body(&newTitle)
    case .reason: return body(&reason)
    case .confirmation: return body(&confirmation)
    }
  }

  // MARK: - Answers

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch (answer, request) {
    case (_, .openMatter(let name, _)):
      isOpening = false
      if case .matters(let all, _) = answer { matters = all }
      return choose(name) + [.say(.plain("Matter \(name) is open."))]
    case (.matters(let all, _), _):
      matters = all
      row = min(row, max(0, choices.count - 1))
    case (.preview(let counted), .previewHold(_, let matter)):
      guard matter == chosen else { return [] }
      preview = counted
      isCounting = false
    case (.held(let hold), .placeHold(_, let matter, _)):
      isPlacing = false
      let caught = Numerals.count(preview?.messages ?? 0, "message")
      return [
        .pop,
        .say(.plain("Hold \(Wording.short(hold)) is placed for \(matter): \(caught) now, and what arrives later.")),
      ]
    default: break
    }
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    switch request {
    case .previewHold(_, let matter):
      guard matter == chosen else { return [] }
      isCounting = false
      problem = failure.message
      return []
    case .openMatter: isOpening = false
    case .placeHold: isPlacing = false
    case .matters: matters = matters ?? []
    default: break
    }
    return [.say(.error(failure.message))]
  }
}
