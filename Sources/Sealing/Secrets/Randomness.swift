import COpenSSL

/// Where random bytes come from; given to whatever needs them.
public protocol Randomness: Sendable {
  /// Fills memory with random bytes, or throws: there is no weaker fallback.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws
}

extension Randomness {
  /// Fresh random bytes.
  public func bytes(_ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
      try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[0..<max(count, 0)]))
      initialized = max(count, 0)
    }
  }
}

/// libcrypto's generator, seeded by the operating system.
public struct SystemRandomness: Randomness {
  /// Needs nothing.
  public init() {}

  public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
    guard buffer.count <= Int32.max, RAND_bytes(base.assumingMemoryBound(to: UInt8.self), Int32(buffer.count)) == 1
    else {
      throw SealingError(
        code: .randomFailure, message: "the system gave no random bytes",
        remedy: "Check the kernel's random device and the OpenSSL configuration")
    }
  }
}
