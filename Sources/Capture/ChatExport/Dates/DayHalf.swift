/// Before or after noon, in the words of many languages.
enum DayHalf: Sendable {
  case morning, afternoon

  /// A word for a half of the day at an index.
  struct Match {
    var half: DayHalf
    var width: Int
    /// Whether it is a form of AM or PM: other words may be the beginning of a person's name.
    var isCommon: Bool
  }

  /// The word at an index, before the hour or after the time.
  static func match(_ bytes: [UInt8], at index: Int, end: Int) -> Match? {
    guard index < end else { return nil }
    let lead = bytes[index]
    // Most lines of 24-hour files end the time here, and most times begin with a digit.
    if lead == 0x5D || lead == 0x2D || lead == 0x2C || (0x30...0x39).contains(lead) { return nil }
    if let common = latin(bytes, at: index, end: end) { return common }
    for marker in markers[lead] ?? [] where marker.matches(bytes, at: index, end: end) {
      return Match(half: marker.half, width: marker.bytes.count, isCommon: false)
    }
    return nil
  }

  /// `AM`, `pm`, `a.m.`, `p. m.` with any space inside.
  private static func latin(_ bytes: [UInt8], at index: Int, end: Int) -> Match? {
    let lead = bytes[index] | 0x20
    guard lead == 0x61 || lead == 0x70 else { return nil }
    var at = index + 1
    if at < end, bytes[at] == 0x2E { at += 1 }
    at += ChatMarks.spaceWidth(in: bytes, at: at, end: end)
    guard at < end, bytes[at] | 0x20 == 0x6D else { return nil }
    at += 1
    if at < end, bytes[at] == 0x2E { at += 1 }
    // "pmachine" is no marker.
    if at < end, (0x61...0x7A).contains(bytes[at] | 0x20) { return nil }
    return Match(half: lead == 0x61 ? .morning : .afternoon, width: at - index, isCommon: true)
  }

  private struct Marker: Sendable {
    var bytes: [UInt8]
    var half: DayHalf

    func matches(_ other: [UInt8], at index: Int, end: Int) -> Bool {
      guard index + bytes.count <= end else { return false }
      for offset in 0..<bytes.count where other[index + offset] != bytes[offset] { return false }
      // A marker of letters ends where the word ends.
      guard let last = bytes.last, last < 0x80, last != 0x2E, index + bytes.count < end else { return true }
      return !(0x61...0x7A).contains(other[index + bytes.count] | 0x20)
    }
  }

  /// By their first byte, the longest first, so that م never hides مساءً.
  private static let markers: [UInt8: [Marker]] = {
    let all =
      DayHalfTables.morning.map { Marker(bytes: Array($0.utf8), half: .morning) }
      + DayHalfTables.afternoon.map { Marker(bytes: Array($0.utf8), half: .afternoon) }
    return Dictionary(grouping: all.sorted { $0.bytes.count > $1.bytes.count }) { $0.bytes[0] }
  }()
}
