import Records
import Sealing
import Storage
import Synchronization

/// The databases of one generation of the index: the catalog, and shards that are opened when asked for.
final class IndexStore: Sendable {
  let files: IndexFiles
  let generation: String
  let root: IndexRoot
  private let readers: Mutex<Readers>

  /// Reading connections: a few to the catalog, and the shards that were used last.
  private struct Readers {
    var catalogs: [Connection] = []
    var shards: [(name: ShardName, connection: Connection)] = []
    var isClosed = false
  }

  /// Shards kept open for reading, each with a cache of at most `shardCache` pages (8 KiB).
  static let openShards = 24
  static let shardCache = 64
  static let catalogReaders = 3
  static let catalogCache = 256

  init(files: IndexFiles, generation: String, root: IndexRoot) {
    self.files = files
    self.generation = generation
    self.root = root
    readers = Mutex(Readers())
  }

  var folder: String { files.generation(generation) }

  // MARK: Opening

  func openCatalog(role: Connection.Role, cachePages: Int) throws -> Connection {
    try open("catalog", role: role, cachePages: cachePages, schema: CatalogSchema.sql, version: CatalogSchema.version)
  }

  func openShard(_ name: ShardName, role: Connection.Role, cachePages: Int) throws -> Connection {
    try open(
      "shard-\(name)", role: role, cachePages: cachePages, schema: ShardSchema.sql, version: ShardSchema.version)
  }

  /// Whether a shard has a file, which a batch that died may have left without the catalog's knowledge.
  func hasShard(_ name: ShardName) -> Bool { files.exists("\(folder)/shard-\(name).idx") }

  private func open(
    _ name: String, role: Connection.Role, cachePages: Int, schema: String, version: Int64
  ) throws -> Connection {
    let connection = try root.withFileKey(of: name) {
      try Connection(path: "\(folder)/\(name).idx", keyID: $0, role: role, cachePages: cachePages)
    }
    if role == .writer {
      try connection.use { connection in
        let exists = try connection.freshStatement("SELECT count(*) FROM sqlite_master WHERE name = 'meta'")
          .firstInteger()
        if exists == 0 {
          try connection.write {
            try $0.execute(schema)
            try ShardMeta.set($0, "schema", version)
          }
        }
      }
    }
    return connection
  }

  // MARK: Reading

  /// Runs a reading of the catalog in one transaction.
  func readCatalog<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    let connection = try takeCatalog()
    defer { giveBack(connection) }
    return try connection.read(body)
  }

  private func takeCatalog() throws -> Connection {
    let idle = try readers.withLock { state in
      if state.isClosed { throw SearchIndexError(.database, "the index is closed") }
      return state.catalogs.popLast()
    }
    return try idle ?? openCatalog(role: .reader, cachePages: IndexStore.catalogCache)
  }

  private func giveBack(_ connection: Connection) {
    let surplus = readers.withLock { state in
      if state.isClosed || state.catalogs.count >= IndexStore.catalogReaders { return true }
      state.catalogs.append(connection)
      return false
    }
    if surplus { connection.close() }
  }

  /// Takes a shard's connection out of the pool, or opens one; give it back with `giveBack(_:_:)`.
  func takeShard(_ name: ShardName) throws -> Connection {
    let idle: Connection? = try readers.withLock { state in
      if state.isClosed { throw SearchIndexError(.database, "the index is closed") }
      guard let index = state.shards.lastIndex(where: { $0.name == name }) else { return nil }
      return state.shards.remove(at: index).connection
    }
    return try idle ?? openShard(name, role: .reader, cachePages: IndexStore.shardCache)
  }

  func giveBack(_ connection: Connection, _ name: ShardName) {
    let surplus: Connection? = readers.withLock { state in
      if state.isClosed { return connection }
      state.shards.append((name, connection))
      return state.shards.count > IndexStore.openShards ? state.shards.removeFirst().connection : nil
    }
    surplus?.close()
  }

  /// Runs a reading of a shard in one transaction.
  func readShard<Result>(
    _ name: ShardName, cancel: CancellationFlag? = nil, _ body: (Connection) throws -> Result
  ) throws -> Result {
    let connection = try takeShard(name)
    defer { giveBack(connection, name) }
    return try connection.read(cancel: cancel, body)
  }

  func close() {
    let (catalogs, shards) = readers.withLock { state in
      state.isClosed = true
      defer {
        state.catalogs = []
        state.shards = []
      }
      return (state.catalogs, state.shards)
    }
    for connection in catalogs { connection.close() }
    for entry in shards { entry.connection.close() }
  }

  func sizeOnDisk() -> Int64 { files.size(of: folder) }
}
