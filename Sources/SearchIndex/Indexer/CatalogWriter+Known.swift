import Records

extension CatalogWriter {
  func writeWaiting(_ work: Work) throws {
    for (target, fact) in work.waiting {
      try connection.statement(
        "INSERT OR IGNORE INTO waiting(target, key, kind, data) VALUES(?, ?, ?, ?)"
      ).bind(1, target.bytes).bind(2, fact.eventKey).bind(3, fact.kind.rawValue).bind(4, fact.encoded).run()
    }
    for (_, fact) in work.arrived {
      for target in fact.targets {
        try connection.statement("DELETE FROM waiting WHERE target = ? AND key = ?").bind(1, target.bytes).bind(
          2, fact.eventKey
        ).run()
      }
    }
  }

  func writeKnown(_ work: Work) throws {
    var deliveries: [UInt8] = []
    for id in work.facts.deliveries { deliveries += HashRuns.delivery(id) }
    try HashRuns(connection: connection, kind: .deliveries).add(deliveries)
    if !work.facts.deliveries.isEmpty {
      try ShardMeta.add(connection, "deliveries", Int64(work.facts.deliveries.count))
    }
    var messages: [UInt8] = []
    for (key, shard) in work.messages {
      let number = UInt16(truncatingIfNeeded: try shardNumber(shard))
      messages += HashRuns.message(key)
      messages.append(UInt8(truncatingIfNeeded: number >> 8))
      messages.append(UInt8(truncatingIfNeeded: number))
    }
    try HashRuns(connection: connection, kind: .messages).add(messages)
  }
}
