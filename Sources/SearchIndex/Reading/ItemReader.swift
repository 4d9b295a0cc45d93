import Records

/// Reads whole items of one shard, with everything a line of a timeline shows.
final class ItemReader {
  let name: ShardName
  let connection: Connection
  let start: Int64
  private var conversations: [Int64: ConversationID] = [:]
  private var parties: [Int64: Party] = [:]
  private var kinds: [Int64: String] = [:]
  private var segments: [Int64: SegmentID] = [:]
  private var accounts: [Int64: AccountName] = [:]
  private lazy var hasMarks: Bool = (try? connection.statement("SELECT 1 FROM marks LIMIT 1").firstInteger()) != nil
  private lazy var hasHolds: Bool = (try? connection.statement("SELECT 1 FROM holds LIMIT 1").firstInteger()) != nil

  init(name: ShardName, connection: Connection) {
    self.name = name
    self.connection = connection
    start = name.startSeconds
  }

  func at(_ item: StoredItem) -> Int64 { start * 1000 + item.offset }

  func order(_ item: StoredItem) -> ItemOrder {
    ItemOrder(at: at(item), sequence: item.sequence, id: item.key.suffix)
  }

  /// An item as a timeline shows it.
  func item(_ stored: StoredItem) throws -> TimelineItem {
    let bits = stored.bits
    let extra = stored.extra.map { ItemExtra($0) } ?? ItemExtra()
    let at = at(stored)
    let versions =
      bits.has(ItemBits.edited | ItemBits.conflict) ? try StoredVersion.all(of: stored.row, connection) : []
    let current = versions.last { $0.origin == .edit }
    let account = try self.account(stored.account)
    var reply: TimelineItem.Reply?
    if bits.has(ItemBits.reply) {
      reply = TimelineItem.Reply(message: nil, sender: nil, quoted: extra.quoted)
    }
    let media = (current?.extra.flatMap { ItemExtra($0).media } ?? extra.media).map { TimelineItem.Media($0) }
    let deletion = try self.deletion(stored)
    let count = versions.count + (bits.has(ItemBits.stub) && !versions.isEmpty ? 0 : 1)
    return TimelineItem(
      id: bits.category == .message || (bits.has(ItemBits.stub) && bits.category == .gap)
        ? .message(stored.key.messageID) : .event("e-" + stored.key.suffix),
      category: bits.category, conversation: try conversation(stored.conversation),
      provider: Provider(rawValue: account.provider), direction: bits.direction, sender: try party(stored.sender),
      sentAt: bits.has(ItemBits.dated) ? Instant(milliseconds: at) : nil, precision: bits.precision,
      at: Instant(milliseconds: at), contentKind: Content.Kind(rawValue: try kind(current?.kind ?? bits.kind)),
      text: current?.text ?? stored.text ?? "", media: media, reply: reply,
      reactions: bits.has(ItemBits.reacted) ? try reactions(stored.row) : [],
      receipt: try receipt(stored), version: count, versions: count, isDeleted: bits.has(ItemBits.revoked),
      deletedAt: deletion.flatMap { $0.isForEveryone ? $0.at : nil }, deletion: deletion,
      hasConflict: bits.has(ItemBits.conflict), isStub: bits.has(ItemBits.stub),
      held: try held(stored.row), attributes: extra.attributes,
      record: RecordAddress(segment: try segment(stored.segment), number: Int(stored.record)))
  }

  /// The possible ids of the message that an item answers.
  func replyTargets(_ stored: StoredItem) -> [ItemKey] { stored.extra.map { ItemExtra($0).replyTargets } ?? [] }

  func find(_ key: ItemKey) throws -> StoredItem? {
    var found: StoredItem?
    try connection.statement(StoredItem.selectionByID).bind(1, key.head).forEach {
      let item = StoredItem($0)
      if item.key.tail == key.tail { found = item }
      return found == nil
    }
    return found
  }

  // MARK: Parts

  /// Holds that stand on an item, or only on one wording of it.
  func held(_ row: Int64, doc: Int64? = nil) throws -> [TimelineItem.HeldBy] {
    guard hasHolds else { return [] }
    var held: [TimelineItem.HeldBy] = []
    try connection.statement(
      """
      SELECT DISTINCT o.matter, o.id FROM held h JOIN holds o ON o.number = h.hold
      WHERE h.item = ?1 AND (?2 IS NULL OR h.doc = ?2) AND o.released IS NULL ORDER BY o.matter, o.id
      """
    ).bind(1, row).bind(2, doc).forEach {
      if let hold = HoldID($0.text(1)) { held.append(TimelineItem.HeldBy(matter: $0.text(0), hold: hold)) }
      return true
    }
    return held
  }

  private func receipt(_ item: StoredItem) throws -> String? {
    switch item.bits.receipt {
    case 0: return nil
    case 2: return "pending"
    case 3: return "sent"
    case 4: return "delivered"
    case 5: return "read"
    case 6: return "played"
    case 7: return "failed"
    default:
      var word: String?
      try connection.statement("SELECT status FROM receipts WHERE item = ? ORDER BY at DESC, status LIMIT 1").bind(
        1, item.row
      ).forEach {
        word = $0.text(0)
        return false
      }
      return word
    }
  }

  /// The deletion of a message; where it is told more than once, a telling that names who did it, then the earliest.
  func deletion(_ stored: StoredItem) throws -> TimelineItem.Deletion? {
    guard hasMarks, stored.bits.category == .message else { return nil }
    var best: TimelineItem.Deletion?
    var records: [RecordAddress] = []
    try connection.statement(
      """
      SELECT kind, party, at, captured, segment, record FROM marks WHERE item = ?
      ORDER BY kind = 'revoke' DESC, party = 0, at LIMIT 16
      """
    ).bind(1, stored.row).forEach {
      let isForEveryone = $0.text(0) == "revoke"
      if let best, best.isForEveryone != isForEveryone { return false }
      let record = RecordAddress(segment: try segment($0.integer(4)), number: $0.int(5))
      records.append(record)
      if best == nil {
        best = TimelineItem.Deletion(
          isForEveryone: isForEveryone, party: try party($0.integer(1)), at: Instant(milliseconds: $0.integer(2)),
          capturedAt: Instant(milliseconds: $0.integer(3)), isDated: $0.integer(2) != $0.integer(3), records: [])
      }
      return true
    }
    best?.records = records
    return best
  }

  /// Reactions that stand: the last word of each party.
  private func reactions(_ row: Int64) throws -> [TimelineItem.ReactionGroup] {
    var last: [(party: Int64, emoji: String)] = []
    try connection.statement(
      "SELECT party, emoji FROM reactions WHERE item = ? ORDER BY party, at, captured"
    ).bind(1, row).forEach {
      let party = $0.integer(0)
      if last.last?.party == party { last.removeLast() }
      last.append((party, $0.text(1)))
      return true
    }
    var groups: [String: [Party]] = [:]
    for (party, emoji) in last where !emoji.isEmpty {
      groups[emoji, default: []].append(try self.party(party) ?? Party())
    }
    return groups.keys.sorted().map { TimelineItem.ReactionGroup(emoji: $0, parties: groups[$0] ?? []) }
  }

  func conversation(_ number: Int64) throws -> ConversationID {
    if let known = conversations[number] { return known }
    var id = ConversationID(suffix: "")
    try connection.statement("SELECT id FROM conversations WHERE number = ?").bind(1, number).forEach {
      id = ConversationID(unchecked: $0.text(0))
      return false
    }
    conversations[number] = id
    return id
  }

  func party(_ number: Int64) throws -> Party? {
    if number == 0 { return nil }
    if let known = parties[number] { return known }
    var party: Party?
    try connection.statement("SELECT phone, lid, user, username, name FROM parties WHERE number = ?").bind(1, number)
      .forEach {
        party = Party(
          phone: $0.optionalText(0), lid: $0.optionalText(1), userID: $0.optionalText(2), username: $0.optionalText(3),
          name: $0.optionalText(4))
        return false
      }
    parties[number] = party
    return party
  }

  func kind(_ number: Int64) throws -> String {
    if let known = kinds[number] { return known }
    var kind = "text"
    try connection.statement("SELECT name FROM kinds WHERE number = ?").bind(1, number).forEach {
      kind = $0.text(0)
      return false
    }
    kinds[number] = kind
    return kind
  }

  func segment(_ number: Int64) throws -> SegmentID {
    if let known = segments[number] { return known }
    var id = SegmentID(unchecked: "s-")
    try connection.statement("SELECT id FROM segments WHERE number = ?").bind(1, number).forEach {
      id = SegmentID(unchecked: $0.text(0))
      return false
    }
    segments[number] = id
    return id
  }

  func account(_ number: Int64) throws -> AccountName {
    if let known = accounts[number] { return known }
    var account = AccountName(provider: "", account: "")
    try connection.statement("SELECT provider, account FROM accounts WHERE number = ?").bind(1, number).forEach {
      account = AccountName(provider: $0.text(0), account: $0.text(1))
      return false
    }
    accounts[number] = account
    return account
  }
}

/// The total order of messages: time, then the source's sequence, then identity.
struct ItemOrder: Sendable, Hashable, Comparable {
  var at: Int64
  var sequence: Int64
  var id: String

  static func < (left: ItemOrder, right: ItemOrder) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.sequence != right.sequence { return left.sequence < right.sequence }
    return left.id < right.id
  }

  init(at: Int64, sequence: Int64, id: String) {
    self.at = at
    self.sequence = sequence
    self.id = id
  }

  init(_ cursor: SearchCursor) {
    self.init(at: cursor.at.milliseconds, sequence: cursor.sequence, id: String(cursor.id.text.dropFirst(2)))
  }
}
