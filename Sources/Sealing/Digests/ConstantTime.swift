import COpenSSL

/// Comparisons whose time does not depend on where two values differ.
public enum ConstantTime {
  /// Whether two byte strings are equal; a difference in length is not hidden.
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }

  /// Whether two digests are equal.
  public static func equal(_ a: Digest, _ b: Digest) -> Bool {
    a.withBytes { a in b.withBytes { b in CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0 } }
  }
}
