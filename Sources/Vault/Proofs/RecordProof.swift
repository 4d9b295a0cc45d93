import Ledger
import Records
import Sealing

/// That one record is in a segment, and the segment in a signed log: checked without the vault and without its keys.
public struct RecordProof: Sendable, Hashable {
  /// The record's canonical bytes.
  public var record: [UInt8]
  /// The salt of its commitment.
  public var salt: [UInt8]
  /// The record's number in the segment and how many there are.
  public var index: UInt64
  public var count: UInt64
  /// The RFC 6962 path from the commitment to the segment's record root.
  public var path: [Digest]
  /// The text of the ledger entry that describes the segment.
  public var leaf: String
  public var leafIndex: UInt64
  /// The RFC 6962 path from the entry to the log's root.
  public var leafPath: [Digest]
  /// The signed checkpoint that has the root.
  public var checkpoint: String
  /// The key that the checkpoint verifies with, as C2SP verifier key.
  public var writerKey: String

  /// The record's commitment: SHA-256 of label, salt and canonical bytes.
  public var commitment: Digest { RecordCommitment.compute(salt: salt, canonical: record) }

  /// Checks both steps and the signature; throws what does not hold.
  ///
  /// Whose key `writerKey` is must be known from vault.toml or from the keeper of the vault.
  public func check() throws {
    guard case .segment(let segment) = LedgerEntry(parsing: Array(leaf.utf8)) else {
      throw VaultError(.tampered, "the proof's ledger entry describes no segment")
    }
    guard segment.recordCount == count,
      MerkleProof.verifyInclusion(
        leafHash: RFC6962.leafHash(commitment), index: index, size: count, root: segment.recordRoot, proof: path)
    else { throw VaultError(.tampered, "the record is not in the segment \(segment.id)") }
    let verifier = try NoteVerifier(vkey: writerKey)
    let signed: Checkpoint
    do {
      (signed, _) = try Checkpoint.open(Array(checkpoint.utf8), verifiers: [verifier], origin: verifier.name)
    } catch {
      throw VaultError(.tampered, "the proof's checkpoint is not signed by its writer", cause: error)
    }
    guard
      MerkleProof.verifyInclusion(
        leafHash: RFC6962.leafHash(Array(leaf.utf8)), index: leafIndex, size: signed.size, root: signed.root,
        proof: leafPath)
    else { throw VaultError(.tampered, "the segment \(segment.id) is not in the log that the checkpoint signs") }
  }

  /// The second step as a C2SP tlog-proof, which public tools check.
  public func tlogProof() throws -> TLogProof {
    TLogProof(
      index: leafIndex, hashes: leafPath, checkpoint: try SignedNote(parsing: Array(checkpoint.utf8)))
  }
}
