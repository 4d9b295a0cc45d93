import Records

extension Searcher {
  /// Calls `body` for each shard and conversation with how many distinct messages match there, and the first and the
  /// last time of them.
  func countByConversation(
    _ body: (ConversationID, _ messages: Int64, _ first: Int64, _ last: Int64) throws -> Void
  ) throws {
    for name in shards {
      try store.readShard(name, cancel: cancel) { connection in
        let plan = try plan(name, connection)
        if plan.isNever { return }
        let start = name.startSeconds
        let statement = try connection.freshStatement(
          """
          SELECT (SELECT id FROM conversations WHERE number = conversation), count(DISTINCT row), min(row), max(row)
          FROM (\(ShardQuery.matches(plan, newestFirst: true))) GROUP BY conversation
          """)
        ShardQuery.bind(
          statement, plan, from: plan.lowestRow, until: plan.highestRow == .max ? .max : plan.highestRow + 1)
        try statement.forEach {
          guard let id = ConversationID($0.text(0)) else { return true }
          func time(_ row: Int64) -> Int64 { ((row >> RowAllocator.shift) &+ start) &* 1000 }
          try body(id, $0.integer(1), time($0.integer(2)), time($0.integer(3)))
          return true
        }
      }
      if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "the query was cancelled") }
    }
  }
}
