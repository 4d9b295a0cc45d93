import Records

/// Spreads scenes over the eighteen months of the sample: office hours, working days, a thinner August.
enum OfficeCalendar {
  /// 2024-05-01 to 2025-10-31.
  static let firstDay = 19_844
  static let lastDay = 20_392

  /// Random starts in ascending order, one a day at most, and never on a day that is taken.
  static func starts(_ count: Int, avoiding taken: Set<Int>, random: inout SplitMix64) -> [Int64] {
    var days: Set<Int> = []
    while days.count < count {
      let day = firstDay + random.below(lastDay - firstDay)
      let date = CivilDate(daysSinceEpoch: day)
      if taken.contains(day) { continue }
      if date.weekday > 5 && random.below(6) != 0 { continue }
      if isHoliday(date) { continue }
      if date.month == 8 && random.below(2) == 0 { continue }
      days.insert(day)
    }
    return days.sorted().map { day in
      let minute = 7 * 60 + 40 + random.below(9 * 60 + 50)
      return Int64(day) * 86_400 + Int64(minute * 60 + random.below(60))
    }
  }

  /// Days on which no desk anywhere writes about fees.
  private static func isHoliday(_ date: CivilDate) -> Bool {
    date.month == 1 && date.day == 1 || date.month == 12 && (25...26).contains(date.day)
  }

  /// The month of an instant, from 1.
  static func month(of second: Int64) -> Int { CivilTime(Instant(seconds: second)).date.month }
}
