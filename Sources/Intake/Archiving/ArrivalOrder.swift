import Records

/// Orders what came live: providers name whole seconds, and within one what arrived first stands first.
enum ArrivalOrder {
  /// The parts of one delivery that are told apart.
  private static let parts: Int64 = 4096
  /// The longest time on the way that is told apart, in milliseconds: 34 years.
  private static let longest: Int64 = 1 << 40

  /// The source sequence of a live event: how long it was on the way, then its place in the delivery.
  ///
  /// It depends on nothing but the event, so that a replay gives the same.
  static func sequence(of record: EventRecord, _ index: Int) -> Int64 {
    let sentAt = record.event.sentAt ?? record.capturedAt
    let (lag, overflow) = record.capturedAt.milliseconds.subtractingReportingOverflow(sentAt.milliseconds)
    let way = overflow ? (sentAt < record.capturedAt ? longest : 0) : max(0, min(lag, longest))
    return way * parts + min(Int64(index), parts - 1)
  }
}
