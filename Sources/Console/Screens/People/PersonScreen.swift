import Records
import SearchIndex
import TerminalKit

/// Who is to be shown.
enum PersonTarget: Sendable, Hashable {
  case id(PersonID)
  /// Whoever a payload says this of, in a conversation.
  case party(Party, in: ConversationID?)
}

/// One person: all names, numbers and ids, when and by which records, the conversations, and what officers decided.
struct PersonScreen: Screen {
  /// How the person was asked for.
  let target: PersonTarget
  /// What to call the person until everything is known.
  private let knownName: String
  private(set) var detail: PersonDetail?
  private(set) var conversations: [PersonConversation]?
  private(set) var problem: String?
  private(set) var selected: PersonSheet.Target?
  /// The first row in sight.
  private(set) var first = 0
  /// The claims marked for a split.
  private(set) var marks: Set<ClaimKey> = []
  /// A form lies above: who is who may have changed when it goes.
  private var isDeciding = false

  /// A person of the list.
  init(_ line: PersonLine) {
    target = .id(line.id)
    knownName = PersonWords.name(line)
  }

  /// A person by an id.
  init(_ id: PersonID) {
    target = .id(id)
    knownName = "Person"
  }

  /// Whoever sent something.
  init(of party: Party, in conversation: ConversationID?) {
    target = .party(party, in: conversation)
    knownName = Wording.name(party)
  }

  var title: String { detail.map { PersonWords.name($0.line) } ?? knownName }

  var commands: [CommandID] {
    let unmark: [CommandID] = marks.isEmpty ? [] : [.unmarkAll]
    return [.open, .search, .merge, .split, .mark, .latest] + unmark + [.refresh] + Scroller.motions + [.back]
  }

  // MARK: - Asking

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.person(target, isOpening: true))] }

  mutating func uncovered(_ session: SessionState) -> [Effect] {
    guard isDeciding else { return [] }
    isDeciding = false
    return [.ask(.person(target, isOpening: false))]
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .person(let found):
      guard let found else {
        if detail == nil {
          problem = "The archive knows nobody by this. What was captured last may not be indexed yet."
        }
        return []
      }
      detail = found
      problem = nil
      let keys = Set(found.claims.compactMap(\.key))
      marks.formIntersection(keys)
      settle(session)
      return [.ask(.conversationsOf(found.line.id), replacing: true)]
    case .conversationsOf(let all):
      conversations = all
      settle(session)
      return []
    case .record(let opened):
      guard let message = opened.message else {
        return [.push(ReportScreen(title: "Record \(opened.address.number)", lines: opened.lines(session.zone)))]
      }
      return [.push(MessageScreen(message))]
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    if case .person = request, detail == nil {
      problem = failure.message
      return []
    }
    if case .conversationsOf = request { conversations = conversations ?? [] }
    return [.say(.error(failure.message))]
  }

  // MARK: - Commands

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    guard let detail else {
      return [.back, .refresh].contains(command) || !commands.contains(command)
        ? nil : "The person is still being read."
    }
    switch command {
    case .open: return selected == nil ? "There is nothing to open." : nil
    case .latest: return claim == nil ? "Select a name, a number or an id." : nil
    case .mark:
      return claim?.key == nil ? "Only numbers, ids and export labels can be split off: a name goes with them." : nil
    case .split: return splitting(detail) == nil ? Self.howToSplit : nil
    default: return nil
    }
  }

  private static let howToSplit =
    "Mark what is somebody else's with Space, or select a merge under “What officers decided”."

  /// The claim that is selected.
  private var claim: PersonClaim? {
    selected.flatMap { wanted in detail?.claims.first { PersonSheet.target($0) == wanted } }
  }

  /// The act that is selected.
  private var act: PersonAct? {
    guard case .act(let id)? = selected else { return nil }
    return detail?.history.first { $0.id == id }
  }

  /// What `S` would split: the marked claims, else the merge that is selected, else the claim that is selected.
  func splitting(_ detail: PersonDetail) -> SplitScreen.Split? {
    if !marks.isEmpty { return .claims(marks.sorted()) }
    if let act { return act.kind == .mergePeople && act.undoneBy == nil ? .merge(act) : nil }
    return claim?.key.map { .claims([$0]) }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.person(target, isOpening: false))]
    case .open: return open(session)
    case .latest: return claim.map { [.ask(.record($0.lastRecord))] } ?? []
    case .search: return detail.map { [.push(SearchScreen(query: PersonWords.query($0.line.id) + " "))] } ?? []
    case .mark:
      guard let key = claim?.key else { return [] }
      if marks.remove(key) == nil { marks.insert(key) }
      move(.down, session)
    case .unmarkAll: marks = []
    case .merge:
      guard let detail else { return [] }
      isDeciding = true
      return [.push(PeopleScreen(marking: detail.line)), .say(.plain("Mark who else this is with Space; m merges."))]
    case .split:
      guard let detail, let split = splitting(detail) else { return [] }
      isDeciding = true
      return [.push(SplitScreen(detail, split))]
    default: move(command, session)
    }
    return []
  }

  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect] {
    command == .search ? [.push(SearchScreen(query: argument))] : run(command, session)
  }

  private func open(_ session: SessionState) -> [Effect] {
    switch selected {
    case .conversation(let id)?:
      let place = conversations?.first { $0.conversation.id == id }
      // Where the person wrote last: the conversation may have gone on without them.
      guard let last = place?.lastAt else { return [.push(BrowseScreen(opening: id, at: nil))] }
      return [.push(BrowseScreen(opening: id, at: last))]
    case .claim?: return claim.map { [.ask(.record($0.firstRecord))] } ?? []
    case .change(let record)?: return [.ask(.record(record))]
    case .flag(let flag)?:
      guard let other = flag.other else { return [.say(.plain("This is about nobody else."))] }
      return [.push(PersonScreen(other.id))]
    case .act?:
      guard let act else { return [] }
      return [
        .push(ReportScreen(title: "Act \(Wording.short(act.id))", lines: PersonActWords.lines(act, session.zone)))
      ]
    case nil: return []
    }
  }

  // MARK: - Moving

  /// The page for a width.
  func sheet(_ width: Int) -> PersonSheet? {
    detail.map { PersonSheet($0, conversations: conversations, width: width) }
  }

  private mutating func move(_ command: CommandID, _ session: SessionState) {
    guard let sheet = sheet(session.body.columns) else { return }
    let height = Self.height(session.body)
    let row = selected.flatMap { sheet.place(of: $0) } ?? 0
    select(sheet.moved(from: row, command, height: height), sheet, height)
  }

  private mutating func select(_ row: Int, _ sheet: PersonSheet, _ height: Int) {
    guard sheet.rows.indices.contains(row) else { return }
    selected = sheet.target(sheet.rows[row])
    // The first thing selected shows the heading above it.
    let isFirst = !sheet.rows[..<row].contains { sheet.target($0) != nil }
    first = isFirst ? 0 : Layout.scroll(first, toShow: row, height: height, count: sheet.rows.count, margin: 1)
  }

  /// Keeps the selection on what it was on, or selects the first thing that can be.
  private mutating func settle(_ session: SessionState) {
    guard let sheet = sheet(session.body.columns) else { return }
    let height = Self.height(session.body)
    let place = selected.flatMap { sheet.place(of: $0) } ?? sheet.moved(from: 0, .top, height: height)
    select(place, sheet, height)
  }
}
