/// AES-256-GCM with 12-byte nonces and 16-byte tags; what is sealed is `ciphertext ‖ tag`.
///
/// A nonce must never be used twice under one key. For many messages under one key use
/// ``AES256GCMContext``, which keeps the expanded key.
public enum AES256GCM {
  /// Bytes of a key.
  public static let keyCount = 32
  /// Bytes of a nonce.
  public static let nonceCount = 12
  /// Bytes that sealing adds.
  public static let tagCount = 16

  /// Seals bytes.
  public static func seal(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try AES256GCMContext(key: key).seal(plaintext, nonce: nonce, aad: aad)
  }

  /// Opens bytes, or throws `authenticationFailed`.
  public static func open(_ sealed: [UInt8], key: SecretBytes, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try AES256GCMContext(key: key).open(sealed, nonce: nonce, aad: aad)
  }

  /// The nonce of the n-th message under a key that one writer uses once: four zero bytes and the number.
  public static func counterNonce(_ number: UInt64) -> [UInt8] {
    var nonce: [UInt8] = [0, 0, 0, 0]
    nonce.reserveCapacity(nonceCount)
    nonce.appendBigEndian(number)
    return nonce
  }
}
