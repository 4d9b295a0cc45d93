import Records
import Storage

/// Applies batches to shards and catalog. One process at a time, one thread at a time.
///
/// Shards are committed first, each with what it now counts; the catalog last, with the position. Whatever dies in
/// between is done again from the old position, and doing it again changes nothing.
final class Indexer {
  let store: IndexStore
  let source: any RecordSource
  let catalog: Connection
  let writer: CatalogWriter
  let evaluator: HoldEvaluator
  let profile: IndexerProfile
  var shards: [(name: ShardName, writer: ShardWriter)] = []
  var shardNames: [Int64: ShardName] = [:]
  var generations: [ShardName: Int64] = [:]
  var holds: [HoldID: HoldFact] = [:]
  var waitingHeads: Set<Int64> = []
  var gapHeads: Set<Int64> = []
  /// Messages whose file is known to be missing.
  var mediaHeads: Set<Int64> = []
  var knowsAllWaiting = true
  var needsSweep = Sweep.none
  var written: Set<ShardName> = []
  /// Which messages the catalog may know; nil while it is not worth reading, or would take too much memory.
  var filter: MessageFilter?
  /// About how many messages the catalog knows, and how many were asked about.
  var known: Int?
  var asked = 0
  /// Records that were applied before a ledger lists them, and how far each file of such records has been read.
  let provisional = ProvisionalRecords()
  var tailPositions: [String: Int] = [:]
  var tailSegments: [String: Set<SegmentID>] = [:]
  /// Which deliveries the catalog may know, how many it knows about, and how many were asked about.
  var deliveries: (filter: MessageFilter?, known: Int?, asked: Int) = (nil, nil, 0)
  /// Releases that were read before their holds.
  var releases: [String: Int64] = [:]
  /// Which holds are to be asked again of everything.
  enum Sweep: Int64 {
    case none = 0
    /// Those that depend on names and memberships.
    case names = 1
    /// Those that depend on who is who, too.
    case people = 2
  }
  /// Called between the commits of a batch; tests make it throw.
  var crashPoint: (String) throws -> Void = { _ in }

  init(store: IndexStore, source: any RecordSource, profile: IndexerProfile) throws {
    self.store = store
    self.source = source
    self.profile = profile
    catalog = try store.openCatalog(role: .writer, cachePages: profile.catalogCache)
    writer = CatalogWriter(connection: catalog)
    writer.provisional = provisional
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

  func load() throws {
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
      try connection.statement(
        "SELECT message, reason, stands FROM gaps WHERE message IS NOT NULL AND filled = 0"
      ).forEach {
        guard let id = MessageID($0.text(0)) else { return true }
        if CatalogFacts.isOfMedia($0.text(1)) { mediaHeads.insert(ItemKey(id).head) }
        if $0.integer(2) == 0 { gapHeads.insert(ItemKey(id).head) }
        return true
      }
    }
    try loadProvisional()
    needsSweep = Sweep(rawValue: try catalog.use { try ShardMeta.integer($0, "sweep") } ?? 0) ?? .people
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
    // What is on its way first, before it is asked what the ledgers list: whatever leaves the one is in the other.
    var changed = false
    evaluator.settled = needsSweep == .people ? [] : Set(holds.keys)
    let tailError = try followTail(cancel: cancel, committed: committed) { changed = true }
    let writers = try source.writers()
    let (done, total) = try list(writers)
    var indexed = done
    var reader = BatchReader(
      source: source, positions: try catalog.use { try CatalogReader.positions($0) }, size: profile.batch,
      provisional: provisional)
    progress(Progress(done: indexed, total: total, unit: "records"))
    try ReadAhead.run(reader: &reader, writers: writers, cancel: cancel) { batch in
      if !changed { try catalog.write { try ShardMeta.set($0, "open", 1) } }
      try apply(batch)
      changed = true
      indexed += batch.projection.records
      committed()
      progress(Progress(done: indexed, total: total, unit: "records"))
    }
    if try writer.hasStalePeople() {
      try crashPoint("people")
      if try writer.refreshPeople(cancel: cancel, committed: committed) { needsSweep = .people }
      evaluator.forgetPeople()
      try crashPoint("people done")
    }
    if changed { try tidy() }
    if needsSweep != .none, try sweep() { committed() }
    if let tailError { throw tailError }
    return changed
  }

  /// Tidies the shards that were written since the last time.
  func tidy() throws {
    for name in written.sorted() { try shard(name).tidy() }
    written = []
    try catalog.release()
    try catalog.checkpoint()
  }

  /// Counts what the ledgers list, for the coverage of answers.
  func list(_ writers: [SourceWriter]) throws -> (done: Int64, total: Int64) {
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

  /// The writer of a shard, opened if need be; the one unused longest is closed when there are too many.
  func shard(_ name: ShardName) throws -> ShardWriter {
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
