import Records

/// What a batch changes in the line of a conversation.
struct ConversationChange {
  var messages: Int64 = 0
  var events: Int64 = 0
  private var first: Int64?
  private var last: Int64?
  private var preview: ItemPreview?
  /// Something that was there before has moved, changed or gone: the ends have to be looked up.
  var isUncertain = false

  /// Notes an item that was added.
  mutating func add(at: Int64, preview candidate: ItemPreview?) {
    first = min(first ?? at, at)
    last = max(last ?? at, at)
    if let candidate, preview.map({ ItemPreview.isNewer(candidate, than: $0) }) ?? true { preview = candidate }
  }

  /// Writes it into the shard.
  func write(_ number: Int64, _ shard: ShardWriter) throws {
    let connection = shard.connection
    var known: (first: Int64?, last: Int64?, preview: ItemPreview?)
    if isUncertain {
      known = (
        try ShardSummary.edge(shard, number, newest: false), try ShardSummary.edge(shard, number, newest: true),
        try ShardSummary.preview(shard, number)
      )
    } else {
      try connection.statement("SELECT first, last, preview FROM conversations WHERE number = ?").bind(1, number)
        .forEach {
          known = ($0.optionalInteger(0), $0.optionalInteger(1), $0.isNull(2) ? nil : ItemPreview($0.bytes(2)))
          return false
        }
      if let first { known.first = min(known.first ?? first, first) }
      if let last { known.last = max(known.last ?? last, last) }
      if let preview, known.preview.map({ ItemPreview.isNewer(preview, than: $0) }) ?? true { known.preview = preview }
    }
    try connection.statement(
      """
      UPDATE conversations SET messages = messages + ?, events = events + ?, first = ?, last = ?, preview = ?
      WHERE number = ?
      """
    ).bind(1, messages).bind(2, events).bind(3, known.first).bind(4, known.last).bind(5, known.preview?.encoded).bind(
      6, number
    ).run()
  }
}
