/// A small secret sealed to a public key and bound to what it is for.
///
/// The encoding is `1 ‖ u32 recipient version ‖ recipient hint (8) ‖ encapsulated key (32) ‖ ciphertext ‖ tag`.
/// The hint is a digest of the recipient's public key: comparing it first makes *wrong key* and *damaged*
/// two different errors. HPKE's info is the binding, its associated data the bytes before the key.
public struct Envelope: Sendable, Hashable {
  /// Which version of its recipient this is sealed to; 0 where recipients have no versions.
  public let recipientVersion: UInt32
  private let hint: [UInt8]
  private let sealed: [UInt8]

  private static let formatVersion: UInt8 = 1
  private static let headerCount = 1 + 4 + 8
  /// The longest secret that goes into an envelope.
  public static let maximumSecretCount = 1 << 20

  /// Seals a secret to a public key.
  public static func seal(
    _ secret: SecretBytes, to recipient: X25519PublicKey, recipientVersion: UInt32 = 0, binding: AssociatedData,
    using randomness: any Randomness
  ) throws -> Envelope {
    var bytes = secret.copyBytes()
    defer { bytes.wipe() }
    return try seal(
      bytes, to: recipient, recipientVersion: recipientVersion, binding: binding, using: randomness)
  }

  /// Seals bytes to a public key.
  public static func seal(
    _ bytes: [UInt8], to recipient: X25519PublicKey, recipientVersion: UInt32 = 0, binding: AssociatedData,
    using randomness: any Randomness
  ) throws -> Envelope {
    guard bytes.count <= maximumSecretCount else {
      throw SealingError(code: .invalidParameter, message: "an envelope holds at most \(maximumSecretCount) bytes")
    }
    let hint = hint(of: recipient)
    let sealed = try HPKE.seal(
      bytes, to: recipient, info: binding.bytes, aad: header(recipientVersion, hint), using: randomness)
    return Envelope(recipientVersion: recipientVersion, hint: hint, sealed: sealed)
  }

  /// Seals a secret to a vault's identity.
  public static func seal(
    _ secret: SecretBytes, to identity: VaultPublicIdentity, binding: AssociatedData, using randomness: any Randomness
  ) throws -> Envelope {
    try seal(
      secret, to: identity.publicKey, recipientVersion: identity.version, binding: binding, using: randomness)
  }

  private init(recipientVersion: UInt32, hint: [UInt8], sealed: [UInt8]) {
    self.recipientVersion = recipientVersion
    self.hint = hint
    self.sealed = sealed
  }

  /// Reads an encoding.
  public init(encoded: [UInt8]) throws {
    guard encoded.count >= Envelope.headerCount + HPKE.overhead,
      encoded.count <= Envelope.headerCount + HPKE.overhead + Envelope.maximumSecretCount
    else { throw SealingError.malformed("an envelope of \(encoded.count) bytes has the wrong length") }
    guard encoded[0] == Envelope.formatVersion else {
      throw SealingError(
        code: .unsupportedVersion, message: "an envelope of version \(encoded[0]) is not known here",
        remedy: "Use a newer version of Holdfast")
    }
    recipientVersion = encoded[1..<5].reduce(0) { $0 << 8 | UInt32($1) }
    hint = Array(encoded[5..<13])
    sealed = Array(encoded[13...])
  }

  /// Reads canonical base64 of an encoding.
  public init(base64: String) throws {
    guard let bytes = Base64.decode(base64) else { throw SealingError.malformed("an envelope is not canonical base64") }
    try self.init(encoded: bytes)
  }

  /// How many bytes an envelope around a secret has.
  public static func encodedCount(secretCount: Int) -> Int { headerCount + HPKE.overhead + secretCount }

  /// The bytes to keep.
  public var encoded: [UInt8] { Envelope.header(recipientVersion, hint) + sealed }
  /// The bytes to keep, as base64.
  public var base64: String { Base64.encode(encoded) }

  /// Whether this is sealed to a key.
  public func isAddressed(to key: X25519PublicKey) -> Bool { hint == Envelope.hint(of: key) }

  /// Opens with a private key: throws `wrongKey`, or `authenticationFailed` when damaged or bound to something else.
  public func open(with key: X25519PrivateKey, binding: AssociatedData) throws -> SecretBytes {
    guard isAddressed(to: key.publicKey) else {
      throw SealingError(code: .wrongKey, message: "this was sealed to another key")
    }
    return try HPKE.open(sealed, with: key, info: binding.bytes, aad: Envelope.header(recipientVersion, hint))
  }

  /// Opens with that identity of a vault it is sealed to.
  public func open(with identities: [VaultIdentity], binding: AssociatedData) throws -> SecretBytes {
    guard let identity = identities.first(where: { isAddressed(to: $0.privateKey.publicKey) }) else {
      throw SealingError(
        code: .wrongKey, message: "this was sealed to vault identity \(recipientVersion), which is not unlocked here")
    }
    return try open(with: identity.privateKey, binding: binding)
  }

  private static func header(_ version: UInt32, _ hint: [UInt8]) -> [UInt8] {
    var header = [formatVersion]
    header.appendBigEndian(version)
    return header + hint
  }

  private static func hint(of key: X25519PublicKey) -> [UInt8] {
    Array(Derivation.digest(label: .recipientHint, parts: [key.bytes]).bytes.prefix(8))
  }
}
