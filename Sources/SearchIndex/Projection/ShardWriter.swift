import Records
import Sealing

/// Applies facts to one shard. Used by one thread; every call is one transaction, and applying again changes nothing.
final class ShardWriter {
  let name: ShardName
  let connection: Connection
  let numbers: ShardNumbers
  let start: Int64
  let rows: RowAllocator
  var documents: [(row: Int64, text: String, keys: String)] = []
  var removed: [(row: Int64, text: String, keys: String)] = []
  var changes: [Int64: ConversationChange] = [:]
  var partyDeltas: [Int64: Int64] = [:]
  var dayDeltas: [Int64: Int64] = [:]
  var touchedRows: Set<Int64> = []
  var exceptions: [CatalogFacts.ExceptionFact] = []
  var messagesDelta: Int64 = 0
  var eventsDelta: Int64 = 0
  var receiptsDelta: Int64 = 0
  var attachmentsDelta: Int64 = 0
  var lowest: Int64 = .max
  var highest: Int64 = .min
  var claims: [Int64: Party] = [:]

  init(name: ShardName, connection: Connection) throws {
    self.name = name
    self.connection = connection
    start = name.startSeconds
    numbers = ShardNumbers(connection)
    let spill = try connection.use { try ShardMeta.integer($0, "spill") ?? 0 }
    rows = RowAllocator(connection, spill: spill)
  }

  /// What one call is to do.
  struct Work {
    var items: [ItemFact] = []
    var late: [(target: ItemKey, fact: LateFact)] = []
    /// Placeholders whose message has come, here or elsewhere.
    var stubsToRemove: Set<ItemKey> = []
    var positions: [(writer: WriterID, leaf: Int64, record: Int64)] = []
    /// Messages that gaps speak of.
    var watched: Set<ItemKey> = []
    var holds: [HoldFact] = []
    /// Those of them that the catalog does not know yet.
    var newHolds: Set<HoldID> = []
    /// Messages whose readings came into several shards and are brought together here.
    var gatherings: [Gathering] = []
    /// Messages that were brought together elsewhere.
    var released: Set<ItemKey> = []
  }

  /// Applies everything in one transaction and says what changed.
  func apply(_ work: Work, parties: [Int64: Party], evaluator: any HoldEvaluating) throws -> ShardOutcome {
    reset()
    claims = parties
    do {
      return try connection.write { connection in
        for key in work.stubsToRemove { try removeStub(key) }
        let ordered = work.items.sorted {
          ($0.place.at, $0.sequence, $0.capturedAt) < ($1.place.at, $1.sequence, $1.capturedAt)
        }
        for item in ordered { try add(item) }
        for gathering in work.gatherings { try gather(gathering) }
        for key in work.released.sorted() { try release(key) }
        for (target, fact) in work.late { try add(fact, to: target) }
        try writeDocuments()
        try evaluate(work.holds, new: work.newHolds, evaluator)
        for position in work.positions {
          try connection.statement(
            """
            INSERT INTO positions(writer, leaf, record) VALUES(?, ?, ?) ON CONFLICT(writer) DO UPDATE
            SET leaf = excluded.leaf, record = excluded.record
            WHERE (excluded.leaf, excluded.record) > (leaf, record)
            """
          ).bind(1, position.writer.text).bind(2, position.leaf).bind(3, position.record).run()
        }
        return try outcome(work)
      }
    } catch {
      numbers.forget()
      rows.forget(spill: (try? connection.use { try ShardMeta.integer($0, "spill") }) ?? rows.spill)
      throw error
    }
  }

  /// Merges the full-text table into one segment when much was added since the last time, and empties the log.
  func tidy() throws {
    let (untidy, messages) = try connection.use {
      (try ShardMeta.integer($0, "untidy") ?? 0, try ShardMeta.integer($0, "messages") ?? 0)
    }
    if untidy >= 64, untidy * 4 >= messages {
      try connection.write {
        try $0.execute("INSERT INTO words(words) VALUES('optimize')")
        try ShardMeta.set($0, "untidy", 0)
      }
      try connection.release()
    }
    try connection.checkpoint()
  }

  /// Evaluates holds again over the whole shard.
  func sweep(_ holds: [HoldFact], evaluator: any HoldEvaluating) throws -> ShardOutcome {
    reset()
    return try connection.write { _ in
      (lowest, highest) = (0, .max)
      try evaluate(holds, evaluator)
      return try outcome(Work())
    }
  }

  /// All numbers of the shard, for a catalog that has lost track of it.
  func wholeOutcome() throws -> ShardOutcome {
    reset()
    return try connection.read { connection in
      func all(_ sql: String) throws -> Set<Int64> {
        var numbers: Set<Int64> = []
        try connection.statement(sql).forEach {
          numbers.insert($0.integer(0))
          return true
        }
        return numbers
      }
      var outcome = try ShardSummary.outcome(
        of: self, conversations: try all("SELECT number FROM conversations"),
        parties: try all("SELECT number FROM parties"), days: try all("SELECT day FROM days"))
      outcome.isComplete = true
      return outcome
    }
  }

  func reset() {
    documents = []
    removed = []
    changes = [:]
    partyDeltas = [:]
    dayDeltas = [:]
    touchedRows = []
    exceptions = []
    (messagesDelta, eventsDelta, receiptsDelta, attachmentsDelta) = (0, 0, 0, 0)
    (lowest, highest) = (.max, .min)
  }

  func outcome(_ work: Work) throws -> ShardOutcome {
    if rows.spillChanged {
      try ShardMeta.set(connection, "spill", rows.spill)
      rows.markSpillSaved()
    }
    if !documents.isEmpty || !removed.isEmpty {
      try ShardMeta.add(connection, "untidy", Int64(documents.count + removed.count))
    }
    for (name, delta) in [
      ("messages", messagesDelta), ("events", eventsDelta), ("receipts", receiptsDelta),
      ("attachments", attachmentsDelta), ("generation", 1),
    ] where delta != 0 { try ShardMeta.add(connection, name, delta) }
    try writeCounts()
    var outcome = try ShardSummary.outcome(
      of: self, conversations: Set(changes.keys), parties: Set(partyDeltas.keys), days: Set(dayDeltas.keys))
    outcome.exceptions = exceptions
    for key in work.watched {
      guard let item = try find(key), item.bits.category == .message, !item.bits.has(ItemBits.stub) else { continue }
      if try numbers.kindName(item.bits.kind) != "unsupported" { outcome.readable.insert(key) }
      if item.bits.has(ItemBits.filed) { outcome.filed.insert(key) }
    }
    return outcome
  }
}
