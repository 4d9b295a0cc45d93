/// How long answers took: counts by upper bound, in microseconds.
struct Histogram: Sendable, Hashable {
  /// Upper bounds; what is longer is counted beyond the last.
  static let bounds: [Int64] = [
    100, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000, 10_000, 15_000, 20_000, 30_000, 50_000,
    70_000, 100_000, 200_000, 300_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000,
  ]

  private(set) var counts = [Int64](repeating: 0, count: Histogram.bounds.count + 1)
  private(set) var sum: Int64 = 0

  var count: Int64 { counts.reduce(0, &+) }

  mutating func add(_ microseconds: Int64) {
    var low = 0
    var high = Histogram.bounds.count
    while low < high {
      let middle = (low + high) / 2
      if Histogram.bounds[middle] < microseconds { low = middle + 1 } else { high = middle }
    }
    counts[low] &+= 1
    sum &+= microseconds
  }

  /// What was added since an earlier state.
  func since(_ earlier: Histogram) -> Histogram {
    var difference = Histogram()
    for index in counts.indices { difference.counts[index] = max(0, counts[index] &- earlier.counts[index]) }
    difference.sum = max(0, sum &- earlier.sum)
    return difference
  }

  /// The bound under which a share of the answers lies; nil when there were none.
  func quantile(_ share: Double) -> Int64? {
    let all = count
    guard all > 0 else { return nil }
    var seen: Int64 = 0
    for (index, bound) in Histogram.bounds.enumerated() {
      seen += counts[index]
      if Double(seen) >= share * Double(all) { return bound }
    }
    return Histogram.bounds.last
  }
}
