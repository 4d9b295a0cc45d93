import COpenSSL

/// An Ed25519 public key, which tells whether a signature is its owner's.
public struct VerifyingKey: Sendable, Hashable {
  let raw: Digest

  /// Takes the 32 bytes of RFC 8032.
  public init(bytes: some Collection<UInt8>) throws {
    guard let raw = Digest(bytes: bytes) else {
      throw SealingError.malformed("an Ed25519 public key has 32 bytes, not \(bytes.count)")
    }
    self.raw = raw
  }

  init(raw: Digest) { self.raw = raw }

  /// The 32 bytes.
  public var bytes: [UInt8] { raw.bytes }
  /// The bytes as base64.
  public var base64: String { raw.base64 }

  /// Whether a signature of a message is this key's.
  public func isValid(signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == 64, let key = try? KeyHandle(type: EVP_PKEY_ED25519, publicBytes: raw),
      let context = EVP_MD_CTX_new()
    else { return false }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1 else { return false }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// Whether a signature of labelled fields is this key's.
  public func isValid(signature: [UInt8], of data: AssociatedData) -> Bool {
    isValid(signature: signature, of: data.bytes)
  }
}
