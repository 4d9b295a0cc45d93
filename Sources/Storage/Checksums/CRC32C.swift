/// The Castagnoli CRC (RFC 3720): finds torn and rotten bytes without any key; proves nothing.
public enum CRC32C {
  /// Eight tables of 256, for eight bytes at a time.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82F6_3B78 }
      tables[byte] = value
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()

  /// The checksum of bytes; `earlier` is that of the bytes before them.
  public static func checksum(_ bytes: UnsafeRawBufferPointer, after earlier: UInt32 = 0) -> UInt32 {
    tables.withUnsafeBufferPointer { table in
      var value = ~earlier
      var index = 0
      while index + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(value)
        value =
          table[Int(word & 0xFF) + 7 * 256] ^ table[Int(word >> 8 & 0xFF) + 6 * 256]
          ^ table[Int(word >> 16 & 0xFF) + 5 * 256] ^ table[Int(word >> 24 & 0xFF) + 4 * 256]
          ^ table[Int(word >> 32 & 0xFF) + 3 * 256] ^ table[Int(word >> 40 & 0xFF) + 2 * 256]
          ^ table[Int(word >> 48 & 0xFF) + 256] ^ table[Int(word >> 56)]
        index += 8
      }
      while index < bytes.count {
        value = value >> 8 ^ table[Int((value ^ UInt32(bytes[index])) & 0xFF)]
        index += 1
      }
      return ~value
    }
  }

  /// The checksum of bytes.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { checksum($0) } }
}
