/// Cutting text at newlines by bytes: Swift's characters would take CR LF for one.
enum LineSplitter {
  /// The lines of a text, each without its newline; nil unless the text is empty or ends in one.
  static func lines(_ text: String) -> [String]? {
    var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard lines.popLast()?.isEmpty == true else { return nil }
    return lines
  }

  /// The index just after the last empty line, which separates a note's text from its signatures.
  static func afterLastEmptyLine(_ bytes: [UInt8]) -> Int? {
    var i = bytes.count - 1
    while i >= 1 {
      if bytes[i] == 10, bytes[i - 1] == 10 { return i + 1 }
      i -= 1
    }
    return nil
  }

  /// The index just after the first empty line.
  static func afterFirstEmptyLine(_ bytes: [UInt8]) -> Int? {
    var i = 1
    while i < bytes.count {
      if bytes[i] == 10, bytes[i - 1] == 10 { return i + 1 }
      i += 1
    }
    return nil
  }
}
