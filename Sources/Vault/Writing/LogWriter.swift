import Ledger
import Records
import Sealing
import Storage

/// Appends to one writer's log; used by one thread at a time, under the writer's lock.
final class LogWriter {
  private let vault: LockedVault
  private let secret: WriterSecret
  private let entry: WriterEntry
  private let origin: String
  private let signer: NoteSigner
  private let intentPath: String
  private var tiles: TileLogWriter
  /// The bytes of the newest checkpoint; nil before the first.
  private var note: [UInt8]?
  private var checkpoint: Checkpoint?
  /// The newest size of each other log that was logged here.
  private var seen: [String: UInt64]

  var size: UInt64 { tiles.size }

  /// Opens the log where it stands, after finishing what a crash may have left half published.
  init(vault: LockedVault, secret: WriterSecret, intentPath: String) throws {
    self.vault = vault
    self.secret = secret
    self.intentPath = intentPath
    let entry = try secret.entry(in: vault.id)
    self.entry = entry
    origin = secret.id.origin(in: vault.id)
    signer = try NoteSigner(name: origin, key: secret.key)
    let store = vault.store
    let prefix = VaultPath.log(secret.id)
    let state = try vault.view.log(entry)
    seen = state.seen.mapValues(\.size)
    checkpoint = state.checkpoint
    note = state.checkpoint == nil ? nil : state.note
    tiles = try TileLogWriter(size: state.size, root: state.checkpoint?.root) { try store.get(prefix + $0) }

    try finishIntent(state)
    removeStaleTiles()
  }

  /// Publishes what a crash left half published.
  private func finishIntent(_ state: LogState) throws {
    guard let intent = try LogIntent.read(intentPath, files: vault.environment.files) else { return }
    let signed = try LogState.open(intent.note, entry: entry, origin: origin, path: intentPath)
    if signed.size == state.size {
      guard signed.root == checkpoint?.root else { throw forked("has other entries than this machine signed") }
    } else if signed.size > state.size {
      guard intent.before == state.size else {
        throw forked("has \(state.size) entries, but this machine signed \(signed.size): it was rolled back")
      }
      var next = tiles
      let objects = try next.append(intent.entries)
      guard try next.root() == signed.root else { throw forked("was replaced by an older copy") }
      try publish(objects, note: intent.note)
      tiles = next
      note = intent.note
      checkpoint = signed
    } else {
      throw VaultError(
        .rolledBack,
        "the log \(secret.id) has \(state.size) entries, but this machine's state directory knows only \(signed.size)",
        remedy: "the state directory is an old copy: remove \(intentPath.dropLast(5)).* so that this machine registers "
          + "as a new writer")
    }
  }

  private func forked(_ what: String) -> VaultError {
    VaultError(
      .rolledBack, "the log \(secret.id) in \(vault.store.description) \(what)",
      remedy: "somebody replaced it: restore the newest backup, and compare with holdfast verify --since")
  }

  /// Removes partial tiles that the newest checkpoint has no use for.
  ///
  /// A failure does no harm: they are removed when the log is opened next.
  private func removeStaleTiles() {
    let prefix = VaultPath.log(secret.id)
    let current = PartialTiles.paths(size: size)
    for info in (try? vault.store.list(prefix + "tile/")) ?? [] {
      let path = String(info.path.dropFirst(prefix.count))
      if PartialTiles.size(of: path) != nil, !current.contains(path) { try? vault.store.erase(info.path) }
    }
  }

  /// Appends entries and publishes the new checkpoint; nothing happens when there are none.
  func append(_ more: [LedgerEntry]) throws {
    guard !more.isEmpty else { return }
    var entries: [LedgerEntry] = []
    if let note, let checkpoint {
      entries.append(
        .checkpoint(
          SeenCheckpoint(
            origin: origin, size: checkpoint.size, root: checkpoint.root, noteDigest: SHA256.hash(note))))
    }
    entries += more
    entries += otherCheckpoints()
    let bytes = entries.map(\.bytes)
    var next = tiles
    let objects = try next.append(bytes)
    let newest = try Checkpoint(origin: origin, size: next.size, root: try next.root())
    let signed = Array(try newest.signed(by: signer).serialized.utf8)
    let intent = LogIntent(before: tiles.size, entries: bytes, note: signed)
    try DurableFile.replace(intentPath, intent.encoded, files: vault.environment.files)
    try publish(objects, note: signed)
    for path in PartialTiles.paths(size: tiles.size).subtracting(PartialTiles.paths(size: next.size)) {
      try? vault.store.erase(VaultPath.log(secret.id) + path)
    }
    tiles = next
    note = signed
    checkpoint = newest
  }

  /// Entries for what other writers published since this log last said so.
  ///
  /// What cannot be read is left to `verify`.
  private func otherCheckpoints() -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    let others = ((try? vault.reloadConfiguration()) ?? vault.configuration).writers
    for other in others where other.id != secret.id {
      guard let state = try? vault.view.log(other), let checkpoint = state.checkpoint,
        checkpoint.size > (seen[state.origin] ?? 0)
      else { continue }
      seen[state.origin] = checkpoint.size
      entries.append(
        .checkpoint(
          SeenCheckpoint(
            origin: state.origin, size: checkpoint.size, root: checkpoint.root,
            noteDigest: SHA256.hash(state.note))))
    }
    return entries
  }

  /// Tiles, then the checkpoint before under its size, then the new checkpoint.
  private func publish(_ objects: [LedgerObject], note new: [UInt8]) throws {
    let store = vault.store
    let prefix = VaultPath.log(secret.id)
    for object in objects { try put(prefix + object.path, object.bytes) }
    if let note, let checkpoint { try put(VaultPath.checkpoint(secret.id, size: checkpoint.size), note) }
    guard try store.replace(VaultPath.checkpoint(secret.id), new, expecting: note) else {
      throw forked("changed while this machine wrote it")
    }
  }

  private func put(_ path: String, _ bytes: [UInt8]) throws {
    if try !vault.store.putIfAbsent(path, bytes), try vault.store.get(path) != bytes {
      throw VaultError(
        .tampered, "\(path) is there already, with other content", remedy: "run holdfast verify")
    }
  }
}
