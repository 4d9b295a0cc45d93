/// Decimal numbers as C2SP writes them: ASCII, no sign, no leading zeros.
enum Decimal {
  static func parse(_ text: some StringProtocol) -> UInt64? {
    let digits = text.utf8
    guard let first = digits.first, digits.count <= 20, digits.allSatisfy({ (48...57).contains($0) }),
      first != 48 || digits.count == 1
    else { return nil }
    return UInt64(text)
  }
}
