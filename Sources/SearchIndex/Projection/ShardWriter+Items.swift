import Records

extension ShardWriter {
  func find(_ key: ItemKey) throws -> StoredItem? {
    var found: StoredItem?
    try connection.statement(StoredItem.selectionByID).bind(1, key.head).forEach {
      let item = StoredItem($0)
      if item.key.tail == key.tail { found = item }
      return found == nil
    }
    return found
  }

  func add(_ fact: ItemFact) throws {
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
  func stored(_ fact: ItemFact) throws -> StoredItem {
    var bits = ItemBits(
      category: fact.category, direction: fact.direction, precision: fact.precision, kind: try numbers.kind(fact.kind))
    bits.set(ItemBits.dated, fact.place.isDated)
    bits.set(ItemBits.media, fact.extra.media != nil)
    bits.set(ItemBits.filed, fact.extra.media?.state == .stored)
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
}
