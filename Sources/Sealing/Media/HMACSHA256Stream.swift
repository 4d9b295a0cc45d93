/// HMAC-SHA-256 (RFC 2104) of a message that comes in pieces.
public struct HMACSHA256Stream: Sendable {
  private var inner = SHA256Hasher()
  private var outer = SHA256Hasher()

  /// Prepares a key of at most 64 bytes.
  public init(key: SecretBytes) throws {
    guard key.count <= 64 else {
      throw SealingError(code: .invalidParameter, message: "a streaming HMAC key has at most 64 bytes")
    }
    var block = [UInt8](repeating: 0, count: 64)
    defer { block.wipe() }
    key.withUnsafeBytes { block.replaceSubrange(0..<$0.count, with: $0) }
    for i in 0..<64 { block[i] ^= 0x36 }
    inner.update(block)
    for i in 0..<64 { block[i] ^= 0x36 ^ 0x5c }
    outer.update(block)
  }

  /// Adds memory.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { inner.update(bytes) }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

  /// The code of the message so far.
  public func finalize() -> Digest {
    var outer = outer
    outer.update(inner.finalize())
    return outer.finalize()
  }
}
