import Records

/// How much of the archive an answer was drawn from.
public struct Coverage: Sendable, Hashable {
  /// Capture records that the index has applied.
  public var indexed: UInt64
  /// Capture records that the ledgers list, as last seen.
  public var records: UInt64
  /// The log sizes that `records` was read at, such as `w-abc:12 w-def:3`.
  public var checkpoint: String
  /// When the newest applied record was captured; nil while nothing is applied.
  public var newestCapturedAt: Instant?
  /// Records that are shown already and not in a ledger yet: a gateway on this machine seals them within 15 minutes.
  public var pending: UInt64

  /// Creates a coverage.
  public init(
    indexed: UInt64, records: UInt64, checkpoint: String, newestCapturedAt: Instant? = nil,
    pending: UInt64 = 0
  ) {
    self.indexed = indexed
    self.records = records
    self.checkpoint = checkpoint
    self.newestCapturedAt = newestCapturedAt
    self.pending = pending
  }

  /// Capture records that are listed but not applied yet.
  public var lag: UInt64 { records > indexed ? records - indexed : 0 }

  /// Whether everything that is listed has been applied.
  public var isComplete: Bool { indexed >= records }
}
