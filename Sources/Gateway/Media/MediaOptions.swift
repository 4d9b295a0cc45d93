/// How the media fetcher works.
public struct MediaOptions: Sendable {
  /// How many media are fetched at the same time.
  public var workers = 4
  /// The longest medium; WhatsApp's own limit is 2 GB.
  public var maximumBytes: Int64 = 4 << 30
  /// The first pause after a failure that may pass; it doubles from try to try.
  public var firstPause: Duration = .seconds(2)
  /// The longest pause after such failures.
  public var longestPause: Duration = .seconds(15 * 60)
  /// The first pause after a refusal: a person must change something.
  public var refusedPause: Duration = .seconds(5 * 60)
  /// The longest pause after refusals.
  public var longestRefusedPause: Duration = .seconds(60 * 60)
  /// How often a medium whose bytes are wrong is fetched in all.
  public var damagedTries = 3
  /// How long a download may be slower than ``minimumRate``.
  public var patience: Duration = .seconds(60)
  /// Bytes per second that a download must have on average after that.
  public var minimumRate: Int64 = 16 << 10
  /// How long the head of an answer may take.
  public var answerTime: Duration = .seconds(60)
  /// How often finished jobs are acknowledged; nil: every second, or every minute where that costs a seal.
  public var settlePause: Duration?
  /// How often requests for a retry by hand are looked for.
  public var requestPause: Duration = .seconds(5)
  /// How many jobs may wait for their next try in memory; more stay in the spool.
  public var waitingLimit = 8192
  /// How long a given-up job is kept for a retry by hand.
  public var parkedTime: Duration = .seconds(45 * 86_400)

  /// Creates the usual options.
  public init() {}
}
