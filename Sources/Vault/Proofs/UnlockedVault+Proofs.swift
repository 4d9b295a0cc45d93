import Ledger
import Records
import Sealing

extension UnlockedVault {
  /// The proof of one record, against the newest checkpoint of the log that has its segment.
  public func proof(of address: RecordAddress) throws -> RecordProof {
    guard let proof = try proofs(in: address.segment, of: [address.number]).first else {
      throw VaultError(.noRecord, "there is no record \(address)")
    }
    return proof
  }

  /// The proofs of several records of one segment, which is opened and hashed once.
  public func proofs(in segment: SegmentID, of numbers: [Int]) throws -> [RecordProof] {
    let (description, writer, leaf) = try self.segment(segment)
    let open = try openSegment(description)
    let wanted = Set(numbers)
    var records: [Int: [UInt8]] = [:]
    var tree = MerkleTree()
    try open.forEachRecord { number, bytes in
      tree.append(entry: open.commitment(number, bytes))
      if wanted.contains(number) { records[number] = Array(bytes) }
    }
    guard tree.root() == description.recordRoot else {
      throw VaultError(
        .tampered, "the records of \(description.path) do not have the root that the ledger gives",
        remedy: "restore it from a backup")
    }
    let (log, leafPath) = try locked.reading(writer) { log, tiles in
      (log, try tiles.inclusionProof(of: leaf, in: log.size))
    }
    let text = LedgerEntry.segment(description).text
    return try numbers.map { number in
      guard let record = records[number] else {
        throw VaultError(.noRecord, "\(description.path) has no record \(number)")
      }
      return RecordProof(
        record: record, salt: open.salt(number), index: UInt64(number), count: tree.size,
        path: try tree.inclusionProof(of: UInt64(number), in: tree.size), leaf: text, leafIndex: leaf,
        leafPath: leafPath, checkpoint: String(decoding: log.note, as: UTF8.self),
        writerKey: log.entry.verifier.vkey)
    }
  }
}
