import Records

/// Where an entry stands in a spool: positions grow in the order of appending.
public struct SpoolPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file, or the milliseconds of a Redis stream id.
  public var major: UInt64
  /// The entry in the file, or the sequence of a Redis stream id.
  public var minor: UInt64

  /// Creates a position.
  public init(major: UInt64, minor: UInt64) {
    self.major = major
    self.minor = minor
  }

  public static func < (left: SpoolPosition, right: SpoolPosition) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  public var description: String { "\(major)-\(minor)" }
}

/// An entry that a spool hands out.
public struct SpooledEntry: Sendable, Hashable {
  public var position: SpoolPosition
  public var bytes: [UInt8]
  /// How often it was handed out before without being acknowledged, as far as the spool knows.
  public var attempts: Int
  /// Whether another gateway had it and died: it may stand before what was handed out here already.
  public var isClaimed: Bool

  /// Creates an entry.
  public init(position: SpoolPosition, bytes: [UInt8], attempts: Int = 0, isClaimed: Bool = false) {
    self.position = position
    self.bytes = bytes
    self.attempts = attempts
    self.isClaimed = isClaimed
  }
}

/// How a spool stands.
public struct SpoolStatus: Sendable, Hashable {
  /// Entries not yet acknowledged.
  public var entries: Int64
  /// Their bytes.
  public var bytes: Int64
  /// What it may hold, in bytes.
  public var limit: Int64
  /// When the oldest entry that is not acknowledged was appended.
  public var oldest: Instant?
  /// Why it takes nothing any more; nil while it does.
  public var failure: String?
  /// Places where entries were found that cannot be read any more: each may be a delivery that was confirmed.
  public var damaged: Int64

  /// Creates a status.
  public init(
    entries: Int64 = 0, bytes: Int64 = 0, limit: Int64, oldest: Instant? = nil, failure: String? = nil,
    damaged: Int64 = 0
  ) {
    self.entries = entries
    self.bytes = bytes
    self.limit = limit
    self.oldest = oldest
    self.failure = failure
    self.damaged = damaged
  }
}

/// A durable queue between whoever receives and whoever seals: at least once, in the order of appending.
public protocol Spool: Sendable {
  /// Adds an entry; it is durable when this returns.
  ///
  /// Throws ``SpoolError`` `full` when there is no room, `failed` when the disk or the server does not answer as it should.
  @discardableResult
  func append(_ bytes: [UInt8]) async throws -> SpoolPosition
  /// Hands out entries that are not handed out yet, oldest first; waits for the first, and returns none at the time-out.
  ///
  /// A spool that is opened anew hands out again what was not acknowledged.
  func next(limit: Int, wait: Duration) async throws -> [SpooledEntry]
  /// Forgets entries that are safe elsewhere; durable when it returns.
  func acknowledge(_ positions: [SpoolPosition]) async throws
  /// Hands out again, later, what was handed out and failed.
  func giveBack(_ positions: [SpoolPosition]) async throws
  /// How it stands.
  func status() async -> SpoolStatus
  /// Stops; what is not acknowledged stays.
  func close() async
}

/// Why a spool did not take or give.
public struct SpoolError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// It holds as much as it may.
    public static let full = Code(rawValue: "full")
    /// Disk or server failed: what was not confirmed is not durable.
    public static let failed = Code(rawValue: "failed")
    public static let closed = Code(rawValue: "closed")
    /// What lies there cannot be read.
    public static let damaged = Code(rawValue: "damaged")
  }

  public var code: Code
  public var message: String
  public var remedy: String
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, remedy: String = "", cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.cause = cause
  }

  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
