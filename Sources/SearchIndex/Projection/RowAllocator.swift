/// Gives rows in the order of time: (seconds since the shard's start << 14 | sequence).
///
/// A second that is full takes the next free rows of later seconds; `spill` says how far that ever went, so that
/// readers can put things back in the order of their times.
final class RowAllocator {
  static let shift: Int64 = 14
  private let connection: Connection
  private var next: [Int64: Int64] = [:]
  /// Where the search for a free row may begin, for seconds that were found full.
  private var full: [Int64: Int64] = [:]
  private(set) var spill: Int64
  private(set) var spillChanged = false
  /// The greatest row that is taken; later seconds are free without asking.
  private var greatest: Int64?

  init(_ connection: Connection, spill: Int64) {
    self.connection = connection
    self.spill = spill
  }

  func forget(spill: Int64) {
    next = [:]
    full = [:]
    greatest = nil
    self.spill = spill
    spillChanged = false
  }

  func markSpillSaved() { spillChanged = false }

  /// The next free row for something that happened in this second.
  func row(second: Int64) throws -> Int64 {
    if next.count > 100_000 { next.removeAll(keepingCapacity: true) }
    var current = full[second] ?? second
    if greatest == nil {
      let items = try connection.statement("SELECT max(row) FROM items").firstInteger() ?? -1
      greatest = max(items, try connection.statement("SELECT max(row) FROM versions").firstInteger() ?? -1)
    }
    while true {
      let end = (current + 1) << RowAllocator.shift
      let free: Int64
      if let known = next[current] {
        free = known
      } else if let greatest, current << RowAllocator.shift > greatest {
        free = current << RowAllocator.shift
      } else {
        let items = try connection.statement("SELECT max(row) FROM items WHERE row < ?").bind(1, end).firstInteger()
        let versions = try connection.statement("SELECT max(row) FROM versions WHERE row < ?").bind(1, end)
          .firstInteger()
        free = max(current << RowAllocator.shift, max(items ?? -1, versions ?? -1) + 1)
      }
      if free < end {
        next[current] = free + 1
        greatest = max(greatest ?? -1, free)
        if current > second {
          full[second] = current
          if current - second > spill {
            spill = current - second
            spillChanged = true
          }
        }
        return free
      }
      next[current] = end
      current += 1
    }
  }
}
