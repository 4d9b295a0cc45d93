/// Finds the author's label in what follows a header.
enum AuthorScanner {
  /// Longer labels do not exist: names have at most a hundred characters.
  static let longest = 512

  /// A label and where the body after it begins.
  struct Found: Sendable {
    var label: Range<Int>
    var body: Int
  }

  /// The label up to the first colon that is followed by a space or ends the line.
  static func author(_ bytes: [UInt8], from start: Int, to end: Int) -> Found? {
    let stop = min(end, start + longest)
    var index = start
    while index < stop {
      if bytes[index] == 0x3A {
        if index + 1 >= end { return index > start ? Found(label: start..<index, body: end) : nil }
        if bytes[index + 1] == 0x20 { return index > start ? Found(label: start..<index, body: index + 2) : nil }
      }
      index += 1
    }
    return nil
  }

  static func hasAuthor(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
    author(bytes, from: start, to: end) != nil
  }

  /// The label up to a `: ` that is followed by the app's mark: on a line that the app marked itself, a name with a
  /// colon in it can be told from a colon in the text.
  static func authorBeforeMark(_ bytes: [UInt8], from start: Int, to end: Int) -> Found? {
    let stop = min(end, start + longest)
    var index = start
    while index < stop {
      if bytes[index] == 0x3A, index + 1 < end, bytes[index + 1] == 0x20, index > start,
        ChatMarks.isAppMark(in: bytes, at: index + 2, end: end)
      {
        return Found(label: start..<index, body: index + 2)
      }
      index += 1
    }
    return nil
  }
}
