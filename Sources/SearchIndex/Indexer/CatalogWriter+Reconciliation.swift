import Records

extension CatalogWriter {
  /// Writes what gateways counted; applying it again changes nothing.
  func writeReconciliations(_ facts: [ReconciliationFact]) throws {
    for fact in facts {
      let statement = try connection.statement(
        """
        INSERT INTO reconciliations(day, id, revision, provider, account, endpoint, received, stored, duplicates,
        messages, gaps, exceptions, dead_letters, address) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
      ).bind(1, fact.day.daysSinceEpoch).bind(2, fact.id).bind(3, fact.revision).bind(4, fact.provider.rawValue)
        .bind(5, fact.account).bind(6, fact.endpoint).bind(14, fact.address.description)
      for (index, count) in fact.counts.enumerated() { statement.bind(Int32(7 + index), count) }
      try statement.run()
      if connection.changes == 0 { try settle(fact) }
    }
  }

  /// Of two records of the same counts the same one is named, whichever came first.
  private func settle(_ fact: ReconciliationFact) throws {
    var old: RecordAddress?
    try connection.statement("SELECT address FROM reconciliations WHERE day = ? AND id = ?").bind(
      1, fact.day.daysSinceEpoch
    ).bind(2, fact.id).forEach { row in
      old = RecordAddress(row.text(0))
      return false
    }
    guard let old, stands(fact.address, before: old) else { return }
    try move(fact, from: old, to: fact.address)
  }

  /// Names the record's other address, after it was sealed elsewhere.
  func move(_ fact: ReconciliationFact, from: RecordAddress, to: RecordAddress) throws {
    try connection.statement("UPDATE reconciliations SET address = ? WHERE day = ? AND id = ? AND address = ?").bind(
      1, to.description
    ).bind(2, fact.day.daysSinceEpoch).bind(3, fact.id).bind(4, from.description).run()
  }
}
