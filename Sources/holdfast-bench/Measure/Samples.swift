import Glibc

/// The times of one operation, in milliseconds.
struct Samples {
  private(set) var milliseconds: [Double] = []

  /// Runs an operation `count` times, with a pause between, in microseconds, that is not timed.
  static func of(_ count: Int, pause: UInt32 = 0, _ body: (Int) throws -> Void) rethrows -> Samples {
    var samples = Samples()
    for index in 0..<count {
      let start = Stopwatch.now
      try body(index)
      samples.milliseconds.append((Stopwatch.now - start) * 1000)
      if pause > 0 { usleep(pause) }
    }
    samples.milliseconds.sort()
    return samples
  }

  /// The value that this share of the samples does not exceed.
  func percentile(_ share: Double) -> Double {
    guard !milliseconds.isEmpty else { return 0 }
    let place = Int((Double(milliseconds.count) * share).rounded(.up)) - 1
    return milliseconds[min(milliseconds.count - 1, max(0, place))]
  }
}
