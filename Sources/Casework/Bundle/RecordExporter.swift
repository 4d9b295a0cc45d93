import Ledger
import Records
import Sealing
import Storage
import Vault

/// Writes the sealed records of a scope with their proofs.
struct RecordExporter {
  let vault: UnlockedVault
  let checkpoint: BundleCheckpoint
  let bag: BagWriter
  let cancel: CancellationFlag?

  /// What the pass over one segment found.
  struct Written {
    var records = 0
    /// The order among the events of one source, for each record.
    var sequences: [RecordAddress: Int64] = [:]
    /// Stored attachments that the records name.
    var media: [MediaReference] = []
  }

  /// Writes the wanted records of one segment to `data/records/`, and a proof for each.
  func write(_ segment: BundleCheckpoint.Segment, wanted: Set<Int>) throws -> Written {
    let open = try vault.openSegment(segment.description)
    let name = "records/\(segment.description.id).ndjson"
    var written = Written()
    var tree = MerkleTree()
    var places: [(number: Int, offset: Int64, length: Int, commitment: Digest)] = []
    var offset: Int64 = 0
    try bag.addPayload(name) { write in
      try open.forEachRecord { number, bytes in
        try cancel?.check()
        let salt = open.salt(number)
        let commitment = salt.withUnsafeBytes { RecordCommitment.compute(salt: $0, canonical: bytes) }
        tree.append(leafHash: RFC6962.leafHash(commitment))
        guard wanted.contains(number) else { return }
        try write(bytes)
        try [UInt8(0x0A)].withUnsafeBytes { try write($0) }
        places.append((number, offset, bytes.count, commitment))
        offset += Int64(bytes.count) + 1
        let address = RecordAddress(segment: segment.description.id, number: number)
        if case .event(let record) = try Record.decode(Array(bytes)) {
          written.sequences[address] = record.sequence
          if let media = record.event.content?.media, media.state == .stored { written.media.append(media) }
        }
      }
    }
    guard tree.root() == segment.description.recordRoot else {
      throw CaseworkError(
        .unreadable, "the records of \(segment.description.path) do not have the root that the ledger gives",
        remedy: "run holdfast verify on the vault")
    }
    let log = try LogProof(vault: vault, checkpoint: checkpoint, segment: segment)
    try bag.addTag("proofs/\(segment.description.id).tlog-proof", Array(log.tlogProof.text.utf8))
    for place in places {
      let proof = RecordProofFile(
        record: RecordAddress(segment: segment.description.id, number: place.number), file: "data/" + name,
        offset: place.offset, length: place.length, salt: open.salt(place.number), commitment: place.commitment,
        count: open.recordCount, path: try tree.inclusionProof(of: UInt64(place.number), in: nil), leaf: segment.text,
        origin: log.origin, leafIndex: segment.leaf, logSize: log.size, logPath: log.path)
      try bag.addTag("proofs/\(segment.description.id)-\(place.number).json", proof.encoded)
    }
    written.records = places.count
    return written
  }
}

/// The second step of a proof: a segment's entry in its writer's log at the checkpoint.
struct LogProof {
  let origin: String
  let size: UInt64
  let path: [Digest]
  /// The same as a C2SP tlog-proof, which public tools read.
  let tlogProof: TLogProof

  init(vault: UnlockedVault, checkpoint: BundleCheckpoint, segment: BundleCheckpoint.Segment) throws {
    guard let verifier = vault.locked.configuration.writer(segment.writer)?.verifier,
      let head = checkpoint.checkpoint.head(of: verifier.name), let note = checkpoint.notes[verifier.name],
      let tree = checkpoint.trees[segment.writer]
    else {
      throw CaseworkError(.badCheckpoint, "the checkpoint has no log of the writer \(segment.writer)")
    }
    origin = verifier.name
    size = head.size
    path = try tree.inclusionProof(of: segment.leaf, in: head.size)
    tlogProof = TLogProof(
      index: segment.leaf, hashes: path, checkpoint: try SignedNote(parsing: note), extra: Array(segment.text.utf8))
    guard
      MerkleProof.verifyInclusion(
        leafHash: RFC6962.leafHash(Array(segment.text.utf8)), index: segment.leaf, size: size, root: head.root,
        proof: path)
    else {
      throw CaseworkError(
        .unreadable, "the log of \(segment.writer) does not prove its entry \(segment.leaf)",
        remedy: "run holdfast verify on the vault")
    }
  }
}
