import Records
import Sealing

/// Applies facts to one shard. Used by one thread; every call is one transaction, and applying again changes nothing.
final class ShardWriter {
  let name: ShardName
  let connection: Connection
  let numbers: ShardNumbers
  let start: Int64
  private let rows: RowAllocator
  private var documents: [(row: Int64, text: String, keys: String)] = []
  private var removed: [(row: Int64, text: String, keys: String)] = []
  private var changes: [Int64: ConversationChange] = [:]
  private var partyDeltas: [Int64: Int64] = [:]
  private var dayDeltas: [Int64: Int64] = [:]
  private var touchedRows: Set<Int64> = []
  private var exceptions: [CatalogFacts.ExceptionFact] = []
  private var messagesDelta: Int64 = 0
  private var eventsDelta: Int64 = 0
  private var receiptsDelta: Int64 = 0
  private var attachmentsDelta: Int64 = 0
  private(set) var lowest: Int64 = .max
  private(set) var highest: Int64 = .min
  private var claims: [Int64: Party] = [:]

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
        for (target, fact) in work.late { try add(fact, to: target) }
        try writeDocuments()
        try evaluate(work.holds, evaluator)
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

  private func reset() {
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

  private func outcome(_ work: Work) throws -> ShardOutcome {
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
      if let item = try find(key), item.bits.category == .message, !item.bits.has(ItemBits.stub),
        try numbers.kindName(item.bits.kind) != "unsupported"
      {
        outcome.readable.insert(key)
      }
    }
    return outcome
  }

  // MARK: Items

  func find(_ key: ItemKey) throws -> StoredItem? {
    var found: StoredItem?
    try connection.statement(StoredItem.selectionByID).bind(1, key.head).forEach {
      let item = StoredItem($0)
      if item.key.tail == key.tail { found = item }
      return found == nil
    }
    return found
  }

  private func add(_ fact: ItemFact) throws {
    if let existing = try find(fact.key) {
      if existing.bits.has(ItemBits.stub) {
        try remove(existing)
      } else {
        return try merge(fact, into: existing)
      }
    }
    var item = try stored(fact)
    item.row = try rows.row(second: second(fact.place.at))
    item.fraction = fact.place.at - start * 1000 - (item.row >> RowAllocator.shift) * 1000
    try item.insert(connection)
    try tally(item, 1)
    document(item, kind: fact.kind)
    touchedRows.insert(item.row)
    let at = absolute(item)
    changes[item.conversation, default: ConversationChange()].add(
      at: at,
      preview: fact.category == .message
        ? ItemPreview(
          key: item.key, at: at, sequence: item.sequence, bits: item.bits, kind: fact.kind, sender: fact.sender,
          text: fact.text ?? "") : nil)
  }

  func second(_ at: Int64) -> Int64 { max(0, at.flooredQuotient(by: 1000) - start) }

  /// The row for a reading, its place still to be given.
  private func stored(_ fact: ItemFact) throws -> StoredItem {
    var bits = ItemBits(
      category: fact.category, direction: fact.direction, precision: fact.precision, kind: try numbers.kind(fact.kind))
    bits.set(ItemBits.dated, fact.place.isDated)
    bits.set(ItemBits.media, fact.extra.media != nil)
    bits.set(ItemBits.link, fact.isMessage && fact.text.map(LinkFinder.containsLink) ?? false)
    bits.set(ItemBits.reply, !fact.extra.replyTargets.isEmpty || fact.extra.quoted != nil)
    bits.set(ItemBits.stub, fact.isStub)
    bits.set(ItemBits.senderKey, fact.conversationKind != .direct)
    var extra = fact.extra
    let recipients = try extra.recipients.map { try numbers.party($0, claims: claims[$0]) }
    var recipient: Int64 = 0
    if recipients.count == 1 {
      recipient = recipients[0]
      extra.recipients = []
    } else {
      extra.recipients = recipients
    }
    return StoredItem(
      row: 0, fraction: 0, sequence: fact.sequence, key: fact.key,
      conversation: try numbers.conversation(fact.conversation, kind: fact.conversationKind),
      sender: try numbers.party(fact.sender, claims: claims[fact.sender]), recipient: recipient,
      account: try numbers.account(fact.account), bits: bits, lag: fact.capturedAt &- fact.place.at,
      segment: try numbers.segment(fact.address.segment), record: Int64(fact.address.number), text: fact.text,
      extra: extra.encoded)
  }

  /// A second reading of what is there already: a duplicate, or different content under the same id.
  private func merge(_ fact: ItemFact, into old: StoredItem) throws {
    var new = try stored(fact)
    if new.segment == old.segment, new.record == old.record { return }
    if try ReadingOrder.areSame(old, new, numbers) {
      guard try ReadingOrder.precedes(new, old, at: (fact.place.at, absolute(old)), self) else {
        return try note(new.segment, new.record, role: "duplicate", item: old.row)
      }
      try note(old.segment, old.record, role: "duplicate", item: old.row)
      try replace(old, with: &new, at: fact.place.at)
      return
    }
    let swap = try ReadingOrder.precedes(new, old, at: (fact.place.at, absolute(old)), self)
    exceptions.append(
      CatalogFacts.ExceptionFact(
        code: "conflicting-reading", detail: "readings with different content came under one message id",
        conversation: fact.conversation, message: fact.key.messageID, at: 0,
        address: RecordAddress(segment: SegmentID(unchecked: "m-" + fact.key.suffix), number: 0)))
    if swap {
      let row = try replace(old, with: &new, at: fact.place.at)
      var bits = new.bits
      bits.set(ItemBits.conflict)
      try set(bits, of: row)
      new.bits = bits
      new.row = row
      let version = try addVersion(of: new, from: old, at: absolute(old))
      // What held the first reading holds it where it stands now.
      try connection.statement("UPDATE OR IGNORE held SET doc = ?1 WHERE item = ?2 AND doc = ?2").bind(1, version).bind(
        2, row
      ).run()
      try connection.statement("DELETE FROM held WHERE item = ?1 AND doc = ?1").bind(1, row).run()
    } else {
      var bits = old.bits
      bits.set(ItemBits.conflict)
      try set(bits, of: old.row)
      var target = old
      target.bits = bits
      try addVersion(of: target, from: new, at: fact.place.at)
    }
  }

  private func absolute(_ item: StoredItem) -> Int64 { start * 1000 + item.offset }

  /// Puts another reading in the place of the first, and keeps what happened to the message.
  @discardableResult
  func replace(_ old: StoredItem, with new: inout StoredItem, at: Int64) throws -> Int64 {
    let kept = ItemBits.edited | ItemBits.revoked | ItemBits.reacted | ItemBits.conflict
    new.bits.raw |= old.bits.raw & kept
    new.bits.receipt = old.bits.receipt
    let staysInSecond = old.row >> RowAllocator.shift == second(at)
    new.row = staysInSecond ? old.row : try rows.row(second: second(at))
    new.fraction = at - start * 1000 - (new.row >> RowAllocator.shift) * 1000
    let oldKeys = old.keys(kind: try numbers.kindName(old.bits.kind))
    let newKeys = new.keys(kind: try numbers.kindName(new.bits.kind))
    try tally(old, -1)
    try connection.statement("DELETE FROM items WHERE row = ?").bind(1, old.row).run()
    try new.insert(connection)
    try tally(new, 1)
    if old.row != new.row || oldKeys != newKeys || old.words != new.words {
      removeDocument(old.row, old.words, oldKeys)
      document(new.row, new.words, newKeys)
    }
    if old.row != new.row {
      for table in ["receipts", "reactions", "marks", "records", "held"] {
        try connection.statement("UPDATE \(table) SET item = ?1 WHERE item = ?2").bind(1, new.row).bind(2, old.row)
          .run()
      }
      try connection.statement("UPDATE held SET doc = ?1 WHERE item = ?1 AND doc = ?2").bind(1, new.row).bind(
        2, old.row
      ).run()
    }
    if old.row != new.row || oldKeys != newKeys { try moveVersions(from: old, oldKeys, to: new, newKeys) }
    touch(old)
    touch(new)
    return new.row
  }

  private func moveVersions(
    from old: StoredItem, _ oldKeys: String, to new: StoredItem, _ newKeys: String
  ) throws {
    var moved: [(row: Int64, text: String)] = []
    try connection.statement("SELECT row, text FROM versions WHERE item = ?").bind(1, old.row).forEach {
      moved.append(($0.integer(0), $0.text(1)))
      return true
    }
    for version in moved {
      let row = try rows.row(second: new.row >> RowAllocator.shift)
      try connection.statement("UPDATE versions SET row = ?1, item = ?2 WHERE row = ?3").bind(1, row).bind(2, new.row)
        .bind(3, version.row).run()
      try connection.statement("UPDATE held SET doc = ?1 WHERE item = ?2 AND doc = ?3").bind(1, row).bind(2, new.row)
        .bind(3, version.row).run()
      removeDocument(version.row, version.text, oldKeys)
      document(row, version.text, newKeys)
    }
  }

  /// Removes a placeholder whose message has come.
  private func removeStub(_ key: ItemKey) throws {
    if let item = try find(key), item.bits.has(ItemBits.stub) { try remove(item) }
  }

  private func remove(_ item: StoredItem) throws {
    let keys = item.keys(kind: try numbers.kindName(item.bits.kind))
    try connection.statement("SELECT row, text FROM versions WHERE item = ?").bind(1, item.row).forEach {
      removeDocument($0.integer(0), $0.text(1), keys)
      return true
    }
    for table in ["versions", "receipts", "reactions", "marks", "records", "held"] {
      try connection.statement("DELETE FROM \(table) WHERE item = ?").bind(1, item.row).run()
    }
    removeDocument(item.row, item.words, keys)
    try connection.statement("DELETE FROM items WHERE row = ?").bind(1, item.row).run()
    try tally(item, -1)
    touch(item)
  }

  func set(_ bits: ItemBits, of row: Int64) throws {
    try connection.statement("UPDATE items SET bits = ? WHERE row = ?").bind(1, bits.raw).bind(2, row).run()
  }

  func note(_ segment: Int64, _ record: Int64, role: String, item: Int64) throws {
    try connection.statement("INSERT OR IGNORE INTO records(item, segment, record, role) VALUES(?, ?, ?, ?)").bind(
      1, item
    ).bind(2, segment).bind(3, record).bind(4, role).run()
  }

  /// Keeps a conflicting reading beside the first one.
  @discardableResult
  private func addVersion(of item: StoredItem, from reading: StoredItem, at: Int64) throws -> Int64 {
    try insertVersion(
      StoredVersion(
        row: 0, item: item.row, origin: .conflict, sent: reading.bits.has(ItemBits.dated) ? at : nil,
        captured: at &+ reading.lag, sender: reading.sender, kind: reading.bits.kind, segment: reading.segment,
        record: reading.record, text: reading.text, extra: reading.extra), of: item
    ).row
  }

  /// Adds a version unless the same one is there already; returns its row.
  @discardableResult
  func insertVersion(_ version: StoredVersion, of item: StoredItem) throws -> (row: Int64, isNew: Bool) {
    for known in try StoredVersion.all(of: item.row, connection) {
      if known.segment == version.segment, known.record == version.record { return (known.row, false) }
      let isSame =
        known.origin == version.origin && known.text == version.text && known.kind == version.kind
        && (version.origin == .conflict || known.sent == version.sent)
      guard isSame else { continue }
      // The earliest capture stands for all its duplicates.
      let isEarlier =
        try (version.captured, numbers.segmentID(version.segment).text, version.record)
        < (known.captured, numbers.segmentID(known.segment).text, known.record)
      guard isEarlier else {
        try note(version.segment, version.record, role: "duplicate", item: item.row)
        return (known.row, false)
      }
      try note(known.segment, known.record, role: "duplicate", item: item.row)
      try connection.statement(
        "UPDATE versions SET captured = ?, segment = ?, record = ?, sent = ?, sender = ?, extra = ? WHERE row = ?"
      ).bind(1, version.captured).bind(2, version.segment).bind(3, version.record).bind(4, version.sent).bind(
        5, version.sender
      ).bind(6, version.extra).bind(7, known.row).run()
      return (known.row, false)
    }
    var version = version
    version.row = try rows.row(second: item.row >> RowAllocator.shift)
    try version.insert(connection)
    document(version.row, version.text, item.keys(kind: try numbers.kindName(item.bits.kind)))
    touch(item)
    return (version.row, true)
  }

  func noteReceipt() { receiptsDelta += 1 }

  func number(of party: Int64) throws -> Int64 { try numbers.party(party, claims: claims[party]) }

  func except(_ fact: CatalogFacts.ExceptionFact) { exceptions.append(fact) }

  /// Makes a placeholder for a message of which only a later event has come.
  func addStub(_ fact: LateFact, key: ItemKey) throws -> StoredItem? {
    guard let item = stubFact(fact, key: key) else { return nil }
    try add(item)
    return try find(key)
  }

  /// The row of a placeholder, its place still to be given.
  func storedStub(_ fact: LateFact, key: ItemKey) throws -> StoredItem {
    guard let item = stubFact(fact, key: key) else {
      throw SearchIndexError(.database, "internal error: a placeholder without a conversation")
    }
    return try stored(item)
  }

  private func stubFact(_ fact: LateFact, key: ItemKey) -> ItemFact? {
    guard let conversation = fact.conversation else { return nil }
    let isGap = fact.kind == .gap
    return ItemFact(
      key: key, category: isGap ? .gap : .message, place: fact.place, sequence: fact.sequence,
      capturedAt: fact.capturedAt, conversation: conversation, conversationKind: fact.conversationKind,
      account: fact.account, sender: fact.sender, direction: fact.direction, precision: fact.precision,
      kind: isGap ? "gap" : fact.contentKind, text: isGap ? fact.text : nil, extra: ItemExtra(),
      address: fact.address, isStub: true)
  }

  // MARK: Counting

  private func tally(_ item: StoredItem, _ sign: Int64) throws {
    guard item.bits.category == .message, !item.bits.has(ItemBits.stub) else {
      eventsDelta += sign
      changes[item.conversation, default: ConversationChange()].events += sign
      return
    }
    messagesDelta += sign
    if item.bits.has(ItemBits.media) { attachmentsDelta += sign }
    changes[item.conversation, default: ConversationChange()].messages += sign
    if item.sender != 0 { partyDeltas[item.sender, default: 0] += sign }
    dayDeltas[absolute(item).flooredQuotient(by: 86_400_000), default: 0] += sign
  }

  /// Writes what was counted; once for each conversation, party and day, not for each message.
  private func writeCounts() throws {
    for (number, change) in changes { try change.write(number, self) }
    for (number, delta) in partyDeltas where delta != 0 {
      try connection.statement("UPDATE parties SET messages = messages + ? WHERE number = ?").bind(1, delta).bind(
        2, number
      ).run()
    }
    for (day, delta) in dayDeltas where delta != 0 {
      try connection.statement(
        "INSERT INTO days(day, messages) VALUES(?1, ?2) ON CONFLICT(day) DO UPDATE SET messages = messages + ?2"
      ).bind(1, day).bind(2, delta).run()
    }
  }

  /// Notes that an item that was there before has changed.
  func touch(_ item: StoredItem) {
    changes[item.conversation, default: ConversationChange()].isUncertain = true
    touchedRows.insert(item.row)
    lowest = min(lowest, item.row)
    highest = max(highest, item.row)
  }

  // MARK: Full text

  private func document(_ item: StoredItem, kind: String) { document(item.row, item.words, item.keys(kind: kind)) }

  private func document(_ row: Int64, _ text: String?, _ keys: String) {
    documents.append((row, text ?? "", keys))
    lowest = min(lowest, row)
    highest = max(highest, row)
  }

  private func removeDocument(_ row: Int64, _ text: String?, _ keys: String) {
    // What was added in this very transaction has not reached the table yet.
    if let index = documents.lastIndex(where: { $0.row == row }) {
      documents.remove(at: index)
    } else {
      removed.append((row, text ?? "", keys))
    }
  }

  private func writeDocuments() throws {
    for document in removed.sorted(by: { $0.row < $1.row }) {
      try connection.statement("INSERT INTO words(words, rowid, text, keys) VALUES('delete', ?, ?, ?)").bind(
        1, document.row
      ).bind(2, document.text).bind(3, document.keys).run()
    }
    let insert = try connection.statement("INSERT INTO words(rowid, text, keys) VALUES(?, ?, ?)")
    // Ascending rows: each step back would flush FTS5's hash into a segment of its own.
    for document in documents.sorted(by: { $0.row < $1.row }) {
      insert.bind(1, document.row)
      insert.bind(2, document.text)
      insert.bind(3, document.keys)
      try insert.run()
    }
  }

  // MARK: Holds

  private func evaluate(_ holds: [HoldFact], _ evaluator: any HoldEvaluating) throws {
    for hold in holds {
      let known = try connection.statement("SELECT number, released FROM holds WHERE id = ?").bind(1, hold.id.text)
      var number: Int64?
      var released: Int64?
      try known.forEach {
        number = $0.integer(0)
        released = $0.optionalInteger(1)
        return false
      }
      var from = lowest
      var until = highest
      if number == nil {
        try connection.statement("INSERT INTO holds(id, matter, predicate, released) VALUES(?, ?, ?, ?)")
          .bind(1, hold.id.text).bind(2, hold.matter).bind(3, hold.placement.predicate).bind(4, hold.releasedAt).run()
        number = connection.lastRow
        (from, until) = (0, .max)
      } else if released != hold.releasedAt {
        try connection.statement("UPDATE holds SET released = ? WHERE number = ?").bind(1, hold.releasedAt).bind(
          2, number
        ).run()
        try markHeldConversations(of: number ?? 0)
      }
      guard let number else { continue }
      if from <= until {
        let added = try evaluator.evaluate(
          hold, number: number, shard: self, rows: from...until, touched: from == 0 && until == .max ? nil : touchedRows)
        for conversation in added { changes[conversation, default: ConversationChange()].messages += 0 }
      }
      if let released = hold.releasedAt {
        try connection.statement(
          """
          DELETE FROM held WHERE hold = ?1 AND EXISTS (SELECT 1 FROM items WHERE row = held.item
          AND ((row >> 14) + ?2) * 1000 + fraction + lag > ?3)
          """
        ).bind(1, number).bind(2, start).bind(3, released).run()
      }
    }
  }

  private func markHeldConversations(of hold: Int64) throws {
    try connection.statement(
      "SELECT DISTINCT i.conversation FROM held h CROSS JOIN items i ON i.row = h.item WHERE h.hold = ?"
    ).bind(1, hold).forEach {
      changes[$0.integer(0), default: ConversationChange()].messages += 0
      return true
    }
  }
}

/// Finds what a hold's predicate matches in a shard; implemented by the search.
protocol HoldEvaluating {
  /// Adds to `held` what matches in a range of rows; returns the conversations of what was added.
  ///
  /// `touched` are the items that may answer differently than before; nil for all.
  func evaluate(
    _ hold: HoldFact, number: Int64, shard: ShardWriter, rows: ClosedRange<Int64>, touched: Set<Int64>?
  ) throws -> Set<Int64>
}
