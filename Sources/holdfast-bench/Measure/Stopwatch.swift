import Glibc

/// Adds up the time of what it is asked to time.
struct Stopwatch {
  private(set) var seconds: Double = 0

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Processor time of all threads of this process.
  static var processor: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  mutating func time<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = Stopwatch.now
    defer { seconds += Stopwatch.now - start }
    return try body()
  }
}
