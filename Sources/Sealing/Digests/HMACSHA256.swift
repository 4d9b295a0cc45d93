/// HMAC-SHA-256 (RFC 2104) under one key.
///
/// The two keyed states are computed once, so that a short input costs two compressions; libcrypto's own
/// one-shot call fetches its implementation each time and is several times slower. RFC 4231's vectors are
/// tested.
public struct HMACSHA256: Sendable {
  private var inner = SHA256Hasher()
  private var outer = SHA256Hasher()

  /// Prepares a key.
  public init(key: SecretBytes) {
    self = key.withUnsafeBytes { HMACSHA256(key: $0) }
  }

  /// Prepares a key.
  public init(key: [UInt8]) {
    self = key.withUnsafeBytes { HMACSHA256(key: $0) }
  }

  init(key: UnsafeRawBufferPointer) {
    var block = [UInt8](repeating: 0, count: 64)
    defer { block.wipe() }
    if key.count > 64 {
      SHA256.hash(key).withBytes { block.replaceSubrange(0..<32, with: $0) }
    } else {
      block.replaceSubrange(0..<key.count, with: key)
    }
    for i in 0..<64 { block[i] ^= 0x36 }
    inner.update(block)
    for i in 0..<64 { block[i] ^= 0x36 ^ 0x5c }
    outer.update(block)
  }

  /// The code of memory.
  public func authenticate(_ message: UnsafeRawBufferPointer) -> Digest {
    var inner = inner
    inner.update(message)
    return finish(inner)
  }

  /// The code of bytes.
  public func authenticate(_ message: [UInt8]) -> Digest {
    message.withUnsafeBytes { authenticate($0) }
  }

  /// The code of several parts, one after the other.
  public func authenticate(parts: [[UInt8]]) -> Digest {
    var inner = inner
    for part in parts { inner.update(part) }
    return finish(inner)
  }

  private func finish(_ inner: SHA256Hasher) -> Digest {
    var outer = outer
    outer.update(inner.finalize())
    return outer.finalize()
  }

  /// Whether a code is that of a message, in constant time.
  public static func isValid(mac: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.equal(mac, HMACSHA256(key: key).authenticate(message).bytes)
  }

  /// Forgets the key.
  mutating func wipe() {
    inner.wipe()
    outer.wipe()
  }
}
