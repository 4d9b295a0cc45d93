import Records
import SearchIndex
import TerminalKit

/// What the hits that are here have in common: counted once when they come.
struct HitSummary: Sendable, Hashable {
  /// The bars of the line that shows when the hits were sent.
  static let bars = 48

  var conversations = 0
  /// The cells of the longest title.
  var titleWidth = 0
  var first: Instant?
  var last: Instant?
  /// Hits in equal stretches between the first and the last.
  var counts: [Int] = []

  init() {}

  init(_ hits: [SearchHit]) {
    conversations = Set(hits.map(\.conversation)).count
    titleWidth = hits.map { TextSafety.width(of: $0.conversationTitle) }.max() ?? 0
    let instants = hits.map(\.at)
    first = instants.min()
    last = instants.max()
    if let first, let last, first < last {
      counts = Sparkline.counts(instants, from: first, until: last, buckets: Self.bars)
    }
  }
}
