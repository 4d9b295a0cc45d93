import Records

/// What a query's dates mean, and how forgiving the parser is.
public struct QueryOptions: Sendable {
  /// The zone in force, as an IANA name or `UTC`; shown beside every answer.
  public var timeZone: String
  /// Seconds east of UTC at an instant, in that zone.
  public var timeZoneOffset: @Sendable (Instant) -> Int
  /// Today in that zone; nil where relative dates are not allowed, as in holds.
  public var today: CivilDate?
  /// Whether the last word, when nothing follows it, counts as the beginning of a word: for search while typing.
  public var completesLastWord: Bool

  /// Creates options.
  public init(
    timeZone: String = "UTC", timeZoneOffset: @escaping @Sendable (Instant) -> Int = { _ in 0 },
    today: CivilDate? = nil, completesLastWord: Bool = false
  ) {
    self.timeZone = timeZone
    self.timeZoneOffset = timeZoneOffset
    self.today = today
    self.completesLastWord = completesLastWord
  }

  /// Dates in UTC, none of them relative.
  public static let utc = QueryOptions()
}
