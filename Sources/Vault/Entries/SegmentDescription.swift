import Records
import Sealing

/// What the ledger says about a segment; no personal data.
public struct SegmentDescription: Sendable, Hashable {
  public var id: SegmentID
  /// The object's name.
  public var path: String
  public var period: Period
  /// The retention key that it is sealed to.
  public var key: String
  /// The writer's number for it.
  public var sequence: UInt64
  public var recordCount: Int
  /// The RFC 6962 root over the records' commitments.
  public var recordRoot: Digest
  /// The object's size in bytes.
  public var size: Int64
  /// The digest of the object's first line and header: binds the key that the blocks are sealed under.
  public var head: Digest
  /// The digest of the whole object.
  public var objectDigest: Digest
  /// The writer's clock when it was sealed.
  public var sealedAt: Instant
}

/// What the ledger says about a sealed medium or large record.
public struct ObjectDescription: Sendable, Hashable {
  /// What is in it.
  public enum Kind: String, Sendable { case media, record }
  public var id: SegmentID
  public var kind: Kind
  public var path: String
  public var period: Period
  public var key: String
  public var size: Int64
  public var head: Digest
  public var objectDigest: Digest
  public var sealedAt: Instant
}

/// What the ledger says about a retention key.
public struct KeyDescription: Sendable, Hashable {
  public var id: String
  public var period: Period
  /// The public half, base64.
  public var publicKey: String
  public var path: String
  public var objectDigest: Digest
}

/// What the ledger says about an unlock slot.
public struct SlotDescription: Sendable, Hashable {
  public var id: String
  /// `passphrase` or `recovery`.
  public var kind: String
  public var path: String
  public var objectDigest: Digest
}

/// A checkpoint that a writer saw: its own previous one, or another writer's newest.
public struct SeenCheckpoint: Sendable, Hashable {
  public var origin: String
  public var size: UInt64
  public var root: Digest
  /// The digest of the signed note.
  public var noteDigest: Digest
}
