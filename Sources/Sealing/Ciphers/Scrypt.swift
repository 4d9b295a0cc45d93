import COpenSSL

/// The password-based key derivation scrypt (RFC 7914).
public enum Scrypt {
  /// Derives a key from a passphrase.
  public static func derive(
    passphrase: SecretBytes, salt: [UInt8], parameters: ScryptParameters, length: Int = 32
  ) throws -> SecretBytes {
    guard parameters.isAcceptable, (1...1024).contains(length) else {
      throw SealingError(
        code: .invalidParameter,
        message: "scrypt parameters logN \(parameters.logN), r \(parameters.r), p \(parameters.p) are out of range",
        remedy: "logN may be 1 to \(ScryptParameters.maximumLogN) with r 8 and p 1")
    }
    let n = UInt64(1) << UInt64(parameters.logN)
    let blocks = 128 * UInt64(parameters.r)
    // libcrypto refuses more than 32 MiB unless told; the slack covers its own rounding.
    let memory = blocks * (n + 4 + UInt64(parameters.p)) + 65_536
    return try SecretBytes(count: length) { out in
      let isDerived = passphrase.withUnsafeBytes { passphrase in
        // libcrypto takes a null passphrase as a question about the parameters, so an empty one needs an address.
        withUnsafeBytes(of: UInt8(0)) { empty in
          let text = passphrase.isEmpty ? empty.baseAddress : passphrase.baseAddress
          return EVP_PBE_scrypt(
            text?.assumingMemoryBound(to: CChar.self), passphrase.count, salt, salt.count, n, UInt64(parameters.r),
            UInt64(parameters.p), memory, out.bindMemory(to: UInt8.self).baseAddress, length) == 1
        }
      }
      guard isDerived else {
        throw SealingError(
          code: .cryptoFailure,
          message: "the passphrase could not be stretched with \((blocks * n) >> 20) MiB of memory",
          remedy: "Free memory, or use a machine with more")
      }
    }
  }
}
