import Ledger
import Records
import Sealing
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// One writer's log as `verify` found it.
final class CheckedLog {
  let writer: WriterEntry
  let prefix: String
  private let origin: String
  private(set) var entries: [LedgerEntry] = []
  private(set) var tree = MerkleTree()
  private var raw: [[UInt8]] = []
  private var note: [UInt8]?
  /// Whether the entries have the root that the checkpoint signs.
  private(set) var holds = false
  private var publishes: Bool?

  var size: UInt64 { tree.size }

  /// Reads checkpoint and entries.
  init(_ writer: WriterEntry, verifier: Verifier) {
    self.writer = writer
    origin = writer.id.origin(in: verifier.vault.id)
    prefix = VaultPath.log(writer.id)
    let path = VaultPath.checkpoint(writer.id)
    let store = verifier.store
    do {
      // Read again when a newer checkpoint was published meanwhile: the tiles of the older one may be gone.
      for _ in 0..<8 {
        guard let bytes = try store.find(path) else {
          holds = true
          return
        }
        note = bytes
        let checkpoint = try LogState.open(bytes, entry: writer, origin: origin, path: path)
        let tiles = LogState.tileLog(size: checkpoint.size, writer: writer.id, store: store)
        raw = (try? tiles.entries(0..<checkpoint.size)) ?? []
        tree = MerkleTree(leafHashes: raw.map { RFC6962.leafHash($0) })
        holds = tree.size == checkpoint.size && tree.root() == checkpoint.root
        if holds { break }
        if try store.find(path) == bytes {
          nameFaults(tiles, checkpoint, verifier)
          break
        }
      }
      entries = raw.map { LedgerEntry(parsing: $0) }
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

  /// The root of the first entries; nil when there are not so many.
  func root(at size: UInt64) -> Digest? { size <= tree.size ? try? tree.root(at: size) : nil }

  /// Makes every file of the log again and compares: tiles, and earlier checkpoints.
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
    for (index, entry) in entries.enumerated() {
      guard case .checkpoint(let seen) = entry, seen.origin == origin else { continue }
      if seen.size != UInt64(index) || root(at: seen.size) != seen.root {
        verifier.problem("\(prefix)entry \(index)", "does not describe the checkpoint before it")
        continue
      }
      compare(VaultPath.checkpoint(writer.id, size: seen.size), verifier) { SHA256.hash($0) == seen.noteDigest }
    }
    // The checkpoint before the newest may stand there before the newest is published.
    let current = VaultPath.checkpoint(writer.id, size: UInt64(entries.count))
    if let note, verifier.unclaimed[current] != nil { compare(current, verifier) { $0 == note } }
    for (path, bytes) in files(at: entries.count, verifier) { compare(prefix + path, verifier) { $0 == bytes } }
    // Partial tiles of an earlier size may be left from a crash, or from this very moment.
    for path in verifier.unclaimed.keys where path.hasPrefix(prefix) {
      let tile = String(path.dropFirst(prefix.count))
      guard let size = PartialTiles.size(of: tile), size <= UInt64(entries.count) else { continue }
      // Its writer erases such a tile after the checkpoint: it may have gone since it was listed.
      if size < UInt64(entries.count), isGone(path, verifier) {
        verifier.unclaimed[path] = nil
        continue
      }
      let expected = files(at: Int(size), verifier)[tile]
      compare(path, verifier) { $0 == expected }
    }
  }

  /// The tiles of the log at a size.
  private func files(at size: Int, _ verifier: Verifier) -> [String: [UInt8]] {
    do {
      var tiles = TileLogWriter()
      let objects = try tiles.append(Array(raw.prefix(size)))
      return Dictionary(objects.map { ($0.path, $0.bytes) }) { _, last in last }
    } catch {
      verifier.problem(prefix + "tile", Verifier.words(error))
      return [:]
    }
  }

  private func compare(_ path: String, _ verifier: Verifier, _ isRight: ([UInt8]) -> Bool) {
    guard verifier.unclaimed.removeValue(forKey: path) != nil else {
      if !hasMoved(verifier) { verifier.problem(path, "is missing") }
      return
    }
    do {
      if !isRight(try verifier.store.get(path)) {
        verifier.problem(path, "differs from what the ledger's entries give")
      }
    } catch {
      if !hasMoved(verifier) { verifier.problem(path, Verifier.words(error)) }
    }
  }

  private func isGone(_ path: String, _ verifier: Verifier) -> Bool {
    do { return try verifier.store.find(path) == nil } catch { return false }
  }

  /// Whether a newer checkpoint was published since this one was read.
  private func hasMoved(_ verifier: Verifier) -> Bool {
    guard let now = try? verifier.store.find(VaultPath.checkpoint(writer.id)), now != note,
      let newer = try? LogState.open(now, entry: writer, origin: origin, path: prefix)
    else { return false }
    return newer.size > size
  }

  /// Whether files beyond the checkpoint are in order: this machine was about to publish them, or somebody just does.
  func mayStillPublish(verifier: Verifier) -> Bool {
    if !holds { return true }
    if let answer = publishes { return answer }
    var answer = hasMoved(verifier) || isIntended(verifier)
    // Another machine may be between its tiles and its checkpoint at this very moment: that takes milliseconds.
    for _ in 0..<40 where !answer {
      usleep(50_000)
      answer = hasMoved(verifier)
    }
    publishes = answer
    return answer
  }

  /// Whether this machine's state says that it was about to publish more.
  private func isIntended(_ verifier: Verifier) -> Bool {
    let vault = verifier.vault
    for number in 1...8 {
      let path = vault.state.writer(writer.kind, number, "last")
      if let intent = try? LogIntent.read(path, files: vault.environment.files),
        let (signed, _) = try? Checkpoint.open(intent.note, verifiers: [writer.verifier], origin: origin),
        signed.size > UInt64(entries.count), intent.before == UInt64(entries.count)
      {
        return true
      }
    }
    return false
  }
}
