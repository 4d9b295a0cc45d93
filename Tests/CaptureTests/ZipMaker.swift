/// Writes zips, well-formed and hostile ones, without compression.
struct ZipMaker {
  var encrypted = false
  /// What the directory claims as the size after unpacking, in the place of the truth.
  var claimedSize: UInt32?
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  mutating func add(_ name: String, _ content: [UInt8]) { add(Array(name.utf8), content) }

  mutating func add(_ name: [UInt8], _ content: [UInt8], mode: UInt32 = 0o100644) {
    let offset = UInt32(body.count)
    let flags: UInt16 = 0x0800 | (encrypted ? 1 : 0)
    let size = claimedSize ?? UInt32(content.count)
    var common: [UInt8] = []
    common += little(flags) + little(UInt16(0)) + little(UInt32(0x5A8D_5000))
    common += little(ZipMaker.crc(content)) + little(UInt32(content.count)) + little(size)
    common += little(UInt16(name.count))
    body += [0x50, 0x4B, 3, 4] + little(UInt16(20)) + common + little(UInt16(0)) + name + content
    directory += [0x50, 0x4B, 1, 2] + little(UInt16(0x0314)) + little(UInt16(20)) + common
    directory += little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
    directory += little(mode << 16) + little(offset) + name
    count += 1
  }

  func finish() -> [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end += little(count) + little(count) + little(UInt32(directory.count)) + little(UInt32(body.count)) + [0, 0]
    return body + directory + end
  }

  private func little(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
  private func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
