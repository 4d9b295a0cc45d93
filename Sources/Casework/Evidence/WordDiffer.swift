/// Finds which pieces of two sequences stand only in one of them: Myers' comparison in linear space, with a bound on
/// its work.
///
/// What is left unmarked of both is one and the same sequence. Where the work would pass the bound, it is parted at
/// pieces that occur once on either side; what is too much even then is taken as replaced whole.
struct WordDiffer {
  let old: [Int32]
  let new: [Int32]
  private(set) var removed: [Bool]
  private(set) var added: [Bool]
  /// Whether something was taken as replaced that may have pieces in common.
  private(set) var isCoarse = false
  private var budget: Int
  private var forward: [Int] = []
  private var backward: [Int] = []

  private struct Span {
    var old: Range<Int>
    var new: Range<Int>
    /// Whether it has been parted at single pieces already.
    var isParted = false
  }

  init(_ old: [Int32], _ new: [Int32], budget: Int) {
    self.old = old
    self.new = new
    self.budget = max(0, budget)
    removed = [Bool](repeating: false, count: old.count)
    added = [Bool](repeating: false, count: new.count)
  }

  /// Compares everything.
  mutating func run() {
    let room = old.count + new.count + 4
    forward = [Int](repeating: -1, count: room)
    backward = forward
    // A stack of our own: recursion over a hostile text would be as deep as it likes.
    var open = [Span(old: 0..<old.count, new: 0..<new.count)]
    while var span = open.popLast() {
      trim(&span)
      if span.old.isEmpty || span.new.isEmpty {
        mark(span)
        continue
      }
      // A first try may take half of what there is: the rest is for the parts.
      var allowance = span.isParted ? budget : budget / 2
      let granted = allowance
      let middle = middle(of: span, &allowance)
      budget -= granted - allowance
      if let middle {
        open.append(
          Span(
            old: middle.old..<span.old.upperBound, new: middle.new..<span.new.upperBound, isParted: span.isParted))
        open.append(
          Span(
            old: span.old.lowerBound..<middle.old, new: span.new.lowerBound..<middle.new, isParted: span.isParted))
      } else if !span.isParted, let parts = parts(of: span) {
        open += parts.reversed()
      } else {
        isCoarse = true
        mark(span)
      }
    }
    forward = []
    backward = []
  }

  private func trim(_ span: inout Span) {
    var (from, until) = (span.old.lowerBound, span.old.upperBound)
    var (newFrom, newUntil) = (span.new.lowerBound, span.new.upperBound)
    while from < until, newFrom < newUntil, old[from] == new[newFrom] { (from, newFrom) = (from + 1, newFrom + 1) }
    while from < until, newFrom < newUntil, old[until - 1] == new[newUntil - 1] {
      (until, newUntil) = (until - 1, newUntil - 1)
    }
    span.old = from..<until
    span.new = newFrom..<newUntil
  }

  private mutating func mark(_ span: Span) {
    for index in span.old { removed[index] = true }
    for index in span.new { added[index] = true }
  }

  // MARK: - The middle of a shortest way

  /// A point on a shortest way through a trimmed span; nil where the allowance ends first.
  private mutating func middle(of span: Span, _ allowance: inout Int) -> (old: Int, new: Int)? {
    let (count, newCount) = (span.old.count, span.new.count)
    let delta = count - newCount
    let isOdd = delta & 1 != 0
    // Diagonal k is at k + offset: from -newCount - 1 to count + 1.
    let offset = newCount + 1
    for index in 0..<(count + newCount + 3) { (forward[index], backward[index]) = (-1, -1) }
    let steps = (count + newCount + 1) / 2
    for step in 0...steps {
      let (low, high) = Self.diagonals(step, count, newCount)
      for diagonal in stride(from: low, through: high, by: 2) {
        guard var x = Self.start(diagonal, step, forward, offset, count, newCount) else {
          forward[diagonal + offset] = -1
          continue
        }
        let begin = x
        while x < count, x - diagonal < newCount,
          old[span.old.lowerBound + x] == new[span.new.lowerBound + x - diagonal]
        {
          x += 1
        }
        forward[diagonal + offset] = x
        allowance -= 1 + x - begin
        let other = delta - diagonal
        if isOdd, step > 0, abs(other) < step, Self.holds(other, count, newCount), backward[other + offset] >= 0,
          x + backward[other + offset] >= count
        {
          return point(span, x, x - diagonal)
        }
      }
      for diagonal in stride(from: low, through: high, by: 2) {
        guard var x = Self.start(diagonal, step, backward, offset, count, newCount) else {
          backward[diagonal + offset] = -1
          continue
        }
        let begin = x
        while x < count, x - diagonal < newCount,
          old[span.old.upperBound - 1 - x] == new[span.new.upperBound - 1 - x + diagonal]
        {
          x += 1
        }
        backward[diagonal + offset] = x
        allowance -= 1 + x - begin
        let other = delta - diagonal
        if !isOdd, abs(other) <= step, Self.holds(other, count, newCount), forward[other + offset] >= 0,
          x + forward[other + offset] >= count
        {
          return point(span, count - x, newCount - (x - diagonal))
        }
      }
      if allowance <= 0 { return nil }
    }
    return nil
  }

  /// A point that parts the span; nil for its corners, which would part nothing.
  private func point(_ span: Span, _ x: Int, _ y: Int) -> (old: Int, new: Int)? {
    guard x + y > 0, x + y < span.old.count + span.new.count else { return nil }
    return (span.old.lowerBound + x, span.new.lowerBound + y)
  }

  /// The diagonals of a step that lie inside, of its parity.
  private static func diagonals(_ step: Int, _ count: Int, _ newCount: Int) -> (low: Int, high: Int) {
    var low = -min(step, newCount)
    var high = min(step, count)
    if (low + step) & 1 != 0 { low += 1 }
    if (high + step) & 1 != 0 { high -= 1 }
    return (low, high)
  }

  private static func holds(_ diagonal: Int, _ count: Int, _ newCount: Int) -> Bool {
    diagonal >= -newCount && diagonal <= count
  }

  /// The furthest start on a diagonal: one piece added or removed after the step before; nil where none is inside.
  private static func start(
    _ diagonal: Int, _ step: Int, _ furthest: [Int], _ offset: Int, _ count: Int, _ newCount: Int
  ) -> Int? {
    if step == 0 { return 0 }
    var best = -1
    let above = furthest[diagonal + 1 + offset]
    if above >= 0, above - diagonal <= newCount { best = above }
    let beside = furthest[diagonal - 1 + offset]
    if beside >= 0, beside < count { best = max(best, beside + 1) }
    return best < 0 ? nil : best
  }

  // MARK: - Parting at single pieces

  /// The span parted at pieces that occur once on either side, in the longest order that both have; nil without any.
  private func parts(of span: Span) -> [Span]? {
    var places: [Int32: (old: Int, new: Int)] = [:]
    for index in span.old {
      let isFirst = places[old[index]] == nil
      places[old[index]] = (isFirst ? index : -2, -1)
    }
    for index in span.new {
      guard let known = places[new[index]] else { continue }
      places[new[index]]?.new = known.new == -1 ? index : -2
    }
    let pairs = places.values.filter { $0.old >= 0 && $0.new >= 0 }.sorted { $0.old < $1.old }
    let anchors = Self.rising(pairs)
    guard !anchors.isEmpty else { return nil }
    var result: [Span] = []
    var (from, newFrom) = (span.old.lowerBound, span.new.lowerBound)
    for anchor in anchors {
      result.append(Span(old: from..<anchor.old, new: newFrom..<anchor.new, isParted: true))
      (from, newFrom) = (anchor.old + 1, anchor.new + 1)
    }
    result.append(Span(old: from..<span.old.upperBound, new: newFrom..<span.new.upperBound, isParted: true))
    return result
  }

  /// The longest run of pairs that rises on both sides.
  private static func rising(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tails[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = tails[low - 1] }
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var result: [(old: Int, new: Int)] = []
    var index = tails.last ?? -1
    while index >= 0 {
      result.append(pairs[index])
      index = before[index]
    }
    return result.reversed()
  }
}
