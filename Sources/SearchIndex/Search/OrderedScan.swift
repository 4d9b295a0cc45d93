/// Puts the rows of a shard into the total order while they stream by.
///
/// Rows come by second; inside a second they stand as they arrived. And where a second was full, items took rows of
/// later seconds (`spill`). So an item is certain of its place only when the scan has left every row that could
/// still bring one before it.
struct OrderedScan {
  struct Match {
    var item: StoredItem
    /// The rows of the wordings that matched.
    var docs: [Int64]
    var order: ItemOrder
  }

  private let newestFirst: Bool
  private let slack: Int64
  private let start: Int64
  private var waiting: [Int64: Match] = [:]

  init(newestFirst: Bool, spill: Int64, start: Int64) {
    self.newestFirst = newestFirst
    slack = 2 * spill
    self.start = start
  }

  /// Takes one row; returns the items whose place is certain now, in order.
  mutating func add(_ item: StoredItem, doc: Int64) -> [Match] {
    var ready: [Match] = []
    let second = doc >> RowAllocator.shift
    if !waiting.isEmpty, let edge = edgeSecond, newestFirst ? edge > second : edge < second - slack {
      let (newestFirst, slack) = (newestFirst, slack)
      ready = release { newestFirst ? $0 > second : $0 < second - slack }
    }
    if waiting[item.row] == nil {
      waiting[item.row] = Match(
        item: item, docs: [doc],
        order: ItemOrder(at: start * 1000 + item.offset, sequence: item.sequence, id: item.key.suffix))
    } else {
      waiting[item.row]?.docs.append(doc)
    }
    edgeSecond =
      edgeSecond.map { newestFirst ? max($0, trueSecond(item)) : min($0, trueSecond(item)) } ?? trueSecond(item)
    return ready
  }

  /// The rest, at the end of the scan.
  mutating func finish() -> [Match] { release { _ in true } }

  /// The second of the waiting item that comes first.
  private var edgeSecond: Int64?

  private func trueSecond(_ item: StoredItem) -> Int64 { item.offset.flooredQuotient(by: 1000) }

  private mutating func release(_ isReady: (Int64) -> Bool) -> [Match] {
    var ready: [Match] = []
    for (row, match) in waiting where isReady(trueSecond(match.item)) {
      ready.append(match)
      waiting[row] = nil
    }
    ready.sort { newestFirst ? $0.order > $1.order : $0.order < $1.order }
    let seconds = waiting.values.map { trueSecond($0.item) }
    edgeSecond = newestFirst ? seconds.max() : seconds.min()
    return ready
  }
}
