#if canImport(Glibc)
  import Glibc
#endif

/// A source of the present time, injected so that tests and generators can hold it still.
public protocol Clock: Sendable {
  /// The present, by this clock.
  func now() -> Instant
}

/// The machine's real-time clock.
public struct SystemClock: Clock {
  /// Creates the clock.
  public init() {}

  public func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// A clock that always shows the same time.
public struct FixedClock: Clock {
  public var instant: Instant

  /// Creates a clock that stands at this instant.
  public init(_ instant: Instant) { self.instant = instant }

  public func now() -> Instant { instant }
}
