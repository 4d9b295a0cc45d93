import Records
import SearchIndex
import TerminalKit

/// The matters, and the holds of the selected one.
struct MattersScreen: Screen {
  enum Pane: Sendable, Hashable { case matters, holds }

  /// From this width on the holds stand beside the matters.
  static let wide = 100

  private(set) var matters: [MatterSummary]?
  private(set) var names = Names()
  private(set) var problem: String?
  private(set) var pane = Pane.matters
  private(set) var list = RowList()
  private(set) var holds = RowList()
  /// The reason field while a release is being asked for.
  private(set) var release: LineEditor?
  private(set) var isReleasing = false
  /// What the last request for a release came to.
  private(set) var refusalText: String?
  /// The matter to select when the matters have come.
  private var wanted: String?

  init() {}

  var title: String { "Matters" }
  var takesText: Bool { release != nil }

  /// The selected matter.
  var matter: MatterSummary? {
    guard let matters, matters.indices.contains(list.selection) else { return nil }
    return matters[list.selection]
  }

  /// The selected hold.
  var hold: HoldSummary? {
    guard let all = matter?.holds, all.indices.contains(holds.selection) else { return nil }
    return all[holds.selection]
  }

  var commands: [CommandID] {
    if release != nil { return [.confirm, .back] }
    return [.open, .export, .release, .newMatter, .nextPane, .refresh, .left, .right] + Scroller.motions + [.back]
  }

  // MARK: - Commands

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.matters)] }
  mutating func uncovered(_ session: SessionState) -> [Effect] { [.ask(.matters)] }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [.ask(.matters)] }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .open: return matter == nil ? "There is no matter yet: n opens one." : nil
    case .export:
      guard let matter else { return "There is no matter yet: n opens one." }
      return matter.holds.allSatisfy { $0.releasedAt != nil } ? "\(matter.name) holds nothing: nothing to export." : nil
    case .release:
      guard let hold else { return "There is no hold to release." }
      return hold.releasedAt == nil ? nil : "This hold has been released already."
    default: return nil
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back:
      guard release != nil else { return [.pop] }
      release = nil
    case .confirm: return ask()
    case .open:
      guard let name = matter?.name else { return [] }
      return [.push(SearchScreen(finding: Self.query(of: name)))]
    case .newMatter: return [.push(NewMatterScreen())]
    case .export:
      guard let matter else { return [] }
      return [.push(ExportScreen(matter: matter, names: names))]
    case .release:
      release = LineEditor()
      pane = .holds
      refusalText = nil
    case .nextPane: pane = pane == .matters && matter?.holds.isEmpty == false ? .holds : .matters
    case .left: pane = .matters
    case .right: if matter?.holds.isEmpty == false { pane = .holds }
    case .refresh: return [.ask(.matters)]
    default: move(command, session)
    }
    return []
  }

  /// The search for what a matter holds.
  static func query(of matter: String) -> String {
    let isPlain = matter.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./".unicodeScalars.contains(scalar))
    }
    return isPlain ? "matter:\(matter)" : "matter:\"\(matter.filter { $0 != "\"" })\""
  }

  private mutating func move(_ command: CommandID, _ session: SessionState) {
    refusalText = nil
    switch pane {
    case .matters:
      let before = list.selection
      _ = list.run(command, count: matters?.count ?? 0, height: Self.height(session.body))
      if list.selection != before { holds = RowList() }
    case .holds: _ = holds.run(command, count: matter?.holds.count ?? 0, height: max(1, session.body.rows / 5))
    }
  }

  /// Rows of the list of matters.
  static func height(_ body: Size) -> Int {
    body.columns >= wide ? max(1, body.rows - 2) : max(3, body.rows / 3)
  }

  private mutating func ask() -> [Effect] {
    guard let hold, let reason = release?.text.trimmingSpaces, !isReleasing else { return [] }
    guard !reason.isEmpty else { return [.say(.warning("A release needs a reason: it is sealed with the request."))] }
    isReleasing = true
    return [.ask(.releaseHold(hold.id, reason: reason), replacing: false)]
  }

  // MARK: - Keys and answers

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    guard release != nil else { return (false, []) }
    return (release?.handle(key) ?? false, [])
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    release?.paste(text)
    return []
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch (answer, request) {
    case (.matters(let all, let names), _):
      self.names = names
      let name = wanted ?? matter?.name
      let holdID = hold?.id
      matters = all
      problem = nil
      wanted = nil
      list.select(all.firstIndex { $0.name == name } ?? 0, count: all.count, height: Self.height(session.body))
      let rows = matter?.holds ?? []
      holds.select(
        rows.firstIndex { $0.id == holdID } ?? 0, count: rows.count, height: max(1, session.body.rows / 5))
      if rows.isEmpty { pane = .matters }
      return []
    case (_, .releaseHold(let id, _)):
      isReleasing = false
      release = nil
      return [.say(.plain("Hold \(Wording.short(id)) is released.")), .ask(.matters)]
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    switch request {
    case .releaseHold:
      isReleasing = false
      release = nil
      // It stays on the page: a refusal is an answer, and it has been sealed as an act.
      refusalText = failure.message
      return []
    case .matters where matters == nil:
      problem = failure.message
      return []
    default: return [.say(.error(failure.message))]
    }
  }
}
