import Records
import Synchronization

/// A clock that a test moves.
final class SteppingClock: Clock {
  private let instant: Mutex<Instant>

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  func now() -> Instant { instant.withLock { $0 } }
  func advance(minutes: Int64) { instant.withLock { $0.milliseconds += minutes * 60_000 } }
}
