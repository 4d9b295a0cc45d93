/// A date and a time of day on some wall clock; which clock is for the holder to say.
public struct CivilTime: Sendable, Hashable {
  public var date: CivilDate
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var millisecond: Int

  /// Creates a wall-clock time; nil when a part is out of range.
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0, millisecond: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<1000).contains(millisecond)
    else { return nil }
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
    self.millisecond = millisecond
  }

  /// The wall-clock reading of an instant, `offsetSeconds` east of UTC.
  public init(_ instant: Instant, offsetSeconds: Int = 0) {
    let shifted = instant.milliseconds.addingReportingOverflow(Int64(offsetSeconds) * 1000).partialValue
    let days = shifted.flooredQuotient(by: 86_400_000)
    let rest = Int(shifted.flooredRemainder(by: 86_400_000))
    date = CivilDate(daysSinceEpoch: Int(days))
    hour = rest / 3_600_000
    minute = rest / 60_000 % 60
    second = rest / 1000 % 60
    millisecond = rest % 1000
  }

  /// The instant of this reading on a clock `offsetSeconds` east of UTC.
  public func instant(offsetSeconds: Int) -> Instant {
    let clock = Int64(hour * 3600 + minute * 60 + second - offsetSeconds)
    return Instant(milliseconds: (Int64(date.daysSinceEpoch) * 86_400 + clock) * 1000 + Int64(millisecond))
  }

  /// `09:17:02`, without milliseconds.
  public var clock: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(two(hour)):\(two(minute)):\(two(second))"
  }
}
