import Records

extension CatalogWriter {
  /// Keeps a new party's identifiers and how its name is written.
  func writeClaims(of party: Party, hash: Int64, scope: ConversationID?) throws {
    for (place, key) in party.keys(in: scope).enumerated() {
      let id = PersonID(key).text
      try connection.statement("INSERT OR IGNORE INTO identifiers(id, key, kind) VALUES(?, ?, ?)").bind(1, id).bind(
        2, key.text
      ).bind(3, ClaimKinds.number(key.kind)).run()
      try connection.statement(
        """
        INSERT INTO party_identifiers(party, place, identifier)
        SELECT ?1, ?2, number FROM identifiers WHERE id = ?3
        """
      ).bind(1, hash).bind(2, place).bind(3, id).run()
    }
    if let name = party.name {
      let shape = NameShape(name)
      try connection.statement(
        "UPDATE parties SET folded = ?, skeleton = ?, oddities = ?, digits = ? WHERE hash = ?"
      ).bind(1, shape.folded).bind(2, shape.skeleton).bind(3, shape.oddities.rawValue).bind(4, shape.digits).bind(
        5, hash
      ).run()
    }
    try markStale(hash, isDeep: true)
  }

  /// Notes that a party's person has to be looked at again; deep where who belongs together may have changed.
  func markStale(_ party: Int64, isDeep: Bool) throws {
    if knownStale[party].map({ $0 || !isDeep }) ?? false { return }
    if knownStale.count > CatalogWriter.remembered { knownStale = [:] }
    try connection.statement(
      "INSERT INTO stale_parties(party, deep) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET deep = max(deep, ?2)"
    ).bind(1, party).bind(2, isDeep ? 1 : 0).run()
    knownStale[party] = isDeep
  }

  /// Says when and by which records parties were seen.
  func writeSightings(_ sightings: Sightings) throws {
    for (key, span) in sightings.spans {
      let place = sightings.place(key)
      let known = try knownSpan(key.party, place)
      var next = span
      if let known {
        let isEarlier =
          span.first < known.first
          || (span.first == known.first && stands(span.firstAddress, before: known.firstAddress))
        let isLater =
          span.last > known.last || (span.last == known.last && stands(span.lastAddress, before: known.lastAddress))
        if !isEarlier, !isLater { continue }
        if !isEarlier { (next.first, next.firstAddress) = (known.first, known.firstAddress) }
        if !isLater { (next.last, next.lastAddress) = (known.last, known.lastAddress) }
      }
      try write(next, of: key.party, place)
      knownSpans[KnownSpan(party: key.party, how: place.how, account: place.account)] = next
      // A number may turn out to be several people's by where it was seen.
      try markStale(key.party, isDeep: known == nil)
    }
  }

  /// What the catalog has of a party's sightings; remembered, as the same few people are seen all the time.
  private func knownSpan(_ party: Int64, _ place: (how: Int64, account: AccountName)) throws -> Sightings.Span? {
    let key = KnownSpan(party: party, how: place.how, account: place.account)
    if let known = knownSpans[key] { return known }
    if knownSpans.count > CatalogWriter.remembered { knownSpans = [:] }
    var known: Sightings.Span?
    try connection.statement(
      """
      SELECT first, first_address, last, last_address FROM sightings
      WHERE party = ? AND how = ? AND provider = ? AND account = ?
      """
    ).bind(1, party).bind(2, place.how).bind(3, place.account.provider).bind(4, place.account.account).forEach {
      if let first = RecordAddress($0.text(1)), let last = RecordAddress($0.text(3)) {
        known = Sightings.Span(first: $0.integer(0), firstAddress: first, last: $0.integer(2), lastAddress: last)
      }
      return false
    }
    return known
  }

  private func write(_ span: Sightings.Span, of party: Int64, _ place: (how: Int64, account: AccountName)) throws {
    try connection.statement(
      """
      INSERT OR REPLACE INTO sightings(party, how, provider, account, first, first_address, last, last_address)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).bind(1, party).bind(2, place.how).bind(3, place.account.provider).bind(4, place.account.account).bind(
      5, span.first
    ).bind(6, span.firstAddress.description).bind(7, span.last).bind(8, span.lastAddress.description).run()
  }

  /// Gives sightings by a record that was sealed again its new address.
  func moveSightings(from: RecordAddress, to: RecordAddress, _ sightings: Sightings) throws {
    knownSpans = [:]
    for key in sightings.spans.keys {
      let place = sightings.place(key)
      for end in ["first", "last"] {
        try connection.statement(
          """
          UPDATE sightings SET \(end)_address = ? WHERE party = ? AND how = ? AND provider = ? AND account = ?
          AND \(end)_address = ?
          """
        ).bind(1, to.description).bind(2, key.party).bind(3, place.how).bind(4, place.account.provider).bind(
          5, place.account.account
        ).bind(6, from.description).run()
      }
    }
    try writeSightings(sightings.moved(to: to))
  }

  /// Keeps a merge or a split, and looks again at whoever it names.
  func writePeopleAct(_ fact: CatalogFacts.ActFact) throws {
    let act = fact.act
    let groups: [[ClaimKey]]
    var undoes: ActID?
    if act.kind == .mergePeople, let merge = PeopleMerge(details: act.details) {
      groups = merge.groups
    } else if act.kind == .splitPeople, let split = PeopleSplit(details: act.details) {
      groups = split.groups
      undoes = split.undoes
    } else {
      return
    }
    var json = CanonicalJSON()
    json.value(.object(act.details))
    try connection.statement(
      """
      INSERT OR IGNORE INTO people_acts(act, kind, at, officer, undoes, details, address) VALUES(?, ?, ?, ?, ?, ?, ?)
      """
    ).bind(1, act.id.text).bind(2, act.kind.rawValue).bind(3, act.doneAt.milliseconds).bind(4, act.officer.text).bind(
      5, undoes?.text
    ).bind(6, String(decoding: json.bytes, as: UTF8.self)).bind(7, fact.address.description).run()
    guard connection.changes > 0 else { return }
    for (side, keys) in groups.enumerated() {
      for key in keys {
        try connection.statement("INSERT OR IGNORE INTO people_act_claims(id, act, side) VALUES(?, ?, ?)").bind(
          1, PersonID(key).text
        ).bind(2, act.id.text).bind(3, side).run()
      }
    }
    var parties: Set<Int64> = []
    for name in [act.id.text, undoes?.text].compactMap({ $0 }) {
      try connection.statement(
        """
        SELECT p.party FROM people_act_claims c JOIN identifiers i ON i.id = c.id
        JOIN party_identifiers p ON p.identifier = i.number WHERE c.act = ?
        """
      ).bind(1, name).forEach {
        parties.insert($0.integer(0))
        return true
      }
    }
    for party in parties { try markStale(party, isDeep: true) }
  }
}
