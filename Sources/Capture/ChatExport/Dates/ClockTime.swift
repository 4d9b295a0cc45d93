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
