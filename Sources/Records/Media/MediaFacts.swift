/// What the bytes of a file say it is, whatever its name or its sender says.
public struct MediaFacts: Hashable, Sendable {
  /// The type, from the first bytes; nil when they tell nothing.
  public private(set) var mimeType: String?
  /// Pixels, of pictures.
  public private(set) var width: Int64?
  public private(set) var height: Int64?
  /// Length in seconds, of Ogg Opus; rounded.
  public private(set) var seconds: Int64?

  /// How much of the beginning is enough for nearly all files.
  public static let headLength = 64 << 10
  /// How much of the end is needed for the length of a recording: one Ogg page.
  public static let tailLength = 64 << 10

  /// Looks at the beginning of a file, and at its end where that is known.
  public init(head: [UInt8], tail: [UInt8] = []) {
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      mimeType = "image/png"
      if head.count >= 24, head[12..<16].elementsEqual("IHDR".utf8) {
        set(big32(head, 16), big32(head, 20))
      }
    } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      mimeType = "image/jpeg"
      readJPEG(head)
    } else if head.starts(with: Array("GIF87a".utf8)) || head.starts(with: Array("GIF89a".utf8)) {
      mimeType = "image/gif"
      if head.count >= 10 { set(little16(head, 6), little16(head, 8)) }
    } else if head.count >= 30, head.starts(with: Array("RIFF".utf8)), head[8..<12].elementsEqual("WEBP".utf8) {
      mimeType = "image/webp"
      readWebP(head)
    } else if head.starts(with: Array("OggS".utf8)) {
      mimeType = "audio/ogg"
      seconds = OggLength.seconds(head: head, tail: tail)
    } else {
      mimeType = MediaSignatures.type(head)
    }
  }

  private mutating func set(_ width: Int, _ height: Int) {
    guard width > 0, height > 0, width <= 1 << 20, height <= 1 << 20 else { return }
    self.width = Int64(width)
    self.height = Int64(height)
  }

  private mutating func readJPEG(_ head: [UInt8]) {
    var at = 2
    while at + 9 < head.count {
      guard head[at] == 0xFF else { return }
      let marker = head[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      if marker == 0x01 || (0xD0...0xD8).contains(marker) {
        at += 2
        continue
      }
      // Frame headers, all but the tables that share their range.
      if (0xC0...0xCF).contains(marker), marker != 0xC4, marker != 0xC8, marker != 0xCC {
        set(big16(head, at + 7), big16(head, at + 5))
        return
      }
      let length = big16(head, at + 2)
      guard length >= 2, marker != 0xDA, marker != 0xD9 else { return }
      at += 2 + length
    }
  }

  private mutating func readWebP(_ head: [UInt8]) {
    switch String(decoding: head[12..<16], as: UTF8.self) {
    case "VP8X":
      set(1 + little24(head, 24), 1 + little24(head, 27))
    case "VP8L" where head[20] == 0x2F:
      let bits = little16(head, 21) | little16(head, 23) << 16
      set(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF))
    case "VP8 " where head[23] == 0x9D && head[24] == 0x01 && head[25] == 0x2A:
      set(little16(head, 26) & 0x3FFF, little16(head, 28) & 0x3FFF)
    default: break
    }
  }

  private func big16(_ bytes: [UInt8], _ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
  private func big32(_ bytes: [UInt8], _ at: Int) -> Int { big16(bytes, at) << 16 | big16(bytes, at + 2) }
  private func little16(_ bytes: [UInt8], _ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
  private func little24(_ bytes: [UInt8], _ at: Int) -> Int { little16(bytes, at) | Int(bytes[at + 2]) << 16 }
}
