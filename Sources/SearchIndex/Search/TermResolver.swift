import Records

/// Turns patterns about people and conversations into the numbers of one shard.
protocol TermResolver {
  /// The shard's numbers of the parties that fit.
  func parties(_ pattern: PersonPattern) throws -> [Int64]
  /// The shard's numbers of the conversations that somebody who fits takes part in; nil when too many people fit.
  func conversations(with pattern: PersonPattern) throws -> [Int64]?
  /// Those of them in which messages carry no token of their sender.
  func plainConversations(with pattern: PersonPattern) throws -> [Int64]?
  /// The shard's numbers of the conversations whose counterpart fits, or whose title fits a name.
  func conversations(to pattern: PersonPattern) throws -> [Int64]
  /// The shard's numbers of the conversations that fit.
  func conversations(_ pattern: ConversationPattern) throws -> [Int64]
  /// The shard's number of a kind of content.
  func kind(_ name: String) throws -> Int64?
  /// The shard's database.
  var connection: Connection { get }
}

extension TermResolver {
  /// Between which rows messages lie of which another reading names a time within limits; nil for none.
  func rowsOfOtherReadings(from: Instant?, until: Instant?) throws -> (lowest: Int64, highest: Int64)? {
    var rows: (Int64, Int64)?
    try connection.statement(
      """
      SELECT min(item), max(item) FROM (
      SELECT item FROM versions WHERE origin = 1 AND ifnull(sent, captured) >= ?1 AND ifnull(sent, captured) < ?2
      UNION ALL SELECT item FROM records WHERE at IS NOT NULL AND at >= ?1 AND at < ?2)
      """
    ).bind(1, from?.milliseconds ?? .min).bind(2, until?.milliseconds ?? .max).forEach {
      if let lowest = $0.optionalInteger(0), let highest = $0.optionalInteger(1) { rows = (lowest, highest) }
      return false
    }
    return rows
  }
}

/// The people and conversations that patterns mean, found once in the catalog for all shards of a query.
struct CatalogResolution: Sendable {
  var parties: [PersonPattern: [Int64]] = [:]
  var with: [PersonPattern: [ConversationID]] = [:]
  var to: [PersonPattern: [ConversationID]] = [:]
  var conversations: [ConversationPattern: [ConversationID]] = [:]

  /// The most people or conversations that are looked at.
  static let limit = 100_000
  /// The most people whose conversations are listed.
  static let memberLimit = 3000

  init(_ query: Query, _ connection: Connection) throws {
    for term in query.terms {
      switch term {
      case .from(let pattern), .with(let pattern): try addPeople(pattern, connection)
      case .to(let pattern): try addTo(pattern, connection)
      case .phone(let pattern): try addTo(.phone(pattern), connection)
      case .conversation(let pattern):
        if conversations[pattern] == nil {
          conversations[pattern] = try CatalogResolution.conversations(pattern, connection)
        }
      default: break
      }
    }
  }

  private mutating func addPeople(_ pattern: PersonPattern, _ connection: Connection) throws {
    guard parties[pattern] == nil else { return }
    let found = try CatalogResolution.parties(pattern, connection)
    parties[pattern] = found
    if found.count <= CatalogResolution.memberLimit {
      with[pattern] = try CatalogResolution.members(found, connection)
    }
  }

  private mutating func addTo(_ pattern: PersonPattern, _ connection: Connection) throws {
    try addPeople(pattern, connection)
    if to[pattern] == nil {
      to[pattern] = try CatalogResolution.counterparts(pattern, parties[pattern] ?? [], connection)
    }
  }

  // MARK: Look-ups

  /// All words of a name, in any order: phrases do not exist at detail=none.
  static func nameMatch(_ text: String, isPrefix: Bool, everyWord: Bool = false) -> String? {
    let tokens = Tokenizer.tokens(text, isQuery: true).filter { !$0.isSynonym }
    guard !tokens.isEmpty else { return nil }
    return tokens.enumerated().map { index, token in
      "\"" + token.text.replacing("\"", with: "\"\"") + "\""
        + (isPrefix && (everyWord || index == tokens.count - 1) ? " *" : "")
    }.joined(separator: " AND ")
  }

  static func members(_ parties: [Int64], _ connection: Connection) throws -> [ConversationID] {
    var ids: Set<ConversationID> = []
    let find = try connection.statement(
      """
      SELECT c.id FROM conversation_parties m JOIN conversations c ON c.number = m.conversation WHERE m.party = ?
      """)
    for party in parties {
      try find.bind(1, party).forEach {
        if let id = ConversationID($0.text(0)) { ids.insert(id) }
        return true
      }
    }
    return ids.sorted()
  }

  static func counterparts(
    _ pattern: PersonPattern?, _ parties: [Int64], _ connection: Connection
  ) throws -> [ConversationID] {
    var ids: Set<ConversationID> = []
    let wanted = Set(parties)
    if !wanted.isEmpty {
      for party in wanted {
        try connection.statement(
          """
          SELECT c.id FROM conversation_parties m JOIN conversations c ON c.number = m.conversation
          WHERE m.party = ?1 AND c.party = ?1
          """
        ).bind(1, party).forEach {
          if let id = ConversationID($0.text(0)) { ids.insert(id) }
          return true
        }
      }
    }
    if case .name(let text, let isPrefix)? = pattern {
      ids.formUnion(try titled(text, isPrefix: isPrefix, connection))
    }
    return ids.sorted()
  }

  static func conversations(_ pattern: ConversationPattern, _ connection: Connection) throws -> [ConversationID] {
    switch pattern {
    case .id(let id): return [id]
    case .title(let text, let isPrefix): return try titled(text, isPrefix: isPrefix, connection).sorted()
    }
  }

  static func titled(_ text: String, isPrefix: Bool, _ connection: Connection) throws -> Set<ConversationID> {
    guard let match = nameMatch(text, isPrefix: isPrefix) else { return [] }
    var ids: Set<ConversationID> = []
    try connection.statement(
      """
      SELECT c.id FROM conversation_words w JOIN name_texts t ON t.number = w.rowid
      JOIN conversations c ON c.number = t.conversation WHERE conversation_words MATCH ?
      """
    ).bind(1, match).forEach {
      if let id = ConversationID($0.text(0)) { ids.insert(id) }
      return ids.count < limit
    }
    return ids
  }
}

/// The numbers that a resolution has in one shard.
struct ShardResolver: TermResolver {
  let resolution: CatalogResolution
  let connection: Connection

  func parties(_ pattern: PersonPattern) throws -> [Int64] {
    let find = try connection.statement("SELECT number FROM parties WHERE hash = ?")
    return try (resolution.parties[pattern] ?? []).compactMap { try find.bind(1, $0).firstInteger() }.sorted()
  }

  func conversations(with pattern: PersonPattern) throws -> [Int64]? {
    try resolution.with[pattern].map { try numbers($0) }
  }
  func plainConversations(with pattern: PersonPattern) throws -> [Int64]? {
    try resolution.with[pattern].map { try numbers($0, plain: true) }
  }
  func conversations(to pattern: PersonPattern) throws -> [Int64] { try numbers(resolution.to[pattern] ?? []) }
  func conversations(_ pattern: ConversationPattern) throws -> [Int64] {
    try numbers(resolution.conversations[pattern] ?? [])
  }

  func kind(_ name: String) throws -> Int64? { try ShardKinds.number(name, connection) }

  private func numbers(_ ids: [ConversationID], plain: Bool = false) throws -> [Int64] {
    let find = try connection.statement("SELECT number FROM conversations WHERE id = ?" + (plain ? " AND plain" : ""))
    return try ids.compactMap { try find.bind(1, $0.text).firstInteger() }.sorted()
  }
}

/// The numbers that a shard gives to kinds of content; zero is text.
enum ShardKinds {
  static func number(_ name: String, _ connection: Connection) throws -> Int64? {
    if name == "text" { return 0 }
    return try connection.statement("SELECT number FROM kinds WHERE name = ?").bind(1, name).firstInteger()
  }
}
