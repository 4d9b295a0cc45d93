import Ledger
import Records
import Sealing
import Storage

/// One writer's log as `verify` found it.
final class CheckedLog {
  let writer: WriterEntry
  let prefix: String
  private let origin: String
  private(set) var entries: [LedgerEntry] = []
  private(set) var leafHashes: [Digest] = []
  private var raw: [[UInt8]] = []
  private var note: [UInt8]?
  /// Whether the entries have the root that the checkpoint signs.
  private(set) var holds = false

  /// Reads checkpoint and entries.
  init(_ writer: WriterEntry, verifier: Verifier) {
    self.writer = writer
    let vault = verifier.vault.id
    origin = writer.id.origin(in: vault)
    prefix = VaultPath.log(writer.id)
    let path = VaultPath.checkpoint(writer.id)
    do {
      guard let bytes = try verifier.store.find(path) else {
        holds = true
        return
      }
      note = bytes
      let checkpoint = try LogState.open(bytes, entry: writer, origin: origin, path: path)
      let tiles = LogState.tileLog(size: checkpoint.size, writer: writer.id, store: verifier.store)
      do {
        raw = try tiles.entries(0..<checkpoint.size)
      } catch {
        raw = []
      }
      leafHashes = raw.map { RFC6962.leafHash($0) }
      entries = raw.map { LedgerEntry(parsing: $0) }
      holds = raw.count == Int(clamping: checkpoint.size) && root(at: checkpoint.size) == checkpoint.root
      if !holds { nameFaults(tiles, checkpoint, verifier) }
    } catch {
      verifier.problem(path, Verifier.words(error))
    }
  }

  private func nameFaults(_ tiles: TileLog, _ checkpoint: Checkpoint, _ verifier: Verifier) {
    let faults = (try? tiles.verify(root: checkpoint.root) { _, _ in }) ?? []
    for fault in faults { verifier.problem(prefix + fault.path, fault.what) }
    if faults.isEmpty {
      verifier.problem(prefix + "checkpoint", "signs another root than the log's entries have")
    }
  }

  func root(at size: UInt64) -> Digest {
    var tree = CompactTree()
    for hash in leafHashes.prefix(Int(clamping: size)) { tree.append(leafHash: hash) }
    return tree.root()
  }

  /// Makes every file of the log again and compares: tiles of each published size, and earlier checkpoints.
  func checkFiles(verifier: Verifier) {
    guard note != nil else {
      let objects = verifier.unclaimed.keys.filter { $0.contains(writer.id.text) }
      // The first publication of a log may have been cut short, too.
      if !objects.isEmpty, !mayStillPublish(verifier: verifier) {
        verifier.problem(prefix + "checkpoint", "is missing")
        for path in objects where path.hasPrefix(prefix) { verifier.unclaimed[path] = nil }
        holds = false
      }
      return
    }
    verifier.unclaimed[VaultPath.checkpoint(writer.id)] = nil
    guard holds else {
      // The files cannot be told apart any more: the fault is named already.
      for path in verifier.unclaimed.keys where path.hasPrefix(prefix) { verifier.unclaimed[path] = nil }
      return
    }
    var sizes: [Int] = []
    for (index, entry) in entries.enumerated() {
      guard case .checkpoint(let seen) = entry, seen.origin == origin else { continue }
      if seen.size != UInt64(index) || root(at: seen.size) != seen.root {
        verifier.problem("\(prefix)entry \(index)", "does not describe the checkpoint before it")
        continue
      }
      sizes.append(index)
      compare(VaultPath.checkpoint(writer.id, size: seen.size), verifier) { SHA256.hash($0) == seen.noteDigest }
    }
    // The checkpoint before the newest may stand there before the newest is published.
    let current = VaultPath.checkpoint(writer.id, size: UInt64(entries.count))
    if let note, verifier.unclaimed[current] != nil { compare(current, verifier) { $0 == note } }
    do {
      var tiles = try TileLogWriter(size: 0, root: nil) { path in throw StorageError(.notFound, path: path, path) }
      var from = 0
      var expected: [String: [UInt8]] = [:]
      for size in sizes + [entries.count] where size > from {
        for object in try tiles.append(Array(raw[from..<size])) { expected[object.path] = object.bytes }
        from = size
      }
      for (path, bytes) in expected { compare(prefix + path, verifier) { $0 == bytes } }
    } catch {
      verifier.problem(prefix + "tile", Verifier.words(error))
    }
  }

  private func compare(_ path: String, _ verifier: Verifier, _ isRight: ([UInt8]) -> Bool) {
    guard verifier.unclaimed.removeValue(forKey: path) != nil else { return verifier.problem(path, "is missing") }
    do {
      if !isRight(try verifier.store.get(path)) {
        verifier.problem(path, "differs from what the ledger's entries give")
      }
    } catch {
      verifier.problem(path, Verifier.words(error))
    }
  }

  /// Whether files beyond the checkpoint are in order: this machine was about to publish them, or somebody just did.
  func mayStillPublish(verifier: Verifier) -> Bool {
    if !holds { return true }
    let vault = verifier.vault
    if let now = try? vault.store.find(VaultPath.checkpoint(writer.id)), now != note { return true }
    let files = vault.environment.files
    for number in 1...8 {
      if let intent = try? LogIntent.read(vault.state.writer(writer.kind, number, "last"), files: files),
        let (signed, _) = try? Checkpoint.open(intent.note, verifiers: [writer.verifier], origin: origin),
        signed.size > UInt64(entries.count), intent.before == UInt64(entries.count)
      {
        return true
      }
    }
    return false
  }
}
