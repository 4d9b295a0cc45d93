import Ledger
import Records
import Sealing
import Storage

/// What is known of one writer's log: its newest checkpoint, and every entry's hash checked against it.
struct LogState: Sendable {
  let entry: WriterEntry
  let origin: String
  var checkpoint: Checkpoint?
  /// The bytes of the checkpoint's note.
  var note: [UInt8] = []
  var leafHashes: [Digest] = []
  var tree = CompactTree()
  var segments: [SegmentID: (description: SegmentDescription, leaf: UInt64)] = [:]
  var objects: [String: ObjectDescription] = [:]
  var keys: [KeyDescription] = []
  var slots: [SlotDescription] = []
  var paths: Set<String> = []
  var configuration: (version: Int, digest: Digest)?
  /// The newest checkpoint of each other log that this writer logged, by origin.
  var seen: [String: SeenCheckpoint] = [:]
  var lastSequence: UInt64 = 0

  init(_ entry: WriterEntry, vault: VaultID) {
    self.entry = entry
    origin = entry.id.origin(in: vault)
  }

  var size: UInt64 { UInt64(leafHashes.count) }

  /// Reads what was published since; checks it against the signed checkpoint.
  mutating func refresh(from store: any ObjectStore) throws {
    let path = VaultPath.checkpoint(entry.id)
    for _ in 0..<8 {
      let before = try store.find(path)
      do { return try refreshOnce(from: store) } catch {
        // The partial tiles of a checkpoint go when the next one is published: read that one.
        if try store.find(path) == before { throw error }
      }
    }
    try refreshOnce(from: store)
  }

  private mutating func refreshOnce(from store: any ObjectStore) throws {
    let path = VaultPath.checkpoint(entry.id)
    guard let bytes = try store.find(path) else {
      guard size == 0 else { throw rolledBack("it has no checkpoint any more") }
      return
    }
    if bytes == note { return }
    let newest = try LogState.open(bytes, entry: entry, origin: origin, path: path)
    guard newest.size >= size else {
      throw rolledBack("it had \(size) entries and now has \(newest.size)")
    }
    let log = LogState.tileLog(size: newest.size, writer: entry.id, store: store)
    var next = self
    if newest.size > size {
      var from = size
      while from < newest.size {
        let until = min(newest.size, from + 4096)
        for bytes in try log.entries(from..<until) { next.add(bytes) }
        from = until
      }
    }
    guard next.tree.root() == newest.root else {
      throw VaultError(
        .tampered, "the entries of the log \(entry.id) do not have the root that its checkpoint signs",
        remedy: "run holdfast verify, and restore ledger/\(entry.id) from a backup")
    }
    next.checkpoint = newest
    next.note = bytes
    self = next
  }

  private mutating func add(_ bytes: [UInt8]) {
    let hash = RFC6962.leafHash(bytes)
    let index = size
    leafHashes.append(hash)
    tree.append(leafHash: hash)
    switch LedgerEntry(parsing: bytes) {
    case .segment(let segment):
      segments[segment.id] = (segment, index)
      paths.insert(segment.path)
      lastSequence = max(lastSequence, segment.sequence)
    case .object(let object):
      objects[object.path] = object
      paths.insert(object.path)
      if object.kind == .record, let sequence = VaultPath.parseSealed(object.path)?.sequence {
        lastSequence = max(lastSequence, sequence)
      }
    case .key(let key):
      keys.append(key)
      paths.insert(key.path)
    case .slot(let slot):
      slots.append(slot)
      paths.insert(slot.path)
    case .configuration(let version, let digest):
      if version >= (configuration?.version ?? 0) { configuration = (version, digest) }
    case .checkpoint(let other):
      if other.origin != origin { seen[other.origin] = other }
    case .log, .unknown:
      break
    }
  }

  private func rolledBack(_ what: String) -> VaultError {
    VaultError(
      .rolledBack, "the log \(entry.id) went backwards: \(what)",
      remedy: "somebody replaced it by an older copy: restore the newest backup and run holdfast verify --since")
  }

  /// Reads a checkpoint and checks whose it is.
  static func open(_ bytes: [UInt8], entry: WriterEntry, origin: String, path: String) throws -> Checkpoint {
    do {
      let (checkpoint, note) = try Checkpoint.open(bytes, verifiers: [entry.verifier], origin: origin)
      guard Array(note.serialized.utf8) == bytes else {
        throw VaultError(.tampered, "\(path) is not in the exact form of a checkpoint")
      }
      return checkpoint
    } catch let error as VaultError {
      throw error
    } catch {
      throw VaultError(
        .tampered, "\(path) is not a checkpoint that its writer signed: \(error)",
        remedy: "restore ledger/\(entry.id) from a backup", cause: error)
    }
  }

  static func tileLog(size: UInt64, writer: WriterID, store: any ObjectStore) -> TileLog {
    let prefix = VaultPath.log(writer)
    return TileLog(size: size) { try store.get(prefix + $0) }
  }
}
