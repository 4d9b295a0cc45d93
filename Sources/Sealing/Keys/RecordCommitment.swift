/// What the record tree holds of a record: it proves the record and tells nothing without salt and text.
///
/// SHA-256 of `holdfast/v1/record-commitment`, a zero byte, the 32-byte salt, and the canonical plaintext.
public enum RecordCommitment {
  /// Bytes of a salt.
  public static let saltCount = 32
  private static let start: SHA256Hasher = {
    var hasher = SHA256Hasher()
    hasher.update(Label.recordCommitment.bytes)
    return hasher
  }()

  /// The commitment of a record's canonical bytes.
  public static func compute(salt: UnsafeRawBufferPointer, canonical: UnsafeRawBufferPointer) -> Digest {
    var hasher = start
    hasher.update(salt)
    hasher.update(canonical)
    return hasher.finalize()
  }

  /// The commitment of a record's canonical bytes.
  public static func compute(salt: [UInt8], canonical: [UInt8]) -> Digest {
    salt.withUnsafeBytes { salt in canonical.withUnsafeBytes { compute(salt: salt, canonical: $0) } }
  }
}
