/// An event with the delivery that it was read from: what a segment keeps.
public struct EventRecord: Sendable, Hashable {
  public var delivery: DeliveryID
  /// Where in the delivery it was read: a JSON path, or `line 812`.
  public var part: String
  /// The order among the events of one source, for equal times.
  public var sequence: Int64
  public var capturedAt: Instant
  /// The reader and its version: `meta/1`.
  public var reader: String
  public var event: MessageEvent

  /// Creates a record.
  public init(
    delivery: DeliveryID, part: String, sequence: Int64, capturedAt: Instant, reader: String, event: MessageEvent
  ) {
    self.delivery = delivery
    self.part = part
    self.sequence = sequence
    self.capturedAt = capturedAt
    self.reader = reader
    self.event = event
  }

  /// The date that decides the retention period (imports: the message's own date; live capture: our clock).
  ///
  /// A date that is absent, before 2009 or more than a day after capture counts as absent.
  public func recordDate(isImport: Bool) -> Instant {
    guard isImport, let sentAt = event.sentAt, RecordDate.isUsable(sentAt, capturedAt: capturedAt) else {
      return capturedAt
    }
    return sentAt
  }
}

/// The rule for dates that may decide a retention period.
public enum RecordDate {
  /// 2009-01-01, the year WhatsApp began.
  public static let earliest = Instant(seconds: 1_230_768_000)

  /// Whether a claimed date can be believed enough to file a record under it.
  public static func isUsable(_ sentAt: Instant, capturedAt: Instant) -> Bool {
    sentAt >= earliest && sentAt.milliseconds <= capturedAt.milliseconds &+ 86_400_000
  }
}
