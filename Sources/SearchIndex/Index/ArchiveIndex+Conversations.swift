import Records

extension ArchiveIndex {
  /// Conversations in an order, from a place on.
  public func conversations(
    filter: ConversationFilter = ConversationFilter(), order: ConversationOrder = .newest,
    after: ConversationCursor? = nil, limit: Int = 200
  ) throws -> ConversationPage {
    try current().readCatalog { connection in
      var conditions: [String] = []
      var values: [SQLValue] = []
      func bind(_ value: SQLValue) -> String {
        values.append(value)
        return "?\(values.count)"
      }
      if !filter.text.isEmpty {
        let numbers = try ConversationReader.matching(filter.text, connection)
        conditions.append("c.number IN (" + numbers.sorted().map(String.init).joined(separator: ",") + ")")
      }
      if filter.heldOnly { conditions.append("c.held > 0") }
      if filter.withGapsOnly { conditions.append("c.gaps > 0") }
      if let kind = filter.kind { conditions.append("c.kind = \(ItemBits.rank(kind))") }
      if let matter = filter.matter {
        conditions.append(
          "c.number IN (SELECT conversation FROM matter_shards WHERE matter = \(bind(.text(matter))) AND messages > 0)")
      }
      let key: String
      switch order {
      case .newest: key = "ifnull(c.last, -1)"
      case .messages: key = "c.messages"
      case .title: key = "c.folded"
      }
      let direction = order == .title ? "ASC" : "DESC"
      if let after, after.order == order {
        let place: SQLValue = order == .title ? .text(after.text) : .integer(after.number)
        let value = bind(place)
        let id = bind(.text(after.id.text))
        conditions.append("(\(key), c.id) \(order == .title ? ">" : "<") (\(value), \(id))")
      }
      let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      let wanted = max(1, limit)
      let statement = try connection.freshStatement(
        """
        SELECT \(ConversationReader.columns) FROM conversations c LEFT JOIN parties p ON p.hash = c.party \(condition)
        ORDER BY \(key) \(direction), c.id \(direction) LIMIT \(wanted + 1)
        """)
      statement.bind(all: values)
      var found: [(summary: ConversationSummary, folded: String)] = []
      try statement.forEach {
        found.append((try ConversationReader.summary($0, connection), $0.text(19)))
        return true
      }
      var next: ConversationCursor?
      if found.count > wanted {
        found.removeLast()
        if let last = found.last {
          let number = order == .newest ? last.summary.lastAt?.milliseconds ?? -1 : last.summary.messages
          next = ConversationCursor(
            order: order, number: order == .title ? 0 : number, text: order == .title ? last.folded : "",
            id: last.summary.id)
        }
      }
      return ConversationPage(
        conversations: found.map(\.summary), next: next, coverage: try ArchiveIndex.coverage(connection))
    }
  }

  /// One conversation; nil when there is none of this id.
  public func conversation(_ id: ConversationID) throws -> ConversationSummary? {
    try current().readCatalog { connection in
      var summary: ConversationSummary?
      try connection.statement(
        "SELECT \(ConversationReader.columns) FROM conversations c LEFT JOIN parties p ON p.hash = c.party WHERE c.id = ?"
      ).bind(1, id.text).forEach {
        summary = try ConversationReader.summary($0, connection)
        return false
      }
      return summary
    }
  }

  /// Messages for each day (UTC): of the archive, or of one conversation.
  public func days(
    conversation: ConversationID? = nil, from: CivilDate? = nil, until: CivilDate? = nil
  ) throws -> [DayCount] {
    let store = try current()
    let first = Int64(from?.daysSinceEpoch ?? -4_000_000)
    let last = Int64(until?.daysSinceEpoch ?? 4_000_000)
    var counts: [Int64: Int64] = [:]
    if let conversation {
      for name in try shards(of: conversation, store) {
        try store.readShard(name) { connection in
          // Where every document of the conversation is a message, the full-text table counts alone.
          let isPlain =
            try connection.statement(
              """
              SELECT events = 0 AND NOT EXISTS (SELECT 1 FROM versions) FROM conversations WHERE id = ?
              """
            ).bind(1, conversation.text).firstInteger() == 1
          try connection.statement(
            isPlain
              ? """
              SELECT ((rowid >> 14) + ?2) / 86400, count(*) FROM words
              WHERE words MATCH (SELECT 'keys : c' || number FROM conversations WHERE id = ?1) GROUP BY 1
              """
              : """
              SELECT ((i.row >> 14) + ?2) / 86400, count(*) FROM words w CROSS JOIN items i ON i.row = w.rowid
              WHERE words MATCH (SELECT 'keys : c' || number FROM conversations WHERE id = ?1) AND i.bits & 15 = 0
              GROUP BY 1
              """
          ).bind(1, conversation.text).bind(2, name.startSeconds).forEach {
            if (first...last).contains($0.integer(0)) { counts[$0.integer(0), default: 0] += $0.integer(1) }
            return true
          }
        }
      }
    } else {
      try store.readCatalog { connection in
        try connection.statement("SELECT day, sum(messages) FROM days WHERE day BETWEEN ? AND ? GROUP BY day").bind(
          1, first
        ).bind(2, last).forEach {
          if $0.integer(1) > 0 { counts[$0.integer(0)] = $0.integer(1) }
          return true
        }
      }
    }
    return counts.keys.sorted().map { DayCount(day: CivilDate(daysSinceEpoch: Int($0)), messages: counts[$0] ?? 0) }
  }

  /// The shards in which a conversation has items, oldest first.
  func shards(of conversation: ConversationID, _ store: IndexStore) throws -> [ShardName] {
    try store.readCatalog { connection in
      var names: [ShardName] = []
      try connection.statement(
        """
        SELECT h.name FROM conversation_shards s JOIN conversations c ON c.number = s.conversation
        JOIN shards h ON h.number = s.shard WHERE c.id = ? AND s.messages + s.events > 0
        """
      ).bind(1, conversation.text).forEach {
        if let name = ShardName($0.text(0)) { names.append(name) }
        return true
      }
      return names.sorted()
    }
  }

  // MARK: - People

  /// People by the beginnings of their names' words, or by a part of their number; most messages first.
  public func people(matching text: String = "", limit: Int = 200) throws -> [PersonSummary] {
    try current().readCatalog { connection in
      var hashes: [Int64]?
      if !text.isEmpty {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let isNumber = text.allSatisfy { ($0.isASCII && $0.isNumber) || " +-()*./".contains($0) }
        let pattern: PersonPattern =
          isNumber && !digits.isEmpty
          ? .phone(text.hasPrefix("*") ? .suffix(digits) : .prefix(digits)) : .name(text, isPrefix: true)
        hashes = try CatalogResolution.parties(pattern, connection)
      }
      let condition = hashes.map { "WHERE p.hash IN (" + $0.map(String.init).joined(separator: ",") + ")" } ?? ""
      return try ArchiveIndex.people(connection, condition, limit)
    }
  }

  /// Everybody who was seen in a conversation.
  public func participants(of conversation: ConversationID) throws -> [PersonSummary] {
    try current().readCatalog { connection in
      let number =
        try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(1, conversation.text)
        .firstInteger() ?? -1
      return try ArchiveIndex.people(
        connection, "WHERE p.hash IN (SELECT party FROM conversation_parties WHERE conversation = \(number))", 5000)
    }
  }

  private static func people(_ connection: Connection, _ condition: String, _ limit: Int) throws -> [PersonSummary] {
    var people: [PersonSummary] = []
    try connection.freshStatement(
      """
      SELECT p.phone, p.lid, p.user, p.username, p.name,
      (SELECT ifnull(sum(messages), 0) FROM party_shards s WHERE s.party = p.hash) AS total,
      (SELECT count(*) FROM conversation_parties c WHERE c.party = p.hash),
      (SELECT min(h.first) FROM party_shards s JOIN shards h ON h.number = s.shard
        WHERE s.party = p.hash AND s.messages > 0),
      (SELECT max(h.last) FROM party_shards s JOIN shards h ON h.number = s.shard
        WHERE s.party = p.hash AND s.messages > 0)
      FROM parties p \(condition) ORDER BY total DESC, p.hash LIMIT \(max(1, limit))
      """
    ).forEach {
      people.append(
        PersonSummary(
          claims: Party(
            phone: $0.optionalText(0), lid: $0.optionalText(1), userID: $0.optionalText(2),
            username: $0.optionalText(3), name: $0.optionalText(4)), messages: $0.integer(5),
          conversations: $0.integer(6), firstAt: $0.optionalInteger(7).map(Instant.init(milliseconds:)),
          lastAt: $0.optionalInteger(8).map(Instant.init(milliseconds:))))
      return true
    }
    return people
  }

  /// Evidence that two sets of claims are one person, newest first.
  public func identityClaims(limit: Int = 1000) throws -> [IdentityClaim] {
    try current().readCatalog { connection in
      var claims: [IdentityClaim] = []
      try connection.statement(
        "SELECT reason, previous, current, at, address FROM identities ORDER BY at DESC, address LIMIT ?"
      ).bind(1, limit).forEach {
        guard let record = RecordAddress($0.text(4)) else { return true }
        claims.append(
          IdentityClaim(
            reason: $0.text(0),
            previous: try $0.optionalInteger(1).flatMap { try ConversationReader.party($0, connection) },
            current: try ConversationReader.party($0.integer(2), connection) ?? Party(),
            at: Instant(milliseconds: $0.integer(3)), record: record))
        return true
      }
      return claims
    }
  }
}
