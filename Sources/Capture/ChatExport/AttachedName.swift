/// The name of a file between the brackets of an iOS export: `attached: name`, `附件：name`, `name eklendi`.
enum AttachedName {
  /// The name; where `sure`, the app itself marked the line, and any word will do.
  static func read(_ inside: ArraySlice<UInt8>, sure: Bool) -> String? {
    if let (word, rest) = atColon(inside), sure || AppPhrases.saysAttached(word) {
      let name = text(rest)
      if !name.isEmpty, sure || name.contains(".") { return name }
    }
    return beforeWord(inside, sure: sure)
  }

  /// What stands before and after the first colon, European or Chinese.
  private static func atColon(_ inside: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    var at = inside.startIndex
    while at < inside.endIndex {
      if inside[at] == 0x3A { return (inside[..<at], inside[(at + 1)...]) }
      if inside[at] == 0xEF, inside[at...].starts(with: [0xEF, 0xBC, 0x9A]) {
        return (inside[..<at], inside[(at + 3)...])
      }
      at += 1
    }
    return nil
  }

  /// Turkish writes the word after the name.
  private static func beforeWord(_ inside: ArraySlice<UInt8>, sure: Bool) -> String? {
    var at = inside.startIndex
    while at < inside.endIndex {
      if inside[at] == 0x20, at > inside.startIndex {
        let name = text(inside[..<at])
        let isFile = MediaNames.mimeType(name) != nil
        if isFile, sure || AppPhrases.saysAttached(inside[at...]) { return name }
      }
      at += 1
    }
    return nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: ChatMarks.withoutDirection(bytes), as: UTF8.self).trimmingSpaces
  }
}
