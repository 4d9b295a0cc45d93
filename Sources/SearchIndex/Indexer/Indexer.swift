import Records
import Storage

/// Applies batches to shards and catalog. One process at a time, one thread at a time.
///
/// Shards are committed first, each with what it now counts; the catalog last, with the position. Whatever dies in
/// between is done again from the old position, and doing it again changes nothing.
final class Indexer {
  private let store: IndexStore
  private let source: any RecordSource
  private let catalog: Connection
  private let writer: CatalogWriter
  private let evaluator: HoldEvaluator
  private let profile: IndexerProfile
  private var shards: [(name: ShardName, writer: ShardWriter)] = []
  private var shardNames: [Int64: ShardName] = [:]
  private var generations: [ShardName: Int64] = [:]
  private var holds: [HoldID: HoldFact] = [:]
  private var waitingHeads: Set<Int64> = []
  private var gapHeads: Set<Int64> = []
  private var knowsAllWaiting = true
  private var needsSweep = false
  private var written: Set<ShardName> = []
  /// Called between the commits of a batch; tests make it throw.
  var crashPoint: (String) throws -> Void = { _ in }

  init(store: IndexStore, source: any RecordSource, profile: IndexerProfile) throws {
    self.store = store
    self.source = source
    self.profile = profile
    catalog = try store.openCatalog(role: .writer, cachePages: profile.catalogCache)
    writer = CatalogWriter(connection: catalog)
    let source = self.source
    evaluator = HoldEvaluator(catalog: catalog) { source.zoneOffset($0, at: $1) }
    try load()
  }

  deinit { close() }

  func close() {
    for entry in shards { entry.writer.connection.close() }
    shards = []
    catalog.close()
  }

  private func load() throws {
    try catalog.use { connection in
      guard try ShardMeta.integer(connection, "schema") == CatalogSchema.version else {
        throw SearchIndexError(
          .damaged, "the index was made by another version", remedy: "run ‘holdfast rebuild’")
      }
      shardNames = try CatalogReader.shardNames(connection)
      for hold in try CatalogReader.holds(connection) { holds[hold.id] = hold }
      try connection.statement("SELECT name, generation FROM shards").forEach {
        if let name = ShardName($0.text(0)) { generations[name] = $0.integer(1) }
        return true
      }
      try connection.statement("SELECT DISTINCT target FROM waiting").forEach {
        if let key = ItemKey(bytes: $0.bytes(0)) { waitingHeads.insert(key.head) }
        if waitingHeads.count > profile.rememberedTargets { knowsAllWaiting = false }
        return knowsAllWaiting
      }
      try connection.statement("SELECT message FROM gaps WHERE message IS NOT NULL AND filled = 0").forEach {
        if let id = MessageID($0.text(0)) { gapHeads.insert(ItemKey(id).head) }
        return true
      }
    }
    // After a crash of the machine a shard can be older than the catalog believes: what it lost is not replayed.
    if try catalog.use({ try ShardMeta.integer($0, "open") }) == 1 {
      for (name, generation) in generations {
        let shard = try shard(name)
        let own = try shard.connection.use { try ShardMeta.integer($0, "generation") ?? 0 }
        guard own >= generation else {
          throw SearchIndexError(
            .damaged, "the shard \(name) is older than the catalog", remedy: "run ‘holdfast rebuild’")
        }
      }
    }
    try catalog.write { try ShardMeta.set($0, "open", 1) }
  }

  /// Says that everything is committed, so that the next start need not look at every shard.
  func finish() throws { try catalog.write { try ShardMeta.set($0, "open", 0) } }

  // MARK: Catching up

  /// Applies all that the ledgers list now. Returns whether anything changed.
  func catchUp(
    progress: (Progress) -> Void, cancel: CancellationFlag?, committed: () -> Void
  ) throws -> Bool {
    let writers = try source.writers()
    let (done, total) = try list(writers)
    var indexed = done
    var reader = BatchReader(
      source: source, positions: try catalog.use { try CatalogReader.positions($0) }, size: profile.batch)
    var changed = false
    progress(Progress(done: indexed, total: total, unit: "records"))
    try ReadAhead.run(reader: &reader, writers: writers, cancel: cancel) { batch in
      try apply(batch)
      changed = true
      indexed += batch.projection.records
      committed()
      progress(Progress(done: indexed, total: total, unit: "records"))
    }
    if changed { try tidy() }
    if needsSweep {
      try sweep()
      needsSweep = false
      committed()
    }
    return changed
  }

  /// Tidies the shards that were written since the last time.
  private func tidy() throws {
    for name in written.sorted() { try shard(name).tidy() }
    written = []
    try catalog.release()
    try catalog.checkpoint()
  }

  /// Counts what the ledgers list, for the coverage of answers.
  private func list(_ writers: [SourceWriter]) throws -> (done: Int64, total: Int64) {
    var listed: [(SourceWriter, Int64)] = []
    for writer in writers {
      var size: Int64 = 0
      var records: Int64 = 0
      try catalog.use {
        try $0.statement("SELECT size, records FROM listed WHERE writer = ?").bind(1, writer.id.text).forEach {
          size = $0.integer(0)
          records = $0.integer(1)
          return false
        }
      }
      while UInt64(size) < writer.size {
        let leaves = try source.leaves(of: writer.id, from: UInt64(size), limit: 4096)
        guard let last = leaves.last else { break }
        for leaf in leaves where leaf.index < writer.size {
          if let segment = leaf.segment, !segment.isAudit { records += Int64(segment.recordCount) }
        }
        size = Int64(min(last.index + 1, writer.size))
      }
      listed.append((SourceWriter(id: writer.id, size: UInt64(size)), records))
    }
    return try catalog.write { connection in
      for (writer, records) in listed {
        try connection.statement("INSERT OR REPLACE INTO listed(writer, size, records) VALUES(?, ?, ?)").bind(
          1, writer.id.text
        ).bind(2, Int64(writer.size)).bind(3, records).run()
      }
      return (try ShardMeta.integer(connection, "indexed") ?? 0, listed.reduce(0) { $0 + $1.1 })
    }
  }

  // MARK: One batch

  private func apply(_ batch: Batch) throws {
    let projection = batch.projection
    var works: [ShardName: ShardWriter.Work] = [:]
    var catalogWork = CatalogWriter.Work()
    catalogWork.facts = projection.facts
    catalogWork.positions = batch.positions
    catalogWork.records = projection.records
    let everywhere = learnHolds(projection.facts)

    var batchGaps: Set<ItemKey> = []
    for gap in projection.facts.gaps { if let id = gap.message { batchGaps.insert(ItemKey(id)) } }
    var here: [ItemKey: Set<ShardName>] = [:]
    for (name, items) in projection.items {
      works[name, default: ShardWriter.Work()].items = items
      for item in items where item.isMessage {
        if here[item.key, default: []].insert(name).inserted { catalogWork.messages.append((item.key, name)) }
        if gapHeads.contains(item.key.head) || batchGaps.contains(item.key) {
          works[name]?.watched.insert(item.key)
        }
      }
    }
    try takeWaiting(here, &works, &catalogWork)
    try routeLate(projection.late, here, &works, &catalogWork)
    if everywhere { for name in generations.keys where works[name] == nil { works[name] = ShardWriter.Work() } }

    let all = holds.values.sorted { $0.id < $1.id }
    for name in works.keys.sorted() {
      guard var work = works[name] else { continue }
      work.holds = all
      work.positions = batch.positions
      let shard = try shard(name)
      var outcome = try shard.apply(work, parties: projection.facts.parties, evaluator: evaluator)
      if outcome.totals.generation != (generations[name] ?? 0) + 1 {
        // It was ahead of the catalog: the process died between the two commits.
        let exceptions = outcome.exceptions
        let readable = outcome.readable
        outcome = try shard.wholeOutcome()
        outcome.exceptions = exceptions
        outcome.readable = readable
      }
      written.insert(name)
      catalogWork.readable.formUnion(outcome.readable)
      catalogWork.outcomes.append(outcome)
      try crashPoint("shard \(name)")
    }
    let grew = try writer.apply(catalogWork)
    try crashPoint("catalog")
    remember(catalogWork, batchGaps)
    if grew, holds.values.contains(where: { $0.releasedAt == nil && evaluator.dependsOnCatalog($0) }) {
      needsSweep = true
    }
  }

  private func learnHolds(_ facts: CatalogFacts) -> Bool {
    var changed = false
    for fact in facts.acts {
      if fact.act.kind == .placeHold, let placement = HoldPlacement(details: fact.act.details),
        holds[placement.hold] == nil
      {
        holds[placement.hold] = HoldFact(
          id: placement.hold, matter: placement.matter, placement: placement,
          releasedAt: releases[placement.hold.text])
        changed = true
      } else if fact.act.kind == .releaseHold, let name = fact.act.details["hold"]?.string {
        releases[name] = min(releases[name] ?? .max, fact.act.doneAt.milliseconds)
        if let id = HoldID(name), holds[id]?.releasedAt == nil {
          holds[id]?.releasedAt = releases[name]
          changed = true
        }
      }
    }
    return changed
  }
  private var releases: [String: Int64] = [:]

  /// Events that waited for a message of this batch.
  private func takeWaiting(
    _ here: [ItemKey: Set<ShardName>], _ works: inout [ShardName: ShardWriter.Work],
    _ catalogWork: inout CatalogWriter.Work
  ) throws {
    for (key, names) in here where !knowsAllWaiting || waitingHeads.contains(key.head) {
      for fact in try catalog.use({ try CatalogReader.waiting(for: key, $0) }) {
        for name in names { works[name, default: ShardWriter.Work()].late.append((key, fact)) }
        if fact.kind == .gap { for name in names { works[name]?.watched.insert(key) } }
        if fact.makesStub, let first = fact.targets.first {
          works[fact.place.shard, default: ShardWriter.Work()].stubsToRemove.insert(first)
        }
        catalogWork.arrived.append((key, fact))
      }
    }
  }

  /// Sends each event to the shards of its message, or lets it wait.
  private func routeLate(
    _ late: [LateFact], _ here: [ItemKey: Set<ShardName>], _ works: inout [ShardName: ShardWriter.Work],
    _ catalogWork: inout CatalogWriter.Work
  ) throws {
    guard !late.isEmpty else { return }
    try catalog.use { connection in
      for fact in late {
        var isKnown = false
        for target in fact.targets {
          let names = try here[target] ?? CatalogReader.shards(of: target, names: shardNames, connection)
          for name in names {
            works[name, default: ShardWriter.Work()].late.append((target, fact))
            if fact.kind == .gap { works[name]?.watched.insert(target) }
            isKnown = true
          }
        }
        if isKnown {
          // A placeholder may be left of an attempt that died before the catalog knew of it.
          if fact.makesStub, let first = fact.targets.first {
            works[fact.place.shard, default: ShardWriter.Work()].stubsToRemove.insert(first)
          }
          continue
        }
        for target in fact.targets { catalogWork.waiting.append((target, fact)) }
        if fact.makesStub, let first = fact.targets.first {
          works[fact.place.shard, default: ShardWriter.Work()].late.append((first, fact))
        }
      }
    }
  }

  private func remember(_ work: CatalogWriter.Work, _ gaps: Set<ItemKey>) {
    for outcome in work.outcomes { generations[outcome.shard] = outcome.totals.generation }
    if let names = try? catalog.use({ try CatalogReader.shardNames($0) }) { shardNames = names }
    for (target, _) in work.waiting { waitingHeads.insert(target.head) }
    if waitingHeads.count > profile.rememberedTargets {
      waitingHeads = []
      knowsAllWaiting = false
    }
    for key in gaps { gapHeads.insert(key.head) }
    for key in work.readable { gapHeads.remove(key.head) }
  }

  /// Evaluates again, over everything, the holds that depend on names and memberships.
  private func sweep() throws {
    let depending = holds.values.filter { $0.releasedAt == nil && evaluator.dependsOnCatalog($0) }.sorted { $0.id < $1.id }
    guard !depending.isEmpty else { return }
    var work = CatalogWriter.Work()
    for name in generations.keys.sorted() {
      let outcome = try shard(name).sweep(depending, evaluator: evaluator)
      if !outcome.conversations.isEmpty || outcome.totals.generation != generations[name] {
        work.outcomes.append(outcome)
      }
    }
    _ = try writer.apply(work)
    remember(work, [])
  }

  /// The writer of a shard, opened if need be; the one unused longest is closed when there are too many.
  private func shard(_ name: ShardName) throws -> ShardWriter {
    if let index = shards.lastIndex(where: { $0.name == name }) {
      let entry = shards.remove(at: index)
      shards.append(entry)
      return entry.writer
    }
    if shards.count >= profile.openShards { shards.removeFirst().writer.connection.close() }
    let connection = try store.openShard(name, role: .writer, cachePages: profile.shardCache)
    let version = try connection.use { try ShardMeta.integer($0, "schema") }
    guard version == ShardSchema.version else {
      throw SearchIndexError(
        .damaged, "the shard \(name) was made by another version", remedy: "run ‘holdfast rebuild’")
    }
    let writer = try ShardWriter(name: name, connection: connection)
    shards.append((name, writer))
    return writer
  }
}

/// How much memory the indexer may use.
struct IndexerProfile: Sendable {
  /// Records in a batch.
  var batch = 8192
  /// Shards open for writing, and the pages (8 KiB) that each may cache.
  var openShards = 8
  var shardCache = 256
  var catalogCache = 768
  /// Targets of waiting events that are remembered; beyond that each message is looked up.
  var rememberedTargets = 400_000

  /// Beside a console.
  static let background = IndexerProfile(batch: 2048, openShards: 4, shardCache: 256, catalogCache: 512)
  /// For a command that does nothing else.
  static let bulk = IndexerProfile(batch: 8192, openShards: 8, shardCache: 1024, catalogCache: 1024)
}
