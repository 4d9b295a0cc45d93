/// HKDF with SHA-256 (RFC 5869).
public enum HKDF {
  /// Concentrates input key material into a 32-byte pseudorandom key.
  public static func extract(salt: [UInt8], inputKey: SecretBytes) -> SecretBytes {
    SecretBytes(inputKey.withUnsafeBytes { HMACSHA256(key: salt).authenticate($0) })
  }

  /// Expands a pseudorandom key to up to 8,160 bytes.
  public static func expand(key: SecretBytes, info: [UInt8], length: Int) throws -> SecretBytes {
    guard (1...255 * 32).contains(length) else {
      throw SealingError(code: .invalidParameter, message: "HKDF gives 1 to 8,160 bytes, not \(length)")
    }
    var mac = HMACSHA256(key: key)
    defer { mac.wipe() }
    return SecretBytes(count: length) { out in
      var previous: [UInt8] = []
      var offset = 0
      var counter: UInt8 = 1
      while offset < length {
        let block = mac.authenticate(parts: [previous, info, [counter]])
        previous.wipe()
        previous = block.bytes
        let count = min(32, length - offset)
        for i in 0..<count { out[offset + i] = previous[i] }
        offset += count
        counter &+= 1
      }
      previous.wipe()
    }
  }

  /// Derives a key for one purpose: the label and the context are the info.
  public static func derive(
    secret: SecretBytes, salt: [UInt8] = [], label: Label, context: [UInt8] = [], length: Int = 32
  ) throws -> SecretBytes {
    let info = AssociatedData(label).appending(context).bytes
    return try expand(key: extract(salt: salt, inputKey: secret), info: info, length: length)
  }
}

extension SecretBytes {
  /// The bytes of a digest that is a key.
  convenience init(_ digest: Digest) {
    self.init(count: Digest.count) { out in digest.withBytes { out.copyMemory(from: $0) } }
  }
}
