import Records
import Storage

/// Runs a query over the shards, from newest to oldest or the other way, and stops when it has enough.
struct Searcher {
  let store: IndexStore
  let query: Query
  let newestFirst: Bool
  let cancel: CancellationFlag?
  private let resolution: CatalogResolution
  let shards: [ShardName]

  init(store: IndexStore, query: Query, newestFirst: Bool, cancel: CancellationFlag?) throws {
    self.store = store
    self.query = query
    self.newestFirst = newestFirst
    self.cancel = cancel
    (resolution, shards) = try store.readCatalog { connection in
      let resolution = try CatalogResolution(query, connection)
      let names = try CatalogReader.shardNames(connection)
      let wanted = try ShardChoice(query, resolution, connection).filter(names)
      return (resolution, wanted.sorted())
    }
  }

  /// A match with where it was found.
  struct Found {
    var match: OrderedScan.Match
    var shard: ShardName
  }

  /// Up to `limit` matches after a place in the total order; `each` turns them into what the caller wants while the
  /// shard is open.
  func page<Hit>(
    after: ItemOrder?, limit: Int, _ each: (ItemReader, OrderedScan.Match, ShardPlan) throws -> Hit
  ) throws -> [(order: ItemOrder, hit: Hit)] {
    var found: [(order: ItemOrder, hit: Hit)] = []
    let probing = Probing()
    // Undated items stand among all months by their capture: their shard is a stream of its own.
    if shards.contains(.undated) { found = try scan(.undated, after: after, limit: limit, probing, each) }
    let months = shards.filter { $0 != .undated }
    for name in newestFirst ? Array(months.reversed()) : months {
      if let after, let month = name.month {
        if newestFirst, month.start.milliseconds > after.at { continue }
        if !newestFirst, month.end.milliseconds <= after.at { continue }
      }
      if found.count >= limit {
        // Full: only months that could still come before the last one matter.
        let last = found[limit - 1].order.at
        if let month = name.month, newestFirst ? month.end.milliseconds <= last : month.start.milliseconds > last {
          break
        }
      }
      found += try scan(name, after: after, limit: limit, probing, each)
      found.sort { newestFirst ? $0.order > $1.order : $0.order < $1.order }
      if found.count > limit { found.removeLast(found.count - limit) }
      if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "the query was cancelled") }
    }
    return found
  }

  private func scan<Hit>(
    _ name: ShardName, after: ItemOrder?, limit: Int, _ probing: Probing,
    _ each: (ItemReader, OrderedScan.Match, ShardPlan) throws -> Hit
  ) throws -> [(order: ItemOrder, hit: Hit)] {
    try store.readShard(name, cancel: cancel) { connection in
      let plan = try plan(name, connection)
      if plan.isNever { return [] }
      let reader = ItemReader(name: name, connection: connection)
      let spill = try ShardMeta.integer(connection, "spill") ?? 0
      var (from, until) = bounds(plan, spill)
      if let after {
        let second = max(0, after.at.flooredQuotient(by: 1000) - name.startSeconds)
        if newestFirst {
          until = min(until, (second + 1 + 2 * spill) << RowAllocator.shift)
        } else {
          from = max(from, second << RowAllocator.shift)
        }
      }
      if from >= until { return [] }
      if newestFirst, !plan.beginnings.isEmpty, probing.rowsLeft > 0,
        let found = try probe(
          plan, name, reader, after: after, limit: limit, from: from, until: until, spill, probing, each)
      {
        return found
      }
      var found: [(order: ItemOrder, hit: Hit)] = []
      func take(_ matches: [OrderedScan.Match]) throws -> Bool {
        for match in matches {
          if let after, newestFirst ? match.order >= after : match.order <= after { continue }
          found.append((match.order, try each(reader, match, plan)))
          if found.count >= limit { return false }
        }
        return true
      }
      var scan = OrderedScan(newestFirst: newestFirst, spill: spill, start: name.startSeconds)
      let statement = try connection.freshStatement(ShardQuery.matches(plan, newestFirst: newestFirst))
      ShardQuery.bind(statement, plan, from: from, until: until)
      var goesOn = true
      while goesOn, try statement.step() {
        goesOn = try take(scan.add(StoredItem(statement, from: 1), doc: statement.integer(0)))
      }
      if goesOn { _ = try take(scan.finish()) }
      return found
    }
  }

  /// How many rows are read one by one before the full-text table is asked for a beginning.
  private static let probedRows = 1200

  /// Rows left to read that way on one page: a beginning that is rare in the newest month is left to the table in all.
  private final class Probing {
    var rowsLeft = Searcher.probedRows
  }

  /// Looks for beginnings of words in the newest rows; nil when they did not give a full page.
  private func probe<Hit>(
    _ plan: ShardPlan, _ name: ShardName, _ reader: ItemReader, after: ItemOrder?, limit: Int, from: Int64,
    until: Int64, _ spill: Int64, _ probing: Probing,
    _ each: (ItemReader, OrderedScan.Match, ShardPlan) throws -> Hit
  ) throws -> [(order: ItemOrder, hit: Hit)]? {
    var wider = plan
    wider.match = plan.matchWithoutBeginnings
    let connection = reader.connection
    let beginnings = plan.beginnings.map { Array($0.utf8) }
    var found: [(order: ItemOrder, hit: Hit)] = []
    func take(_ matches: [OrderedScan.Match]) throws -> Bool {
      for match in matches {
        if let after, match.order >= after { continue }
        found.append((match.order, try each(reader, match, plan)))
        if found.count >= limit { return false }
      }
      return true
    }
    var scan = OrderedScan(newestFirst: true, spill: spill, start: name.startSeconds)
    let statement = try connection.freshStatement(ShardQuery.matches(wider, newestFirst: true))
    ShardQuery.bind(statement, wider, from: from, until: until)
    while try statement.step() {
      probing.rowsLeft -= 1
      if probing.rowsLeft < 0 { return nil }
      let doc = statement.integer(0)
      let item = StoredItem(statement, from: 1)
      var text = item.text
      if doc != item.row {
        text = nil
        try connection.statement("SELECT text FROM versions WHERE row = ?").bind(1, doc).forEach {
          text = $0.optionalText(0)
          return false
        }
      }
      guard let text, Tokenizer.hasWords(beginning: beginnings, in: text) else { continue }
      if try !take(scan.add(item, doc: doc)) { return found }
    }
    _ = try take(scan.finish())
    return found
  }

  func plan(_ name: ShardName, _ connection: Connection) throws -> ShardPlan {
    try QueryCompiler.plan(
      query, resolver: ShardResolver(resolution: resolution, connection: connection), start: name.startSeconds)
  }

  private func bounds(_ plan: ShardPlan, _ spill: Int64) -> (Int64, Int64) {
    // Spilled items stand in later rows than their second's.
    let until =
      plan.highestRow == .max ? .max : plan.highestRow + ((1 + 2 * spill) << RowAllocator.shift)
    return (plan.lowestRow, until)
  }

  /// How many distinct messages match; stops at the cap.
  func count(cap: Int64?) throws -> (count: Int64, isExact: Bool) {
    var total: Int64 = 0
    for name in shards.reversed() {
      total += try store.readShard(name, cancel: cancel) { connection in
        let plan = try plan(name, connection)
        if plan.isNever { return 0 }
        let spill = try ShardMeta.integer(connection, "spill") ?? 0
        let (from, until) = bounds(plan, spill)
        var sql = ShardQuery.count(plan)
        if let cap {
          sql =
            "SELECT count(*) FROM (SELECT DISTINCT row FROM (\(ShardQuery.matches(plan, newestFirst: true))) LIMIT \(cap + 1 - total))"
        }
        if plan.conditions.isEmpty, plan.match != nil, plan.lowestRow == 0, plan.highestRow == .max, cap == nil,
          try connection.statement("SELECT 1 FROM versions LIMIT 1").firstInteger() == nil
        {
          // Every wording is a message of its own: the full-text table counts alone.
          sql = "SELECT count(*) FROM words WHERE words MATCH ?3 AND rowid >= ?1 AND rowid < ?2"
        }
        let statement = try connection.freshStatement(sql)
        ShardQuery.bind(statement, plan, from: from, until: until)
        return try statement.firstInteger() ?? 0
      }
      if let cap, total > cap { return (cap, false) }
    }
    return (total, true)
  }
}

/// Which shards can hold a match at all, by what the catalog counts.
struct ShardChoice {
  private var allowed: Set<Int64>?
  private let query: Query
  /// The times between which a shard's readings lie, where some name other months.
  private var reach: [Int64: (first: Int64, last: Int64)] = [:]

  init(_ query: Query, _ resolution: CatalogResolution, _ connection: Connection) throws {
    self.query = query
    let conjuncts: [QueryNode]
    if case .and(let nodes) = query.root { conjuncts = nodes } else { conjuncts = [query.root] }
    for case .term(let term) in conjuncts {
      switch term {
      case .conversation(let pattern):
        let find = try connection.statement(
          """
          SELECT s.shard FROM conversation_shards s JOIN conversations c ON c.number = s.conversation WHERE c.id = ?
          """)
        try narrow(resolution.conversations[pattern] ?? [], limit: 200) { id, shards in
          try find.bind(1, id.text).forEach {
            shards.insert($0.integer(0))
            return true
          }
        }
      case .from(let pattern):
        let find = try connection.statement("SELECT shard FROM party_shards WHERE party = ?")
        try narrow(resolution.parties[pattern] ?? [], limit: 200) { hash, shards in
          try find.bind(1, hash).forEach {
            shards.insert($0.integer(0))
            return true
          }
        }
      case .message(let id):
        let names = try CatalogReader.shardNames(connection)
        let homes = try CatalogReader.shards(of: ItemKey(id), names: names, connection)
        if !homes.isEmpty {
          let numbers = Set(names.filter { homes.contains($0.value) }.keys)
          allowed = allowed.map { $0.intersection(numbers) } ?? numbers
        }
      default: break
      }
    }
    guard query.requiredTime != (nil, nil) else { return }
    try connection.statement("SELECT number, first, last FROM shards WHERE first IS NOT NULL AND last IS NOT NULL")
      .forEach {
        reach[$0.integer(0)] = ($0.integer(1), $0.integer(2))
        return true
      }
  }

  private mutating func narrow<Value>(
    _ values: [Value], limit: Int, _ find: (Value, inout Set<Int64>) throws -> Void
  ) throws {
    if values.count > limit { return }
    var shards: Set<Int64> = []
    for value in values { try find(value, &shards) }
    allowed = allowed.map { $0.intersection(shards) } ?? shards
  }

  func filter(_ names: [Int64: ShardName]) -> [ShardName] {
    let time = query.requiredTime
    return names.compactMap { number, name in
      if let allowed, !allowed.contains(number) { return nil }
      if let month = name.month {
        let reach = reach[number]
        if let from = time.from, max(month.end.milliseconds - 1, reach?.last ?? .min) < from.milliseconds { return nil }
        if let until = time.until, min(month.start.milliseconds, reach?.first ?? .max) >= until.milliseconds {
          return nil
        }
      }
      return name
    }
  }
}
