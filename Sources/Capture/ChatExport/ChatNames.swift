/// Labels with a colon in them, which a plain reading would cut in two.
///
/// They are known where the app itself shows the end of the name: on lines that it marked, and from the title.
struct ChatNames: Sendable {
  private var known: [[UInt8]] = []

  init(_ transcript: ChatTranscript, title: String?) {
    var found: Set<[UInt8]> = []
    let bytes = transcript.bytes
    if let title, title.contains(": ") { found.insert(Array(title.utf8)) }
    for entry in transcript.entries where entry.lineMarked {
      guard found.count < 64,
        let author = AuthorScanner.authorBeforeMark(bytes, from: entry.rest, to: entry.firstLineEnd),
        let plain = AuthorScanner.author(bytes, from: entry.rest, to: entry.firstLineEnd), plain.label != author.label
      else { continue }
      // A file name before the mark is no part of the author.
      guard plain.body <= author.label.upperBound,
        !bytes[plain.body..<author.label.upperBound].contains(0x2E)
      else { continue }
      found.insert(Array(bytes[author.label]))
    }
    known = found.sorted { $0.count > $1.count }
  }

  /// The longest known name with a colon that the line begins with.
  func longest(in bytes: [UInt8], from start: Int, to end: Int) -> AuthorScanner.Found? {
    for name in known where start + name.count + 1 <= end {
      let after = start + name.count
      guard bytes[after] == 0x3A, after + 1 >= end || bytes[after + 1] == 0x20,
        bytes[start..<after].elementsEqual(name)
      else { continue }
      return AuthorScanner.Found(label: start..<after, body: min(after + 2, end))
    }
    return nil
  }
}
