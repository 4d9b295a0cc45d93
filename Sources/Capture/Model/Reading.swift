import Records

/// One delivery and everything that was read out of it.
public struct Reading: Sendable {
  public var delivery: Delivery
  public var events: [EventRecord]
  /// Files that came along, each belonging to one of `events`.
  public var attachments: [Attachment]
  /// What could not be read as it should, for the report.
  public var exceptions: [ReadingException]

  /// Creates a reading.
  public init(
    delivery: Delivery, events: [EventRecord] = [], attachments: [Attachment] = [],
    exceptions: [ReadingException] = []
  ) {
    self.delivery = delivery
    self.events = events
    self.attachments = attachments
    self.exceptions = exceptions
  }
}

/// Something that could not be read as it should: listed in the report, never silent.
public struct ReadingException: Sendable, Hashable {
  /// The place: `line 12, byte 3401`, or a JSON path.
  public var where_: String
  /// What is wrong, and what became of it.
  public var what: String
  /// A short name of what is wrong, the same for all of its kind: `unreadable`, `bad-tag`, `media-missing`.
  public var code: String

  /// Creates an exception.
  public init(where_: String, what: String, code: String = "unreadable") {
    self.where_ = where_
    self.what = what
    self.code = code
  }
}
