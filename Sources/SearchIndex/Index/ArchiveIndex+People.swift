import Records
import Storage

extension ArchiveIndex {
  /// People in an order, from a place on.
  public func people(
    filter: PersonFilter, order: PersonOrder = .messages, after: PersonCursor? = nil, limit: Int = 200
  ) throws -> PersonPage {
    try current().readCatalog { connection in
      var conditions: [String] = []
      var values: [SQLValue] = []
      func bind(_ value: SQLValue) -> String {
        values.append(value)
        return "?\(values.count)"
      }
      let text = PeopleReader.trimmed(filter.text)
      if !text.isEmpty {
        let numbers = try PeopleReader.matching(text, connection)
        conditions.append("e.number IN (" + numbers.sorted().map(String.init).joined(separator: ",") + ")")
      }
      if filter.mergedOnly { conditions.append("e.merged = 1") }
      if filter.flaggedOnly { conditions.append(PersonFlags.condition) }
      if let conversation = filter.conversation {
        conditions.append(
          """
          e.number IN (SELECT p.person FROM conversation_parties m JOIN parties p ON p.hash = m.party
          WHERE m.conversation = (SELECT number FROM conversations WHERE id = \(bind(.text(conversation.text)))))
          """)
      }
      var total: Int64 = -1
      if after == nil {
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let count = try connection.freshStatement("SELECT count(*) FROM people e \(condition)")
        count.bind(all: values)
        total = try count.firstInteger() ?? 0
      }
      let key: String
      switch order {
      case .messages: key = "e.messages"
      case .name: key = "e.folded"
      case .lastSeen: key = "ifnull(e.last, -1)"
      }
      let direction = order == .name ? "ASC" : "DESC"
      if let after, after.order == order {
        let value = bind(order == .name ? .text(after.text) : .integer(after.number))
        conditions.append(
          "(\(key), e.id) \(order == .name ? ">" : "<") (\(value), \(bind(.text(after.id.text))))")
      }
      let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      let wanted = max(1, limit)
      let statement = try connection.freshStatement(
        """
        SELECT \(PeopleReader.columns) FROM people e \(condition)
        ORDER BY \(key) \(direction), e.id \(direction) LIMIT \(wanted + 1)
        """)
      statement.bind(all: values)
      var found = try PeopleReader.rows(statement)
      var next: PersonCursor?
      if found.count > wanted {
        found.removeLast()
        if let last = found.last {
          next = PersonCursor(
            order: order,
            number: order == .messages ? last.line.messages : last.line.lastAt?.milliseconds ?? -1,
            text: order == .name ? last.folded : "", id: last.line.id)
        }
      }
      for index in found.indices {
        found[index].line.flags = try PersonFlags.of(found[index].number, connection)
      }
      return PersonPage(
        people: found.map(\.line), next: next, total: total, coverage: try ArchiveIndex.coverage(connection))
    }
  }

  /// One person by any of its ids; nil when there is none.
  public func person(_ id: PersonID) throws -> PersonDetail? {
    try current().readCatalog { connection -> PersonDetail? in
      guard let row = try PeopleReader.find(id, connection) else { return nil }
      return try PersonReader(number: row.number, line: row.line, connection: connection).detail()
    }
  }

  /// People by an id, a claim's key, a number, a user name, or words of a name; most messages first.
  public func people(named text: String, limit: Int = 20) throws -> [PersonLine] {
    let trimmed = PeopleReader.trimmed(text)
    guard !trimmed.isEmpty else { return [] }
    return try people(filter: PersonFilter(text: trimmed), limit: limit).people
  }

  /// Whom a party in a conversation belongs to; nil when it was never seen.
  public func person(of party: Party, in conversation: ConversationID?) throws -> PersonLine? {
    try current().readCatalog { connection in
      try PeopleReader.number(of: party, in: conversation, connection).flatMap { try PeopleReader.line($0, connection) }
    }
  }

  /// How those are called whom a query names by an id.
  func named(_ ids: [PersonID]) throws -> [SearchPage.Named] {
    guard !ids.isEmpty else { return [] }
    let known = try references(ids)
    return ids.compactMap { id in known[id].map { SearchPage.Named(id: id, person: $0) } }
  }

  /// Everything that some people can be named by.
  public func claimKeys(of people: some Sequence<PersonID>) throws -> Set<ClaimKey> {
    try current().readCatalog { connection in
      var keys: Set<ClaimKey> = []
      for id in people {
        try connection.statement(
          "SELECT key FROM identifiers WHERE person = (SELECT person FROM identifiers WHERE id = ?)"
        ).bind(1, id.text).forEach {
          if let key = ClaimKey($0.text(0)) { keys.insert(key) }
          return true
        }
      }
      return keys
    }
  }

  /// How people are called in a line, by any of their ids; without those whom nobody knows.
  public func references(_ ids: some Sequence<PersonID>) throws -> [PersonID: PersonReference] {
    try current().readCatalog { connection in
      var found: [PersonID: PersonReference] = [:]
      for id in ids where found[id] == nil {
        found[id] = try PeopleReader.find(id, connection)?.line.reference
      }
      return found
    }
  }

  /// The conversations of a person, with what the person sent in each; most messages first.
  ///
  /// Counts the person's messages: for one who wrote hundreds of thousands it takes a while.
  public func conversations(
    of person: PersonID, cancel: CancellationFlag? = nil
  ) throws -> [PersonConversation] {
    let store = try current()
    let query = Query(.term(.from(.person(person))), timeZone: "UTC")
    let searcher = try Searcher(store: store, query: query, newestFirst: true, cancel: cancel)
    var sent: [ConversationID: (messages: Int64, first: Int64, last: Int64)] = [:]
    try searcher.countByConversation { id, messages, first, last in
      let known = sent[id] ?? (0, first, last)
      sent[id] = (known.messages + messages, min(known.first, first), max(known.last, last))
    }
    return try store.readCatalog { connection in
      let parties = try CatalogResolution.parties(.person(person), connection)
      var ids = Set(try CatalogResolution.members(parties, connection))
      ids.formUnion(sent.keys)
      var found: [PersonConversation] = []
      for id in ids {
        try connection.statement(
          "SELECT \(ConversationReader.columns) FROM conversations c LEFT JOIN parties p ON p.hash = c.party WHERE c.id = ?"
        ).bind(1, id.text).forEach {
          let counts = sent[id]
          found.append(
            PersonConversation(
              conversation: try ConversationReader.summary($0, connection), messages: counts?.messages ?? 0,
              firstAt: counts.map { Instant(milliseconds: $0.first) },
              lastAt: counts.map { Instant(milliseconds: $0.last) }))
          return false
        }
      }
      return found.sorted {
        ($0.messages, $1.conversation.id) > ($1.messages, $0.conversation.id)
      }
    }
  }

  /// Every merge and split, newest first.
  public func peopleActs(limit: Int = 1000) throws -> [PersonAct] {
    try current().readCatalog { connection in
      try PersonActs.list("1 ORDER BY at DESC, act DESC LIMIT \(max(1, limit))", [], connection)
    }
  }

  /// One merge or split; nil when there is none of this id.
  public func peopleAct(_ id: ActID) throws -> PersonAct? {
    try current().readCatalog { try PersonActs.list("act = ?1", [.text(id.text)], $0).first }
  }
}
