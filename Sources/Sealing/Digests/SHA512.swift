import COpenSSL

/// SHA-512 of whole inputs; BagIt manifests need it.
public enum SHA512 {
  /// The 64 bytes of the digest.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hasher = SHA512Hasher()
    hasher.update(bytes)
    return hasher.finalize()
  }
}

/// SHA-512 of input that comes in pieces.
public struct SHA512Hasher: Sendable {
  private var state = SHA512_CTX()

  /// Starts with no input.
  public init() { SHA512_Init(&state) }

  /// Adds memory.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    SHA512_Update(&state, base, bytes.count)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Adds a slice of bytes.
  public mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }

  /// The 64 bytes of the digest of the input so far.
  public func finalize() -> [UInt8] {
    var copy = state
    return [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      SHA512_Final(buffer.baseAddress, &copy)
      count = 64
    }
  }
}
