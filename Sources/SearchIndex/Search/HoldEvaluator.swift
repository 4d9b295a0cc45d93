import Foundation
import Records

/// Finds what holds catch, inside the transaction that writes a shard.
final class HoldEvaluator: HoldEvaluating {
  private let catalog: Connection
  private let zoneOffset: @Sendable (String, Instant) -> Int?
  private var parsed: [HoldID: Result<Query, SearchIndexError>] = [:]
  private let people = HeldPeople()
  /// Holds that were placed before the present catching up began: all acts before them have been read.
  var settled: Set<HoldID> = []

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

  /// How a shard answers what a hold catches; also asked of what an act would make it catch.
  static func plan(
    _ query: Result<Query, SearchIndexError>, resolver: any TermResolver, start: Int64
  ) throws -> ShardPlan {
    // What cannot be understood holds everything.
    guard case .success(let query) = query else { return ShardPlan() }
    return try QueryCompiler.plan(query, resolver: resolver, start: start)
  }

  /// Whether what the hold catches depends on names and memberships that grow; with `people`, on who is who.
  func dependsOnCatalog(_ hold: HoldFact, people: Bool) -> Bool {
    guard case .success(let query) = query(of: hold) else { return false }
    return query.terms.contains {
      switch $0 {
      case .with, .to, .phone, .conversation(.title): return true
      case .from(.claim), .from(.person): return true
      case .from: return people
      default: return false
      }
    }
  }

  /// Forgets who may be one with whom: the catalog has learned more.
  func forgetPeople() { people.forget() }

  func evaluate(
    _ hold: HoldFact, number: Int64, shard: ShardWriter, rows: ClosedRange<Int64>, touched: Set<Int64>?
  ) throws -> Set<Int64> {
    let connection = shard.connection
    let resolver = WriterResolver(
      connection: connection, catalog: catalog, placedAt: hold.placedAt,
      people: settled.contains(hold.id) ? people : nil)
    var plan = try HoldEvaluator.plan(query(of: hold), resolver: resolver, start: shard.start)
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
