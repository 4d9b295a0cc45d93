import COpenSSL

/// The password-based key derivation PBKDF2 (RFC 8018) with HMAC-SHA-512: only to open what other systems sealed.
///
/// Nothing of Holdfast's own is protected by it; slots use ``Scrypt``.
public enum PBKDF2 {
  /// The longest salt that is taken.
  public static let maximumSaltCount = 1024

  /// Derives a key of `count` bytes.
  public static func deriveSHA512(
    password: SecretBytes, salt: [UInt8], rounds: Int, count: Int = 32
  ) throws -> SecretBytes {
    guard (1...10_000_000).contains(rounds), (1...1024).contains(count), salt.count <= maximumSaltCount,
      let length = Int32(exactly: password.count)
    else {
      throw SealingError(
        code: .invalidParameter, message: "PBKDF2 with \(rounds) rounds and \(salt.count) bytes of salt")
    }
    return try SecretBytes(count: count) { out in
      let isDerived = password.withUnsafeBytes { password in
        // libcrypto takes a null password for an absent one, so an empty one needs an address.
        withUnsafeBytes(of: UInt8(0)) { empty in
          let text = length == 0 ? empty.baseAddress : password.baseAddress
          return PKCS5_PBKDF2_HMAC(
            text?.assumingMemoryBound(to: CChar.self), length, salt, Int32(salt.count), Int32(rounds), EVP_sha512(),
            Int32(count), out.bindMemory(to: UInt8.self).baseAddress) == 1
        }
      }
      guard isDerived else { throw SealingError.crypto("PKCS5_PBKDF2_HMAC") }
    }
  }
}
