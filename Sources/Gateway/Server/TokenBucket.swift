import NIOCore
import Synchronization

/// Lets through so many at once, and so many a second after that.
final class TokenBucket: Sendable {
  private let burst: Int64
  private let perSecond: Int64
  private let state: Mutex<(tokens: Int64, at: NIODeadline)>

  init(burst: Int64, perSecond: Int64) {
    self.burst = burst
    self.perSecond = max(1, perSecond)
    state = Mutex((burst, .now()))
  }

  /// Takes a token; false when there is none.
  func take(now: NIODeadline = .now()) -> Bool {
    state.withLock { state in
      let nanoseconds = max(0, min((now - state.at).nanoseconds, 3_600_000_000_000))
      let fresh = nanoseconds / (1_000_000_000 / perSecond)
      if fresh > 0 {
        state.tokens = min(burst, state.tokens + fresh)
        state.at = now
      }
      guard state.tokens > 0 else { return false }
      state.tokens -= 1
      return true
    }
  }
}
