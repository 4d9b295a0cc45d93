import Records

/// How a gateway stands: written once a second beside its spool, read by `holdfast status`, the console and `/metrics`.
///
/// It holds counts and times and no personal data: accounts go by their names in the configuration.
public struct GatewayStatus: Sendable, Hashable {
  /// What a gateway does; an open set.
  public struct Mode: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let serving = Mode(rawValue: "serving")
    /// It counts and stores nothing.
    public static let measuring = Mode(rawValue: "measuring")
    /// It takes nothing any more and finishes what it has.
    public static let draining = Mode(rawValue: "draining")
    public static let stopped = Mode(rawValue: "stopped")
  }

  /// One account.
  public struct Account: Sendable, Hashable {
    public var name: String
    public var provider: String
    /// Deliveries that were answered 200.
    public var accepted: Int64
    /// Their bytes.
    public var bytes: Int64
    /// Deliveries that did not prove where they came from.
    public var unauthorized: Int64
    /// Deliveries answered 503, because they could not be made durable.
    public var refused: Int64
    /// When the last delivery was accepted.
    public var lastAt: Instant?
    /// Event kinds that this provider sends and that never arrived here.
    public var missingKinds: [String]

    /// Creates an account.
    public init(
      name: String, provider: String, accepted: Int64 = 0, bytes: Int64 = 0, unauthorized: Int64 = 0,
      refused: Int64 = 0, lastAt: Instant? = nil, missingKinds: [String] = []
    ) {
      self.name = name
      self.provider = provider
      self.accepted = accepted
      self.bytes = bytes
      self.unauthorized = unauthorized
      self.refused = refused
      self.lastAt = lastAt
      self.missingKinds = missingKinds
    }
  }

  /// Something that waits.
  public struct Queue: Sendable, Hashable {
    public var entries: Int64
    public var bytes: Int64
    /// What it may hold, in bytes; 0 where nothing says.
    public var limit: Int64
    public var oldestAt: Instant?
    /// Work that was given up.
    public var failed: Int64
    /// Why it takes nothing any more.
    public var failure: String?
    /// Places where entries were found that cannot be read any more.
    public var damaged: Int64

    /// Creates a queue's status.
    public init(
      entries: Int64 = 0, bytes: Int64 = 0, limit: Int64 = 0, oldestAt: Instant? = nil, failed: Int64 = 0,
      failure: String? = nil, damaged: Int64 = 0
    ) {
      self.entries = entries
      self.bytes = bytes
      self.limit = limit
      self.oldestAt = oldestAt
      self.failed = failed
      self.failure = failure
      self.damaged = damaged
    }

    /// The status of a spool.
    public init(_ status: SpoolStatus) {
      self.init(
        entries: status.entries, bytes: status.bytes, limit: status.limit, oldestAt: status.oldest,
        failure: status.failure, damaged: status.damaged)
    }
  }

  /// The clock when this was written; when it is old, the gateway does not run.
  public var writtenAt: Instant
  public var startedAt: Instant
  public var mode: Mode
  public var process: Int64
  public var accounts: [Account]
  /// Deliveries accepted since the start.
  public var accepted: Int64
  public var unauthorized: Int64
  public var refused: Int64
  /// Requests that were too large, malformed, too slow or for nobody.
  public var rejected: Int64
  /// Deliveries accepted in the last minute, and in the last 15.
  public var lastMinute: Int64
  public var lastQuarter: Int64
  /// Deliveries accepted in each of the last seconds, at most 60, oldest first.
  public var perSecond: [Int64]
  /// How long answers took that were given in the last minute, in microseconds; nil while there were none.
  public var ackMedianMicroseconds: Int64?
  public var ackHighMicroseconds: Int64?
  public var connections: Int64
  public var spool: Queue
  public var media: Queue
  public var forward: Queue
  /// Deliveries that the archiver sealed.
  public var archived: Int64
  /// The age of the oldest record that is not sealed, in milliseconds.
  public var sealLagMilliseconds: Int64
  public var sealedAt: Instant?
  /// Why the archiver does not work.
  public var archiverFailure: String?
  /// Deliveries that could not be filed.
  public var deadLetters: Int64
  /// Deliveries that did not prove where they came from, and are kept.
  public var quarantined: Int64
  public var diskFree: Int64
  public var diskTotal: Int64
  public var checkpointAt: Instant?

  /// A gateway that just started.
  public init(startedAt: Instant, mode: Mode = .serving, process: Int64 = 0) {
    writtenAt = startedAt
    self.startedAt = startedAt
    self.mode = mode
    self.process = process
    accounts = []
    (accepted, unauthorized, refused, rejected, lastMinute, lastQuarter, connections) = (0, 0, 0, 0, 0, 0, 0)
    perSecond = []
    (spool, media, forward) = (Queue(), Queue(), Queue())
    (archived, sealLagMilliseconds, deadLetters, quarantined, diskFree, diskTotal) = (0, 0, 0, 0, 0, 0)
  }
}
