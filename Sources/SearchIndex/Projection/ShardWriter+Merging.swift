import Records

extension ShardWriter {
  /// A second reading of what is there already: a duplicate, or different content under the same id.
  func merge(_ fact: ItemFact, into stored: StoredItem) throws {
    var new = try self.stored(fact)
    var old = stored
    let isRetimed = fact.place.at != absolute(old)
    if isRetimed {
      // Dates are asked of every reading.
      old.bits.set(ItemBits.retimed)
      try set(old.bits, of: old.row)
      try touch(old)
    }
    if new.bits.has(ItemBits.filed), !old.bits.has(ItemBits.filed) {
      old.bits.set(ItemBits.filed)
      try set(old.bits, of: old.row)
    }
    // Said again: whatever wrote the conflict may have died before the catalog heard of it.
    if old.bits.has(ItemBits.conflict) { exceptConflict(fact) }
    if new.segment == old.segment, new.record == old.record { return }
    if try ReadingOrder.areSame(old, new, numbers) {
      guard try ReadingOrder.precedes(new, old, at: (fact.place.at, absolute(old)), self) else {
        return try note(
          new.segment, new.record, role: "duplicate", item: old.row, at: isRetimed ? fact.place.at : nil)
      }
      try note(old.segment, old.record, role: "duplicate", item: old.row, at: isRetimed ? absolute(old) : nil)
      try replace(old, with: &new, at: fact.place.at)
      return
    }
    let swap = try ReadingOrder.precedes(new, old, at: (fact.place.at, absolute(old)), self)
    exceptConflict(fact)
    if swap {
      let row = try replace(old, with: &new, at: fact.place.at)
      var bits = new.bits
      bits.set(ItemBits.conflict)
      try set(bits, of: row)
      new.bits = bits
      new.row = row
      try addVersion(of: new, from: old, at: absolute(old))
      // Other words stand there now: the holds are asked again about both, as both were touched.
      try connection.statement("DELETE FROM held WHERE item = ?1 AND doc = ?1").bind(1, row).run()
      try absorbVersions(of: new)
    } else {
      var bits = old.bits
      bits.set(ItemBits.conflict)
      try set(bits, of: old.row)
      var target = old
      target.bits = bits
      try addVersion(of: target, from: new, at: fact.place.at)
    }
  }

  /// Conflicting readings that say what the new first one says are its duplicates now.
  private func absorbVersions(of item: StoredItem) throws {
    for version in try StoredVersion.all(of: item.row, connection) where version.origin == .conflict {
      var other = item
      other.bits.kind = version.kind
      other.text = version.text
      other.extra = version.extra
      guard try ReadingOrder.areSame(item, other, numbers) else { continue }
      let at = version.sent ?? version.captured
      try note(
        version.segment, version.record, role: "duplicate", item: item.row, at: at == absolute(item) ? nil : at)
      try connection.statement("DELETE FROM versions WHERE row = ?").bind(1, version.row).run()
      removeDocument(version.row, version.text, item.keys(kind: try numbers.kindName(item.bits.kind)))
      try connection.statement("DELETE FROM held WHERE item = ? AND doc = ?").bind(1, item.row).bind(2, version.row)
        .run()
    }
  }

  private func exceptConflict(_ fact: ItemFact) {
    exceptions.append(
      CatalogFacts.ExceptionFact(
        code: "conflicting-reading", detail: "readings with different content came under one message id",
        conversation: fact.conversation, message: fact.key.messageID, at: 0,
        address: RecordAddress(segment: SegmentID(unchecked: "m-" + fact.key.suffix), number: 0)))
  }

  func absolute(_ item: StoredItem) -> Int64 { start * 1000 + item.offset }

  /// Puts another reading in the place of the first, and keeps what happened to the message.
  @discardableResult
  func replace(_ old: StoredItem, with new: inout StoredItem, at: Int64) throws -> Int64 {
    let kept =
      ItemBits.edited | ItemBits.revoked | ItemBits.reacted | ItemBits.conflict | ItemBits.retimed | ItemBits.filed
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
    try touch(old)
    try touch(new)
    return new.row
  }

  func moveVersions(
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
  func removeStub(_ key: ItemKey) throws {
    if let item = try find(key), item.bits.has(ItemBits.stub) { try remove(item) }
  }

  func remove(_ item: StoredItem) throws {
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
    try touch(item)
  }

  func set(_ bits: ItemBits, of row: Int64) throws {
    try connection.statement("UPDATE items SET bits = ? WHERE row = ?").bind(1, bits.raw).bind(2, row).run()
  }

  func note(_ segment: Int64, _ record: Int64, role: String, item: Int64, at: Int64? = nil) throws {
    try connection.statement(
      """
      INSERT INTO records(item, segment, record, role, at) VALUES(?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET at = excluded.at WHERE at IS NULL AND excluded.at IS NOT NULL
      """
    ).bind(1, item).bind(2, segment).bind(3, record).bind(4, role).bind(5, at).run()
  }

  /// Keeps a conflicting reading beside the first one.
  @discardableResult
  func addVersion(of item: StoredItem, from reading: StoredItem, at: Int64) throws -> Int64 {
    try insertVersion(
      StoredVersion(
        row: 0, item: item.row, origin: .conflict, sent: reading.bits.has(ItemBits.dated) ? at : nil,
        captured: at &+ reading.lag, sender: reading.sender, kind: reading.bits.kind, segment: reading.segment,
        record: reading.record, text: reading.text, extra: reading.extra), of: item
    ).row
  }

  /// Adds a version unless the same one is there already; returns its row, and whether this record
  /// stands for it.
  @discardableResult
  func insertVersion(_ version: StoredVersion, of item: StoredItem) throws -> (row: Int64, stands: Bool) {
    for known in try StoredVersion.all(of: item.row, connection) {
      if known.segment == version.segment, known.record == version.record { return (known.row, true) }
      let isSame =
        known.origin == version.origin && known.text == version.text && known.kind == version.kind
        && (version.origin == .conflict
          ? ReadingOrder.haveSameFile(known.extra, version.extra) : isOneSecond(known.sent, version.sent))
      guard isSame else { continue }
      // The same one always stands for all its duplicates.
      guard try ReadingOrder.precedes(version, known, self) else {
        try note(version.segment, version.record, role: "duplicate", item: item.row, at: time(version, known))
        return (known.row, false)
      }
      try note(known.segment, known.record, role: "duplicate", item: item.row, at: time(known, version))
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
    try touch(item)
    return (version.row, true)
  }

  /// Whether two tellings of an edit name one second: one event of a provider has milliseconds where another has none.
  private func isOneSecond(_ left: Int64?, _ right: Int64?) -> Bool {
    left?.flooredQuotient(by: 1000) == right?.flooredQuotient(by: 1000)
  }

  /// The time of a reading that does not stand, where the one that stands for it names another.
  private func time(_ version: StoredVersion, _ standing: StoredVersion) -> Int64? {
    let at = version.sent ?? version.captured
    return version.origin == .edit || at == standing.sent ?? standing.captured ? nil : at
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

  func stubFact(_ fact: LateFact, key: ItemKey) -> ItemFact? {
    guard let conversation = fact.conversation else { return nil }
    let isGap = fact.kind != .edit
    return ItemFact(
      key: key, category: isGap ? .gap : .message, place: fact.place, sequence: fact.sequence,
      capturedAt: fact.capturedAt, conversation: conversation, conversationKind: fact.conversationKind,
      account: fact.account, sender: fact.sender, direction: fact.direction, precision: fact.precision,
      kind: fact.kind == .gap ? StoredItem.gapKind : fact.contentKind, text: isGap ? fact.text : nil,
      extra: ItemExtra(),
      address: fact.address, isStub: true)
  }
}
