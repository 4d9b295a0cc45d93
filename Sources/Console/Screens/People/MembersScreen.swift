import Casework
import Records
import SearchIndex
import TerminalKit

/// Who was in a group at the end of a day, by which record, and what the records cannot tell.
struct MembersScreen: Screen {
  let conversation: ConversationID
  /// What the group is called.
  private let name: String
  /// The day that is shown.
  private(set) var day: CivilDate
  private(set) var group: GroupOnDay?
  private(set) var problem: String?
  /// The selected row among those that are people.
  private(set) var list = RowList()
  private(set) var prompt: LineEditor?
  private(set) var promptProblem: String?

  /// A group on a day.
  init(_ conversation: ConversationID, name: String, day: CivilDate) {
    self.conversation = conversation
    self.name = name
    self.day = day
  }

  var title: String { "Members of \(name)" }
  var takesText: Bool { prompt != nil }

  var commands: [CommandID] {
    if takesText { return [.confirm] }
    return [.open, .left, .right, .nextDay, .previousDay, .goto, .latest, .refresh] + Scroller.motions + [.back]
  }

  var footer: [(key: String, title: String)]? {
    if takesText { return [("Enter", "go to the day"), ("Esc", "stay")] }
    return [
      ("Enter", "person"), ("Left", "day before"), ("Right", "day after"), ("] d", "next change"),
      ("[ d", "change before"), ("g d", "go to date"), ("L", "record"), ("?", "help"), ("Esc", "back"),
    ]
  }

  // MARK: - Asking

  /// The last moment of the day that is shown.
  func instant(_ session: SessionState) -> Instant {
    let next = session.zone.start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))
    return Instant(milliseconds: next.milliseconds - 1)
  }

  private func ask(_ session: SessionState) -> [Effect] { [.ask(.members(conversation, at: instant(session)))] }

  mutating func appear(_ session: SessionState) -> [Effect] { ask(session) }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { ask(session) }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch (answer, request) {
    case (.members(let found), .members(_, let asked)):
      guard asked == instant(session) else { return [] }
      let chosen = selected
      group = found
      problem = nil
      let place = chosen.flatMap { chosen in people.firstIndex { $0.isSame(as: chosen) } } ?? 0
      list.select(place, count: people.count, height: people.count)
    case (.record(let opened), _):
      guard let message = opened.message else {
        return [.push(ReportScreen(title: "Record \(opened.address.number)", lines: opened.lines(session.zone)))]
      }
      return [.push(MessageScreen(message))]
    default: break
    }
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    guard case .members = request, group == nil else { return [.say(.error(failure.message))] }
    problem = failure.message
    return []
  }

  // MARK: - People

  /// Somebody of any of the lists.
  struct Row: Sendable, Hashable {
    enum Part: Sendable, Hashable, CaseIterable { case member, former, writer }
    var part: Part
    var party: Party
    var person: PersonReference?
    var isAdmin: Bool
    /// Since when they were there or gone; when they wrote last.
    var at: Instant
    /// What the record says happened; empty for a message.
    var how: String
    var record: RecordAddress

    func isSame(as other: Row) -> Bool {
      if let one = person, let two = other.person { return one.id == two.id }
      return party == other.party
    }
  }

  /// Everybody, as they stand below each other.
  var people: [Row] {
    guard let group else { return [] }
    func rows(_ part: Row.Part, _ entries: [GroupOnDay.Entry]) -> [Row] {
      entries.map {
        Row(
          part: part, party: $0.member.party, person: $0.person, isAdmin: $0.member.isAdmin == true,
          at: $0.member.since, how: $0.member.how, record: $0.member.record)
      }
    }
    let writers = group.writers.map {
      Row(part: .writer, party: $0.party, person: $0.person, isAdmin: false, at: $0.lastAt, how: "", record: $0.record)
    }
    return rows(.member, group.members) + rows(.former, group.former) + writers
  }

  var selected: Row? {
    let people = people
    return people.indices.contains(list.selection) ? people[list.selection] : nil
  }

  // MARK: - Commands

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .open, .latest: return selected == nil ? "Nobody is listed." : nil
    case .nextDay: return change(isForward: true, session) == nil ? "No later change is known." : nil
    case .previousDay: return change(isForward: false, session) == nil ? "No earlier change is known." : nil
    default: return nil
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return ask(session)
    case .open: return selected.map { [.push(PersonScreen(of: $0.party, in: conversation))] } ?? []
    case .latest: return selected.map { [.ask(.record($0.record))] } ?? []
    case .left: return go(to: CivilDate(daysSinceEpoch: day.daysSinceEpoch - 1), session)
    case .right: return go(to: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1), session)
    case .nextDay: return change(isForward: true, session).map { go(to: $0, session) } ?? []
    case .previousDay: return change(isForward: false, session).map { go(to: $0, session) } ?? []
    case .goto:
      prompt = LineEditor()
      promptProblem = nil
    case .confirm: return confirm(session)
    default: _ = list.run(command, count: people.count, height: max(1, session.body.rows - 8))
    }
    return []
  }

  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect] {
    guard command == .goto else { return run(command, session) }
    guard let date = DateWords.day(argument, today: session.zone.civil(session.now).date) else {
      return [.say(.error("‘\(argument)’ is no day. Write it as 2024-05-14, 2024-05 or 14 May 2024."))]
    }
    return go(to: date, session)
  }

  private mutating func go(to date: CivilDate, _ session: SessionState) -> [Effect] {
    let today = session.zone.civil(session.now).date
    guard date <= today else { return [.say(.plain("What comes after today is not known."))] }
    day = date
    return ask(session)
  }

  /// The nearest other day on which a record says that the group changed.
  private func change(isForward: Bool, _ session: SessionState) -> CivilDate? {
    let days = group?.changes.map { session.zone.civil($0).date } ?? []
    return isForward ? days.filter { $0 > day }.min() : days.filter { $0 < day }.max()
  }

  private mutating func confirm(_ session: SessionState) -> [Effect] {
    let text = prompt?.text.trimmingSpaces ?? ""
    guard !text.isEmpty else {
      prompt = nil
      return []
    }
    guard let date = DateWords.day(text, today: session.zone.civil(session.now).date) else {
      promptProblem = "no such day"
      return []
    }
    prompt = nil
    return go(to: date, session)
  }

  // MARK: - Keys

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    guard prompt != nil else { return (false, []) }
    switch key {
    case .enter: return (true, confirm(session))
    case .escape:
      prompt = nil
      return (true, [])
    default:
      promptProblem = nil
      return (prompt?.handle(key) ?? false, [])
    }
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    prompt?.paste(text)
    return []
  }
}
