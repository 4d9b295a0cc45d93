import Records

extension ShardWriter {
  /// Applies an event to the message that it is about; makes a placeholder where the message is not here yet.
  func add(_ fact: LateFact, to key: ItemKey) throws {
    guard var item = try find(key) ?? stub(fact, key) else { return }
    if item.bits.has(ItemBits.stub), fact.makesStub { item = try settleStub(item, fact, key) }
    switch fact.kind {
    case .receipt: try addReceipt(fact, to: item)
    case .reaction: try addReaction(fact, to: item)
    case .revoke, .localDeletion: try addMark(fact, to: item)
    case .edit: try addEdit(fact, to: item)
    case .gap:
      if try numbers.segment(fact.address.segment) != item.segment || Int64(fact.address.number) != item.record {
        try note(numbers.segment(fact.address.segment), Int64(fact.address.number), role: "gap", item: item.row)
      }
    }
  }

  private func stub(_ fact: LateFact, _ key: ItemKey) throws -> StoredItem? {
    fact.makesStub ? try addStub(fact, key: key) : nil
  }

  /// Of several events that stand in for a message the same one always gives the placeholder its place: an edit before
  /// a gap or a deletion, then the earliest.
  private func settleStub(_ item: StoredItem, _ fact: LateFact, _ key: ItemKey) throws -> StoredItem {
    var new = try storedStub(fact, key: key)
    if new.segment == item.segment, new.record == item.record { return item }
    func rank(_ item: StoredItem, _ at: Int64) throws -> (Int, Int64, Int64, String, Int64) {
      (
        item.bits.category == .gap ? 1 : 0, at, at &+ item.lag, try numbers.segmentID(item.segment).text, item.record
      )
    }
    guard try rank(new, fact.place.at) < rank(item, start * 1000 + item.offset) else { return item }
    // A deletion that stood in is kept as a mark already.
    if item.bits.category == .gap, try numbers.kindName(item.bits.kind) == StoredItem.gapKind {
      try note(item.segment, item.record, role: "gap", item: item.row)
    }
    try replace(item, with: &new, at: fact.place.at)
    return new
  }

  private func addReceipt(_ fact: LateFact, to item: StoredItem) throws {
    let insert = try connection.statement(
      """
      INSERT INTO receipts(item, status, party, at, captured, segment, record, dated, error)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """)
    insert.bind(1, item.row)
    insert.bind(2, fact.word)
    insert.bind(3, try number(of: fact.sender))
    insert.bind(4, fact.sentAt ?? fact.capturedAt)
    insert.bind(5, fact.capturedAt)
    insert.bind(6, try numbers.segment(fact.address.segment))
    insert.bind(7, fact.address.number)
    insert.bind(8, fact.sentAt == nil ? 0 : 1)
    insert.bind(9, fact.error)
    try insert.run()
    guard connection.changes > 0 else { return }
    noteReceipt()
    let rank = min(6, Receipt.rank(of: fact.word)) + 1
    if rank > item.bits.receipt {
      var bits = item.bits
      bits.receipt = rank
      try set(bits, of: item.row)
    }
  }

  private func addReaction(_ fact: LateFact, to item: StoredItem) throws {
    try connection.statement(
      """
      INSERT INTO reactions(item, party, at, emoji, captured, segment, record) VALUES(?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """
    ).bind(1, item.row).bind(2, try number(of: fact.sender)).bind(3, fact.place.at).bind(4, fact.word).bind(
      5, fact.capturedAt
    ).bind(6, try numbers.segment(fact.address.segment)).bind(7, fact.address.number).run()
    if !fact.word.isEmpty, !item.bits.has(ItemBits.reacted) { try mark(item, ItemBits.reacted) }
  }

  private func addMark(_ fact: LateFact, to item: StoredItem) throws {
    try connection.statement(
      """
      INSERT INTO marks(item, kind, party, at, captured, segment, record) VALUES(?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """
    ).bind(1, item.row).bind(2, fact.kind == .revoke ? "revoke" : "local-deletion").bind(
      3, try number(of: fact.sender)
    ).bind(4, fact.place.at).bind(5, fact.capturedAt).bind(6, try numbers.segment(fact.address.segment)).bind(
      7, fact.address.number
    ).run()
    if fact.kind == .revoke, !item.bits.has(ItemBits.revoked) { try mark(item, ItemBits.revoked) }
  }

  private func addEdit(_ fact: LateFact, to item: StoredItem) throws {
    let sender = try number(of: fact.sender)
    let stands = try insertVersion(
      StoredVersion(
        row: 0, item: item.row, origin: .edit, sent: fact.sentAt, captured: fact.capturedAt, sender: sender,
        kind: try numbers.kind(fact.contentKind), segment: try numbers.segment(fact.address.segment),
        record: Int64(fact.address.number), text: fact.text, extra: fact.extra.encoded), of: item
    ).stands
    if stands, sender != 0, item.sender != 0, !item.bits.has(ItemBits.stub), try !mayBeSame(sender, item.sender) {
      except(
        CatalogFacts.ExceptionFact(
          code: "edit-by-other", detail: "an edit came from somebody other than the message's sender",
          conversation: fact.conversation, message: item.key.messageID, at: fact.place.at, address: fact.address))
    }
    if !item.bits.has(ItemBits.edited) { try mark(item, ItemBits.edited) }
  }

  private func mark(_ item: StoredItem, _ mask: Int64) throws {
    var bits = item.bits
    bits.set(mask)
    try set(bits, of: item.row)
    try touch(item)
  }

  /// Whether two sets of claims share a claim, or have none to compare.
  private func mayBeSame(_ left: Int64, _ right: Int64) throws -> Bool {
    if left == right { return true }
    return try connection.statement(
      """
      SELECT ifnull(a.phone = b.phone, 0) OR ifnull(a.lid = b.lid, 0) OR ifnull(a.user = b.user, 0)
      OR ifnull(a.username = b.username, 0) OR ifnull(a.name = b.name, 0)
      OR ((a.phone IS NULL OR b.phone IS NULL) AND (a.lid IS NULL OR b.lid IS NULL)
        AND (a.user IS NULL OR b.user IS NULL))
      FROM parties a, parties b WHERE a.number = ? AND b.number = ?
      """
    ).bind(1, left).bind(2, right).firstInteger() != 0
  }
}
