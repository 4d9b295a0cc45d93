import Records

/// A condition on the time a message was sent.
public struct DateFilter: Sendable, Hashable {
  /// How the message's time relates to the dates.
  public enum Relation: String, Sendable, Hashable {
    /// From the beginning of `lower` to the end of `upper`.
    case within
    /// Before the beginning of `upper`.
    case before
    /// After the end of `lower`.
    case after

    var field: QueryField {
      switch self {
      case .within: return .date
      case .before: return .before
      case .after: return .after
      }
    }
  }

  public var relation: Relation
  public var lower: DateBound?
  public var upper: DateBound?
  /// The first instant that fits; nil when there is no beginning.
  public var from: Instant?
  /// The first instant that fits no more; nil when there is no end.
  public var until: Instant?

  /// Whether an instant fits.
  public func contains(_ instant: Instant) -> Bool {
    (from.map { instant >= $0 } ?? true) && (until.map { instant < $0 } ?? true)
  }

  /// Whether the dates depend on the day the question is asked.
  public var isRelative: Bool { (lower?.isRelative ?? false) || (upper?.isRelative ?? false) }
}

/// One date of a filter, as it was written.
public enum DateBound: Sendable, Hashable {
  case civil(CivilPoint)
  case relative(RelativeDate)

  /// Whether it depends on today.
  public var isRelative: Bool {
    if case .relative = self { return true }
    return false
  }
}

/// A year, month, day, hour, minute or second on a wall clock.
public struct CivilPoint: Sendable, Hashable {
  public var year: Int
  public var month: Int?
  public var day: Int?
  public var hour: Int?
  public var minute: Int?
  public var second: Int?
  /// The offset written behind the time, in seconds east of UTC; nil where the query's zone counts.
  public var offsetSeconds: Int?

  /// Creates a point in time from its written parts.
  public init(
    year: Int, month: Int? = nil, day: Int? = nil, hour: Int? = nil, minute: Int? = nil, second: Int? = nil,
    offsetSeconds: Int? = nil
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.offsetSeconds = offsetSeconds
  }

  /// Creates the point that means a whole day.
  public init(_ date: CivilDate) { self.init(year: date.year, month: date.month, day: date.day) }
}

/// A date that is counted from today.
public struct RelativeDate: Sendable, Hashable {
  /// The stretch of time that is named or counted.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case day = "d"
    case week = "w"
    case month = "m"
    case year = "y"
  }

  /// Whether the word names a whole week, month or year (`last-month`) or one day (`7d`: the day 7 days ago).
  public var isWholeUnit: Bool
  public var count: Int
  public var unit: Unit

  /// Creates a relative date.
  public init(isWholeUnit: Bool, count: Int, unit: Unit) {
    self.isWholeUnit = isWholeUnit
    self.count = count
    self.unit = unit
  }

  /// The present day.
  public static let today = RelativeDate(isWholeUnit: true, count: 0, unit: .day)

  /// The named words.
  static let words: [(name: String, date: RelativeDate)] = [
    ("today", .today),
    ("yesterday", RelativeDate(isWholeUnit: true, count: 1, unit: .day)),
    ("this-week", RelativeDate(isWholeUnit: true, count: 0, unit: .week)),
    ("last-week", RelativeDate(isWholeUnit: true, count: 1, unit: .week)),
    ("this-month", RelativeDate(isWholeUnit: true, count: 0, unit: .month)),
    ("last-month", RelativeDate(isWholeUnit: true, count: 1, unit: .month)),
    ("this-year", RelativeDate(isWholeUnit: true, count: 0, unit: .year)),
    ("last-year", RelativeDate(isWholeUnit: true, count: 1, unit: .year)),
  ]

  /// The word as it is typed.
  public var text: String {
    if isWholeUnit, let word = Self.words.first(where: { $0.date == self }) { return word.name }
    return String(count) + unit.rawValue
  }
}
