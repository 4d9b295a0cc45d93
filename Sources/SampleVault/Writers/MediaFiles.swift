import Sealing

/// Small real files for the exports' attachments.
enum MediaFiles {
  /// The digest that a provider's payload claims for a file of this name.
  static func claim(_ name: String) -> String { SHA256.hash("sample media " + name).base64 }

  /// A picture of a ruled page, so that each name gives another image.
  static func png(_ name: String) -> [UInt8] {
    let width = 96
    let height = 64
    let seed = SHA256.hash(name).bytes
    var raw: [UInt8] = []
    for row in 0..<height {
      raw.append(0)
      for column in 0..<width {
        let margin = column < 8 || column >= width - 8 || row < 6 || row >= height - 6
        let inked = !margin && row % 6 < 2 && column < width - 8 - Int(seed[row / 6 % 32] & 31)
        raw.append(contentsOf: inked ? [40 + seed[0] & 63, 40 + seed[1] & 63, 60 + seed[2] & 63] : [246, 244, 238])
      }
    }
    var header = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
    header += [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", zlib(raw))
      + chunk("IEND", [])
  }

  /// A one-page PDF with the name as its title.
  static func pdf(_ name: String) -> [UInt8] {
    let safe = String(
      name.unicodeScalars.map { $0.isASCII && $0 != "(" && $0 != ")" && $0 != "\\" ? Character($0) : "?" })
    let stream = "BT /F1 18 Tf 72 760 Td (\(safe)) Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var text = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let table = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    text += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
    return Array(text.utf8)
  }

  /// CRC-32 (ISO 3309), as PNG and zip use it.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  private static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
    let content = Array(type.utf8) + body
    return bigEndian(UInt32(body.count)) + content + bigEndian(crc32(content))
  }

  /// RFC 1950 with stored blocks only.
  private static func zlib(_ raw: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x78, 0x01]
    var index = 0
    while index < raw.count {
      let count = min(65_535, raw.count - index)
      output.append(index + count == raw.count ? 1 : 0)
      output += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8 & 255)]
      output += raw[index..<index + count]
      index += count
    }
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in raw {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return output + bigEndian(high << 16 | low)
  }
}
