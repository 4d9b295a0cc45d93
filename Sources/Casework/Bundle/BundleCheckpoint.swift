import Ledger
import Records
import Sealing
import Storage
import Vault

/// The state of the vault that a bundle is taken at: a published size of each writer's log, and what lies below it.
struct BundleCheckpoint {
  /// A segment at the checkpoint.
  struct Segment {
    var description: SegmentDescription
    var writer: WriterID
    var leaf: UInt64
    /// The ledger entry's exact text.
    var text: String
  }

  let checkpoint: VaultCheckpoint
  /// The signed note of each log at its size, by origin.
  let notes: [String: [UInt8]]
  /// The verifier key of each log's writer, by origin.
  let verifiers: [String: NoteVerifier]
  /// The tree of each log, by writer; the vault keeps no partial tiles of earlier sizes.
  let trees: [WriterID: MerkleTree]
  /// Every segment below the checkpoint.
  let segments: [SegmentID: Segment]
  /// When the last of it was sealed: the date of the bundle.
  let asOf: Instant

  /// Whether a record was there at the checkpoint.
  func contains(_ address: RecordAddress) -> Bool { segments[address.segment] != nil }

  /// Segments of captured records, in the order of their logs.
  var captureSegments: [Segment] {
    segments.values.filter { $0.description.period.retentionClass != .audit }
      .sorted { ($0.writer, $0.leaf) < ($1.writer, $1.leaf) }
  }

  // MARK: - Choosing

  /// The log sizes just after the last capture, hold or release: views and exports do not move them.
  ///
  /// `acts` are the records of all placements and releases of holds.
  static func current(vault: UnlockedVault, acts: [RecordAddress]) throws -> BundleCheckpoint {
    let logs = try Log.all(vault)
    let acts = Set(acts.map(\.segment))
    var sizes: [WriterID: UInt64] = [:]
    for log in logs {
      let last = log.segments.last {
        $0.description.period.retentionClass != .audit || acts.contains($0.description.id)
      }
      guard let last else { continue }
      let published = try publishedSizes(of: log.writer, vault: vault)
      guard let size = published.first(where: { $0 > last.leaf }) else {
        throw CaseworkError(
          .badCheckpoint, "the log \(log.writer) has no checkpoint after entry \(last.leaf)",
          remedy: "run holdfast verify on the vault")
      }
      sizes[log.writer] = size
    }
    return try make(vault, logs, sizes)
  }

  /// The state that an earlier vault checkpoint names: a note as `holdfast checkpoint` prints it, or `checkpoint` of a
  /// bundle.
  static func at(_ note: String, vault: UnlockedVault) throws -> BundleCheckpoint {
    func bad(_ what: String, cause: (any Error)? = nil) -> CaseworkError {
      CaseworkError(
        .badCheckpoint, what, remedy: "give the note that holdfast checkpoint printed, or a bundle's checkpoint file",
        cause: cause)
    }
    let wanted: VaultCheckpoint
    do {
      // A note ends its text with an empty line; a bundle's file is the text alone.
      var text = note
      if let end = note.range(ofEmptyLine: ()) { text = String(note[..<end]) }
      wanted = try VaultCheckpoint(text: text)
    } catch { throw bad("this is not a vault checkpoint", cause: error) }
    guard wanted.vaultID == vault.id.text else {
      throw bad("the checkpoint is of the vault \(wanted.vaultID), not of \(vault.id)")
    }
    let logs = try Log.all(vault)
    var sizes: [WriterID: UInt64] = [:]
    for head in wanted.logs where head.size > 0 {
      guard let log = logs.first(where: { $0.origin == head.origin }) else {
        throw bad("the vault has no log \(head.origin)")
      }
      guard try publishedSizes(of: log.writer, vault: vault).contains(head.size) else {
        throw bad("the log \(log.writer) never had a checkpoint of \(head.size) entries")
      }
      sizes[log.writer] = head.size
    }
    let made = try make(vault, logs, sizes)
    guard made.checkpoint.logs == wanted.logs.filter({ $0.size > 0 }) else {
      throw bad("the checkpoint's roots are not those of this vault: one of them was rewritten")
    }
    return made
  }

  private static func make(_ vault: UnlockedVault, _ logs: [Log], _ sizes: [WriterID: UInt64]) throws
    -> BundleCheckpoint
  {
    var heads: [LogHead] = []
    var notes: [String: [UInt8]] = [:]
    var verifiers: [String: NoteVerifier] = [:]
    var segments: [SegmentID: Segment] = [:]
    var trees: [WriterID: MerkleTree] = [:]
    for log in logs {
      guard let size = sizes[log.writer] else { continue }
      let note = try self.note(of: log.writer, size: size, vault: vault)
      let checkpoint = try Checkpoint.open(note, verifiers: [log.verifier], origin: log.origin).0
      guard checkpoint.size == size else {
        throw CaseworkError(
          .badCheckpoint, "the log \(log.writer) has no checkpoint of \(size) entries",
          remedy: "run holdfast verify on the vault")
      }
      guard try log.tree.root(at: size) == checkpoint.root else {
        throw CaseworkError(
          .badCheckpoint, "the log \(log.writer) does not have the root that its checkpoint of \(size) entries signs",
          remedy: "run holdfast verify on the vault")
      }
      trees[log.writer] = log.tree
      heads.append(LogHead(origin: log.origin, size: size, root: checkpoint.root))
      notes[log.origin] = note
      verifiers[log.origin] = log.verifier
      for segment in log.segments where segment.leaf < size { segments[segment.description.id] = segment }
    }
    return BundleCheckpoint(
      checkpoint: try VaultCheckpoint(vaultID: vault.id.text, logs: heads), notes: notes, verifiers: verifiers,
      trees: trees,
      segments: segments, asOf: segments.values.map(\.description.sealedAt).max() ?? Instant(seconds: 0))
  }

  /// Every size that the log was published at: the earlier ones, and the newest, which has no copy yet.
  private static func publishedSizes(of writer: WriterID, vault: UnlockedVault) throws -> [UInt64] {
    let earlier = try vault.store.list("\(VaultPath.ledger)\(writer)/checkpoints/")
      .compactMap { $0.path.split(separator: "/").last.flatMap { UInt64($0) } }
    let newest = try vault.writers().first { $0.id == writer }?.size
    return Set(earlier + (newest.map { [$0] } ?? [])).sorted()
  }

  /// The signed checkpoint of a size.
  private static func note(of writer: WriterID, size: UInt64, vault: UnlockedVault) throws -> [UInt8] {
    let folder = VaultPath.ledger + writer.text
    if let note = try vault.store.find("\(folder)/checkpoints/\(size)") { return note }
    let newest = try vault.store.get("\(folder)/checkpoint")
    // Between the two looks it may have got a successor, and with it a copy.
    return try vault.store.find("\(folder)/checkpoints/\(size)") ?? newest
  }

  /// A writer's log with its segments in order.
  private struct Log {
    var writer: WriterID
    var origin: String
    var verifier: NoteVerifier
    var tree: MerkleTree
    var segments: [Segment]

    static func all(_ vault: UnlockedVault) throws -> [Log] {
      try vault.writers().compactMap { state in
        guard let entry = vault.locked.configuration.writer(state.id) else { return nil }
        var segments: [Segment] = []
        var tree = MerkleTree()
        var next: UInt64 = 0
        while next < state.size {
          let leaves = try vault.leaves(of: state.id, from: next, limit: 4096)
          guard !leaves.isEmpty else { break }
          for leaf in leaves {
            tree.append(entry: Array(leaf.text.utf8))
            if case .segment(let description) = leaf.entry {
              segments.append(
                Segment(description: description, writer: state.id, leaf: leaf.index, text: leaf.text))
            }
          }
          next += UInt64(leaves.count)
        }
        return Log(
          writer: state.id, origin: entry.verifier.name, verifier: entry.verifier, tree: tree, segments: segments)
      }.sorted { $0.writer < $1.writer }
    }
  }
}

extension String {
  /// Where the empty line behind a note's text is, if there is one: the text includes its last line feed.
  fileprivate func range(ofEmptyLine: Void) -> String.Index? {
    var previous: Character?
    for index in indices {
      if self[index] == "\n", previous == "\n" { return index }
      previous = self[index]
    }
    return nil
  }
}
