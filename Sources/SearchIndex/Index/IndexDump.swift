import Records

/// Everything that an index says, in one canonical text: two indexes of the same records have the same dump,
/// whatever the order in which the records came.
struct IndexDump {
  let store: IndexStore

  func text() throws -> String {
    var lines: [String] = []
    let shards = try store.readCatalog { connection in
      lines += try rows(
        connection, "conversation",
        """
        SELECT c.id, c.kind, c.provider, c.account, c.key, c.title, c.party, c.messages, c.events, c.gaps, c.held,
        c.first, c.last, hex(c.preview) FROM conversations c
        """)
      lines += try rows(
        connection, "name",
        "SELECT c.id, n.name, n.what, n.last FROM conversation_names n JOIN conversations c ON c.number = n.conversation"
      )
      lines += try rows(
        connection, "member",
        "SELECT c.id, m.party FROM conversation_parties m JOIN conversations c ON c.number = m.conversation")
      lines += try rows(
        connection, "party",
        """
        SELECT hash, phone, reversed, lid, user, username, name,
        (SELECT ifnull(sum(messages), 0) FROM party_shards WHERE party = hash) FROM parties
        """)
      lines += try people(connection)
      lines += try rows(connection, "day", "SELECT day, sum(messages) FROM days GROUP BY day HAVING sum(messages) <> 0")
      for table in [
        "matters", "holds", "releases", "acts", "gaps", "exceptions", "identities", "homes", "reconciliations",
        "session_words",
      ] {
        lines += try rows(connection, table, "SELECT * FROM \(table)")
      }
      lines += try rows(connection, "waiting", "SELECT hex(target), hex(key), hex(data) FROM waiting")
      lines += try rows(
        connection, "held",
        """
        SELECT h.hold, c.id, s.name, h.messages FROM held_shards h JOIN conversations c ON c.number = h.conversation
        JOIN shards s ON s.number = h.shard WHERE h.messages > 0
        """)
      lines += try rows(
        connection, "shard",
        """
        SELECT name, messages, events, receipts, attachments, held FROM shards WHERE messages + events + receipts > 0
        """)
      return try CatalogReader.shardNames(connection).values.sorted()
    }
    for name in shards {
      lines += try store.readShard(name) { try shard(name, $0) }
    }
    return lines.sorted().joined(separator: "\n")
  }

  private func people(_ connection: Connection) throws -> [String] {
    let person = "(SELECT id FROM identifiers WHERE number = x.person)"
    var lines = try rows(
      connection, "claims", "SELECT hash, scope, \(person), shared, folded, skeleton, oddities, digits FROM parties x")
    lines += try rows(connection, "sighting", "SELECT * FROM sightings")
    lines += try rows(connection, "identifier", "SELECT id, key, kind, \(person) FROM identifiers x")
    lines += try rows(
      connection, "party identifier",
      "SELECT x.party, x.place, i.id FROM party_identifiers x JOIN identifiers i ON i.number = x.identifier")
    lines += try rows(
      connection, "person",
      """
      SELECT id, name, folded, phone, numbers, claims, messages, conversations, first, last, merged FROM people
      """)
    for table in ["people_acts", "people_act_claims", "stale_parties"] {
      lines += try rows(connection, table, "SELECT * FROM \(table)")
    }
    return lines
  }

  private func shard(_ name: ShardName, _ connection: Connection) throws -> [String] {
    let item = "printf('%d', i.id) || hex(i.tail)"
    let record = "(SELECT id FROM segments WHERE number = x.segment) || '/' || x.record"
    let party = "(SELECT hash FROM parties WHERE number = x.party)"
    var lines = try rows(
      connection, "\(name) item",
      """
      SELECT \(item), (x.row >> 14) * 1000 + x.fraction, x.sequence,
      (SELECT id FROM conversations WHERE number = x.conversation), (SELECT hash FROM parties WHERE number = x.sender),
      (SELECT hash FROM parties WHERE number = x.recipient), (SELECT account FROM accounts WHERE number = x.account),
      x.bits & 0xFFFFFF, (SELECT name FROM kinds WHERE number = x.bits >> 24), x.lag, \(record), x.text, hex(x.extra)
      FROM items x JOIN items i ON i.row = x.row
      """)
    lines += try rows(
      connection, "\(name) version",
      """
      SELECT \(item), x.origin, x.sent, x.captured, (SELECT hash FROM parties WHERE number = x.sender),
      (SELECT name FROM kinds WHERE number = x.kind), \(record), x.text, hex(x.extra)
      FROM versions x JOIN items i ON i.row = x.item
      """)
    lines += try rows(
      connection, "\(name) receipt",
      "SELECT \(item), x.status, \(party), x.at, x.dated, x.error FROM receipts x JOIN items i ON i.row = x.item")
    lines += try rows(
      connection, "\(name) reaction",
      "SELECT \(item), x.emoji, \(party), x.at FROM reactions x JOIN items i ON i.row = x.item")
    lines += try rows(
      connection, "\(name) mark", "SELECT \(item), x.kind, \(party), x.at FROM marks x JOIN items i ON i.row = x.item")
    lines += try rows(
      connection, "\(name) record",
      "SELECT \(item), x.role, \(record) FROM records x JOIN items i ON i.row = x.item")
    lines += try rows(
      connection, "\(name) held",
      """
      SELECT \(item), o.id, ifnull((SELECT text FROM versions WHERE row = x.doc), i.text)
      FROM held x JOIN items i ON i.row = x.item JOIN holds o ON o.number = x.hold
      """)
    // What the full-text table finds, word by word: the documents of each token.
    lines += try rows(
      connection, "\(name) documents",
      "SELECT (SELECT count(*) FROM words WHERE words MATCH 'keys : c' || number) FROM conversations WHERE id IS NOT NULL"
    )
    .filter { !$0.hasSuffix("\t0") }
    lines += try rows(
      connection, "\(name) tally", "SELECT id, kind, messages, events FROM conversations WHERE messages + events <> 0")
    return lines
  }

  private func rows(_ connection: Connection, _ title: String, _ sql: String) throws -> [String] {
    let statement = try connection.freshStatement(sql)
    var lines: [String] = []
    try statement.forEach { row in
      var parts = [title]
      for column in 0..<row.columnCount { parts.append(row.optionalText(column) ?? "∅") }
      lines.append(parts.joined(separator: "\t"))
      return true
    }
    return lines
  }
}
