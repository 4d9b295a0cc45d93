/// Standard base64 (RFC 4648, section 4), padded; only the canonical form is read.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xff, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  /// Padded base64 of bytes.
  public static func encode(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
      var o = 0
      var i = 0
      while i < bytes.count {
        let left = bytes.count - i
        let group =
          UInt32(bytes[i]) << 16 | (left > 1 ? UInt32(bytes[i + 1]) << 8 : 0) | (left > 2 ? UInt32(bytes[i + 2]) : 0)
        out[o] = alphabet[Int(group >> 18)]
        out[o + 1] = alphabet[Int(group >> 12 & 63)]
        out[o + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
        out[o + 3] = left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "=")
        o += 4
        i += 3
      }
      return o
    }
  }

  /// The bytes of canonical, padded base64; nil for white space, missing padding or set padding bits.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8)) }

  /// The bytes of canonical, padded base64, given as ASCII.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    guard !text.isEmpty else { return [] }
    let padding = text[text.count - 1] != UInt8(ascii: "=") ? 0 : text[text.count - 2] != UInt8(ascii: "=") ? 1 : 2
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var i = 0
    while i < text.count {
      let missing = i + 4 == text.count ? padding : 0
      var group: UInt32 = 0
      for j in 0..<4 - missing {
        let value = values[Int(text[i + j])]
        guard value != 0xff else { return nil }
        group |= UInt32(value) << (18 - 6 * UInt32(j))
      }
      // Bits beyond the last whole byte must be zero, or two texts would mean the same bytes.
      guard missing == 0 || group & (missing == 1 ? 0xff : 0xffff) == 0 else { return nil }
      bytes.append(UInt8(group >> 16))
      if missing < 2 { bytes.append(UInt8(group >> 8 & 0xff)) }
      if missing < 1 { bytes.append(UInt8(group & 0xff)) }
      i += 4
    }
    return bytes
  }
}
