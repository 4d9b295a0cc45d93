/// A time of day as written, before its half of the day is applied.
struct ClockTime {
  var hour = 0
  var minute = 0
  var second = 0
  var hasSeconds = false
  var half: DayHalf?

  var hasMeridiem: Bool { half != nil }

  /// Applies the half of the day; false when there is no such time.
  ///
  /// Files with `23:59 PM` and `00:04 AM` exist: an hour that is already of the 24-hour clock stays.
  mutating func normalise() -> Bool {
    guard minute < 60, second < 60, hour <= 24 else { return false }
    switch half {
    case .morning: if hour == 12 { hour = 0 }
    case .afternoon: if hour < 12 { hour += 12 }
    case nil: break
    }
    if hour == 24 { hour = 0 }
    return hour < 24
  }
}

/// Before or after noon, in the words of many languages.
enum DayHalf: Sendable {
  case morning, afternoon

  /// The marker at an index; `leading` where it stands before the hour, as in Chinese, Japanese and Korean.
  static func match(_ bytes: [UInt8], at index: Int, end: Int, leading: Bool) -> (half: DayHalf, width: Int)? {
    guard index < end else { return nil }
    let lead = bytes[index]
    if leading, lead < 0x80 { return nil }
    // Most lines of 24-hour files end the time here.
    if lead == 0x5D || lead == 0x2D || lead == 0x2C { return nil }
    for marker in leading ? leadingMarkers : markers where marker.matches(bytes, at: index, end: end) {
      return (marker.half, marker.bytes.count)
    }
    return latin(bytes, at: index, end: end)
  }

  /// `AM`, `pm`, `a.m.`, `p. m.` with any space inside.
  private static func latin(_ bytes: [UInt8], at index: Int, end: Int) -> (half: DayHalf, width: Int)? {
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
    return (lead == 0x61 ? .morning : .afternoon, at - index)
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

  private static func table(_ morning: [String], _ afternoon: [String]) -> [Marker] {
    let all =
      morning.map { Marker(bytes: Array($0.utf8), half: .morning) }
      + afternoon.map { Marker(bytes: Array($0.utf8), half: .afternoon) }
    // The longest first, so that م never hides مساءً.
    return all.sorted { $0.bytes.count > $1.bytes.count }
  }

  private static let leadingMarkers = table(
    ["上午", "凌晨", "清晨", "早上", "午前", "오전"], ["下午", "中午", "晚上", "午後", "오후"])

  private static let markers = table(
    [
      "ص", "صباحًا", "vorm.", "morgens", "nachts", "π.μ.", "पूर्वाह्न", "de.", "de", "fm", "f.m.", "ÖÖ", "SA", "PD", "ق.ظ.",
      "ap.",
      "PG", "пр.об.", "म.पू.", "ఉ", "上午", "午前", "오전", "dop.", "πμ", "дп", "ДП", "ರಾತ್ರಿ", "vm.",
    ],
    [
      "م", "مساءً", "nachm.", "mittags", "abends", "μ.μ.", "अपराह्न", "du.", "du", "em", "e.m.", "ÖS", "CH", "MD", "ب.ظ.",
      "ip.",
      "PTG", "сл.об.", "म.उ.", "సా", "下午", "午後", "오후", "odp.", "μμ", "пп", "ПП", "nm.",
    ])
}
