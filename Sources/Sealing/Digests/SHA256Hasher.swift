import COpenSSL

/// SHA-256 of input that comes in pieces.
///
/// A copy continues on its own.
public struct SHA256Hasher: Sendable {
  private var state = SHA256_CTX()

  /// Starts with no input.
  @inline(__always)
  public init() { SHA256_Init(&state) }

  /// Adds memory.
  @inline(__always)
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    SHA256_Update(&state, base, bytes.count)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Adds a slice of bytes.
  public mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }

  /// Adds one byte.
  public mutating func update(_ byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// Adds the 32 bytes of a digest.
  public mutating func update(_ digest: Digest) { digest.withBytes { update($0) } }

  /// The digest of the input so far; more may be added afterwards.
  public func finalize() -> Digest {
    var copy = state
    return Digest { buffer in
      // The pointer is 32 bytes of the new digest, which is what SHA256_Final writes.
      SHA256_Final(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &copy)
    }
  }

  /// Forgets the input, which may have been secret.
  mutating func wipe() {
    withUnsafeMutableBytes(of: &state) { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
