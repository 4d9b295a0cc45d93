/// Crockford's base32, in groups: what people read aloud and type.
public enum Crockford32 {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Upper-case text in groups of four joined by hyphens.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for (i, group) in BitGroups.split(bytes, count: BitGroups.count(forBytes: bytes.count)).enumerated() {
      if i > 0, i % 4 == 0 { text.append(UInt8(ascii: "-")) }
      text.append(alphabet[Int(group)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of text in either case; hyphens and spaces are skipped, O reads as 0, I and L as 1.
  public static func decode(_ text: String) -> [UInt8]? {
    var groups: [UInt8] = []
    for character in text.uppercased().utf8 {
      switch character {
      case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
      case UInt8(ascii: "O"): groups.append(0)
      case UInt8(ascii: "I"), UInt8(ascii: "L"): groups.append(1)
      default:
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        groups.append(UInt8(value))
      }
    }
    return BitGroups.join(groups)
  }
}
