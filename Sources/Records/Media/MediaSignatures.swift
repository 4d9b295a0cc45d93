/// The types whose first bytes tell them, beyond pictures.
enum MediaSignatures {
  static func type(_ head: [UInt8]) -> String? {
    func starts(_ text: String) -> Bool { head.starts(with: text.utf8) }
    if starts("%PDF-") { return "application/pdf" }
    if starts("ID3") { return "audio/mpeg" }
    if head.count >= 3, head[0] == 0xFF {
      // Audio frames: ADTS, and MPEG layer III of a version that exists.
      if head[1] & 0xF6 == 0xF0 { return "audio/aac" }
      if head[1] & 0xE6 == 0xE2, head[1] & 0x18 != 0x08, head[2] & 0xF0 != 0xF0 { return "audio/mpeg" }
    }
    if starts("#!AMR") { return "audio/amr" }
    if starts("fLaC") { return "audio/flac" }
    if starts("BEGIN:VCARD") { return "text/vcard" }
    if starts("{\\rtf") { return "application/rtf" }
    if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "video/webm" }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return "application/x-ole-storage" }
    if head.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return "application/x-7z-compressed" }
    if starts("Rar!\u{1A}\u{07}") { return "application/vnd.rar" }
    if head.starts(with: [0x1F, 0x8B]) { return "application/gzip" }
    if starts("MZ") { return "application/x-msdownload" }
    if head.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "application/x-executable" }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return zip(head) }
    if head.count >= 12, starts("RIFF"), head[8..<12].elementsEqual("WAVE".utf8) { return "audio/wav" }
    if head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) {
      switch String(decoding: head[8..<12], as: UTF8.self) {
      case "M4A ", "M4B ": return "audio/mp4"
      case "qt  ": return "video/quicktime"
      case "heic", "heix", "mif1", "msf1": return "image/heic"
      case "avif": return "image/avif"
      case "3gp4", "3gp5", "3gp6": return "video/3gpp"
      default: return "video/mp4"
      }
    }
    return nil
  }

  /// Office files are zip archives whose first entries tell them.
  private static func zip(_ head: [UInt8]) -> String {
    let office = "application/vnd.openxmlformats-officedocument"
    var at = 0
    var isOffice = false
    // Local headers whose sizes are known are walked; where they are not, the walk ends.
    for _ in 0..<64 {
      guard at + 30 <= head.count, head[at..<at + 4].elementsEqual([0x50, 0x4B, 0x03, 0x04]) else { break }
      func number(_ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(head[at + offset + $1]) << (8 * $1) }
      }
      let flags = number(6, 2)
      let size = number(18, 4)
      let nameLength = number(26, 2)
      let start = at + 30
      guard start + nameLength <= head.count else { break }
      let name = String(decoding: head[start..<start + nameLength], as: UTF8.self)
      let body = start + nameLength + number(28, 2)
      if name == "mimetype", number(8, 2) == 0, (1...100).contains(size), body + size <= head.count {
        return String(decoding: head[body..<body + size].filter { (0x21...0x7E).contains($0) }, as: UTF8.self)
      }
      if name == "[Content_Types].xml" || name.hasPrefix("_rels/") { isOffice = true }
      if name.hasPrefix("word/") { return office + ".wordprocessingml.document" }
      if name.hasPrefix("xl/") { return office + ".spreadsheetml.sheet" }
      if name.hasPrefix("ppt/") { return office + ".presentationml.presentation" }
      if flags & 8 != 0, size == 0 { break }
      at = body + size
    }
    return isOffice ? office : "application/zip"
  }
}
