import Records

extension CatalogWriter {
  func writeWaiting(_ work: Work) throws {
    for (target, fact) in work.waiting {
      try connection.statement(
        "INSERT OR IGNORE INTO waiting(target, key, kind, data) VALUES(?, ?, ?, ?)"
      ).bind(1, target.bytes).bind(2, fact.eventKey).bind(3, fact.kind.rawValue).bind(4, fact.encoded).run()
      if connection.changes == 0 { try settleWaiting(target, fact) }
    }
    for (_, fact) in work.arrived {
      for target in fact.targets {
        try connection.statement("DELETE FROM waiting WHERE target = ? AND key = ?").bind(1, target.bytes).bind(
          2, fact.eventKey
        ).run()
      }
    }
    try writeUnseenDeletions(work)
  }

  /// Keeps a gap for each message of which only a deletion has come; it goes when the message comes.
  ///
  /// Made anew from what waits, so that it is the same whatever the order of arrival.
  private func writeUnseenDeletions(_ work: Work) throws {
    var touched: Set<ItemKey> = []
    for (_, fact) in work.waiting + work.arrived + work.provisional.withdrawn where fact.kind == .revoke {
      if fact.makesStub, let first = fact.targets.first { touched.insert(first) }
    }
    for key in touched.sorted() {
      let id = "d-" + key.suffix
      try connection.statement("DELETE FROM gaps WHERE id = ?").bind(1, id).run()
      let tellings = try CatalogReader.waiting(for: key, connection).filter {
        $0.kind == .revoke && $0.makesStub && $0.targets.first == key
      }
      let standing = tellings.min { ($0.place.at, $0.address) < ($1.place.at, $1.address) }
      guard let standing else { continue }
      try connection.statement(
        """
        INSERT INTO gaps(id, reason, detail, conversation, message, provider, at, since, until, filled, address, stands,
        account) VALUES(?, 'deleted-unseen', ?, ?, NULL, ?, ?, NULL, NULL, 0, ?, 0, ?)
        """
      ).bind(1, id).bind(2, standing.text ?? "").bind(3, standing.conversation?.text).bind(
        4, standing.account.provider
      ).bind(5, standing.place.at).bind(6, standing.address.description).bind(7, standing.account.account).run()
    }
  }

  /// Of two records that say the same of a message that is not there, the same one waits, whichever came first.
  private func settleWaiting(_ target: ItemKey, _ fact: LateFact) throws {
    var old: LateFact?
    try connection.statement("SELECT data FROM waiting WHERE target = ? AND key = ?").bind(1, target.bytes).bind(
      2, fact.eventKey
    ).forEach {
      old = LateFact(encoded: $0.bytes(0))
      return false
    }
    guard let old, stands(fact.address, before: old.address) else { return }
    try connection.statement("UPDATE waiting SET data = ? WHERE target = ? AND key = ?").bind(1, fact.encoded).bind(
      2, target.bytes
    ).bind(3, fact.eventKey).run()
  }

  func writeKnown(_ work: Work) throws {
    var deliveries: [UInt8] = []
    for id in work.facts.deliveries { deliveries += HashRuns.delivery(id) }
    try HashRuns(connection: connection, kind: .deliveries).add(deliveries)
    if !work.facts.deliveries.isEmpty {
      try ShardMeta.add(connection, "deliveries", work.newDeliveries ?? Int64(work.facts.deliveries.count))
    }
    try addMessages(work.messages)
  }

  /// Says in advance that a shard will have messages: before another shard lets go of them.
  func foresee(_ messages: [(key: ItemKey, shard: ShardName)]) throws {
    do {
      try connection.write { _ in try addMessages(messages) }
    } catch {
      shardNumbers = [:]
      throw error
    }
  }

  private func addMessages(_ known: [(key: ItemKey, shard: ShardName)]) throws {
    var messages: [UInt8] = []
    for (key, shard) in known {
      let number = UInt16(truncatingIfNeeded: try shardNumber(shard))
      messages += HashRuns.message(key)
      messages.append(UInt8(truncatingIfNeeded: number >> 8))
      messages.append(UInt8(truncatingIfNeeded: number))
    }
    try HashRuns(connection: connection, kind: .messages).add(messages)
  }
}
