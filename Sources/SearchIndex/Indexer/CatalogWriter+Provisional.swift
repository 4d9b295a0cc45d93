import Records

extension CatalogWriter {
  /// What a commit changes about records that no ledger lists yet.
  struct ProvisionalWork {
    /// Segments that ledgers list, and how many of their records have been read.
    var settled: [SegmentID: Int] = [:]
    /// Applied with this commit.
    var applied: [RecordAddress] = []
    /// Sealed again elsewhere, and what the record says.
    var moved: [(from: RecordAddress, to: RecordAddress, facts: CatalogFacts)] = []
    /// Events that waited under an address that they have no longer.
    var withdrawn: [(target: ItemKey, fact: LateFact)] = []
  }

  /// Writes records down before any of them is applied.
  func note(_ records: [(address: RecordAddress, digest: RecordDigest)]) throws {
    try connection.write { connection in
      for record in records {
        try connection.statement(
          "INSERT OR REPLACE INTO provisional(segment, record, digest, state) VALUES(?, ?, ?, ?)"
        ).bind(1, record.address.segment.text).bind(2, record.address.number).bind(3, record.digest.bytes).bind(
          4, ProvisionalRecords.State.noted.rawValue
        ).run()
      }
    }
  }

  /// Forgets rows that nothing can refer to any more.
  func forget(_ records: [RecordAddress]) throws {
    guard !records.isEmpty else { return }
    try connection.write { connection in
      for address in records {
        try connection.statement("DELETE FROM provisional WHERE segment = ? AND record = ?").bind(
          1, address.segment.text
        ).bind(2, address.number).run()
      }
    }
  }

  func writeProvisional(_ work: ProvisionalWork) throws {
    for (segment, number) in work.settled {
      try connection.statement("DELETE FROM provisional WHERE segment = ? AND record < ?").bind(1, segment.text).bind(
        2, number
      ).run()
    }
    func set(_ address: RecordAddress, _ state: ProvisionalRecords.State) throws {
      try connection.statement("UPDATE provisional SET state = ? WHERE segment = ? AND record = ?").bind(
        1, state.rawValue
      ).bind(2, address.segment.text).bind(3, address.number).run()
    }
    for address in work.applied { try set(address, .applied) }
    for (from, to, facts) in work.moved {
      try set(from, .superseded)
      for table in ["exceptions", "identities"] {
        try connection.statement("UPDATE OR REPLACE \(table) SET address = ? WHERE address = ?").bind(
          1, to.description
        ).bind(2, from.description).run()
      }
      try moveSightings(from: from, to: to, facts.sightings)
      for gap in facts.gaps {
        try connection.statement("UPDATE gaps SET address = ? WHERE id = ? AND address = ?").bind(1, to.description)
          .bind(2, gap.id).bind(3, from.description).run()
      }
      for fact in facts.sessions { try move(fact, from: from, to: to) }
      for fact in facts.reconciliations { try move(fact, from: from, to: to) }
      for (delivery, _) in facts.homes {
        try connection.statement("UPDATE homes SET address = ? WHERE delivery = ? AND address = ?").bind(
          1, to.description
        ).bind(2, delivery.text).bind(3, from.description).run()
      }
    }
    for (target, fact) in work.withdrawn {
      try connection.statement("DELETE FROM waiting WHERE target = ? AND key = ? AND data = ?").bind(1, target.bytes)
        .bind(2, fact.eventKey).bind(3, fact.encoded).run()
    }
    if let provisional { try ShardMeta.set(connection, "pending", provisional.pending) }
  }

  /// Whether an address stands where another stood: what a ledger lists before what is on its way, then the smaller.
  func stands(_ new: RecordAddress, before old: RecordAddress) -> Bool {
    let first = provisional?.contains(new) ?? false
    let second = provisional?.contains(old) ?? false
    return first == second ? new < old : second
  }
}
