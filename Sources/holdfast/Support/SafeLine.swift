/// Text from outside on one line of a terminal: controls and direction marks are shown, never sent.
enum SafeLine {
  /// The text with every character that a terminal could act on made visible.
  static func of(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x0D: result += "␤"
      case 0x09: result += " "
      case 0x00..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: result += "␡"
      case 0x80..<0xA0, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE007F:
        result += "⟨U+" + String(scalar.value, radix: 16, uppercase: true) + "⟩"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
