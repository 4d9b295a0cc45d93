import COpenSSL

/// An Ed25519 private key, which signs.
public struct SigningKey: Sendable {
  /// The 32 private bytes.
  public let seed: SecretBytes
  /// The public half.
  public let verifyingKey: VerifyingKey
  private let handle: KeyHandle

  /// Takes the 32-byte seed of RFC 8032.
  public init(seed: SecretBytes) throws {
    guard seed.count == 32 else {
      throw SealingError.malformed("an Ed25519 private key has 32 bytes, not \(seed.count)")
    }
    handle = try KeyHandle(type: EVP_PKEY_ED25519, privateBytes: seed)
    verifyingKey = VerifyingKey(raw: try handle.publicBytes())
    self.seed = seed
  }

  /// Makes a new key.
  public static func generate(using randomness: any Randomness) throws -> SigningKey {
    try SigningKey(seed: .random(count: 32, using: randomness))
  }

  /// The 64-byte signature of a message.
  public func sign(_ message: [UInt8]) throws -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw SealingError.crypto("EVP_MD_CTX_new") }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestSignInit(context, nil, nil, nil, handle.pointer) == 1 else {
      throw SealingError.crypto("EVP_DigestSignInit")
    }
    return try [UInt8](unsafeUninitializedCapacity: 64) { out, initialized in
      var count = 64
      guard EVP_DigestSign(context, out.baseAddress, &count, message, message.count) == 1, count == 64 else {
        throw SealingError.crypto("EVP_DigestSign")
      }
      initialized = 64
    }
  }

  /// The 64-byte signature of labelled fields.
  public func sign(_ data: AssociatedData) throws -> [UInt8] { try sign(data.bytes) }
}
