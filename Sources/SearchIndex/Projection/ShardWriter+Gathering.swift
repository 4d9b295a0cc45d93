import Records

extension ShardWriter {
  /// The reading of a message that stands first here; nil where there is none, or only a placeholder.
  func reading(of key: ItemKey) throws -> Reading? {
    try connection.use { _ in
      guard let item = try find(key), !item.bits.has(ItemBits.stub) else { return nil }
      var gathering = Gathering(key: key)
      return try reading(item, &gathering)
    }
  }

  /// All that is known of a message here, so that another shard can take it; nil where there is no reading of it.
  func everything(of key: ItemKey) throws -> Gathering? {
    try connection.read { connection in
      guard let item = try find(key), !item.bits.has(ItemBits.stub) else { return nil }
      var gathering = Gathering(key: key)
      gathering.isFiled = item.bits.has(ItemBits.filed)
      let first = try reading(item, &gathering)
      gathering.readings.append(first)
      for version in try StoredVersion.all(of: item.row, connection) {
        if version.origin == .edit {
          var fact = try late(
            .edit, of: first.fact, sender: version.sender, at: version.sent ?? version.captured,
            captured: version.captured, segment: version.segment, record: version.record, &gathering)
          fact.place = placement(version)
          fact.sentAt = version.sent
          fact.contentKind = try numbers.kindName(version.kind)
          fact.text = version.text
          // As an edit keeps them: its recipients are no numbers of this shard.
          fact.extra = version.extra.map { ItemExtra($0) } ?? ItemExtra()
          fact.conversation = first.fact.conversation
          fact.conversationKind = first.fact.conversationKind
          gathering.late.append(fact)
        } else {
          gathering.readings.append(try reading(version, of: first.fact, &gathering))
        }
      }
      try addReceipts(item, first.fact, &gathering)
      try addReactionsAndMarks(item, first.fact, &gathering)
      try connection.statement("SELECT segment, record, role, at FROM records WHERE item = ?").bind(1, item.row).forEach
      {
        let address = try address($0.integer(0), $0.integer(1))
        gathering.notes.append((address, $0.text(2)))
        gathering.times[address] = $0.optionalInteger(3)
        return true
      }
      return gathering
    }
  }

  /// Takes in a message from other shards.
  func gather(_ gathering: Gathering) throws {
    // The first one first: it alone is sure to belong into this month.
    for reading in gathering.readings.sorted(by: ReadingOrder.precedes) { try add(reading.fact) }
    for fact in gathering.late { try add(fact, to: gathering.key) }
    guard let item = try find(gathering.key) else { return }
    var bits = item.bits
    if !gathering.times.isEmpty { bits.set(ItemBits.retimed) }
    if gathering.isFiled { bits.set(ItemBits.filed) }
    if bits != item.bits { try set(bits, of: item.row) }
    for (address, role) in gathering.notes {
      try note(
        numbers.segment(address.segment), Int64(address.number), role: role, item: item.row,
        at: gathering.times[address])
    }
  }

  /// Lets go of a message that another shard has taken.
  func release(_ key: ItemKey) throws {
    guard let item = try find(key), !item.bits.has(ItemBits.stub) else { return }
    receiptsDelta -=
      try connection.statement("SELECT count(*) FROM receipts WHERE item = ?").bind(1, item.row).firstInteger() ?? 0
    try remove(item)
  }

  // MARK: Rows as facts

  private func reading(_ item: StoredItem, _ gathering: inout Gathering) throws -> Reading {
    var conversation = ConversationID(suffix: "")
    var kind = ConversationReference.Kind.unknown
    try connection.statement("SELECT id, kind FROM conversations WHERE number = ?").bind(1, item.conversation).forEach {
      conversation = ConversationID(unchecked: $0.text(0))
      kind = ItemBits.conversationKind($0.integer(1))
      return false
    }
    // What the reading said, which need not be what the conversation turned out to be.
    if !item.bits.has(ItemBits.senderKey) { kind = .direct } else if kind == .direct { kind = .unknown }
    var account = AccountName(provider: "", account: "")
    try connection.statement("SELECT provider, account FROM accounts WHERE number = ?").bind(1, item.account).forEach {
      account = AccountName(provider: $0.text(0), account: $0.text(1))
      return false
    }
    let at = absolute(item)
    var fact = ItemFact(
      key: item.key, category: item.bits.category,
      place: Placement(shard: name, at: at, isDated: item.bits.has(ItemBits.dated)), sequence: item.sequence,
      capturedAt: at &+ item.lag, conversation: conversation, conversationKind: kind, account: account,
      sender: try hash(of: item.sender, &gathering), direction: item.bits.direction, precision: item.bits.precision,
      kind: try numbers.kindName(item.bits.kind), text: item.text, extra: try extra(item.extra, &gathering),
      address: try address(item.segment, item.record))
    if item.recipient != 0 { fact.extra.recipients = [try hash(of: item.recipient, &gathering)] }
    return Reading(fact: fact, hasPhone: gathering.parties[fact.sender]?.phone != nil)
  }

  /// Another reading, with as much of the first as is not kept of it: it never comes to stand first.
  private func reading(
    _ version: StoredVersion, of first: ItemFact, _ gathering: inout Gathering
  ) throws -> Reading {
    var fact = first
    fact.place = placement(version)
    fact.capturedAt = version.captured
    fact.sender = try hash(of: version.sender, &gathering)
    fact.kind = try numbers.kindName(version.kind)
    fact.text = version.text
    fact.extra = try extra(version.extra, &gathering)
    fact.address = try address(version.segment, version.record)
    return Reading(fact: fact, hasPhone: gathering.parties[fact.sender]?.phone != nil)
  }

  private func addReceipts(_ item: StoredItem, _ first: ItemFact, _ gathering: inout Gathering) throws {
    try connection.statement(
      "SELECT status, party, at, captured, segment, record, dated, error FROM receipts WHERE item = ?"
    ).bind(1, item.row).forEach {
      var fact = try late(
        .receipt, of: first, sender: $0.integer(1), at: $0.integer(2), captured: $0.integer(3),
        segment: $0.integer(4), record: $0.integer(5), &gathering)
      fact.word = $0.text(0)
      fact.sentAt = $0.integer(6) == 0 ? nil : $0.integer(2)
      fact.error = $0.optionalText(7)
      gathering.late.append(fact)
      return true
    }
  }

  private func addReactionsAndMarks(_ item: StoredItem, _ first: ItemFact, _ gathering: inout Gathering) throws {
    try connection.statement(
      "SELECT emoji, party, at, captured, segment, record FROM reactions WHERE item = ?"
    ).bind(1, item.row).forEach {
      var fact = try late(
        .reaction, of: first, sender: $0.integer(1), at: $0.integer(2), captured: $0.integer(3),
        segment: $0.integer(4), record: $0.integer(5), &gathering)
      fact.word = $0.text(0)
      gathering.late.append(fact)
      return true
    }
    try connection.statement(
      "SELECT kind, party, at, captured, segment, record FROM marks WHERE item = ?"
    ).bind(1, item.row).forEach {
      gathering.late.append(
        try late(
          $0.text(0) == "revoke" ? .revoke : .localDeletion, of: first, sender: $0.integer(1), at: $0.integer(2),
          captured: $0.integer(3), segment: $0.integer(4), record: $0.integer(5), &gathering))
      return true
    }
  }

  private func late(
    _ kind: LateFact.Kind, of first: ItemFact, sender: Int64, at: Int64, captured: Int64, segment: Int64,
    record: Int64, _ gathering: inout Gathering
  ) throws -> LateFact {
    LateFact(
      kind: kind, targets: [first.key], place: Placement(shard: name, at: at, isDated: true), sentAt: at,
      capturedAt: captured, sender: try hash(of: sender, &gathering), direction: .unknown, word: "", error: nil,
      contentKind: "", text: nil, extra: ItemExtra(), address: try address(segment, record), conversation: nil,
      account: first.account)
  }

  private func placement(_ version: StoredVersion) -> Placement {
    Placement(
      sentAt: version.sent.map(Instant.init(milliseconds:)), capturedAt: Instant(milliseconds: version.captured))
  }

  private func address(_ segment: Int64, _ record: Int64) throws -> RecordAddress {
    RecordAddress(segment: try numbers.segmentID(segment), number: Int(clamping: record))
  }

  private func extra(_ bytes: [UInt8]?, _ gathering: inout Gathering) throws -> ItemExtra {
    guard let bytes else { return ItemExtra() }
    var extra = ItemExtra(bytes)
    extra.recipients = try extra.recipients.map { try hash(of: $0, &gathering) }
    return extra
  }

  private func hash(of number: Int64, _ gathering: inout Gathering) throws -> Int64 {
    if number == 0 { return 0 }
    var hash: Int64 = 0
    var party = Party()
    try connection.statement("SELECT hash, phone, lid, user, username, name FROM parties WHERE number = ?").bind(
      1, number
    ).forEach {
      hash = $0.integer(0)
      party = Party(
        phone: $0.optionalText(1), lid: $0.optionalText(2), userID: $0.optionalText(3), username: $0.optionalText(4),
        name: $0.optionalText(5))
      return false
    }
    gathering.parties[hash] = party
    return hash
  }
}
