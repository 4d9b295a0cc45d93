import Records

extension CatalogWriter {
  /// Writes words about sessions, and makes the gaps of those sessions anew from where the words bear on them.
  func writeSessions(_ facts: [SessionFact], moved: [SessionFact]) throws {
    for fact in facts {
      try connection.statement(
        """
        INSERT INTO session_words(id, provider, account, session, at, returns, detail, address)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
      ).bind(1, fact.id).bind(2, fact.scope.provider.rawValue).bind(3, fact.scope.account).bind(4, fact.scope.session)
        .bind(5, fact.at).bind(6, fact.isReturn ? 1 : 0).bind(7, fact.detail).bind(8, fact.address.description).run()
      if connection.changes == 0 { try settleAddress(of: fact) }
    }
    var earliest: [SessionFact.Scope: Int64] = [:]
    for fact in facts + moved { earliest[fact.scope] = min(earliest[fact.scope] ?? fact.at, fact.at) }
    for (scope, at) in earliest { try makeGaps(of: scope, from: at) }
  }

  /// The record of a word was sealed again elsewhere.
  func move(_ fact: SessionFact, from: RecordAddress, to: RecordAddress) throws {
    try connection.statement("UPDATE session_words SET address = ? WHERE id = ? AND address = ?").bind(
      1, to.description
    ).bind(2, fact.id).bind(3, from.description).run()
  }

  /// Of two records of one word the same one is shown, whichever came first.
  private func settleAddress(of fact: SessionFact) throws {
    var old: RecordAddress?
    try connection.statement("SELECT address FROM session_words WHERE id = ?").bind(1, fact.id).forEach { row in
      old = RecordAddress(row.text(0))
      return false
    }
    guard let old, stands(fact.address, before: old) else { return }
    try connection.statement("UPDATE session_words SET address = ? WHERE id = ?").bind(1, fact.address.description)
      .bind(2, fact.id).run()
  }

  /// What was over before the last return before `at` stays as it is.
  private func makeGaps(of scope: SessionFact.Scope, from at: Int64) throws {
    let whose = "provider = ?1 AND account = ?2 AND session = ?3"
    let start =
      try connection.statement("SELECT max(at) FROM session_words WHERE \(whose) AND returns = 1 AND at < ?4").bind(
        1, scope.provider.rawValue
      ).bind(2, scope.account).bind(3, scope.session).bind(4, at).firstInteger() ?? .min
    var words: [SessionFact] = []
    try connection.statement(
      "SELECT id, at, returns, detail, address FROM session_words WHERE \(whose) AND at >= ?4"
    ).bind(1, scope.provider.rawValue).bind(2, scope.account).bind(3, scope.session).bind(4, start).forEach { row in
      guard let address = RecordAddress(row.text(4)) else { return true }
      words.append(
        SessionFact(
          id: row.text(0), scope: scope, at: row.integer(1), isReturn: row.integer(2) != 0, detail: row.text(3),
          address: address))
      return true
    }
    for word in words where !word.isReturn {
      try connection.statement("DELETE FROM gaps WHERE id = ?").bind(1, word.id).run()
    }
    for outage in SessionFact.outages(words) {
      try connection.statement(
        """
        INSERT OR REPLACE INTO gaps(id, reason, detail, provider, account, at, since, until, filled, stands, address)
        VALUES(?, 'session-down', ?, ?, ?, ?, ?, ?, 0, 0, ?)
        """
      ).bind(1, outage.first.id).bind(2, outage.first.detail).bind(3, scope.provider.rawValue).bind(4, scope.account)
        .bind(5, outage.first.at).bind(6, outage.first.at).bind(7, outage.until).bind(
          8, outage.first.address.description
        ).run()
    }
  }
}
