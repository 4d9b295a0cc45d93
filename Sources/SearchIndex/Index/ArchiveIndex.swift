import Records
import Sealing
import Storage
import Synchronization
import Vault

/// The search index of one vault on this machine: a projection of its records that can be deleted and made again.
///
/// Every call is synchronous and may come from any thread. One process at a time indexes; all may read.
public final class ArchiveIndex: Sendable {
  let source: any RecordSource
  let wrapping: any RootWrapping
  let files: IndexFiles
  private let store = Mutex<Opened>(Opened())
  private let listeners = Listeners()
  let indexing = Mutex<IndexingState>(IndexingState())
  private let follower = Mutex<Follower?>(nil)

  /// The databases in use, and the file that named them: it is read again only when it was replaced.
  private struct Opened {
    var store: IndexStore?
    var named: FileIdentity?
  }

  /// What the indexing side remembers between calls.
  struct IndexingState {
    var indexer: IndexerBox?
  }

  /// Keeps the indexer with its lock.
  final class IndexerBox: @unchecked Sendable {
    // Unchecked: used only with `indexing` locked.
    let lock: IndexerLock
    let indexer: Indexer
    let store: IndexStore
    init(lock: IndexerLock, indexer: Indexer, store: IndexStore) {
      self.lock = lock
      self.indexer = indexer
      self.store = store
    }
  }

  init(
    source: any RecordSource, wrapping: any RootWrapping, folder: String,
    operations: any FileOperations = SystemFiles()
  ) throws {
    self.source = source
    self.wrapping = wrapping
    files = IndexFiles(folder: folder, operations: operations)
    try files.makeFolder(folder)
  }

  /// Opens the index of a vault, making its folder and key on first use.
  public static func open(
    vault: UnlockedVault, state: StateDirectory? = nil, environment: VaultEnvironment? = nil
  ) throws -> ArchiveIndex {
    try ArchiveIndex(
      source: VaultSource(vault: vault), wrapping: VaultRootWrapping(vault: vault),
      folder: vault.state.path + "/index", operations: (environment ?? vault.environment).files)
  }

  /// Stops following and closes every database.
  public func close() {
    stopFollowing()
    indexing.withLock { state in
      try? state.indexer?.indexer.finish()
      state.indexer?.indexer.close()
      state.indexer = nil
    }
    store.withLock { held in
      defer { held = Opened() }
      return held.store
    }?.close()
  }

  // MARK: - Generations

  /// The databases in use; looks whether another process has rebuilt them.
  func current() throws -> IndexStore {
    // Looked at before it is read: what is replaced in between is noticed the next time.
    let identity = files.identity(of: files.current)
    if let identity, let known = store.withLock({ $0.named == identity ? $0.store : nil }) { return known }
    let named = files.read(files.current).map { String(decoding: $0, as: UTF8.self) }
    return try store.withLock { held in
      if let store = held.store, named == store.generation {
        held.named = identity
        return store
      }
      held.store?.close()
      held = Opened()
      if let named, let opened = try openGeneration(named) {
        held = Opened(store: opened, named: identity)
        return opened
      }
      let made = try makeGeneration()
      try files.replace(files.current, Array(made.generation.utf8))
      held.store = made
      return made
    }
  }

  private func openGeneration(_ name: String) throws -> IndexStore? {
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }),
      let wrapped = files.read(files.generation(name) + "/root.key")
    else { return nil }
    do {
      return IndexStore(files: files, generation: name, root: IndexRoot(secret: try wrapping.unwrap(wrapped)))
    } catch {
      throw SearchIndexError(
        .key, "the key of the index does not open", remedy: "run ‘holdfast rebuild’: the index is made anew",
        cause: error)
    }
  }

  /// Makes an empty generation with a new root key and an empty catalog.
  func makeGeneration() throws -> IndexStore {
    let name = "g" + Base32.encode(try wrapping.randomBytes(10).copyBytes())
    let root = try wrapping.randomBytes(32)
    try files.makeFolder(files.generation(name))
    try files.replace(files.generation(name) + "/root.key", wrapping.wrap(root))
    let store = IndexStore(files: files, generation: name, root: IndexRoot(secret: root))
    try store.openCatalog(role: .writer, cachePages: 64).close()
    return store
  }

  // MARK: - Keeping up

  /// Applies everything that the ledgers list; waits while another process does.
  public func catchUp(progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil) throws {
    try catchUp(profile: .bulk, progress: progress, cancel: cancel)
  }

  func catchUp(
    profile: IndexerProfile, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws {
    var hasRebuilt = false
    while true {
      do {
        return try indexing.withLock { state in
          guard let box = try indexer(&state, profile: profile) else {
            throw SearchIndexError(.busy, "another process is indexing")
          }
          do {
            let listeners = self.listeners
            _ = try box.indexer.catchUp(progress: progress, cancel: cancel) { listeners.post() }
            try box.indexer.finish()
            // Only who follows keeps the lock: a long import must not keep other processes from indexing.
            if follower.withLock({ $0 == nil }) {
              box.indexer.close()
              state.indexer = nil
            }
          } catch {
            // Whatever the indexer remembers may be wrong now; the databases are not.
            box.indexer.close()
            state.indexer = nil
            throw error
          }
        }
      } catch let error as SearchIndexError where error.code == .busy {
        if try isCurrent() { return }
        if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "indexing was cancelled") }
        Pause.milliseconds(50)
      } catch let error as SearchIndexError where error.code == .damaged && !hasRebuilt {
        hasRebuilt = true
        try rebuild(progress: progress, cancel: cancel)
        return
      }
    }
  }

  /// Whether what the ledgers list now has been applied, by whatever process.
  private func isCurrent() throws -> Bool {
    let sizes = try source.writers()
    return try current().readCatalog { connection in
      let positions = try CatalogReader.positions(connection)
      return sizes.allSatisfy { $0.size == 0 || UInt64(positions[$0.id.text]?.leaf ?? 0) >= $0.size }
    }
  }

  private func indexer(_ state: inout IndexingState, profile: IndexerProfile) throws -> IndexerBox? {
    let store = try current()
    if let box = state.indexer {
      if box.store === store { return box }
      box.indexer.close()
      state.indexer = nil
    }
    guard let lock = try IndexerLock(files.lock) else { return nil }
    files.removeAbandoned(besides: store.generation)
    let indexer = try Indexer(store: store, source: source, profile: profile)
    let box = IndexerBox(lock: lock, indexer: indexer, store: store)
    state.indexer = box
    return box
  }

  /// Makes the index anew from the vault, under a new root key; the old one serves until then and is deleted after.
  public func rebuild(progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil) throws {
    try indexing.withLock { state in
      state.indexer?.indexer.close()
      let kept = state.indexer?.lock
      state.indexer = nil
      var lock = kept
      while lock == nil {
        lock = try IndexerLock(files.lock)
        if lock == nil {
          if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "rebuilding was cancelled") }
          Pause.milliseconds(50)
        }
      }
      let fresh = try makeGeneration()
      do {
        let indexer = try Indexer(store: fresh, source: source, profile: .bulk)
        defer { indexer.close() }
        _ = try indexer.catchUp(progress: progress, cancel: cancel) {}
        try indexer.finish()
        try files.replace(files.current, Array(fresh.generation.utf8))
      } catch {
        fresh.close()
        // Where only making the name durable failed, it is the index that is read already; then both stay.
        if files.read(files.current) != Array(fresh.generation.utf8) { files.removeGeneration(fresh.generation) }
        throw error
      }
      store.withLock { held in
        held.store?.close()
        held = Opened(store: fresh)
      }
      for name in files.names(in: files.folder) where name.hasPrefix("g") && name != fresh.generation {
        files.removeGeneration(name)
      }
      withExtendedLifetime(lock) {}
    }
    listeners.post()
  }

  /// Keeps the index current on a background thread until `stopFollowing`.
  public func startFollowing(onError: @escaping @Sendable (any Error) -> Void = { _ in }) {
    let index = WeakIndex(self)
    follower.withLock { follower in
      if follower != nil { return }
      let made = Follower(
        folders: { [source] in source.watchedFolders() }, growing: { [source] in source.growingFolders() }
      ) { [index] cancel in
        do { try index.value?.catchUp(profile: .background, cancel: cancel) } catch { onError(error) }
      }
      follower = made
      made.start()
    }
  }

  /// Stops the background thread; a batch that is being written is finished first.
  public func stopFollowing() { follower.withLock { $0.take() }?.stop() }

  /// Looks for new records at once, as after an import in the same process.
  public func wake() { follower.withLock { $0 }?.wake() }

  /// Calls back after each committed batch, on the indexing thread, until the token is cancelled.
  public func onChange(_ callback: @escaping @Sendable () -> Void) -> ChangeToken { listeners.add(callback) }
}

/// Lets the background thread reach the index without keeping it alive.
private final class WeakIndex: @unchecked Sendable {
  // Unchecked: a weak reference is read atomically by the runtime.
  weak var value: ArchiveIndex?
  init(_ value: ArchiveIndex) { self.value = value }
}
