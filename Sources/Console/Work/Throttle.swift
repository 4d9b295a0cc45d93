import Records
import Synchronization

/// Lets something happen at most once in a while.
final class Throttle: Sendable {
  private let last = Mutex<Int64>(.min)
  private let interval: Int64

  init(milliseconds: Int64) { interval = milliseconds }

  /// Whether enough time has passed since the last time this was true.
  func isDue() -> Bool {
    let now = SystemClock().now().milliseconds
    return last.withLock { last in
      guard last == .min || now - last >= interval else { return false }
      last = now
      return true
    }
  }
}
