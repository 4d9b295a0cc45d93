/// PADMÉ lengths (Nikitin et al., PETS 2019): at most 12 % more, and only O(log log n) bits of the length show.
enum Padding {
  /// The smallest padded length.
  static let minimum = 256

  /// The length that something of this length is padded to.
  static func length(for count: Int) -> Int {
    guard count > minimum else { return minimum }
    let exponent = Int.bitWidth - 1 - count.leadingZeroBitCount
    let significant = Int.bitWidth - exponent.leadingZeroBitCount
    let mask = (1 << (exponent - significant)) - 1
    return (count + mask) & ~mask
  }
}
