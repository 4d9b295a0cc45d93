import Records

extension CatalogWriter {
  func writeOutcomes(_ outcomes: [ShardOutcome]) throws {
    for outcome in outcomes {
      let shard = try shardNumber(outcome.shard)
      let totals = outcome.totals
      try connection.statement(
        """
        UPDATE shards SET generation = ?, messages = ?, events = ?, receipts = ?, attachments = ?, held = ?, first = ?,
        last = ? WHERE number = ?
        """
      ).bind(1, totals.generation).bind(2, totals.messages).bind(3, totals.events).bind(4, totals.receipts).bind(
        5, totals.attachments
      ).bind(6, totals.held).bind(7, totals.first).bind(8, totals.last).bind(9, shard).run()
      for (id, state) in outcome.conversations {
        guard let conversation = try conversationNumber(id) else { continue }
        try connection.statement(
          """
          INSERT OR REPLACE INTO conversation_shards(conversation, shard, messages, events, held, first, last, preview)
          VALUES(?, ?, ?, ?, ?, ?, ?, ?)
          """
        ).bind(1, conversation).bind(2, shard).bind(3, state.messages).bind(4, state.events).bind(5, state.held).bind(
          6, state.first
        ).bind(7, state.last).bind(8, state.preview).run()
        try connection.statement("DELETE FROM held_shards WHERE conversation = ? AND shard = ?").bind(1, conversation)
          .bind(2, shard).run()
        for (hold, messages) in state.heldByHold {
          try connection.statement("INSERT OR REPLACE INTO held_shards VALUES(?, ?, ?, ?)").bind(1, hold).bind(
            2, conversation
          ).bind(3, shard).bind(4, messages).run()
        }
        try connection.statement("DELETE FROM matter_shards WHERE conversation = ? AND shard = ?").bind(
          1, conversation
        ).bind(2, shard).run()
        for (matter, messages) in state.heldByMatter {
          try connection.statement("INSERT OR REPLACE INTO matter_shards VALUES(?, ?, ?, ?)").bind(1, matter).bind(
            2, conversation
          ).bind(3, shard).bind(4, messages).run()
        }
      }
      for (party, messages) in outcome.parties {
        try connection.statement("INSERT OR REPLACE INTO party_shards(party, shard, messages) VALUES(?, ?, ?)").bind(
          1, party
        ).bind(2, shard).bind(3, messages).run()
        try markStale(party, isDeep: false)
      }
      for (day, messages) in outcome.days {
        try connection.statement("INSERT OR REPLACE INTO days(day, shard, messages) VALUES(?, ?, ?)").bind(1, day).bind(
          2, shard
        ).bind(3, messages).run()
      }
      try writeExceptions(outcome.exceptions)
    }
  }

  func writeExceptions(_ exceptions: [CatalogFacts.ExceptionFact]) throws {
    for fact in exceptions {
      try connection.statement(
        """
        INSERT OR IGNORE INTO exceptions(address, code, detail, conversation, message, at) VALUES(?, ?, ?, ?, ?, ?)
        """
      ).bind(1, fact.address.description).bind(2, fact.code).bind(3, fact.detail).bind(4, fact.conversation?.text)
        .bind(5, fact.message?.text).bind(6, fact.at).run()
    }
  }

  func writeGaps(_ work: Work) throws {
    for fact in work.facts.gaps {
      try connection.statement(
        """
        INSERT INTO gaps(id, reason, detail, conversation, message, provider, at, since, until, filled, address, stands,
        account) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING
        """
      ).bind(1, fact.id).bind(2, fact.gap.reason).bind(3, fact.gap.detail).bind(4, fact.conversation?.text).bind(
        5, fact.message?.text
      ).bind(6, fact.provider.rawValue).bind(7, fact.at).bind(8, fact.gap.from?.milliseconds).bind(
        9, fact.gap.until?.milliseconds
      ).bind(10, fact.address.description).bind(11, fact.stands ? 1 : 0).bind(12, fact.account).run()
      if connection.changes == 0 { try settleGap(fact) }
    }
    for key in work.readable {
      try connection.statement("UPDATE gaps SET filled = 1 WHERE message = ? AND stands = 0").bind(
        1, key.messageID.text
      ).run()
    }
    for key in work.filed {
      try connection.statement("UPDATE gaps SET filled = 1 WHERE message = ? AND reason LIKE 'media-%'").bind(
        1, key.messageID.text
      ).run()
    }
    try writeSessions(work.facts.sessions, moved: work.provisional.moved.flatMap(\.facts.sessions))
    try writeReconciliations(work.facts.reconciliations)
    try writeExceptions(work.facts.exceptions)
    for fact in work.facts.identities {
      try connection.statement(
        "INSERT OR IGNORE INTO identities(address, reason, previous, current, at) VALUES(?, ?, ?, ?, ?)"
      ).bind(1, fact.address.description).bind(2, fact.change.reason).bind(
        3, fact.previous == 0 ? nil : fact.previous
      ).bind(4, fact.current).bind(5, fact.at).run()
      if fact.previous != 0 { try markStale(fact.previous, isDeep: true) }
    }
  }

  /// Of two records of one gap the same one is shown, whichever came first.
  private func settleGap(_ fact: CatalogFacts.GapFact) throws {
    if let until = fact.gap.until?.milliseconds {
      // A gap that was open ends; of several ends the latest stands.
      try connection.statement(
        "UPDATE gaps SET until = ?2, detail = ?3 WHERE id = ?1 AND (until IS NULL OR until < ?2)"
      ).bind(1, fact.id).bind(2, until).bind(3, fact.gap.detail).run()
    }
    if let since = fact.gap.from?.milliseconds {
      // Of several gateways that saw it one saw it first.
      try connection.statement("UPDATE gaps SET since = ?2 WHERE id = ?1 AND since > ?2").bind(1, fact.id).bind(
        2, since
      ).run()
    }
    var old: (at: Int64, address: RecordAddress)?
    try connection.statement("SELECT at, address FROM gaps WHERE id = ?").bind(1, fact.id).forEach { row in
      old = RecordAddress(row.text(1)).map { (row.integer(0), $0) }
      return false
    }
    guard let old, stands(fact.address, before: old.address) else { return }
    try connection.statement("UPDATE gaps SET at = ?, address = ? WHERE id = ?").bind(1, fact.at).bind(
      2, fact.address.description
    ).bind(3, fact.id).run()
  }
}
