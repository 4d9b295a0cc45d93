import Ledger
import Records
import Sealing
import Storage
import Synchronization

/// A vault as anybody who has its files sees it: what is public can be read and checked, nothing can be opened.
public final class LockedVault: Sendable {
  public let store: any ObjectStore
  /// This machine's state directory for this vault at this place.
  public let state: VaultState
  public let environment: VaultEnvironment
  public let id: VaultID
  let view: LedgerView
  private let loaded: Mutex<(configuration: VaultConfiguration, bytes: [UInt8])>

  /// Opens the vault in a store.
  ///
  /// Nothing in it is changed; the state directory is made when absent.
  public static func open(
    store: any ObjectStore, state: StateDirectory, environment: VaultEnvironment = VaultEnvironment()
  ) throws -> LockedVault {
    guard let bytes = try store.find(VaultPath.configuration) else {
      throw VaultError(
        .noVault, "there is no vault in \(store.description): it has no vault.toml",
        remedy: "check the path, or make a vault with holdfast init")
    }
    let configuration = try VaultConfiguration.read(bytes)
    let folder = try state.vault(configuration.vault, location: store.location, files: environment.files)
    let vault = LockedVault(
      store: store, state: folder, environment: environment, configuration: configuration, bytes: bytes)
    if let known = try vault.known(), known.fingerprint != configuration.fingerprint {
      throw VaultError(
        .badConfiguration,
        "the vault in \(store.description) has the fingerprint \(configuration.fingerprint), but the vault seen here "
          + "before had \(known.fingerprint)",
        remedy: "somebody put another vault.toml in place: restore the right one from a backup")
    }
    return vault
  }

  private init(
    store: any ObjectStore, state: VaultState, environment: VaultEnvironment, configuration: VaultConfiguration,
    bytes: [UInt8]
  ) {
    self.store = store
    self.state = state
    self.environment = environment
    id = configuration.vault
    view = LedgerView(store: store, vault: configuration.vault)
    loaded = Mutex((configuration, bytes))
  }

  /// vault.toml as it was read last.
  public var configuration: VaultConfiguration { loaded.withLock { $0.configuration } }
  var configurationBytes: [UInt8] { loaded.withLock { $0.bytes } }

  /// Reads vault.toml again: other machines register writers.
  @discardableResult
  func reloadConfiguration() throws -> VaultConfiguration {
    let bytes = try store.get(VaultPath.configuration)
    return try loaded.withLock { loaded in
      if bytes == loaded.bytes { return loaded.configuration }
      let next = try VaultConfiguration.read(bytes)
      guard next.vault == id, next.fingerprint == loaded.configuration.fingerprint,
        next.version >= loaded.configuration.version
      else {
        throw VaultError(
          .rolledBack, "vault.toml was replaced by an older one or one of another vault",
          remedy: "restore the newest vault.toml from a backup")
      }
      loaded = (next, bytes)
      return next
    }
  }

  public var title: String { configuration.title }
  /// The zone of times that come without one, an IANA name.
  public var timeZone: String { configuration.timeZone }
  /// What officers compare to know that they mean the same vault.
  public var fingerprint: String { configuration.fingerprint }

  // MARK: - Ledger

  /// Every writer with the size and root of its log now.
  public func writers() throws -> [WriterState] {
    try view.all(reloadConfiguration().writers).map { log in
      WriterState(id: log.entry.id, kind: log.entry.kind, size: log.size, root: log.checkpoint?.root ?? RFC6962.empty)
    }
  }

  /// Entries of one writer's log from an index on, each checked against the signed checkpoint.
  public func leaves(of writer: WriterID, from index: UInt64, limit: Int = 4096) throws -> [LedgerLeaf] {
    guard limit > 0 else { return [] }
    let (log, end, entries) = try reading(writer) { log, tiles -> (LogState, UInt64, [[UInt8]]) in
      let end = max(index, min(log.size, index + UInt64(min(limit, 1 << 20))))
      return (log, end, end > index ? try tiles.entries(index..<end) : [])
    }
    guard end > index else { return [] }
    var leaves: [LedgerLeaf] = []
    leaves.reserveCapacity(Int(end - index))
    for (offset, bytes) in entries.enumerated() {
      let position = index + UInt64(offset)
      guard RFC6962.leafHash(bytes) == log.leafHashes[Int(position)] else {
        throw VaultError(
          .tampered, "entry \(position) of the log \(writer) changed since it was read",
          remedy: "restore ledger/\(writer) from a backup")
      }
      leaves.append(
        LedgerLeaf(
          writer: writer, index: position, text: String(decoding: bytes, as: UTF8.self),
          entry: LedgerEntry(parsing: bytes)))
    }
    return leaves
  }

  /// Reads a log's tiles at its newest size, and again when a newer size was published meanwhile.
  func reading<Result>(_ writer: WriterID, _ body: (LogState, TileLog) throws -> Result) throws -> Result {
    var log = try log(of: writer)
    for _ in 0..<8 {
      do {
        return try body(log, LogState.tileLog(size: log.size, writer: writer, store: store))
      } catch {
        let now = try self.log(of: writer)
        if now.size == log.size { throw error }
        log = now
      }
    }
    return try body(log, LogState.tileLog(size: log.size, writer: writer, store: store))
  }

  func log(of writer: WriterID) throws -> LogState {
    if let entry = configuration.writer(writer) { return try view.log(entry) }
    guard let entry = try reloadConfiguration().writer(writer) else {
      throw VaultError(.missing, "the vault has no writer \(writer)")
    }
    return try view.log(entry)
  }

  /// The vault checkpoint now, without a signature: (origin, size, root) of every writer's log.
  public func checkpointText() throws -> String { try vaultCheckpoint().text }

  func vaultCheckpoint() throws -> VaultCheckpoint {
    let heads = try writers().filter { $0.size > 0 }.map { writer in
      LogHead(origin: writer.id.origin(in: id), size: writer.size, root: writer.root)
    }
    return try VaultCheckpoint(vaultID: id.text, logs: heads.sorted { $0.origin < $1.origin })
  }

  // MARK: - What this machine saw before

  /// The fingerprint and vault checkpoint that were seen here last.
  func known() throws -> (fingerprint: String, checkpoint: VaultCheckpoint?)? {
    guard let bytes = try DurableFile.read(state.known, files: environment.files) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.firstIndex(of: "\n") else { return nil }
    return (String(text[..<end]), try? VaultCheckpoint(text: String(text[text.index(after: end)...])))
  }

  /// Remembers the vault as it is now.
  func remember() throws {
    let text = fingerprint + "\n" + (try checkpointText())
    if let bytes = try DurableFile.read(state.known, files: environment.files), bytes == Array(text.utf8) { return }
    try DurableFile.replace(state.known, Array(text.utf8), files: environment.files)
  }

  /// Each log that is shorter than, or other than, in an earlier vault checkpoint.
  func departures(from earlier: VaultCheckpoint) throws -> [VerifyReport.Problem] {
    guard earlier.vaultID == id.text else {
      throw VaultError(.badNote, "the note is of the vault \(earlier.vaultID), not of \(id)")
    }
    var problems: [VerifyReport.Problem] = []
    for head in earlier.logs {
      let place = "ledger/" + (head.origin.split(separator: "/").last.map(String.init) ?? head.origin)
      // A writer that another process registered since vault.toml was read here is not gone.
      guard let writer = WriterID(ofName: head.origin, in: id),
        let entry = try configuration.writer(writer) ?? reloadConfiguration().writer(writer)
      else {
        problems.append(.init(object: place, what: "is in the earlier checkpoint, but its writer is gone"))
        continue
      }
      // A log that does not even hold together is named by the check of the log itself.
      guard let log = try? view.log(entry) else {
        problems.append(.init(object: place, what: "cannot be compared with the earlier checkpoint"))
        continue
      }
      if log.size < head.size {
        problems.append(
          .init(object: place, what: "was rolled back: it had \(head.size) entries and now has \(log.size)"))
      } else {
        var tree = CompactTree()
        for hash in log.leafHashes.prefix(Int(head.size)) { tree.append(leafHash: hash) }
        if tree.root() != head.root {
          problems.append(.init(object: place, what: "was rewritten: its first \(head.size) entries are others"))
        }
      }
    }
    return problems
  }
}
