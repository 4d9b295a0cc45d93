import Foundation
import Records

/// Finds what holds catch, inside the transaction that writes a shard.
final class HoldEvaluator: HoldEvaluating {
  private let catalog: Connection
  private let zoneOffset: @Sendable (String, Instant) -> Int?
  private var parsed: [HoldID: Result<Query, SearchIndexError>] = [:]

  init(catalog: Connection, zoneOffset: @escaping @Sendable (String, Instant) -> Int?) {
    self.catalog = catalog
    self.zoneOffset = zoneOffset
  }

  /// The predicate as a query, or why it cannot be evaluated.
  func query(of hold: HoldFact) -> Result<Query, SearchIndexError> {
    if let known = parsed[hold.id] { return known }
    let result = HoldEvaluator.parse(hold.placement, zoneOffset: zoneOffset)
    parsed[hold.id] = result
    return result
  }

  static func parse(
    _ placement: HoldPlacement, zoneOffset: @escaping @Sendable (String, Instant) -> Int?
  ) -> Result<Query, SearchIndexError> {
    let zone = placement.timeZone
    guard zone == "UTC" || zoneOffset(zone, Instant(milliseconds: 0)) != nil else {
      return .failure(SearchIndexError(.query, "the hold's time zone ‘\(zone)’ is not known on this machine"))
    }
    let options = QueryOptions(timeZone: zone, timeZoneOffset: { zone == "UTC" ? 0 : zoneOffset(zone, $0) ?? 0 })
    return QueryParser.parse(placement.predicate, options: options).mapError {
      SearchIndexError(.query, "the hold's predicate cannot be read: \($0)")
    }
  }

  /// Whether what the hold catches depends on names and memberships that grow.
  func dependsOnCatalog(_ hold: HoldFact) -> Bool {
    guard case .success(let query) = query(of: hold) else { return false }
    return query.terms.contains {
      switch $0 {
      case .with, .to, .phone, .conversation(.title): return true
      default: return false
      }
    }
  }

  func evaluate(
    _ hold: HoldFact, number: Int64, shard: ShardWriter, rows: ClosedRange<Int64>, touched: Set<Int64>?
  ) throws -> Set<Int64> {
    let connection = shard.connection
    var plan: ShardPlan
    switch query(of: hold) {
    case .success(let query):
      let resolver = WriterResolver(connection: connection, catalog: catalog)
      plan = try QueryCompiler.plan(query, resolver: resolver, start: shard.start)
    case .failure:
      // What cannot be understood holds everything.
      plan = ShardPlan()
    }
    if plan.isNever { return [] }
    // Without words to drive, a batch looks at its own items, not at all that lie between the first and the last.
    if plan.match == nil, let touched, touched.count < 50_000 {
      plan.conditions.append("i.row IN (" + touched.sorted().map(String.init).joined(separator: ",") + ")")
    }
    var found: [(item: Int64, doc: Int64, conversation: Int64)] = []
    let statement = try connection.freshStatement(ShardQuery.matches(plan, newestFirst: false))
    let from = max(plan.lowestRow, rows.lowerBound)
    ShardQuery.bind(statement, plan, from: from, until: rows.upperBound == .max ? .max : rows.upperBound + 1)
    try statement.forEach {
      found.append(($0.integer(1), $0.integer(0), $0.integer(6)))
      return true
    }
    var conversations: Set<Int64> = []
    let insert = try connection.statement("INSERT OR IGNORE INTO held(item, doc, hold) VALUES(?, ?, ?)")
    for match in found {
      try insert.bind(1, match.item).bind(2, match.doc).bind(3, number).run()
      if connection.changes > 0 { conversations.insert(match.conversation) }
    }
    return conversations
  }
}

/// Finds people in the shard itself, whose newest ones the catalog may not know yet; conversations in the catalog.
private struct WriterResolver: TermResolver {
  let connection: Connection
  let catalog: Connection

  func parties(_ pattern: PersonPattern) throws -> [Int64] {
    var numbers: [Int64] = []
    try connection.statement("SELECT number, phone, name, username FROM parties ORDER BY number").forEach {
      switch pattern {
      case .phone(let phone):
        if let digits = $0.optionalText(1), phone.matches(digits: digits) { numbers.append($0.integer(0)) }
      case .name(let text, let isPrefix):
        let wanted = Tokenizer.tokens(text, isQuery: true)
        let names = [$0.optionalText(2), $0.optionalText(3)].compactMap { $0 }.joined(separator: "\n")
        if Tokenizer.matches(wanted, isPrefix: isPrefix, in: names) { numbers.append($0.integer(0)) }
      }
      return true
    }
    return numbers
  }

  func conversations(with pattern: PersonPattern) throws -> [Int64]? {
    try numbers(
      catalog.use { try CatalogResolution.members(CatalogResolution.parties(pattern, $0), $0) })
  }

  /// Senders are known to the shard at once, memberships to the catalog a little later: conditions decide alone.
  func plainConversations(with pattern: PersonPattern) -> [Int64]? { nil }

  func conversations(to pattern: PersonPattern) throws -> [Int64] {
    try numbers(
      catalog.use { try CatalogResolution.counterparts(pattern, CatalogResolution.parties(pattern, $0), $0) })
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
