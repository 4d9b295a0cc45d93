/// A set of entry numbers that is mostly one run from zero.
struct EntryRuns: Sendable, Hashable {
  /// Sorted, not touching.
  private(set) var runs: [Range<Int>] = []

  var isEmpty: Bool { runs.isEmpty }

  /// The index of the first run that ends after a number.
  private func firstRun(endingAfter number: Int) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].upperBound > number { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func contains(_ number: Int) -> Bool {
    let index = firstRun(endingAfter: number)
    return index < runs.count && runs[index].lowerBound <= number
  }

  /// The first number from one on that is not in the set.
  func firstGap(from number: Int) -> Int {
    let index = firstRun(endingAfter: number)
    return index < runs.count && runs[index].lowerBound <= number ? runs[index].upperBound : number
  }

  mutating func insert(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    // Runs that touch the new one become part of it.
    let first = firstRun(endingAfter: range.lowerBound - 1)
    var last = first
    var merged = range
    while last < runs.count, runs[last].lowerBound <= range.upperBound {
      merged = min(merged.lowerBound, runs[last].lowerBound)..<max(merged.upperBound, runs[last].upperBound)
      last += 1
    }
    runs.replaceSubrange(first..<last, with: CollectionOfOne(merged))
  }
}
