import Records

/// Finds people in the shard itself, whose newest ones the catalog may not know yet; conversations in the catalog.
struct WriterResolver: TermResolver {
  let connection: Connection
  let catalog: Connection
  /// When the hold was placed that is asked.
  let placedAt: Int64
  /// Nil while acts may still be unread that were done before the hold was placed.
  let people: HeldPeople?
  /// The only parties that count; nil for all.
  var only: Set<Int64>? = nil

  func parties(_ pattern: PersonPattern) throws -> [Int64] {
    var numbers: Set<Int64> = []
    let test = PersonTest(pattern)
    // What is new in this very commit is not in the catalog yet.
    try connection.statement("SELECT number, phone, name, username, lid, user, hash FROM parties ORDER BY number")
      .forEach {
        if only?.contains($0.integer(6)) ?? true,
          test.matches(
            Party(
              phone: $0.optionalText(1), lid: $0.optionalText(4), userID: $0.optionalText(5),
              username: $0.optionalText(3),
              name: $0.optionalText(2)))
        {
          numbers.insert($0.integer(0))
        }
        return true
      }
    let find = try connection.statement("SELECT number FROM parties WHERE hash = ?")
    for hash in try all(pattern) { if let number = try find.bind(1, hash).firstInteger() { numbers.insert(number) } }
    return numbers.sorted()
  }

  /// Whoever fits, and whoever may be one with them.
  private func all(_ pattern: PersonPattern) throws -> [Int64] {
    guard let people else { return try catalog.use { try CatalogResolution.literal(pattern, $0).hashes } }
    let parties = try people.parties(pattern, placedAt: placedAt, catalog)
    return only.map { only in parties.filter(only.contains) } ?? parties
  }

  func conversations(with pattern: PersonPattern) throws -> [Int64]? {
    let parties = try all(pattern)
    return try numbers(catalog.use { try CatalogResolution.members(parties, $0) })
  }

  /// Senders are known to the shard at once, memberships to the catalog a little later: conditions decide alone.
  func plainConversations(with pattern: PersonPattern) -> [Int64]? { nil }

  func conversations(to pattern: PersonPattern) throws -> [Int64] {
    let parties = try all(pattern)
    // Titles are nobody's claims.
    let titled = only == nil ? pattern : nil
    return try numbers(catalog.use { try CatalogResolution.counterparts(titled, parties, $0) })
  }

  func conversations(_ pattern: ConversationPattern) throws -> [Int64] {
    try numbers(catalog.use { try CatalogResolution.conversations(pattern, $0) })
  }

  func kind(_ name: String) throws -> Int64? { try ShardKinds.number(name, connection) }

  private func numbers(_ ids: [ConversationID]) throws -> [Int64] {
    let find = try connection.statement("SELECT number FROM conversations WHERE id = ?")
    return try ids.compactMap { try find.bind(1, $0.text).firstInteger() }.sorted()
  }
}

/// Remembers whom patterns of holds mean, until the catalog learns more.
final class HeldPeople {
  private struct Question: Hashable {
    var pattern: PersonPattern
    var placedAt: Int64
  }

  private var known: [Question: [Int64]] = [:]
  /// An act that is not done yet, and asked as if it were.
  private let supposed: SupposedAct?

  init(supposing act: SupposedAct? = nil) { supposed = act }

  func forget() { known = [:] }

  /// The parties that fit a pattern, and those that may be one with them for a hold placed at a time.
  func parties(_ pattern: PersonPattern, placedAt: Int64, _ catalog: Connection) throws -> [Int64] {
    let question = Question(pattern: pattern, placedAt: placedAt)
    if let parties = known[question] { return parties }
    let parties = try catalog.use { connection in
      let literal = try CatalogResolution.literal(pattern, connection).hashes
      return try PeopleGraph.covered(by: literal, placedAt: placedAt, supposing: supposed, connection)
    }
    known[question] = parties
    return parties
  }
}
