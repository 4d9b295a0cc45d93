import Records

/// Decides what follows a failure; a pure function of what is known.
enum MediaRetry {
  enum Decision: Sendable, Hashable {
    case again(after: Duration)
    case giveUp(MediaFailure)
  }

  /// `tries` counts the tries of this nature so far, this one included; `chance` is from 0 to 1.
  static func decide(
    _ failure: MediaFailure, tries: Int, now: Instant, deadline: Instant, options: MediaOptions, chance: Double
  ) -> Decision {
    let pause: Duration
    switch failure.nature {
    case .lasting: return .giveUp(failure)
    case .damaged:
      guard tries < options.damagedTries else { return .giveUp(failure) }
      pause = spread(doubling(options.firstPause, tries, options.longestPause), chance)
    case .passing: pause = spread(doubling(options.firstPause, tries, options.longestPause), chance)
    case .refused: pause = spread(doubling(options.refusedPause, tries, options.longestRefusedPause), chance)
    }
    let wait = max(pause, failure.retryAfter ?? .zero)
    guard now.milliseconds < deadline.milliseconds else {
      guard failure.nature != .damaged else { return .giveUp(failure) }
      return .giveUp(MediaFailure(.lasting, MediaFailure.expired, failure.detail + ", and the medium's time is over"))
    }
    // The last try is made just before the medium is gone.
    let left = Duration.milliseconds(deadline.milliseconds - now.milliseconds)
    return .again(after: min(wait, left))
  }

  private static func doubling(_ first: Duration, _ tries: Int, _ longest: Duration) -> Duration {
    min(longest, first * (1 << max(0, min(tries - 1, 20))))
  }

  /// Half of it certain, half by chance: so that a thousand jobs do not come back at once.
  private static func spread(_ pause: Duration, _ chance: Double) -> Duration {
    pause / 2 + pause / 2 * max(0, min(1, chance))
  }
}
