import Records

/// Date and time as a header line states them: the order of day, month and year is not decided here.
struct ChatStamp: Hashable, Sendable {
  var first: DateComponent
  var middle: DateComponent
  var last: DateComponent
  var hour: Int
  var minute: Int
  var second: Int
  var hasSeconds: Bool

  subscript(position: Int) -> DateComponent {
    switch position {
    case 0: return first
    case 1: return middle
    default: return last
    }
  }

  /// The place of the number that can only be a year; nil where none stands out.
  var yearPosition: Int? {
    if last.isSurelyYear { return 2 }
    if first.isSurelyYear { return 0 }
    if middle.isSurelyYear { return 1 }
    return nil
  }

  /// The day under an order; nil when there is no such day.
  func date(_ layout: DateLayout) -> CivilDate? {
    let places = layout.places
    let (month, day) = (self[places.month].value, self[places.day].value)
    switch self[places.year].calendarYear {
    case .gregorian(let year): return CivilDate(year: year, month: month, day: day)
    case .persian(let year): return OtherCalendars.persian(year: year, month: month, day: day)
    case .hijri(let year): return OtherCalendars.hijri(year: year, month: month, day: day)
    }
  }

  /// The wall-clock reading under an order; nil when there is no such day.
  func time(_ layout: DateLayout) -> CivilTime? {
    guard let date = date(layout) else { return nil }
    return CivilTime(date: date, hour: hour, minute: minute, second: second)
  }

  /// The numbers in the file's own order, for lines whose date order nobody knows: `3/6/18 13:55`.
  var written: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    let date = "\(first.value)/\(middle.value)/\(last.value)"
    return "\(date) \(two(hour)):\(two(minute))" + (hasSeconds ? ":" + two(second) : "")
  }
}

/// The order in which a file writes day, month and year.
enum DateLayout: String, CaseIterable, Sendable {
  case dmy, mdy, ymd, ydm, myd, dym

  var places: (year: Int, month: Int, day: Int) {
    switch self {
    case .dmy: return (2, 1, 0)
    case .mdy: return (2, 0, 1)
    case .ymd: return (0, 1, 2)
    case .ydm: return (0, 2, 1)
    case .myd: return (1, 0, 2)
    case .dym: return (1, 2, 0)
    }
  }

  var dayComesFirst: Bool { places.day < places.month }
}
