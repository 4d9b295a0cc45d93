import COpenSSL

/// A public key that things can be sealed to.
public struct X25519PublicKey: Sendable, Hashable {
  let raw: Digest

  /// Takes the 32 bytes of RFC 7748.
  public init(bytes: some Collection<UInt8>) throws {
    guard let raw = Digest(bytes: bytes) else {
      throw SealingError.malformed("an X25519 public key has 32 bytes, not \(bytes.count)")
    }
    self.raw = raw
  }

  init(raw: Digest) { self.raw = raw }

  /// The 32 bytes.
  public var bytes: [UInt8] { raw.bytes }
  /// The bytes as base64.
  public var base64: String { raw.base64 }
}
