/// One of the three numbers of a written date.
struct DateComponent: Hashable, Sendable {
  /// The count of years that a number is said to be of.
  enum Era: UInt8, Sendable {
    case none, buddhist, reiwa, heisei, showa, minguo, persian, hijri
  }

  /// A year in the calendar whose months the date has.
  enum CalendarYear: Equatable, Sendable {
    case gregorian(Int), persian(Int), hijri(Int)
  }

  var value: Int
  var digits: Int
  var era: Era = .none

  /// Whether this can only be a year.
  var isSurelyYear: Bool { era != .none || digits >= 3 || value > 31 }

  /// The year that this number stands for.
  ///
  /// WhatsApp began in 2009, so what no era is said of is told by its size; two digits are of this century.
  var calendarYear: CalendarYear {
    switch era {
    // Thai phones shorten 2565 to 65.
    case .buddhist: return .gregorian(digits <= 2 ? value + 1957 : value - 543)
    case .reiwa: return .gregorian(value + 2018)
    case .heisei: return .gregorian(value + 1988)
    case .showa: return .gregorian(value + 1925)
    case .minguo: return .gregorian(value + 1911)
    case .persian: return .persian(value)
    case .hijri: return .hijri(value)
    case .none: break
    }
    switch (digits, value) {
    // Until 2051 no Gregorian year has these two digits.
    case (...2, 52...): return .gregorian(value + 1957)
    case (...2, _): return .gregorian(value + 2000)
    case (3, 98...199): return .gregorian(value + 1911)
    case (_, 1388...1429): return .persian(value)
    case (_, 1430...1500): return .hijri(value)
    // Thai exports write Buddhist years with and without saying so.
    case (_, 2400...2700): return .gregorian(value - 543)
    default: return .gregorian(value)
    }
  }
}
