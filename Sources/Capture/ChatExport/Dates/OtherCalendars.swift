import Foundation
import Records

/// Dates of calendars whose months are not the Gregorian ones, as phones in Iran and Saudi Arabia write them.
enum OtherCalendars {
  /// A day of the solar calendar of Iran; nil when there is no such day.
  ///
  /// Its leap years follow a cycle of 33 years, which is exact from 1799 to 2256.
  static func persian(year: Int, month: Int, day: Int) -> CivilDate? {
    guard (1300...1500).contains(year), (1...12).contains(month), day >= 1,
      day <= (month <= 6 ? 31 : month < 12 || isPersianLeap(year) ? 30 : 29)
    else { return nil }
    // The first of Farvardin 1401 was 21 March 2022.
    guard var start = CivilDate(year: 2022, month: 3, day: 21)?.daysSinceEpoch else { return nil }
    if year >= 1401 {
      for passed in 1401..<year { start += isPersianLeap(passed) ? 366 : 365 }
    } else {
      for passed in year..<1401 { start -= isPersianLeap(passed) ? 366 : 365 }
    }
    let months = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30
    return CivilDate(daysSinceEpoch: start + months + day - 1)
  }

  private static func isPersianLeap(_ year: Int) -> Bool { (25 * year + 11) % 33 < 8 }

  /// A day of the calendar of Umm al-Qura, which phones in Saudi Arabia use; nil when there is no such day.
  static func hijri(year: Int, month: Int, day: Int) -> CivilDate? {
    guard (1400...1500).contains(year), (1...12).contains(month), (1...30).contains(day),
      let zone = TimeZone(secondsFromGMT: 0)
    else { return nil }
    var calendar = Calendar(identifier: .islamicUmmAlQura)
    calendar.timeZone = zone
    let asked = DateComponents(year: year, month: month, day: day)
    guard let date = calendar.date(from: asked), calendar.component(.day, from: date) == day else { return nil }
    return CivilDate(daysSinceEpoch: Int((date.timeIntervalSince1970 / 86_400).rounded(.down)))
  }
}
