import Records
import SearchIndex
import TerminalKit

/// What a person's page lists, row by row: which rows there are is a pure function of what is known and of the width.
///
/// Only the rows in sight are written out: the firm's own number has thousands of conversations.
struct PersonSheet {
  /// What a row is about and Enter opens.
  enum Target: Sendable, Hashable {
    case flag(PersonFlag)
    case claim(PersonClaim.Kind, String, Provider?)
    case change(RecordAddress)
    case conversation(ConversationID)
    case act(ActID)
  }

  /// One row.
  enum Row: Sendable, Hashable {
    case blank
    case heading(Heading)
    /// A row of a flag's text; the first one carries the mark.
    case flag(Int, TextLine, isFirst: Bool)
    case claim(Int)
    case change(Int)
    case conversation(Int)
    case act(Int)
    case words(TextLine)
  }

  /// The sections, from top to bottom.
  enum Heading: String, Sendable, Hashable {
    case flags = "What to look at"
    case names = "Names"
    case numbers = "Numbers"
    case ids = "Ids"
    case changes = "Changes that a provider told of"
    case conversations = "Conversations"
    case acts = "What officers decided"
  }

  let detail: PersonDetail
  /// Nil until they have been counted.
  let conversations: [PersonConversation]?
  private(set) var rows: [Row] = []

  init(_ detail: PersonDetail, conversations: [PersonConversation]?, width: Int) {
    self.detail = detail
    self.conversations = conversations
    addFlags(width)
    addClaims(.names, [.contactName, .profileName, .pushName, .exportLabel])
    addClaims(.numbers, [.phone])
    addClaims(.ids, [.lid, .user, .username])
    if !detail.changes.isEmpty {
      begin(.changes)
      rows += detail.changes.indices.map { .change($0) }
    }
    if !detail.history.isEmpty {
      begin(.acts)
      rows += detail.history.indices.map { .act($0) }
    }
    addConversations(width)
  }

  private mutating func begin(_ heading: Heading) {
    if !rows.isEmpty { rows.append(.blank) }
    rows.append(.heading(heading))
  }

  private mutating func addFlags(_ width: Int) {
    guard !detail.line.flags.isEmpty else { return }
    begin(.flags)
    for (index, flag) in detail.line.flags.enumerated() {
      var text = SafeText(FlagWords.short(flag.kind), style: .warning)
      text.append("  \(FlagWords.sentence(flag))")
      text.append("  \(FlagWords.meaning(flag.kind))", style: .dim)
      let lines = TextLayout.wrap(text, width: max(10, width - 7), maximumLines: 6)
      for (number, line) in lines.enumerated() { rows.append(.flag(index, line, isFirst: number == 0)) }
    }
  }

  private mutating func addClaims(_ heading: Heading, _ kinds: [PersonClaim.Kind]) {
    let found = detail.claims.indices.filter { kinds.contains(detail.claims[$0].kind) }
    guard !found.isEmpty else { return }
    begin(heading)
    rows += found.map { .claim($0) }
  }

  private mutating func addConversations(_ width: Int) {
    begin(.conversations)
    guard let conversations else {
      rows.append(.words(SafeText("counting the messages in each…", style: .dim).line))
      return
    }
    if conversations.isEmpty { rows.append(.words(SafeText("none that is known", style: .dim).line)) }
    rows += conversations.indices.map { .conversation($0) }
  }

  // MARK: - What can be selected

  /// What a row is about; nil for a row that is not selected.
  func target(_ row: Row) -> Target? {
    switch row {
    case .flag(let index, _, let isFirst): return isFirst ? .flag(detail.line.flags[index]) : nil
    case .claim(let index): return PersonSheet.target(detail.claims[index])
    case .change(let index): return .change(detail.changes[index].record)
    case .conversation(let index): return conversations.map { .conversation($0[index].conversation.id) }
    case .act(let index): return .act(detail.history[index].id)
    case .blank, .heading, .words: return nil
    }
  }

  static func target(_ claim: PersonClaim) -> Target { .claim(claim.kind, claim.value, claim.provider) }

  /// The row of a target.
  func place(of wanted: Target) -> Int? { rows.firstIndex { target($0) == wanted } }

  /// The claim that a target is about.
  func claim(_ wanted: Target?) -> PersonClaim? {
    guard let wanted else { return nil }
    return detail.claims.first { PersonSheet.target($0) == wanted }
  }

  /// The row to go to from one, by a motion.
  func moved(from row: Int, _ command: CommandID, height: Int) -> Int {
    let places = rows.indices.filter { target(rows[$0]) != nil }
    guard let first = places.first, let last = places.last else { return 0 }
    let page = max(1, height - 1)
    switch command {
    case .down: return places.first { $0 > row } ?? last
    case .up: return places.last { $0 < row } ?? first
    case .pageDown: return places.last { $0 > row && $0 <= row + page } ?? places.first { $0 > row } ?? last
    case .pageUp: return places.first { $0 < row && $0 >= row - page } ?? places.last { $0 < row } ?? first
    case .bottom: return last
    default: return first
    }
  }
}
