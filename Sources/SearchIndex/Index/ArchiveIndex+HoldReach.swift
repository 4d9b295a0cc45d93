import Records
import Storage

extension ArchiveIndex {
  /// The holds in force that select by any of some people, with what they hold through them, in the order they were
  /// placed.
  ///
  /// With `supposing` it also says what they would hold after that act. Every shard is asked about each of these holds:
  /// call it on a worker.
  public func holds(
    selecting people: [PersonID], supposing act: SupposedAct? = nil, cancel: CancellationFlag? = nil
  ) throws -> [HoldReach] {
    let store = try current()
    let source = self.source
    let names = try store.readCatalog { try CatalogReader.shardNames($0).values.sorted() }
    var found: [HoldReach] = []
    for hold in try holds() where hold.releasedAt == nil {
      let parsed = HoldEvaluator.parse(hold.placement, zoneOffset: { source.zoneOffset($0, at: $1) })
      guard case .success(let query) = parsed, let byPeople = query.byPeople else { continue }
      let reach = try store.readCatalog { catalog -> HoldReach? in
        let asked = HoldQuestion(
          hold: hold, query: query, byPeople: byPeople, people: people, act: act, catalog: catalog, store: store,
          names: names)
        return try asked.answer(cancel)
      }
      if let reach { found.append(reach) }
    }
    return found
  }
}

/// What one hold holds through some people, now and after an act.
private struct HoldQuestion {
  let hold: HoldSummary
  let query: Query
  let byPeople: Query
  let people: [PersonID]
  let act: SupposedAct?
  let catalog: Connection
  let store: IndexStore
  let names: [ShardName]

  /// Nil where the hold covers none of them, neither now nor then.
  func answer(_ cancel: CancellationFlag?) throws -> HoldReach? {
    var parties: Set<Int64> = []
    for person in people { parties.formUnion(try CatalogResolution.parties(.person(person), catalog)) }
    let now = HeldPeople()
    let then = act.map { HeldPeople(supposing: $0) } ?? now
    let coveredNow = try covered(now, parties)
    let coveredThen = try covered(then, parties)
    guard !coveredThen.isEmpty else { return nil }
    var reach = HoldReach(
      hold: hold, through: 0, messagesAfter: 0, throughAfter: 0, widens: !coveredThen.isSubset(of: coveredNow))
    for name in names {
      try store.readShard(name, cancel: cancel) { connection in
        let held = try held(connection)
        let kept = try held.union(act == nil ? [] : matches(query, then, nil, name, connection))
        guard !kept.isEmpty else { return }
        reach.through += Int64(try matches(byPeople, now, parties, name, connection).intersection(held).count)
        reach.throughAfter += Int64(try matches(byPeople, then, parties, name, connection).intersection(kept).count)
        reach.messagesAfter += Int64(kept.count)
      }
      if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "the question was cancelled") }
    }
    return reach
  }

  /// Those of some parties that the hold's conditions cover.
  private func covered(_ held: HeldPeople, _ parties: Set<Int64>) throws -> Set<Int64> {
    var found: Set<Int64> = []
    for pattern in byPeople.terms.compactMap(\.person) {
      found.formUnion(try held.parties(pattern, placedAt: hold.placedAt.milliseconds, catalog))
    }
    return found.intersection(parties)
  }

  private func held(_ connection: Connection) throws -> Set<Int64> {
    var rows: Set<Int64> = []
    try connection.statement(
      "SELECT DISTINCT h.item FROM held h JOIN holds o ON o.number = h.hold WHERE o.id = ?"
    ).bind(1, hold.id.text).forEach {
      rows.insert($0.integer(0))
      return true
    }
    return rows
  }

  /// The messages of a shard that match, as the indexer would find them.
  private func matches(
    _ query: Query, _ people: HeldPeople, _ only: Set<Int64>?, _ name: ShardName, _ connection: Connection
  ) throws -> Set<Int64> {
    let resolver = WriterResolver(
      connection: connection, catalog: catalog, placedAt: hold.placedAt.milliseconds, people: people, only: only)
    let plan = try HoldEvaluator.plan(.success(query), resolver: resolver, start: name.startSeconds)
    if plan.isNever { return [] }
    var rows: Set<Int64> = []
    let statement = try connection.freshStatement(ShardQuery.matches(plan, newestFirst: false))
    ShardQuery.bind(
      statement, plan, from: plan.lowestRow, until: plan.highestRow == .max ? .max : plan.highestRow + 1)
    try statement.forEach {
      rows.insert($0.integer(1))
      return true
    }
    return rows
  }
}

extension Query {
  /// Any of the conditions about people alone; nil where there is none.
  fileprivate var byPeople: Query? {
    let terms = terms.filter { $0.person != nil }
    return terms.isEmpty ? nil : Query(.or(terms.map { .term($0) }), timeZone: timeZone)
  }
}

extension QueryTerm {
  /// Whom the condition is about.
  var person: PersonPattern? {
    switch self {
    case .from(let pattern), .to(let pattern), .with(let pattern): return pattern
    case .phone(let pattern): return .phone(pattern)
    default: return nil
    }
  }
}
