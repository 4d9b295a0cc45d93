import Records
import SearchIndex
import TerminalKit

/// Search as you type: the query on top, the hits below, and the selected hit in its conversation beside them.
struct SearchScreen: Screen {
  enum Focus: Sendable, Hashable { case query, results }

  /// The last good answer; it stays while a malformed query is mended.
  struct Results: Sendable, Hashable {
    var query: String
    var hits: [SearchHit]
    var next: SearchCursor?
    var coverage: Coverage
    var count: SearchCount?
    /// Whether more was asked for and has not come.
    var isLoading = false
    /// Whom the query names by an id.
    var people: [SearchPage.Named] = []
    /// Facts about all hits, so that drawing takes time by the screen and not by the hits.
    var summary = HitSummary()

    /// How many match: counted from the hits when all are here.
    var total: (count: Int64, isExact: Bool)? {
      next == nil ? (Int64(hits.count), true) : count.map { ($0.count, $0.isExact) }
    }
  }

  /// Why the query cannot be read, and where.
  struct Fault: Sendable, Hashable {
    var query: String
    var message: String
    var column: Int?
    var length: Int
  }

  /// The messages around a hit.
  struct Context: Sendable, Hashable {
    var hit: MessageID
    var page: TimelinePage?
    var problem: String?
  }

  /// Fewer characters than this find too much to be asked for.
  static let shortest = 2
  /// The hits that come at once.
  static let page = 60
  /// From this width on the selected hit is shown in its conversation.
  static let wide = 110

  var editor: LineEditor
  var focus = Focus.query
  var results: Results?
  var fault: Fault?
  /// What the archive is being asked for; nil when everything has been answered.
  var pending: String?
  var list = RowList()
  var marks: Set<MessageID> = []
  var context: Context?
  var matters: [String] = []
  /// The archive has grown since the results were drawn from it.
  var hasNews = false
  var isStating = false
  /// Enter was pressed before the hits came.
  var wantsResults = false
  /// A count that came before its hits.
  var pendingCount: (query: String, count: SearchCount)?

  /// A search for some text; nothing yet when it is empty.
  init(query: String) { editor = LineEditor(query) }

  /// A search that somebody asked for elsewhere: the hand is at its hits, not in its words.
  init(finding query: String) {
    editor = LineEditor(query)
    focus = .results
  }

  var title: String { "Search" }
  var takesText: Bool { focus == .query }

  /// The query as it is asked: without blanks at its ends.
  var query: String { editor.text.trimmingSpaces }
  /// The hits that are shown.
  var hits: [SearchHit] { results?.hits ?? [] }
  /// The selected hit.
  var selected: SearchHit? {
    hits.indices.contains(list.selection) ? hits[list.selection] : nil
  }

  var commands: [CommandID] {
    if focus == .query { return [.nextPane, .back] }
    return [.open, marks.isEmpty ? .holdAll : .hold, .editQuery, .mark, .markAll, .statement]
      + (marks.isEmpty ? [] : [.unmarkAll]) + (hasNews ? [.refresh] : [])
      + [.nextHit, .previousHit, .down, .up, .pageDown, .pageUp, .top, .bottom, .nextPane, .back]
  }

  /// In the query Tab completes a word first, and leads to the hits only where there is nothing to complete.
  var footer: [(key: String, title: String)]? {
    guard focus == .query else { return nil }
    var keys: [(key: String, title: String)] = []
    if results != nil, fault?.query != query { keys.append(("Enter", "go to the hits")) }
    if !ghost.isEmpty { keys.append(("Tab", "complete the word")) }
    return keys + [("Esc", "back")]
  }

  // MARK: - Commands

  mutating func appear(_ session: SessionState) -> [Effect] {
    var effects: [Effect] = [.ask(.matters, replacing: false)]
    if !query.isEmpty { effects += ask(session) }
    return effects
  }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .open, .mark, .markAll, .nextHit, .previousHit:
      return hits.isEmpty ? "There are no hits." : nil
    case .hold: return marks.isEmpty ? "Nothing is marked." : nil
    case .holdAll: return hits.isEmpty ? "There are no hits to hold." : notSettled
    case .statement:
      if let notSettled { return notSettled }
      guard let results, results.hits.isEmpty else { return "The search has hits: there is nothing to certify." }
      guard results.coverage.isComplete else { return "The index is behind: wait until it has caught up." }
      return isStating ? "The statement is being written." : nil
    default: return nil
    }
  }

  /// Why what is shown is not what the query says now; nil when it is.
  private var notSettled: String? {
    if fault != nil { return "The query cannot be read: mend it first." }
    guard let results, results.query == query, pending == nil else { return "The search is still running." }
    return nil
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .nextPane:
      if focus == .query { return toResults(session) }
      focus = .query
      return []
    case .editQuery:
      focus = .query
      return []
    case .open:
      guard let hit = selected else { return [] }
      return [.push(BrowseScreen(opening: hit.conversation, at: hit.id))]
    case .mark:
      guard let hit = selected else { return [] }
      if marks.remove(hit.id) == nil { marks.insert(hit.id) }
      return move(.down, session)
    case .markAll:
      marks.formUnion(hits.map(\.id))
      let more = results?.next != nil ? " Only what is loaded: h without marks holds all that match." : ""
      return [.say(.plain("\(Numerals.count(marks.count, "hit")) marked." + more))]
    case .unmarkAll:
      marks = []
      return []
    case .hold:
      // In the order of the list, so that the form's words and its predicate are always the same.
      let shown = hits.map(\.id).filter(marks.contains)
      return shown.isEmpty ? [] : [.push(HoldScreen(target: .messages(shown)))]
    case .holdAll:
      guard let results else { return [] }
      return [.push(HoldScreen(target: .query(results.query)))]
    case .statement: return state(session)
    case .refresh: return ask(session)
    case .nextHit: return move(.down, session)
    case .previousHit: return move(.up, session)
    default: return move(command, session)
    }
  }

  /// Rows of the list in a body of this size, to page by.
  static func listHeight(_ body: Size) -> Int { max(1, body.rows - 4) }

  private mutating func move(_ command: CommandID, _ session: SessionState) -> [Effect] {
    let before = list.selection
    if command == .up, before == 0 {
      focus = .query
      return []
    }
    guard list.run(command, count: hits.count, height: Self.listHeight(session.body)) else { return [] }
    return (list.selection == before ? [] : askContext(session)) + askMore(session)
  }

  private mutating func state(_ session: SessionState) -> [Effect] {
    guard let results else { return [] }
    isStating = true
    let time = CivilTime(session.now)
    let clock = time.clock.filter { $0 != ":" }
    return [
      .ask(
        .statement(text: results.query, file: "\(session.folder)/nothing-found-\(time.date)T\(clock)Z.json"),
        replacing: false)
    ]
  }

  // MARK: - Keys

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    guard focus == .query else { return (false, []) }
    switch key {
    case .down, .pageDown:
      return (true, toResults(session))
    case .enter:
      return (true, toResults(session))
    case .tab, .right:
      let ghost = ghost
      if !ghost.isEmpty {
        editor.paste(ghost)
        return (true, edited(session))
      }
      if key == .tab { return (true, toResults(session)) }
    case .up: return (true, [])
    default: break
    }
    let before = editor.text
    guard editor.handle(key) else { return (false, []) }
    return (true, editor.text == before ? [] : edited(session))
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    guard focus == .query else { return [] }
    let before = editor.text
    editor.paste(text)
    return editor.text == before ? [] : edited(session)
  }

  /// What Tab would add; nothing while the caret is inside of the text.
  var ghost: String {
    guard focus == .query, editor.cursor == editor.text.count else { return "" }
    return QueryCompletion.ghost(for: editor.textBeforeCursor, matters: matters)
  }

  private mutating func toResults(_ session: SessionState) -> [Effect] {
    // Enter before the answer has come: the hand goes to the hits as soon as they are there.
    wantsResults = pending != nil
    guard results != nil, pending == nil || !hits.isEmpty, fault?.query != query else { return [] }
    focus = .results
    wantsResults = false
    return askContext(session)
  }

  private mutating func edited(_ session: SessionState) -> [Effect] {
    var effects: [Effect] = []
    wantsResults = false
    isStating = false
    if !marks.isEmpty {
      // A mark on what is no longer in sight would be held unseen.
      effects.append(.say(.plain("\(Numerals.count(marks.count, "mark")) removed, as the query changed.")))
      marks = []
    }
    return effects + ask(session)
  }
}

extension String {
  /// Without white space at its ends.
  var trimmingSpaces: String {
    var slice = Substring(self)
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
