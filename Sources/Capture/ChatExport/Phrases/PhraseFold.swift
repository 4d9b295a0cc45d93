/// Brings words into the one form in which they are compared with what WhatsApp writes.
enum PhraseFold {
  /// Without invisible marks, in lower case, with one kind of apostrophe, without stops and spaces at the ends.
  static func fold(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let plain = ChatMarks.stripped(bytes)
    var out = plain.allSatisfy { $0 < 0x80 } ? plain : foldScalars(plain)
    for index in out.indices where (0x41...0x5A).contains(out[index]) { out[index] |= 0x20 }
    while let width = stop(at: out.endIndex, of: out) { out.removeLast(width) }
    let lead = out.prefix { $0 == 0x20 }.count
    if lead > 0 { out.removeFirst(lead) }
    return out
  }

  /// How many bytes a full stop or space before an index takes: of Europe, China and Japan, Urdu, India.
  private static func stop(at end: Int, of bytes: [UInt8]) -> Int? {
    guard let last = bytes.last else { return nil }
    if last == 0x2E || last == 0x20 { return 1 }
    if bytes.suffix(3) == [0xE3, 0x80, 0x82] { return 3 }
    if bytes.suffix(2) == [0xDB, 0x94] { return 2 }
    return bytes.suffix(3) == [0xE0, 0xA5, 0xA4] ? 3 : nil
  }

  private static func foldScalars(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 12)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0xC0...0x24F, 0x370...0x556, 0x1E00...0x1FFF: out += scalar.properties.lowercaseMapping.utf8
      case 0x2018, 0x2019, 0x2BB, 0x2BC: out.append(0x27)
      default:
        if let parts = decomposed[scalar.value] { out += parts } else { out += String(scalar).utf8 }
      }
    }
    return out
  }

  /// Letters of India with a dot come as one character or as two: as two, as Unicode normalises them.
  private static let decomposed: [UInt32: [UInt8]] = {
    let pairs: [(UInt32, String)] = [
      (0x958, "\u{915}\u{93C}"), (0x959, "\u{916}\u{93C}"), (0x95A, "\u{917}\u{93C}"), (0x95B, "\u{91C}\u{93C}"),
      (0x95C, "\u{921}\u{93C}"), (0x95D, "\u{922}\u{93C}"), (0x95E, "\u{92B}\u{93C}"), (0x95F, "\u{92F}\u{93C}"),
      (0x9DC, "\u{9A1}\u{9BC}"), (0x9DD, "\u{9A2}\u{9BC}"), (0x9DF, "\u{9AF}\u{9BC}"),
      (0xA33, "\u{A32}\u{A3C}"), (0xA36, "\u{A38}\u{A3C}"), (0xA59, "\u{A16}\u{A3C}"), (0xA5A, "\u{A17}\u{A3C}"),
      (0xA5B, "\u{A1C}\u{A3C}"), (0xA5E, "\u{A2B}\u{A3C}"),
    ]
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, Array($0.1.utf8)) })
  }()
}
