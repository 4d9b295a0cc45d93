extension UnlockedVault {
  /// Seals what waits, releases every writer's lock and forgets opened segments.
  public func close() throws {
    var failure: (any Error)?
    do { try acts.flush() } catch { failure = error }
    for writer in writerCache.withLock({ Array($0.values) }) {
      do { try writer.close() } catch { failure = failure ?? error }
    }
    dropCaches()
    if let failure { throw failure }
  }
}
