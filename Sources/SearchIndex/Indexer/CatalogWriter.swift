import Records

/// Writes what a batch says about things that span months, in one transaction.
final class CatalogWriter {
  let connection: Connection
  var shardNumbers: [ShardName: Int64] = [:]
  var conversationNumbers: [ConversationID: Int64] = [:]
  var knownParties: Set<Int64> = []
  var knownMemberships: Set<CatalogFacts.Membership> = []
  /// Parties that are marked already, and whether deeply.
  var knownStale: [Int64: Bool] = [:]
  /// When parties were seen, as the catalog has it.
  var knownSpans: [KnownSpan: Sightings.Span] = [:]

  struct KnownSpan: Hashable {
    var party: Int64
    var how: Int64
    var account: AccountName
  }

  static let remembered = 50_000

  /// What no ledger lists yet; nil where nobody asks.
  var provisional: ProvisionalRecords?

  init(connection: Connection) { self.connection = connection }

  /// What one commit writes.
  struct Work {
    var facts = CatalogFacts()
    var outcomes: [ShardOutcome] = []
    var positions: [(writer: WriterID, leaf: Int64, record: Int64)] = []
    var records: Int64 = 0
    var messages: [(key: ItemKey, shard: ShardName)] = []
    var waiting: [(target: ItemKey, fact: LateFact)] = []
    var arrived: [(target: ItemKey, fact: LateFact)] = []
    var readable: Set<ItemKey> = []
    /// Messages whose file is in the vault, among those that lacked it.
    var filed: Set<ItemKey> = []
    /// Deliveries that the catalog does not know; nil to count all of them.
    var newDeliveries: Int64?
    /// Whether holds were placed that depend on who is who.
    var asksPeople = false
    var provisional = ProvisionalWork()
  }

  /// Writes everything; says whether names or memberships grew, on which some holds depend.
  func apply(_ work: Work) throws -> Bool {
    do {
      return try connection.write { _ in
        try writeProvisional(work.provisional)
        let grew = try writePeople(work.facts)
        let named = try writeConversations(work.facts)
        try writeSightings(work.facts.sightings)
        try writeOutcomes(work.outcomes)
        try writeGaps(work)
        try writeOfficers(work.facts)
        try writeWaiting(work)
        try writeKnown(work)
        var touched = Set(work.facts.conversations.keys)
        for outcome in work.outcomes { touched.formUnion(outcome.conversations.keys) }
        for gap in work.facts.gaps { if let conversation = gap.conversation { touched.insert(conversation) } }
        for id in touched { try summarise(id) }
        for position in work.positions {
          try connection.statement(
            "INSERT OR REPLACE INTO positions(writer, leaf, record) VALUES(?, ?, ?)"
          ).bind(1, position.writer.text).bind(2, position.leaf).bind(3, position.record).run()
        }
        if work.records != 0 { try ShardMeta.add(connection, "indexed", work.records) }
        if work.facts.newestCapturedAt > (try ShardMeta.integer(connection, "newest") ?? .min) {
          try ShardMeta.set(connection, "newest", work.facts.newestCapturedAt)
        }
        // Until then some holds may lack messages, whoever goes on from here.
        if grew || named, (try ShardMeta.integer(connection, "sweep") ?? 0) == 0 {
          try ShardMeta.set(connection, "sweep", 1)
        }
        if work.asksPeople { try ShardMeta.set(connection, "sweep", 2) }
        return grew || named
      }
    } catch {
      shardNumbers = [:]
      conversationNumbers = [:]
      knownParties = []
      knownMemberships = []
      knownStale = [:]
      knownSpans = [:]
      throw error
    }
  }

  // MARK: Numbers

  func shardNumber(_ name: ShardName) throws -> Int64 {
    if let number = shardNumbers[name] { return number }
    let find = try connection.statement("SELECT number FROM shards WHERE name = ?").bind(1, name.description)
    var number = try find.firstInteger()
    if number == nil {
      try connection.statement(
        "INSERT INTO shards(name, generation, messages, events, receipts, attachments, held) VALUES(?,0,0,0,0,0,0)"
      ).bind(1, name.description).run()
      number = connection.lastRow
    }
    shardNumbers[name] = number
    return number ?? 0
  }

  func conversationNumber(_ id: ConversationID) throws -> Int64? {
    if let number = conversationNumbers[id] { return number }
    let number = try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(1, id.text)
      .firstInteger()
    if conversationNumbers.count > CatalogWriter.remembered { conversationNumbers = [:] }
    if let number { conversationNumbers[id] = number }
    return number
  }
}
