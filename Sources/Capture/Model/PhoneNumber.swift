/// Telephone numbers as providers write them.
enum PhoneNumber {
  /// The digits of a number written with `+`, spaces, hyphens, dots or brackets; nil when it is anything else.
  static func digits(_ text: String?) -> String? {
    guard let text else { return nil }
    var count = 0
    var clean = true
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: count += 1
      case 0x2B, 0x20, 0x2D, 0x28, 0x29, 0x2E: clean = false
      default: return nil
      }
    }
    guard (3...20).contains(count) else { return nil }
    if clean { return text }
    return String(decoding: text.utf8.filter { (0x30...0x39).contains($0) }, as: UTF8.self)
  }
}
