/// The random key of one segment, and the keys that derive from it.
///
/// A segment's blocks are numbered by one writer that never continues a segment after a restart, so a block's
/// number is its nonce under ``blockKey``.
public final class SegmentKey: @unchecked Sendable {
  // @unchecked: the keyed state for salts is written in init and wiped in deinit only.
  private let secret: SecretBytes
  private var salts: HMACSHA256
  private let headerKey: SecretBytes

  /// Seals blocks.
  public let blockKey: SecretBytes
  /// Seals the footer.
  public let footerKey: SecretBytes
  /// What a header carries so that a wrong key is recognised before anything is opened.
  public let commitment: Digest

  /// Takes 32 random bytes.
  public init(_ secret: SecretBytes) throws {
    guard secret.count == 32 else { throw SealingError.malformed("a segment key has 32 bytes, not \(secret.count)") }
    self.secret = secret
    blockKey = try HKDF.derive(secret: secret, label: .segmentBlock)
    footerKey = try HKDF.derive(secret: secret, label: .segmentFooter)
    headerKey = try HKDF.derive(secret: secret, label: .headerMAC)
    salts = HMACSHA256(key: try HKDF.derive(secret: secret, label: .recordSalt))
    let bytes = try HKDF.derive(secret: secret, label: .segmentKeyCommitment).copyBytes()
    commitment = Digest(bytes: bytes) ?? .zero
  }

  deinit { salts.wipe() }

  /// Makes a new key.
  public static func generate(using randomness: any Randomness) throws -> SegmentKey {
    try SegmentKey(.random(count: 32, using: randomness))
  }

  /// Seals the key to the public half of its retention key.
  public func wrap(
    to retentionKey: X25519PublicKey, binding: SegmentKeyBinding, using randomness: any Randomness
  ) throws -> Envelope {
    try Envelope.seal(secret, to: retentionKey, binding: binding.associatedData(), using: randomness)
  }

  /// Opens a wrapped key and compares it with its commitment.
  public static func unwrap(
    _ envelope: Envelope, with retentionKey: RetentionKeyPair, binding: SegmentKeyBinding, commitment: Digest
  ) throws -> SegmentKey {
    let key = try SegmentKey(retentionKey.open(envelope, binding: binding.associatedData()))
    guard ConstantTime.equal(key.commitment, commitment) else {
      throw SealingError(
        code: .wrongKey, message: "the key of segment \(binding.segmentID) does not match the segment's commitment")
    }
    return key
  }

  /// The code over a header.
  public func headerMAC(_ header: [UInt8]) -> Digest { HMACSHA256(key: headerKey).authenticate(header) }

  /// Whether a code is that of a header.
  public func isValid(headerMAC: Digest, of header: [UInt8]) -> Bool {
    ConstantTime.equal(headerMAC, self.headerMAC(header))
  }

  /// A key for an object of its own beside the segment, such as a large record.
  public func mediaKey(_ number: UInt64) throws -> SecretBytes {
    var context: [UInt8] = []
    context.appendBigEndian(number)
    return try HKDF.derive(secret: secret, label: .segmentMedia, context: context)
  }

  /// The 32-byte salt of a record's commitment.
  public func salt(_ recordNumber: UInt64) -> [UInt8] { saltDigest(recordNumber).bytes }

  /// The commitment of a record.
  public func recordCommitment(_ recordNumber: UInt64, _ canonical: UnsafeRawBufferPointer) -> Digest {
    saltDigest(recordNumber).withBytes { RecordCommitment.compute(salt: $0, canonical: canonical) }
  }

  /// The commitment of a record.
  public func recordCommitment(_ recordNumber: UInt64, _ canonical: [UInt8]) -> Digest {
    canonical.withUnsafeBytes { recordCommitment(recordNumber, $0) }
  }

  /// The commitment of a record.
  public func recordCommitment(_ recordNumber: UInt64, _ canonical: ArraySlice<UInt8>) -> Digest {
    canonical.withUnsafeBytes { recordCommitment(recordNumber, $0) }
  }

  private func saltDigest(_ recordNumber: UInt64) -> Digest {
    withUnsafeBytes(of: recordNumber.bigEndian) { salts.authenticate($0) }
  }
}
