import Records

extension ShardWriter {
  /// Evaluates holds over what was touched; over the whole shard those that it, or the catalog, did not know before.
  func evaluate(_ holds: [HoldFact], new: Set<HoldID> = [], _ evaluator: any HoldEvaluating) throws {
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
      // Of a batch that died the shard may know the hold, though not all that has come since was asked about it.
      if new.contains(hold.id) { (from, until) = (0, .max) }
      guard let number else { continue }
      if from <= until {
        let added = try evaluator.evaluate(
          hold, number: number, shard: self, rows: from...until, touched: from == 0 && until == .max ? nil : touchedRows
        )
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

  func markHeldConversations(of hold: Int64) throws {
    try connection.statement(
      "SELECT DISTINCT i.conversation FROM held h CROSS JOIN items i ON i.row = h.item WHERE h.hold = ?"
    ).bind(1, hold).forEach {
      changes[$0.integer(0), default: ConversationChange()].messages += 0
      return true
    }
  }
}
