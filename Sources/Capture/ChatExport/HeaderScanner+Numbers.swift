/// Reads numbers in the digits of any script.
extension HeaderScanner {
  /// A digit of any script.
  private func digit() -> (value: Int, width: Int)? {
    guard at < end else { return nil }
    let lead = bytes[at]
    if lead < 0x80 { return (0x30...0x39).contains(lead) ? (Int(lead) - 0x30, 1) : nil }
    guard let (scalar, width) = scalar(), scalar.properties.numericType == .decimal,
      let value = scalar.properties.numericValue
    else { return nil }
    return (Int(value), width)
  }

  /// The character of more than one byte at the present place.
  private func scalar() -> (scalar: Unicode.Scalar, width: Int)? {
    let width = bytes[at] >= 0xF0 ? 4 : bytes[at] >= 0xE0 ? 3 : 2
    guard bytes[at] >= 0xC2, at + width <= end else { return nil }
    var value = UInt32(bytes[at]) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
    for offset in 1..<width {
      guard bytes[at + offset] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[at + offset] & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, width) }
  }

  mutating func readNumber(atMost limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var count = 0
    while let next = digit() {
      count += 1
      guard count <= limit else { return nil }
      value = value * 10 + next.value
      at += next.width
    }
    return count > 0 ? (value, count) : nil
  }
}
