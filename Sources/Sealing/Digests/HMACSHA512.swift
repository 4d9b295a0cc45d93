/// HMAC-SHA-512 (RFC 2104) under one key; RFC 4231's vectors are tested.
public struct HMACSHA512: Sendable {
  private var inner = SHA512Hasher()
  private var outer = SHA512Hasher()

  /// Prepares a key.
  public init(key: SecretBytes) {
    self = key.withUnsafeBytes { HMACSHA512(key: $0) }
  }

  init(key: UnsafeRawBufferPointer) {
    var block = [UInt8](repeating: 0, count: 128)
    defer { block.wipe() }
    if key.count > 128 {
      var hasher = SHA512Hasher()
      hasher.update(key)
      block.replaceSubrange(0..<64, with: hasher.finalize())
    } else {
      block.replaceSubrange(0..<key.count, with: key)
    }
    for i in 0..<128 { block[i] ^= 0x36 }
    inner.update(block)
    for i in 0..<128 { block[i] ^= 0x36 ^ 0x5c }
    outer.update(block)
  }

  /// The 64 bytes of the code of a message.
  public func authenticate(_ message: [UInt8]) -> [UInt8] {
    var inner = inner
    inner.update(message)
    var outer = outer
    outer.update(inner.finalize())
    return outer.finalize()
  }
}
