import Records
import SearchIndex
import TerminalKit

/// The list of conversations and the timeline of the one that is selected.
struct BrowseScreen: Screen {
  /// What the keys go to.
  enum Focus: Sendable, Hashable { case list, filter, timeline, prompt }

  /// Whether only one conversation is shown, without the list: opened from search results.
  let isSingle: Bool
  /// The message that the timeline is to open at.
  let opensAt: MessageID?
  /// When the timeline is to open where it is to be at no message; nil for the end.
  var opensAtTime: Instant?
  var focus: Focus
  /// Where the focus goes back to when the prompt closes.
  var focusBehindPrompt = Focus.timeline
  var list = ConversationList()
  var timeline: TimelineWindow?
  /// The conversation of the timeline, as last heard of.
  var summary: ConversationSummary?
  /// Who of the shown conversation has an odd name or number; nil until that is known.
  var flagged: FlaggedPeople?
  /// The held message that is being looked for, until the answer comes or another window is asked for.
  var seeking: HeldSeek?
  /// Marked messages, in the order in which they were marked.
  var marks: [MessageID] = []
  var prompt = LineEditor()
  /// What is wrong with the date in the prompt.
  var promptProblem: String?

  /// The conversations, newest first.
  init() {
    isSingle = false
    opensAt = nil
    focus = .list
  }

  /// One conversation, at a message of it.
  init(opening conversation: ConversationID, at message: MessageID?) {
    isSingle = true
    opensAt = message
    focus = .timeline
    timeline = TimelineWindow(conversation)
  }

  /// One conversation, at a time.
  init(opening conversation: ConversationID, at time: Instant) {
    self.init(opening: conversation, at: nil)
    opensAtTime = time
  }

  var title: String {
    let name = summary.map { BrowseScreen.name(of: $0) }
    if isSingle { return name ?? "Conversation" }
    guard focus == .timeline || focus == .prompt, let name else { return "Conversations" }
    return "Conversations ▸ " + name
  }

  var takesText: Bool { focus == .filter || focus == .prompt }

  /// Whether the keys go to the timeline.
  var isReading: Bool { focus == .timeline || focus == .prompt }

  private static let moves: [CommandID] = [.down, .up, .pageDown, .pageUp, .top, .bottom]

  var commands: [CommandID] {
    let unmark: [CommandID] = marks.isEmpty ? [] : [.unmarkAll]
    switch focus {
    case .list:
      return [.open, .filter, .hold, .heldOnly, .person, .refresh, .goto] + unmark + Self.moves + [.right, .nextPane]
        + (list.isFiltered ? [.back] : [])
    case .filter: return [.open]
    case .timeline:
      return [.open, .hold] + (isGroup ? [.members] : []) + [
        .mark, .goto, .quoted, .person, .nextHeld, .nextDay, .previousDay, .previousHeld, .refresh,
      ] + unmark + Self.moves + (isSingle ? [] : [.left, .nextPane, .back])
    case .prompt: return [.confirm]
    }
  }

  /// Whether the timeline is a group's, so that people come and go.
  var isGroup: Bool { summary?.kind == .group }

  /// What to call a conversation: a bare number is written as people write it, a bare key in words.
  static func name(of summary: ConversationSummary) -> String {
    if isUnnamed(summary) { return Numerals.phone(summary.phone ?? summary.title) }
    guard !summary.names.contains(summary.title) else { return summary.title }
    for (prefix, words) in keys where summary.title.hasPrefix(prefix) {
      return "\(words) \(summary.title.dropFirst(prefix.count))"
    }
    return summary.title
  }

  /// How the keys of conversations without a name begin, and what that means.
  private static let keys = [
    ("export:start:", "chat export"), ("export:", "chat export"), ("group:", "group"), ("user:", "user"),
    ("lid:", "linked id"), ("jid:", "address"), ("newsletter:", "channel"),
  ]

  /// Whether nothing but the number is known of the other side.
  static func isUnnamed(_ summary: ConversationSummary) -> Bool {
    guard let phone = summary.phone else { return false }
    return summary.title == phone || summary.title == "+" + phone
  }

  /// How many people were seen in a conversation, or what it is when nobody was.
  static func people(of summary: ConversationSummary) -> String {
    guard summary.participants > 0 else { return summary.kind.rawValue }
    return summary.participants == 1 ? "1 person" : Numerals.grouped(summary.participants) + " people"
  }

  mutating func appear(_ session: SessionState) -> [Effect] {
    guard let conversation = timeline?.conversation, isSingle else { return [.ask(list.reload())] }
    let anchor = opensAt.map { TimelineAnchor.message($0) } ?? opensAtTime.map { .date($0) } ?? .newest
    return load(anchor, conversation, before: 100, after: 100, .open) + [
      .ask(.conversation(conversation), replacing: false)
    ] + askForFlags()
  }

  // MARK: - Layout

  /// Where the panes lie on a body of some size.
  func layout(_ size: Size) -> BrowseLayout { BrowseLayout(size, isSingle: isSingle, showsTimeline: isReading) }

  /// How many conversations are shown at once; nil while the list is not shown.
  func visibleRows(_ session: SessionState) -> Int? {
    let layout = layout(session.body)
    guard let list = layout.list else { return nil }
    return BrowseLayout.ListParts(list.size, isBeside: layout.rule != nil).visible
  }

  /// The flow of the timeline on a pane of some size.
  func flow(_ window: TimelineWindow, _ pane: Size, _ session: SessionState) -> TimelineFlow {
    let parts = BrowseLayout.TimelineParts(pane)
    let lines = TimelineLines(
      columns: TimelineColumns(width: pane.columns), zone: session.zone, glyphs: session.glyphs,
      mostLines: max(3, min(20, parts.flow.height - 3)), namesMatters: (summary?.matters.count ?? 0) > 1,
      hasOlder: window.hasOlder, flagged: flagged?.conversation == window.conversation ? flagged : nil)
    return TimelineFlow(items: window.items, lines: lines, height: parts.flow.height)
  }

  /// The flow of the timeline as the body is now; nil when no timeline is shown.
  func flow(_ session: SessionState) -> TimelineFlow? {
    guard let window = timeline, let pane = layout(session.body).timeline else { return nil }
    return flow(window, pane.size, session)
  }
}
