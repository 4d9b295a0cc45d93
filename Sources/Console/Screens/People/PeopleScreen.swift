import Records
import SearchIndex
import TerminalKit

/// Everybody whom the archive knows of: a name, a number beside it, and what is odd about either.
struct PeopleScreen: Screen {
  /// The people that come at once.
  static let page = 200
  /// How near the end the selection may come before the next page is asked for.
  static let approach = 60

  private(set) var list = ListSelection<PersonLine, PersonID> { $0.id }
  private(set) var order = PersonOrder.lastSeen
  private(set) var flaggedOnly = false
  private(set) var editor = LineEditor()
  private(set) var isFiltering = false
  private(set) var next: PersonCursor?
  /// How many there are with this filter; nil when nobody counted.
  private(set) var total: Int64?
  /// The people marked for a merge, in the order in which they were marked.
  private(set) var marks: [PersonLine] = []
  /// Whether more has been captured than the list shows.
  private(set) var hasNews = false
  private var isAskingMore = false
  /// The form that merges the marked people lies above.
  private var isMerging = false
  /// The conversation whose people are shown; nil for everybody.
  let conversation: ConversationID?
  private let conversationTitle: String

  /// Everybody.
  init() {
    conversation = nil
    conversationTitle = ""
  }

  /// Who was seen in one conversation.
  init(in conversation: ConversationID, title: String) {
    self.conversation = conversation
    conversationTitle = title
  }

  /// Everybody, to find who is the same as somebody who is marked already.
  init(marking person: PersonLine) {
    self.init()
    marks = [person]
  }

  var title: String { conversation == nil ? "People" : "People of \(conversationTitle)" }
  var takesText: Bool { isFiltering }

  /// What the archive is asked for.
  var filter: PersonFilter {
    PersonFilter(text: editor.text.trimmingSpaces, flaggedOnly: flaggedOnly, conversation: conversation)
  }

  /// Whether not everybody is shown.
  var isFiltered: Bool { flaggedOnly || !editor.isEmpty }

  var commands: [CommandID] {
    if isFiltering { return [.open] }
    let first: [CommandID] =
      marks.isEmpty
      ? [.open, .filter, .search, .mark, .flagged, .order] : [.merge, .mark, .open, .unmarkAll, .filter, .search]
    let rest: [CommandID] = marks.isEmpty ? [.merge] : [.flagged, .order]
    return first + rest + [.refresh] + Scroller.motions + [.back]
  }

  var footer: [(key: String, title: String)]? {
    isFiltering ? [("Enter", "open"), ("Down", "select"), ("Tab", "to the list"), ("Esc", "show all")] : nil
  }

  // MARK: - Commands

  mutating func appear(_ session: SessionState) -> [Effect] { [ask()] }
  mutating func uncovered(_ session: SessionState) -> [Effect] {
    var effects = list.count > Self.page && !isMerging ? [] : [ask()]
    // Whether they are one person now is for the archive to say.
    if isMerging { effects.append(.ask(.previewMerge(marks.map(\.id)), replacing: false)) }
    isMerging = false
    return effects
  }

  /// What changed is taken over at once where the whole list is here; a long one stays as it is until `R`.
  mutating func archiveChanged(_ session: SessionState) -> [Effect] {
    guard list.rows != nil, list.count > Self.page else { return [ask()] }
    hasNews = true
    return []
  }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .open, .mark: return list.selected == nil ? "There is nobody here." : nil
    case .merge: return marks.count < 2 ? "Mark the two who are one person with Space first." : nil
    default: return nil
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return leave()
    case .open: return list.selected.map { [.push(PersonScreen($0))] } ?? []
    case .search: return [.push(SearchScreen(query: list.selected.map { PersonWords.query($0.id) + " " } ?? ""))]
    case .filter:
      isFiltering = true
      return []
    case .flagged:
      flaggedOnly.toggle()
      return [ask()]
    case .order:
      order = Self.following(order)
      return [ask()]
    case .refresh: return [ask()]
    case .mark: return mark(session)
    case .unmarkAll:
      marks = []
      return []
    case .merge:
      guard marks.count >= 2 else { return [] }
      isMerging = true
      return [.push(MergeScreen(marks))]
    default: return move(command, session)
    }
  }

  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect] {
    command == .search ? [.push(SearchScreen(query: argument))] : run(command, session)
  }

  static func following(_ order: PersonOrder) -> PersonOrder {
    let all = [PersonOrder.lastSeen, .messages, .name]
    return all[((all.firstIndex(of: order) ?? 0) + 1) % all.count]
  }

  private mutating func leave() -> [Effect] {
    guard isFiltered else { return [.pop] }
    return clearFilter()
  }

  private mutating func clearFilter() -> [Effect] {
    isFiltering = false
    guard isFiltered else { return [] }
    editor.clear()
    flaggedOnly = false
    return [ask()]
  }

  private mutating func mark(_ session: SessionState) -> [Effect] {
    guard let person = list.selected else { return [] }
    if let place = marks.firstIndex(where: { $0.id == person.id }) {
      marks.remove(at: place)
    } else {
      marks.append(person)
    }
    return move(.down, session)
  }

  private mutating func move(_ command: CommandID, _ session: SessionState) -> [Effect] {
    list.run(command, height: Self.height(session.body))
    return more()
  }

  // MARK: - Asking

  private mutating func ask() -> Effect {
    isAskingMore = false
    hasNews = false
    return .ask(.people(filter, order, after: nil))
  }

  /// The next page, when the selection is near the end of what is here.
  private mutating func more() -> [Effect] {
    guard let next, !isAskingMore, list.index >= list.count - Self.approach else { return [] }
    isAskingMore = true
    return [.ask(.people(filter, order, after: next), replacing: false)]
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .people(let page) = answer, case .people(let asked, let sorted, let after) = request,
      asked == filter, sorted == order
    else { return [] }
    if after == nil {
      list.take(page.people, height: Self.height(session.body))
    } else {
      guard after == next else { return [] }
      list.append(page.people)
      isAskingMore = false
    }
    next = page.next
    if page.total >= 0 { total = page.total } else if after == nil { total = nil }
    return more()
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    if case .previewMerge = request {
      // They are one person already: nobody is left to be merged.
      marks = []
      return []
    }
    isAskingMore = false
    return list.fail(failure)
  }

  // MARK: - Keys

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    guard isFiltering else { return (false, []) }
    switch key {
    case .escape: return (true, clearFilter())
    case .enter:
      isFiltering = false
      return (true, run(.open, session))
    case .tab:
      isFiltering = false
      return (true, [])
    case .down: return (true, move(.down, session))
    case .up: return (true, move(.up, session))
    default: return edit { $0.handle(key) }
    }
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    guard isFiltering else { return [] }
    return edit {
      $0.paste(text)
      return true
    }.effects
  }

  private mutating func edit(_ body: (inout LineEditor) -> Bool) -> (isTaken: Bool, effects: [Effect]) {
    let before = editor.text.trimmingSpaces
    guard body(&editor) else { return (false, []) }
    return (true, editor.text.trimmingSpaces == before ? [] : [ask()])
  }
}
