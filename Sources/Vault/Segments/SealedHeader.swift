import Records
import Sealing

/// The readable header of a segment or a sealed object: whose it is and how its key is wrapped.
struct SealedHeader: Sendable, Hashable {
  /// What the header heads.
  enum Kind: String, Sendable { case segment, media, record }

  var kind: Kind
  var vault: VaultID
  var id: SegmentID
  var writer: WriterID
  var sequence: UInt64
  var period: Period
  /// The retention key's id.
  var key: String
  var createdAt: Instant
  var commitment: Digest
  /// The wrapped segment key, base64.
  var wrapped: String
  var isCompressed = false

  var firstLine: String { kind == .segment ? "holdfast segment v1\n" : "holdfast object v1\n" }

  /// First line, length and header.
  var head: [UInt8] { SealedFile.head(firstLine: firstLine, header: encoded) }

  var binding: SegmentKeyBinding {
    SegmentKeyBinding(
      vaultID: vault.text, segmentID: id.text, retentionKeyID: key, retentionClass: period.retentionClass.rawValue,
      period: period.month.description, writer: writer.text)
  }

  var encoded: [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("class", period.retentionClass.rawValue)
      json.member("commitment", commitment.hex)
      if kind != .segment { json.member("compression", isCompressed ? "zstd" : "none") }
      json.member("created_at", createdAt.rfc3339)
      json.member("format", 1)
      json.member("id", id.text)
      json.member("key", key)
      if kind != .segment { json.member("kind", kind.rawValue) }
      json.member("month", period.month.description)
      json.member("sequence", Int64(clamping: sequence))
      json.member("vault", vault.text)
      json.member("wrapped", wrapped)
      json.member("writer", writer.text)
    }
    return json.bytes
  }

  init(
    kind: Kind, vault: VaultID, id: SegmentID, writer: WriterID, sequence: UInt64, period: Period, key: String,
    createdAt: Instant, commitment: Digest, wrapped: String, isCompressed: Bool = false
  ) {
    self.kind = kind
    self.vault = vault
    self.id = id
    self.writer = writer
    self.sequence = sequence
    self.period = period
    self.key = key
    self.createdAt = createdAt
    self.commitment = commitment
    self.wrapped = wrapped
    self.isCompressed = isCompressed
  }

  /// Reads a header; `isSegment` says which first line stood before it.
  init(parsing bytes: [UInt8], isSegment: Bool, vault: VaultID, what: String) throws {
    let json = try StrictJSON(bytes, what: what)
    try json.checkFormat()
    try json.check(vault: vault)
    self.vault = vault
    if isSegment {
      kind = .segment
    } else {
      guard let kind = Kind(rawValue: try json.string("kind")), kind != .segment else { throw json.lacks("kind") }
      self.kind = kind
      switch try json.string("compression") {
      case "none": isCompressed = false
      case "zstd": isCompressed = true
      default: throw json.lacks("compression")
      }
    }
    guard let id = SegmentID(try json.string("id")) else { throw json.lacks("id") }
    guard let writer = WriterID(try json.string("writer")) else { throw json.lacks("writer") }
    guard let sequence = UInt64(exactly: try json.integer("sequence")) else { throw json.lacks("sequence") }
    guard let createdAt = Instant(rfc3339: try json.string("created_at")) else { throw json.lacks("created_at") }
    guard let commitment = Digest(hex: try json.string("commitment")) else { throw json.lacks("commitment") }
    self.id = id
    self.writer = writer
    self.sequence = sequence
    self.createdAt = createdAt
    self.commitment = commitment
    period = try json.period()
    key = try json.string("key")
    wrapped = try json.string("wrapped")
    guard encoded == bytes else { throw json.lacks("exact form") }
  }

  /// Opens the segment key with the retention key.
  func segmentKey(with retention: RetentionKeyPair, what: String) throws -> SegmentKey {
    guard let bytes = Base64.decode(wrapped) else {
      throw VaultError(.tampered, "\(what) is damaged: its wrapped key is not base64")
    }
    do {
      return try SegmentKey.unwrap(
        try Envelope(encoded: bytes), with: retention, binding: binding, commitment: commitment)
    } catch {
      throw VaultError(
        .tampered, "the key of \(what) does not open: it is damaged, or was sealed for something else",
        remedy: "restore it from a backup", cause: error)
    }
  }
}
