/// What an unlock slot gives to who opens it.
public struct SlotContents: Sendable {
  /// The vault's identities, the current one last.
  public var identities: [VaultIdentity]
  /// The officer whose slot it is; a recovery slot has none.
  public var officer: OfficerSecret?

  /// Lists the contents.
  public init(identities: [VaultIdentity], officer: OfficerSecret?) {
    self.identities = identities
    self.officer = officer
  }

  private static let formatVersion: UInt8 = 1

  /// Calls a function with the encoding, which is wiped afterwards.
  func withEncoding<Result>(_ body: ([UInt8]) throws -> Result) throws -> Result {
    var bytes: [UInt8] = []
    // Reserved beforehand: growing would leave copies of the keys behind.
    bytes.reserveCapacity(min(identities.count, 1024) * 36 + (1 << 18))
    defer { bytes.wipe() }
    bytes.append(SlotContents.formatVersion)
    guard identities.count <= 1024 else { throw SealingError.malformed("a slot holds at most 1,024 identities") }
    bytes.appendBigEndian(UInt16(identities.count))
    for identity in identities {
      bytes.appendBigEndian(identity.version)
      identity.privateKey.secret.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    bytes.append(officer == nil ? 0 : 1)
    if let officer {
      for text in [officer.id, officer.name] {
        guard let count = UInt16(exactly: text.utf8.count) else {
          throw SealingError.malformed("an officer's name is longer than 65,535 bytes")
        }
        bytes.appendBigEndian(count)
        bytes.append(contentsOf: text.utf8)
      }
      officer.signingKey.seed.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return try body(bytes)
  }

  /// Reads an encoding; the bytes have authenticated, so a failure means an unknown version.
  init(decoding secret: SecretBytes) throws {
    self = try secret.withUnsafeBytes { try SlotContents(decoding: $0) }
  }

  private init(decoding bytes: UnsafeRawBufferPointer) throws {
    let malformed = SealingError(
      code: .unsupportedVersion, message: "what the slot holds is not of a form known here",
      remedy: "Use a newer version of Holdfast")
    var reader = ByteReader(bytes)
    guard reader.integer(UInt8.self) == SlotContents.formatVersion, let count = reader.integer(UInt16.self) else {
      throw malformed
    }
    identities = []
    for _ in 0..<count {
      guard let version = reader.integer(UInt32.self), let key = reader.bytes(32) else { throw malformed }
      identities.append(VaultIdentity(version: version, privateKey: try X25519PrivateKey(SecretBytes(key))))
    }
    switch reader.integer(UInt8.self) {
    case 0: officer = nil
    case 1:
      guard let id = reader.text16(), let name = reader.text16(), let seed = reader.bytes(32) else { throw malformed }
      officer = OfficerSecret(id: id, name: name, signingKey: try SigningKey(seed: SecretBytes(seed)))
    default: throw malformed
    }
    guard reader.isAtEnd else { throw malformed }
  }
}
