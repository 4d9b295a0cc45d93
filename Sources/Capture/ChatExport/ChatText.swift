/// Turns the bytes of an export into text that a record can carry.
enum ChatText {
  /// Longer texts are cut in the event; the raw delivery has them whole.
  ///
  /// WhatsApp itself allows 65,536 characters.
  static let longest = 1 << 20

  /// The text, CR LF as LF, and what an officer should know about it.
  static func read(_ bytes: ArraySlice<UInt8>, notes: inout [String]) -> String {
    var slice = bytes
    if slice.count > longest {
      var end = slice.startIndex + longest
      // Not in the middle of a character.
      while end > slice.startIndex, slice[end] & 0xC0 == 0x80 { end -= 1 }
      slice = slice[..<end]
      notes.append(
        "The text has \(bytes.count) bytes; only the first \(slice.count) are read out. The raw export has all.")
    }
    var text: String
    if slice.contains(0x0D) {
      var plain: [UInt8] = []
      plain.reserveCapacity(slice.count)
      var at = slice.startIndex
      while at < slice.endIndex {
        if slice[at] == 0x0D, at + 1 < slice.endIndex, slice[at + 1] == 0x0A { at += 1 }
        plain.append(slice[at])
        at += 1
      }
      text = decode(plain[...], notes: &notes)
    } else {
      text = decode(slice, notes: &notes)
    }
    return text
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, notes: inout [String]) -> String {
    if let valid = String(validating: bytes, as: UTF8.self) { return valid }
    notes.append(
      "The text is not valid UTF-8; what could not be read is shown as U+FFFD. The raw export has the bytes.")
    return String(decoding: bytes, as: UTF8.self)
  }
}
