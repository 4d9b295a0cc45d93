/// The length of an Ogg Opus recording, from its first and last page (RFC 7845).
enum OggLength {
  /// Samples per second of every Opus stream's position.
  private static let rate: Int64 = 48_000
  /// A day: longer is not believed.
  private static let longest: Int64 = 86_400

  static func seconds(head: [UInt8], tail: [UInt8]) -> Int64? {
    guard let start = body(of: head), start + 12 <= head.count, head[start..<start + 8].elementsEqual("OpusHead".utf8)
    else { return nil }
    let preSkip = Int64(head[start + 10]) | Int64(head[start + 11]) << 8
    let serial = head[14..<18]
    // The last page of the stream lies in the last 64 KiB, as no page is longer.
    var at = tail.count - 27
    while at >= 0 {
      if tail[at] == 0x4F, tail[at + 1] == 0x67, tail[at + 2] == 0x67, tail[at + 3] == 0x53, tail[at + 4] == 0,
        tail[at + 14..<at + 18].elementsEqual(serial)
      {
        let position = (0..<8).reduce(UInt64(0)) { $0 | UInt64(tail[at + 6 + $1]) << (8 * UInt64($1)) }
        // All ones: no packet ends on this page.
        if position != UInt64.max {
          guard let samples = Int64(exactly: position), samples >= preSkip else { return nil }
          let seconds = (samples - preSkip + rate / 2) / rate
          return seconds <= longest ? seconds : nil
        }
      }
      at -= 1
    }
    return nil
  }

  /// Where the first page's content begins.
  private static func body(of page: [UInt8]) -> Int? {
    guard page.count >= 28, page.starts(with: "OggS".utf8) else { return nil }
    return 27 + Int(page[26])
  }
}
