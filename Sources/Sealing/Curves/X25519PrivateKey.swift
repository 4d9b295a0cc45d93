import COpenSSL

/// A private key that opens what was sealed to its public half.
public struct X25519PrivateKey: Sendable {
  /// The 32 private bytes.
  public let secret: SecretBytes
  /// The public half.
  public let publicKey: X25519PublicKey
  private let handle: KeyHandle

  /// Takes 32 private bytes.
  public init(_ secret: SecretBytes) throws {
    guard secret.count == 32 else {
      throw SealingError.malformed("an X25519 private key has 32 bytes, not \(secret.count)")
    }
    handle = try KeyHandle(type: EVP_PKEY_X25519, privateBytes: secret)
    publicKey = X25519PublicKey(raw: try handle.publicBytes())
    self.secret = secret
  }

  /// Makes a new key.
  public static func generate(using randomness: any Randomness) throws -> X25519PrivateKey {
    try X25519PrivateKey(.random(count: 32, using: randomness))
  }

  /// The secret shared with another key; a peer of low order is refused.
  public func sharedSecret(with peer: X25519PublicKey) throws -> SecretBytes {
    let other = try KeyHandle(type: EVP_PKEY_X25519, publicBytes: peer.raw)
    guard let context = EVP_PKEY_CTX_new(handle.pointer, nil) else { throw SealingError.crypto("EVP_PKEY_CTX_new") }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, other.pointer) == 1 else {
      throw SealingError.crypto("EVP_PKEY_derive_init")
    }
    return try SecretBytes(count: 32) { out in
      var count = 32
      // libcrypto fails when the result is all zeros, which is what a low-order peer gives (RFC 7748, 6.1).
      guard EVP_PKEY_derive(context, out.bindMemory(to: UInt8.self).baseAddress, &count) == 1, count == 32 else {
        throw SealingError(code: .malformed, message: "the public key is of low order and cannot be used")
      }
    }
  }
}
