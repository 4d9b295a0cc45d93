/// How an archiver works.
public struct ArchiverOptions: Sendable, Hashable {
  /// How many deliveries are read at the same time; they are filed in order all the same.
  public var workers: Int
  /// Seals when the records since the last seal reach this many bytes.
  public var sealBytes: Int
  /// Seals when the oldest record that is not sealed reaches this age.
  public var sealMilliseconds: Int
  /// How many entries are taken from the spool at a time.
  public var batch: Int
  /// How often an entry is tried before it becomes a dead letter.
  public var maximumTries: Int
  /// The pause after the first failure of an entry; it doubles with each.
  public var retryMilliseconds: Int
  /// The pause after the vault failed for the first time; it doubles up to ``longestPauseMilliseconds``.
  public var pauseMilliseconds: Int
  /// The longest pause between two tries to reach the vault.
  public var longestPauseMilliseconds: Int
  /// How long the spool is emptied at the end before the rest stays for the next start.
  public var drainMilliseconds: Int
  /// How many delivery ids are remembered at least, to tell repeated deliveries.
  public var recentDeliveries: Int
  /// So many media wait to be taken over before nothing new is taken.
  public var waitingMedia: Int
  /// How much the archiver's threads stand back behind those that receive, where there is more to do than cores.
  public var niceness: Int

  /// Creates options.
  public init(
    workers: Int = 2, sealBytes: Int = 8 << 20, sealMilliseconds: Int = 15 * 60 * 1000, batch: Int = 256,
    maximumTries: Int = 5, retryMilliseconds: Int = 50, pauseMilliseconds: Int = 250,
    longestPauseMilliseconds: Int = 15_000, drainMilliseconds: Int = 20_000, recentDeliveries: Int = 65_536,
    waitingMedia: Int = 16_384, niceness: Int = 10
  ) {
    self.workers = max(1, min(64, workers))
    self.sealBytes = max(1, sealBytes)
    self.sealMilliseconds = max(1, sealMilliseconds)
    self.batch = max(1, min(4096, batch))
    self.maximumTries = max(1, maximumTries)
    self.retryMilliseconds = max(1, retryMilliseconds)
    self.pauseMilliseconds = max(1, pauseMilliseconds)
    self.longestPauseMilliseconds = max(self.pauseMilliseconds, longestPauseMilliseconds)
    self.drainMilliseconds = max(0, drainMilliseconds)
    self.recentDeliveries = max(1, recentDeliveries)
    self.waitingMedia = max(1, waitingMedia)
    self.niceness = max(0, min(19, niceness))
  }
}
