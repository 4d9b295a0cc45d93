import Intake
import Records

/// How the media fetcher stands.
public struct MediaStatus: Sendable, Hashable {
  /// Media stored since the start, and their bytes; those that another message had brought already count too.
  public var stored: Int64 = 0
  public var storedBytes: Int64 = 0
  /// Media that needed no download, as the same one had just been stored.
  public var shared: Int64 = 0
  /// Media given up since the start, by reason.
  public var missing: [String: Int64] = [:]
  /// Tries that failed and will be made again.
  public var retries: Int64 = 0
  /// Being fetched now.
  public var active = 0
  /// Waiting for their next try.
  public var waiting = 0
  /// Of the waiting, those that were refused: somebody must change a token or a permission.
  public var refused = 0
  /// Done, and not acknowledged before the next seal.
  public var unsettled = 0
  /// Spooled jobs that could not be read.
  public var unreadable: Int64 = 0
  /// The spool of the jobs.
  public var spool: SpoolStatus
  /// The latest trouble with spool or vault; nil when there is none.
  public var failure: String?

  /// What was given up in all.
  public var given: Int64 { missing.values.reduce(0, +) }

  /// The state for the status file.
  public var queue: GatewayStatus.Queue {
    var queue = GatewayStatus.Queue(spool)
    queue.failed = given
    queue.failure = spool.failure ?? failure
    return queue
  }
}
