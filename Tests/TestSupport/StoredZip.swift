/// Writes a zip whose files are stored, not compressed.
public enum StoredZip {
  /// The bytes of the zip.
  public static func make(_ files: [(String, [UInt8])]) -> [UInt8] {
    var output: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let offset = output.count
      var common: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58]
      common += little(crc(bytes), 4) + little(UInt32(bytes.count), 4) + little(UInt32(bytes.count), 4)
      common += little(UInt32(name.utf8.count), 2) + [0, 0]
      output += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + bytes
      directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10) + little(UInt32(offset), 4)
      directory += Array(name.utf8)
    }
    let start = output.count
    let count = little(UInt32(files.count), 2)
    return output + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count), 4)
      + little(UInt32(start), 4) + [0, 0]
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (UInt32($0) * 8)) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
