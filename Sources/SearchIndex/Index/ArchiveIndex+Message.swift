import Records

extension ArchiveIndex {
  /// Everything known about a message; nil when the archive does not have it.
  ///
  /// The sealed records are opened: what is shown is what was sealed, not only what the index says.
  public func message(_ id: MessageID) throws -> MessageDetail? {
    let store = try current()
    let key = ItemKey(id)
    let homes = try homes(of: key, store)
    for (index, name) in homes.enumerated() {
      let parts = try store.readShard(name) { connection in
        try DetailReader(ItemReader(name: name, connection: connection)).read(key)
      }
      guard var parts else { continue }
      for other in homes[(index + 1)...] {
        parts.others += try store.readShard(other) { connection in
          try DetailReader(ItemReader(name: other, connection: connection)).read(key)?.records ?? []
        }
      }
      return try detail(parts, key: key, store: store)
    }
    return nil
  }

  private func detail(_ parts: DetailReader.Parts, key: ItemKey, store: IndexStore) throws -> MessageDetail {
    var item = parts.item
    let first = try? event(at: item.record)
    var exceptions: [String] = []
    var title = ""
    var kind = ConversationReference.Kind.unknown
    var homeOfDelivery: RecordAddress?
    try store.readCatalog { connection in
      try connection.statement("SELECT title, kind FROM conversations WHERE id = ?").bind(1, item.conversation.text)
        .forEach {
          title = $0.text(0)
          kind = ItemBits.conversationKind($0.integer(1))
          return false
        }
      try connection.statement("SELECT detail FROM exceptions WHERE message = ? ORDER BY at, address").bind(
        1, key.messageID.text
      ).forEach {
        exceptions.append($0.text(0))
        return true
      }
      if let first {
        try connection.statement("SELECT address FROM homes WHERE delivery = ?").bind(1, first.delivery.text).forEach {
          homeOfDelivery = RecordAddress($0.text(0))
          return false
        }
      }
    }
    if !parts.others.isEmpty {
      exceptions.append("readings of this id stand in other months too: their times differ")
      item.hasConflict = true
    }
    if first == nil { exceptions.append("the sealed record of the message cannot be opened") }
    exceptions += first?.event.notes ?? []
    let delivery = try first.flatMap { try deliveryRecord(of: $0, near: item.record, home: homeOfDelivery) }
    var provenance: [MessageDetail.Provenance] = []
    for (role, address) in parts.records + parts.others {
      let record = try? event(at: address)
      provenance.append(
        MessageDetail.Provenance(
          role: role, record: address, delivery: record?.delivery ?? DeliveryID(suffix: "unreadable"),
          part: record?.part ?? "", capturedAt: record?.capturedAt ?? Instant(milliseconds: 0),
          reader: record?.reader ?? ""))
    }
    provenance.sort { ($0.capturedAt, $0.record) < ($1.capturedAt, $1.record) }
    let replied = try reply(to: parts.replyTargets, store)
    if let replied {
      item.reply = TimelineItem.Reply(
        message: replied.messageID, sender: replied.sender, quoted: item.reply?.quoted ?? replied.text)
    }
    return MessageDetail(
      item: item, conversationTitle: title, conversationKind: kind,
      account: parts.account.account, session: first?.event.session,
      providerMessageID: first?.event.providerMessageID, recipients: first?.event.recipients ?? [],
      capturedAt: parts.capturedAt, versions: try parts.versions.map { try version($0) }, receipts: parts.receipts,
      reactions: parts.reactions, revocations: parts.revocations.map { revocation($0) }, replyTo: replied,
      provenance: provenance,
      authenticity: delivery?.authenticity, source: delivery?.source, exceptions: exceptions,
      event: first?.event
        ?? MessageEvent(.message, provider: item.provider, account: parts.account.account, messageID: key.messageID),
      coverage: try coverage(store))
  }

  /// The version with its content as it was sealed; what the index has where the record does not open.
  private func version(_ version: MessageDetail.Version) throws -> MessageDetail.Version {
    var version = version
    if let content = (try? event(at: version.record))?.event.content { version.content = content }
    return version
  }

  /// The deletion with what only its sealed record says: whether its time is the provider's, and whether it is sure.
  private func revocation(_ revocation: MessageDetail.Revocation) -> MessageDetail.Revocation {
    guard let event = (try? event(at: revocation.record))?.event else { return revocation }
    var revocation = revocation
    revocation.isDated = event.sentAt == revocation.at
    revocation.isUncertain = event.isUncertain
    return revocation
  }

  private func reply(to targets: [ItemKey], _ store: IndexStore) throws -> TimelineItem? {
    for target in targets {
      for name in try homes(of: target, store) {
        let found = try store.readShard(name) { connection -> TimelineItem? in
          let reader = ItemReader(name: name, connection: connection)
          return try reader.find(target).map { try reader.item($0) }
        }
        if let found { return found }
      }
    }
    return nil
  }

  /// The delivery that a message was read from, opened from the vault; nil when it cannot be found.
  public func delivery(behind detail: MessageDetail) throws -> Delivery? {
    guard let first = try? event(at: detail.item.record) else { return nil }
    var home: RecordAddress?
    try current().readCatalog { connection in
      try connection.statement("SELECT address FROM homes WHERE delivery = ?").bind(1, first.delivery.text).forEach {
        home = RecordAddress($0.text(0))
        return false
      }
    }
    return try deliveryRecord(of: first, near: detail.item.record, home: home)
  }

  /// The event in a sealed record.
  public func event(at address: RecordAddress) throws -> EventRecord {
    guard case .event(let record) = try Record.decode(try source.record(at: address)) else {
      throw SearchIndexError(.notFound, "the record \(address) is no event")
    }
    return record
  }

  /// The delivery that an event was read from: at its known home, else beside the event in its segment.
  public func deliveryRecord(
    of record: EventRecord, near address: RecordAddress, home: RecordAddress? = nil
  ) throws -> Delivery? {
    func delivery(_ address: RecordAddress) -> Delivery? {
      guard let bytes = try? source.record(at: address), case .delivery(let delivery)? = try? Record.decode(bytes),
        delivery.id == record.delivery
      else { return nil }
      return delivery
    }
    if let home { return delivery(home) }
    // An import seals the events of a delivery first and the delivery last, a gateway the other way round.
    for distance in 1...64 {
      for number in [address.number + distance, address.number - distance] where number >= 0 {
        if let found = delivery(RecordAddress(segment: address.segment, number: number)) { return found }
      }
    }
    return nil
  }

  // MARK: - What is known already

  /// Whether a delivery has been applied.
  public func contains(delivery: DeliveryID) throws -> Bool {
    try current().readCatalog {
      try HashRuns(connection: $0, kind: .deliveries).contains(HashRuns.delivery(delivery))
    }
  }

  /// Whether a message has been applied.
  public func contains(message: MessageID) throws -> Bool {
    let key = ItemKey(message)
    let store = try current()
    let shards = try store.readCatalog {
      try CatalogReader.shards(of: key, names: CatalogReader.shardNames($0), $0)
    }
    // The catalog knows eight bytes of the id; the shard knows all of it.
    for name in shards {
      if try store.readShard(name, { try ItemReader(name: name, connection: $0).find(key) != nil }) { return true }
    }
    return false
  }
}
