/// Deliveries a second over the last 15 minutes, and how long their answers took over the last one.
struct RateWindow: Sendable {
  private static let seconds = 900
  private static let minute = 60

  private var counts: [Int64] = []
  private var histograms: [Histogram] = []
  private var before: Int64 = 0

  /// Adds a second: the totals at its end.
  mutating func add(accepted: Int64, acknowledged: Histogram) {
    counts.append(max(0, accepted - before))
    before = accepted
    if counts.count > RateWindow.seconds { counts.removeFirst() }
    histograms.append(acknowledged)
    if histograms.count > RateWindow.minute + 1 { histograms.removeFirst() }
  }

  var perSecond: [Int64] { Array(counts.suffix(RateWindow.minute)) }
  var lastMinute: Int64 { perSecond.reduce(0, +) }
  var lastQuarter: Int64 { counts.reduce(0, +) }

  /// The answers of the last minute.
  var recent: Histogram {
    guard let last = histograms.last else { return Histogram() }
    return histograms.count > RateWindow.minute ? last.since(histograms[0]) : last
  }
}
