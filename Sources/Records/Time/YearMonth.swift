/// A calendar month in UTC: the unit of retention periods and index shards.
public struct YearMonth: Sendable, Hashable, Comparable {
  public var year: Int
  public var month: Int

  /// Creates a month; nil unless the year is 1 to 9999 and the month 1 to 12.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.year = year
    self.month = month
  }

  /// The UTC month that an instant falls in.
  public init(_ instant: Instant) {
    let date = CivilTime(instant).date
    year = date.year
    month = date.month
  }

  /// Reads `2025-10`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]),
      let month = Int(parts[1])
    else { return nil }
    self.init(year: year, month: month)
  }

  /// The first instant of the month.
  public var start: Instant { Instant(seconds: Int64(daysToStart) * 86_400) }

  /// The first instant of the next month.
  public var end: Instant { Instant(seconds: Int64(daysToStart + CivilDate.days(inMonth: month, of: year)) * 86_400) }

  /// The month after this one.
  public var next: YearMonth {
    var copy = self
    copy.month += 1
    if copy.month == 13 {
      copy.month = 1
      copy.year += 1
    }
    return copy
  }

  private var daysToStart: Int {
    CivilDate(year: min(year, 9999), month: month, day: 1)?.daysSinceEpoch ?? 0
  }

  public static func < (left: YearMonth, right: YearMonth) -> Bool {
    (left.year, left.month) < (right.year, right.month)
  }
}

extension YearMonth: CustomStringConvertible {
  /// `2025-10`.
  public var description: String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + (month < 10 ? "-0" : "-") + String(month)
  }
}
