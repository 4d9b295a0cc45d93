import Records

/// Turns written dates into instants in the query's zone.
struct DateResolver {
  let options: QueryOptions

  /// The stretch of time that a date names: from inclusive, until exclusive.
  func span(of bound: DateBound) -> (from: Instant, until: Instant) {
    switch bound {
    case .civil(let point): return span(of: point)
    case .relative(let date):
      let days = self.days(of: date)
      return (instant(day: days.first, offset: nil, latest: false), instant(day: days.end, offset: nil, latest: true))
    }
  }

  /// The first day of a relative date and the day after its last one, counted from 1970-01-01.
  func days(of date: RelativeDate) -> (first: Int, end: Int) {
    // Without a present day there is nothing to count from; the parser refuses such queries earlier.
    let today = options.today ?? CivilDate(daysSinceEpoch: 0)
    let count = date.count
    switch date.unit {
    case .day:
      let day = today.daysSinceEpoch - count
      return (day, day + 1)
    case .week:
      guard date.isWholeUnit else { return (today.daysSinceEpoch - 7 * count, today.daysSinceEpoch - 7 * count + 1) }
      let monday = today.daysSinceEpoch - (today.weekday - 1) - 7 * count
      return (monday, monday + 7)
    case .month:
      guard date.isWholeUnit else { return oneDay(monthsBack: count, from: today) }
      return months(first: today.year * 12 + today.month - 1 - count, count: 1)
    case .year:
      guard date.isWholeUnit else { return oneDay(monthsBack: 12 * count, from: today) }
      return months(first: (today.year - count) * 12, count: 12)
    }
  }

  private func oneDay(monthsBack: Int, from today: CivilDate) -> (first: Int, end: Int) {
    let month = max(12, today.year * 12 + today.month - 1 - monthsBack)
    let day = min(today.day, CivilDate.days(inMonth: month % 12 + 1, of: month / 12))
    let first = firstDay(ofMonth: month) + day - 1
    return (first, first + 1)
  }

  private func months(first: Int, count: Int) -> (first: Int, end: Int) {
    (firstDay(ofMonth: max(12, first)), firstDay(ofMonth: max(12, first) + count))
  }

  /// Days from 1970-01-01 to the first of a month, months counted from year zero.
  private func firstDay(ofMonth month: Int) -> Int {
    // The year after the last one that a date can name is the end of that one.
    if month >= 120_000 { return (CivilDate(year: 9999, month: 12, day: 31)?.daysSinceEpoch ?? 0) + 1 }
    return CivilDate(year: month / 12, month: month % 12 + 1, day: 1)?.daysSinceEpoch ?? 0
  }

  private func span(of point: CivilPoint) -> (from: Instant, until: Instant) {
    let offset = point.offsetSeconds
    guard let month = point.month else {
      let days = months(first: point.year * 12, count: 12)
      return (
        instant(day: days.first, offset: offset, latest: false), instant(day: days.end, offset: offset, latest: true)
      )
    }
    guard let day = point.day else {
      let days = months(first: point.year * 12 + month - 1, count: 1)
      return (
        instant(day: days.first, offset: offset, latest: false), instant(day: days.end, offset: offset, latest: true)
      )
    }
    let date = firstDay(ofMonth: point.year * 12 + month - 1) + day - 1
    guard let hour = point.hour else {
      return (instant(day: date, offset: offset, latest: false), instant(day: date + 1, offset: offset, latest: true))
    }
    let length = point.minute == nil ? 3600 : point.second == nil ? 60 : 1
    let second = hour * 3600 + (point.minute ?? 0) * 60 + (point.second ?? 0)
    return (
      instant(day: date, second: second, offset: offset, latest: false),
      instant(day: date, second: second + length, offset: offset, latest: true)
    )
  }

  /// The instant of a wall-clock reading.
  ///
  /// Where clocks were put back a reading happens twice, and where they were put forward it never happens: the earlier
  /// instant then begins a stretch and the later one ends it, so that nothing is missed.
  private func instant(day: Int, second: Int = 0, offset: Int?, latest: Bool) -> Instant {
    let civil = Int64(day) * 86_400 + Int64(second)
    if let offset { return Instant(seconds: civil - Int64(offset)) }
    func bounded(_ offset: Int) -> Int64 { Int64(max(-86_400, min(86_400, offset))) }
    let before = civil - bounded(options.timeZoneOffset(Instant(seconds: civil - 86_400)))
    let after = civil - bounded(options.timeZoneOffset(Instant(seconds: civil + 86_400)))
    if before == after { return Instant(seconds: before) }
    let fitting = [before, after].filter { civil - bounded(options.timeZoneOffset(Instant(seconds: $0))) == $0 }
    let candidates = fitting.isEmpty ? [before, after] : fitting
    return Instant(seconds: (latest ? candidates.max() : candidates.min()) ?? before)
  }
}
