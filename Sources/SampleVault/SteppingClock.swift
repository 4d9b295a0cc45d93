import Records
import Synchronization

/// A clock that moves only when it is told to.
final class SteppingClock: Clock {
  private let time: Mutex<Instant>

  init(from start: Instant) { time = Mutex(start) }

  func now() -> Instant { time.withLock { $0 } }

  func advance(minutes: Int64) {
    time.withLock { $0 = Instant(milliseconds: $0.milliseconds + minutes * 60_000) }
  }
}
