import Records

/// The label that an export writes for a person: a name from the address book, a number, or `~` and a profile name.
enum ChatLabel {
  /// The label as text, without marks of direction and without spaces at the ends.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: ChatMarks.withoutDirection(bytes), as: UTF8.self).trimmingSpaces
  }

  /// The claims that a label makes: a label is evidence, never an identity.
  static func party(_ label: String) -> Party {
    if let phone = phone(label) { return Party(phone: phone) }
    if label.hasPrefix("~") {
      let name = String(label.dropFirst()).trimmingSpaces
      if let phone = phone(name) { return Party(phone: phone) }
      if !name.isEmpty { return Party(name: name) }
    }
    return Party(name: label)
  }

  /// The digits of a number in international form.
  static func phone(_ label: String) -> String? {
    guard label.utf8.first == 0x2B else { return nil }
    var digits: [UInt8] = []
    for byte in label.utf8.dropFirst() {
      switch byte {
      case 0x30...0x39: digits.append(byte)
      case 0x20, 0x2D, 0x28, 0x29, 0x2E: break
      default:
        // U+2011, the hyphen that does not break, comes as three bytes.
        guard byte == 0xE2 || byte == 0x80 || byte == 0x91 else { return nil }
      }
    }
    return (7...15).contains(digits.count) ? String(decoding: digits, as: UTF8.self) : nil
  }

  /// Whether a label names the same as an account, a title or another label.
  static func same(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let left = phone(one) ?? plainDigits(one)
    let right = phone(other) ?? plainDigits(other)
    if let left, let right { return left == right }
    return left == nil && right == nil && one.lowercased() == other.lowercased()
  }

  private static func plainDigits(_ text: String) -> String? {
    (7...15).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
  }
}
