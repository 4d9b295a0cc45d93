import Records
import SearchIndex
import TerminalKit

/// The list of conversations: what has been loaded, how it is filtered, and what is selected in it.
struct ConversationList: Sendable {
  /// What was asked for and has not been answered.
  enum Pending: Sendable, Hashable {
    /// The beginning, in place of what is shown.
    case first
    /// The beginning, to take over what changed.
    case refresh
    /// What comes after a place.
    case after(ConversationCursor)
  }

  /// How near the end the selection may come before the next page is asked for.
  static let approach = 40

  private(set) var rows: [ConversationSummary] = []
  private(set) var next: ConversationCursor?
  private(set) var isLoaded = false
  /// Whether the list is no longer in the order that the archive has it.
  private(set) var hasNews = false
  var selected: ConversationID?
  /// The first row shown.
  var top = 0
  var editor = LineEditor()
  var heldOnly = false
  var pending: Pending?
  /// Whether a change was told of while something was still asked for.
  var wantsRefresh = false
  /// After a reload: look for the selected conversation as far as the list went before.
  private var restoresUpTo = 0

  /// The filter as the archive takes it.
  var filter: String { (heldOnly ? "held:" : "") + editor.text }

  /// Whether not all conversations are shown.
  var isFiltered: Bool { heldOnly || !editor.isEmpty }

  /// The place of the selected conversation.
  var selectedIndex: Int? {
    guard let selected else { return nil }
    return rows.firstIndex { $0.id == selected }
  }

  /// The selected conversation.
  var selectedRow: ConversationSummary? { selectedIndex.map { rows[$0] } }

  /// `60 conversations`; `100+ conversations` while there is more than was loaded.
  var countWords: String {
    if next != nil { return Numerals.grouped(rows.count) + "+ conversations" }
    return Numerals.count(rows.count, "conversation")
  }

  // MARK: - Asking

  /// Asks for the list from its beginning.
  mutating func reload(restoring: Bool = false) -> Request {
    pending = .first
    restoresUpTo = restoring ? rows.count : 0
    return .conversations(filter: filter, after: nil)
  }

  /// Asks whether something has changed.
  mutating func refresh() -> Request? {
    guard pending == nil else {
      wantsRefresh = true
      return nil
    }
    pending = .refresh
    return .conversations(filter: filter, after: nil)
  }

  /// The next page, when the selection is near the end or something is still looked for.
  mutating func needed() -> Request? {
    guard pending == nil, let next else { return nil }
    let isNear = (selectedIndex ?? 0) >= rows.count - Self.approach
    guard isNear || (selectedIndex == nil && rows.count < restoresUpTo) else { return nil }
    pending = .after(next)
    return .conversations(filter: filter, after: next)
  }

  // MARK: - Answers

  /// Takes a page; false when nobody waits for it any more.
  mutating func receive(_ page: ConversationPage, filter: String, after: ConversationCursor?) -> Bool {
    guard filter == self.filter else { return false }
    switch (pending, after) {
    case (.first, nil): replace(page)
    case (.refresh, nil): merge(page)
    case (.after(let place), .some(let cursor)) where place == cursor: append(page)
    default: return false
    }
    pending = nil
    return true
  }

  private mutating func replace(_ page: ConversationPage) {
    rows = page.conversations
    next = page.next
    isLoaded = true
    hasNews = false
    if selectedIndex == nil, rows.count >= restoresUpTo || next == nil {
      selected = rows.first?.id
      restoresUpTo = 0
    }
    if !rows.indices.contains(top) { top = 0 }
  }

  private mutating func append(_ page: ConversationPage) {
    var seen = Set(rows.map(\.id))
    rows += page.conversations.filter { seen.insert($0.id).inserted }
    next = page.next
    if selectedIndex == nil, rows.count >= restoresUpTo || next == nil {
      selected = rows.first?.id
      restoresUpTo = 0
    }
  }

  /// Takes over what changed; the order under the officer's eyes stays until `R`.
  private mutating func merge(_ page: ConversationPage) {
    guard !rows.isEmpty else { return replace(page) }
    if page.conversations.map(\.id) != rows.prefix(page.conversations.count).map(\.id) { hasNews = true }
    for summary in page.conversations { update(summary) }
  }

  /// Takes over what is known of one conversation.
  mutating func update(_ summary: ConversationSummary) {
    if let index = rows.firstIndex(where: { $0.id == summary.id }) { rows[index] = summary }
  }

  // MARK: - Moving

  /// Moves the selection by rows.
  mutating func move(by count: Int) {
    guard !rows.isEmpty else { return }
    let index = min(max(0, (selectedIndex ?? 0) + count), rows.count - 1)
    selected = rows[index].id
  }

  /// Scrolls as little as needed to show the selection.
  func scrolled(visible: Int) -> Int {
    Layout.scroll(top, toShow: selectedIndex ?? 0, height: visible, count: rows.count, margin: 1)
  }
}
