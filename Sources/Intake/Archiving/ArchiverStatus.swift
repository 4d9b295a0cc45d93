import Records

/// How an archiver stands; no personal data.
public struct ArchiverStatus: Sendable, Hashable {
  /// Whether it files what the spool holds.
  public var isHealthy: Bool { failure == nil }
  /// Why it files nothing now; it tries again by itself.
  public var failure: String?
  /// Why records reach an unlocked console only when they are sealed.
  public var tailFailure: String?
  /// Why media jobs are not taken over; entries stay in the spool meanwhile.
  public var mediaFailure: String?
  /// Entries taken from the spool since the start.
  public var received: Int64 = 0
  /// Deliveries filed; those filed again after a failure of the vault count again.
  public var stored: Int64 = 0
  /// Deliveries that came again and were not filed again.
  public var duplicates: Int64 = 0
  /// Messages read.
  public var messages: Int64 = 0
  /// Gaps read.
  public var gaps: Int64 = 0
  /// Exceptions read.
  public var exceptions: Int64 = 0
  /// Entries that became dead letters since the start.
  public var deadLetters: Int64 = 0
  /// Entries that wait for another try.
  public var retrying: Int64 = 0
  /// Records sealed since the start.
  public var sealedRecords: Int64 = 0
  /// Deliveries sealed and acknowledged since the start.
  public var archived: Int64 = 0
  /// Entries filed and not sealed yet.
  public var unsealed: Int64 = 0
  /// Bytes filed and not sealed yet.
  public var unsealedBytes: Int64 = 0
  /// The age of the oldest record that is not sealed, by a clock that is never set.
  public var sealLagMilliseconds: Int64 = 0
  /// When it sealed last.
  public var sealedAt: Instant?

  /// Creates the status of an archiver that did nothing yet.
  public init() {}
}
