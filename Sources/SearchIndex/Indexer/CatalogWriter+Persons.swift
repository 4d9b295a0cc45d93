import Records
import Storage

extension CatalogWriter {
  /// How many parties are looked at again in one transaction.
  private static let peopleBatch = 2000

  /// Whether anybody has to be looked at again.
  func hasStalePeople() throws -> Bool {
    try connection.use { try $0.statement("SELECT 1 FROM stale_parties LIMIT 1").firstInteger() == 1 }
  }

  /// Brings people up to date with their claims; says whether anybody came to others or left them.
  ///
  /// What is marked stays marked until the same transaction that brings it up to date, so dying here loses nothing.
  func refreshPeople(cancel: CancellationFlag? = nil, committed: () -> Void = {}) throws -> Bool {
    var changed = false
    while try hasStalePeople() {
      if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "indexing was cancelled") }
      knownStale = [:]
      let moved = try connection.write { _ in
        let moved = try refreshSomePeople()
        // Until then some holds may lack messages, whoever goes on from here.
        if moved { try ShardMeta.set(connection, "sweep", 2) }
        return moved
      }
      changed = changed || moved
      committed()
    }
    return changed
  }

  private func refreshSomePeople() throws -> Bool {
    var deep: Set<Int64> = []
    var all: [Int64] = []
    try connection.statement("SELECT party, deep FROM stale_parties ORDER BY party LIMIT ?").bind(
      1, CatalogWriter.peopleBatch
    ).forEach {
      all.append($0.integer(0))
      if $0.integer(1) != 0 { deep.insert($0.integer(0)) }
      return true
    }
    var done: Set<Int64> = []
    var people: Set<Int64> = []
    var merged: Set<Int64> = []
    var unmerged: Set<Int64> = []
    var moved = false
    for party in all {
      if deep.contains(party), !done.contains(party) {
        let graph = try PeopleGraph(parties: [party], connection)
        let answer = graph.people()
        for (node, person) in answer.person {
          try connection.statement("UPDATE identifiers SET person = ?1 WHERE number = ?2 AND person IS NOT ?1").bind(
            1, person
          ).bind(2, node).run()
        }
        for (hash, claims) in graph.parties {
          done.insert(hash)
          guard let first = claims.identifiers.first, let person = answer.person[first] else { continue }
          let old = try connection.statement("SELECT person FROM parties WHERE hash = ?").bind(1, hash).firstInteger()
          people.insert(person)
          if let old, old != person { people.insert(old) }
          // Those who have come together and apart again since the last time are where they were, and held all the same.
          if old != nil && old != person || graph.parties.count > 1 { moved = true }
          if old == person { continue }
          try connection.statement("UPDATE parties SET person = ? WHERE hash = ?").bind(1, person).bind(2, hash).run()
        }
        merged.formUnion(answer.merged)
        unmerged.formUnion(Set(answer.person.values).subtracting(answer.merged))
      } else if !deep.contains(party),
        let person = try connection.statement("SELECT person FROM parties WHERE hash = ?").bind(1, party).firstInteger()
      {
        people.insert(person)
      }
    }
    for person in people { try summarisePerson(person) }
    for person in merged { try setMerged(person, true) }
    for person in unmerged { try setMerged(person, false) }
    for party in Set(all).union(done) {
      try connection.statement("DELETE FROM stale_parties WHERE party = ?").bind(1, party).run()
    }
    return moved
  }

  private func setMerged(_ person: Int64, _ isMerged: Bool) throws {
    try connection.statement("UPDATE people SET merged = ?1 WHERE number = ?2 AND merged <> ?1").bind(
      1, isMerged ? 1 : 0
    ).bind(2, person).run()
  }

  /// Brings a person's line in the list up to date with its parties.
  private func summarisePerson(_ person: Int64) throws {
    var facts: (parties: Int64, numbers: Int64, claims: Int64) = (0, 0, 0)
    try connection.statement(
      """
      SELECT count(*), count(DISTINCT phone), count(DISTINCT phone) + count(DISTINCT lid) + count(DISTINCT user)
      + count(DISTINCT username) + count(DISTINCT name) FROM parties WHERE person = ?
      """
    ).bind(1, person).forEach {
      facts = ($0.integer(0), $0.integer(1), $0.integer(2))
      return false
    }
    guard facts.parties > 0 else {
      try connection.statement("DELETE FROM people WHERE number = ?").bind(1, person).run()
      return
    }
    try connection.statement("UPDATE parties SET shared = ?1 WHERE person = ?2 AND shared <> ?1").bind(
      1, facts.parties > 1 ? 1 : 0
    ).bind(2, person).run()
    let name = try PersonNaming.name(of: person, connection)
    try connection.statement(
      """
      INSERT INTO people(number, id, name, folded, phone, numbers, claims, messages, conversations, first, last, merged)
      SELECT ?1, (SELECT id FROM identifiers WHERE number = ?1), ?2, ?3, ?4, ?5, ?6,
      (SELECT ifnull(sum(s.messages), 0) FROM parties p JOIN party_shards s ON s.party = p.hash WHERE p.person = ?1),
      (SELECT count(DISTINCT m.conversation) FROM parties p JOIN conversation_parties m ON m.party = p.hash
        WHERE p.person = ?1),
      (SELECT min(s.first) FROM parties p JOIN sightings s ON s.party = p.hash WHERE p.person = ?1),
      (SELECT max(s.last) FROM parties p JOIN sightings s ON s.party = p.hash WHERE p.person = ?1), 0
      WHERE true
      ON CONFLICT(number) DO UPDATE SET name = excluded.name, folded = excluded.folded, phone = excluded.phone,
      numbers = excluded.numbers, claims = excluded.claims, messages = excluded.messages,
      conversations = excluded.conversations, first = excluded.first, last = excluded.last
      """
    ).bind(1, person).bind(2, name.text).bind(3, name.folded).bind(4, name.phone).bind(5, facts.numbers).bind(
      6, facts.claims
    ).run()
  }
}

/// How a person is called in a list.
enum PersonNaming {
  /// The name in an address book, else the name seen last, else the number, user name or id.
  static func name(
    of person: Int64, _ connection: Connection
  ) throws -> (text: String, folded: String, phone: String?) {
    func first(_ column: String, _ order: String = "") throws -> String? {
      var found: String?
      try connection.statement(
        """
        SELECT p.\(column) FROM parties p JOIN sightings s ON s.party = p.hash
        WHERE p.person = ? AND p.\(column) <> '' ORDER BY \(order)s.last DESC, p.\(column) LIMIT 1
        """
      ).bind(1, person).forEach {
        found = $0.text(0)
        return false
      }
      return found
    }
    let phone = try first("phone")
    var text = try first("name", "s.how = 1 DESC, ")
    if text == nil { text = try phone.map { "+" + $0 } ?? first("username").map { "@" + ClaimKey.username($0) } }
    if text == nil { text = try first("user") ?? first("lid") }
    let name = text ?? "?"
    let folded = NameShape(name).folded
    return (name, folded.isEmpty ? name : folded, phone)
  }
}
