/// Writes a zip archive with stored entries and one fixed date: the same bytes on every machine.
struct ZipFile {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Adds a file.
  mutating func add(_ name: String, _ content: [UInt8]) {
    let crc = MediaFiles.crc32(content)
    let path = Array(name.utf8)
    // General purpose bit 11: the name is UTF-8. 2025-11-12 00:00.
    let common =
      little16(20) + little16(0x0800) + little16(0) + little16(0) + little16(0x5B6C) + little32(crc)
      + little32(UInt32(content.count)) + little32(UInt32(content.count)) + little16(UInt16(path.count)) + little16(0)
    directory +=
      little32(0x0201_4B50) + little16(20) + common + little16(0) + little16(0) + little16(0) + little32(0)
      + little32(UInt32(body.count)) + path
    body += little32(0x0403_4B50) + common + path + content
    count += 1
  }

  /// The whole archive.
  var bytes: [UInt8] {
    body + directory + little32(0x0605_4B50) + little16(0) + little16(0) + little16(UInt16(count))
      + little16(UInt16(count)) + little32(UInt32(directory.count)) + little32(UInt32(body.count)) + little16(0)
  }

  private func little16(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
  private func little32(_ value: UInt32) -> [UInt8] {
    [UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255), UInt8(value >> 24)]
  }
}
