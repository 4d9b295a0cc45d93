/// Lower-case base32 (RFC 4648, section 6) without padding: the form of identifiers.
public enum Base32 {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// The text of bytes.
  public static func encode(_ bytes: [UInt8]) -> String {
    text(BitGroups.split(bytes, count: BitGroups.count(forBytes: bytes.count)))
  }

  /// The first characters of a digest's text: 20 of them are its first 100 bits.
  public static func prefix(_ digest: Digest, characters: Int = 20) -> String {
    text(digest.withBytes { BitGroups.split($0, count: min(max(characters, 0), 52)) })
  }

  /// The bytes of canonical lower-case text; nil for anything else.
  public static func decode(_ text: String) -> [UInt8]? {
    var groups: [UInt8] = []
    groups.reserveCapacity(text.utf8.count)
    for character in text.utf8 {
      switch character {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): groups.append(character - UInt8(ascii: "a"))
      case UInt8(ascii: "2")...UInt8(ascii: "7"): groups.append(character - UInt8(ascii: "2") + 26)
      default: return nil
      }
    }
    return BitGroups.join(groups)
  }

  private static func text(_ groups: [UInt8]) -> String {
    String(decoding: groups.map { alphabet[Int($0)] }, as: UTF8.self)
  }
}
