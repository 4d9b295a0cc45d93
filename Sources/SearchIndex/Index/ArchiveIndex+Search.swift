import Records
import Storage

/// A match without its words: for exports and previews of holds.
public struct MatchedMessage: Sendable, Hashable {
  public var id: MessageID
  public var conversation: ConversationID
  public var at: Instant
  /// The record of its first reading.
  public var record: RecordAddress
  /// How many wordings it has.
  public var versions: Int
  public var hasMedia: Bool
  public var sender: Party?
  /// Names of the matters that hold it, in order.
  public var held: [String]
}

extension ArchiveIndex {
  /// Messages that match, newest first unless asked otherwise.
  public func search(
    _ query: Query, order: SearchOrder = .newest, after: SearchCursor? = nil, limit: Int = 60,
    cancel: CancellationFlag? = nil
  ) throws -> SearchPage {
    let store = try current()
    let searcher = try Searcher(store: store, query: query, newestFirst: order == .newest, cancel: cancel)
    let highlighter = Highlighter(query)
    let wanted = max(1, limit)
    var found = try searcher.page(after: after.map { ItemOrder($0) }, limit: wanted + 1) { reader, match, plan in
      try ArchiveIndex.hit(reader, match, plan, highlighter)
    }
    var next: SearchCursor?
    if found.count > wanted {
      found.removeLast(found.count - wanted)
      if let last = found.last {
        next = SearchCursor(
          at: Instant(milliseconds: last.order.at), sequence: last.order.sequence, id: last.hit.id)
      }
    }
    var hits = found.map(\.hit)
    try addNames(&hits, store)
    resolveDeletions(&hits, \.deletion)
    return SearchPage(
      hits: hits, next: next, coverage: try coverage(store), people: try named(query.people))
  }

  private static func hit(
    _ reader: ItemReader, _ match: OrderedScan.Match, _ plan: ShardPlan, _ highlighter: Highlighter
  ) throws -> SearchHit {
    let stored = match.item
    let bits = stored.bits
    var text = stored.text ?? ""
    var kind = bits.kind
    var number = 1
    var count = 1
    var record = (segment: stored.segment, number: stored.record)
    if bits.has(ItemBits.edited | ItemBits.conflict) {
      let versions = try StoredVersion.all(of: stored.row, reader.connection)
      let first = bits.has(ItemBits.stub) ? 1 : 2
      count = versions.count + first - 1
      let index =
        plan.dependsOnWording
        ? versions.lastIndex { match.docs.contains($0.row) } : versions.lastIndex { $0.origin == .edit }
      if let index {
        let version = versions[index]
        text = version.text ?? ""
        kind = version.kind
        number = index + first
        record = (version.segment, version.record)
      }
    }
    let account = try reader.account(stored.account)
    let at = Instant(milliseconds: match.order.at)
    return SearchHit(
      id: stored.key.messageID, conversation: try reader.conversation(stored.conversation), conversationTitle: "",
      sender: try reader.party(stored.sender), direction: bits.direction,
      provider: Provider(rawValue: account.provider), kind: Content.Kind(rawValue: try reader.kind(kind)),
      sentAt: bits.has(ItemBits.dated) ? at : nil, precision: bits.precision, at: at, text: text,
      highlights: highlighter.ranges(in: text), version: number, versions: max(count, 1),
      isDeleted: bits.has(ItemBits.revoked),
      deletion: bits.has(ItemBits.revoked) ? try reader.deletion(stored) : nil,
      held: TimelineItem.HeldBy.matters(try reader.held(stored.row)),
      hasMedia: bits.has(ItemBits.media),
      record: RecordAddress(segment: try reader.segment(record.segment), number: Int(record.number)))
  }

  /// Adds what the catalog knows: how conversations are called, and who the senders are.
  private func addNames(_ hits: inout [SearchHit], _ store: IndexStore) throws {
    guard !hits.isEmpty else { return }
    struct Sender: Hashable {
      var party: Party
      var conversation: ConversationID
    }
    var titles: [ConversationID: String] = [:]
    var people: [Sender: PersonReference?] = [:]
    try store.readCatalog { connection in
      let find = try connection.statement("SELECT title FROM conversations WHERE id = ?")
      for index in hits.indices {
        let conversation = hits[index].conversation
        if titles[conversation] == nil {
          try find.bind(1, conversation.text).forEach {
            titles[conversation] = $0.text(0)
            return false
          }
        }
        hits[index].conversationTitle = titles[conversation] ?? ""
        guard let party = hits[index].sender else { continue }
        let sender = Sender(party: party, conversation: conversation)
        if people[sender] == nil {
          let number = try PeopleReader.number(of: party, in: conversation, connection)
          people[sender] = .some(try number.flatMap { try PeopleReader.reference($0, connection) })
        }
        hits[index].person = people[sender] ?? nil
      }
    }
  }

  /// How many distinct messages match; counting stops at the cap, when there is one.
  public func count(_ query: Query, cap: Int64? = 1000, cancel: CancellationFlag? = nil) throws -> SearchCount {
    let store = try current()
    let searcher = try Searcher(store: store, query: query, newestFirst: true, cancel: cancel)
    let (count, isExact) = try searcher.count(cap: cap)
    return SearchCount(count: count, isExact: isExact, coverage: try coverage(store))
  }

  /// Every message that matches, newest first, until `body` returns false.
  public func forEachMatch(
    _ query: Query, cancel: CancellationFlag? = nil, _ body: (MatchedMessage) throws -> Bool
  ) throws {
    let store = try current()
    let searcher = try Searcher(store: store, query: query, newestFirst: true, cancel: cancel)
    var after: ItemOrder?
    while true {
      let page = try searcher.page(after: after, limit: 2000) { reader, match, _ in
        let bits = match.item.bits
        let more =
          bits.has(ItemBits.edited | ItemBits.conflict)
          ? try StoredVersion.all(of: match.item.row, reader.connection).count : 0
        return MatchedMessage(
          id: match.item.key.messageID, conversation: try reader.conversation(match.item.conversation),
          at: Instant(milliseconds: match.order.at),
          record: RecordAddress(segment: try reader.segment(match.item.segment), number: Int(match.item.record)),
          versions: max(1, more + (bits.has(ItemBits.stub) ? 0 : 1)), hasMedia: bits.has(ItemBits.media),
          sender: try reader.party(match.item.sender),
          held: TimelineItem.HeldBy.matters(try reader.held(match.item.row)))
      }
      for entry in page { if try !body(entry.hit) { return } }
      guard page.count == 2000, let last = page.last else { return }
      after = last.order
    }
  }

  // MARK: - Coverage and figures

  /// How much of the archive answers are drawn from now.
  public func coverage() throws -> Coverage { try coverage(try current()) }

  func coverage(_ store: IndexStore) throws -> Coverage {
    try store.readCatalog { try ArchiveIndex.coverage($0) }
  }

  static func coverage(_ connection: Connection) throws -> Coverage {
    var records: Int64 = 0
    var sizes: [String] = []
    try connection.statement("SELECT writer, size, records FROM listed ORDER BY writer").forEach {
      sizes.append("\($0.text(0)):\($0.integer(1))")
      records += $0.integer(2)
      return true
    }
    let indexed = try ShardMeta.integer(connection, "indexed") ?? 0
    return Coverage(
      indexed: UInt64(max(0, indexed)), records: UInt64(max(0, records)), checkpoint: sizes.joined(separator: " "),
      newestCapturedAt: try ShardMeta.integer(connection, "newest").map(Instant.init(milliseconds:)),
      pending: UInt64(max(0, try ShardMeta.integer(connection, "pending") ?? 0)))
  }

  /// The figures of the whole archive.
  public func statistics() throws -> ArchiveStatistics {
    let store = try current()
    return try store.readCatalog { connection in
      func number(_ sql: String) throws -> Int64 { try connection.statement(sql).firstInteger() ?? 0 }
      return ArchiveStatistics(
        conversations: try number("SELECT count(*) FROM conversations"),
        messages: try number("SELECT sum(messages) FROM shards"), events: try number("SELECT sum(events) FROM shards"),
        receipts: try number("SELECT sum(receipts) FROM shards"), people: try number("SELECT count(*) FROM people"),
        deliveries: try ShardMeta.integer(connection, "deliveries") ?? 0,
        attachments: try number("SELECT sum(attachments) FROM shards"),
        gaps: try number("SELECT count(*) FROM gaps WHERE filled = 0"),
        exceptions: try number("SELECT count(*) FROM exceptions"),
        waiting: try number("SELECT count(DISTINCT data) FROM waiting"),
        matters: try number("SELECT count(*) FROM matters"),
        holds: try number("SELECT count(*) FROM holds WHERE id NOT IN (SELECT hold FROM releases)"),
        held: try number("SELECT sum(held) FROM shards"),
        firstAt: try connection.statement("SELECT min(first) FROM conversations").firstInteger().map(
          Instant.init(milliseconds:)),
        lastAt: try connection.statement("SELECT max(last) FROM conversations").firstInteger().map(
          Instant.init(milliseconds:)), shards: Int(try number("SELECT count(*) FROM shards")),
        indexBytes: store.sizeOnDisk(), coverage: try ArchiveIndex.coverage(connection))
    }
  }
}
