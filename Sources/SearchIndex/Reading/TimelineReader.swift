import Records
import Storage

/// Reads a window of a conversation by its order, never the conversation.
struct TimelineReader {
  let store: IndexStore
  let conversation: ConversationID
  /// The shards in which it has items, oldest first.
  let shards: [ShardName]
  let cancel: CancellationFlag?

  struct Line {
    var order: ItemOrder
    var item: TimelineItem
    var targets: [ItemKey]
    var shard: ShardName
    var row: Int64
  }

  /// Up to `limit` lines beyond a place, in the direction of the scan.
  func lines(beyond place: ItemOrder?, including: Bool = false, newestFirst: Bool, limit: Int) throws -> [Line] {
    guard limit > 0 else { return [] }
    var found: [Line] = []
    if shards.contains(.undated) {
      found = try scan(.undated, place, including, newestFirst, limit)
    }
    let months = shards.filter { $0 != .undated }
    for name in newestFirst ? Array(months.reversed()) : months {
      guard let month = name.month else { continue }
      if let place {
        if newestFirst, month.start.milliseconds > place.at { continue }
        if !newestFirst, month.end.milliseconds <= place.at { continue }
      }
      if found.count >= limit {
        let last = found[limit - 1].order.at
        if newestFirst ? month.end.milliseconds <= last : month.start.milliseconds > last { break }
      }
      found += try scan(name, place, including, newestFirst, limit)
      found.sort { newestFirst ? $0.order > $1.order : $0.order < $1.order }
      if found.count > limit { found.removeLast(found.count - limit) }
    }
    return found
  }

  private func scan(
    _ name: ShardName, _ place: ItemOrder?, _ including: Bool, _ newestFirst: Bool, _ limit: Int
  ) throws -> [Line] {
    try store.readShard(name, cancel: cancel) { connection in
      guard
        let number = try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(
          1, conversation.text
        ).firstInteger()
      else { return [] }
      let reader = ItemReader(name: name, connection: connection)
      let spill = try ShardMeta.integer(connection, "spill") ?? 0
      var from: Int64 = 0
      var until = Int64.max
      if let place {
        let second = max(0, place.at.flooredQuotient(by: 1000) - name.startSeconds)
        if newestFirst {
          until = (second + 1 + 2 * spill) << RowAllocator.shift
        } else {
          from = second << RowAllocator.shift
        }
      }
      var lines: [Line] = []
      func take(_ matches: [OrderedScan.Match]) throws -> Bool {
        for match in matches {
          if let place {
            let isBeyond = newestFirst ? match.order < place : match.order > place
            guard isBeyond || (including && match.order == place) else { continue }
          }
          lines.append(
            Line(
              order: match.order, item: try reader.item(match.item), targets: reader.replyTargets(match.item),
              shard: name, row: match.item.row))
          if lines.count >= limit { return false }
        }
        return true
      }
      var scan = OrderedScan(newestFirst: newestFirst, spill: spill, start: name.startSeconds)
      let statement = try connection.statement(
        """
        SELECT \(StoredItem.itemColumns) FROM words w CROSS JOIN items i ON i.row = w.rowid
        WHERE words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3 ORDER BY w.rowid \(newestFirst ? "DESC" : "ASC")
        """)
      statement.bind(1, "keys : c\(number)")
      statement.bind(2, from)
      statement.bind(3, until)
      defer { statement.reset() }
      var goesOn = true
      while goesOn, try statement.step() {
        let item = StoredItem(statement)
        goesOn = try take(scan.add(item, doc: item.row))
      }
      if goesOn { _ = try take(scan.finish()) }
      return lines
    }
  }

  /// About how many of the conversation's messages come before a line.
  func messagesBefore(_ line: Line, counts: [ShardName: Int64]) throws -> Int64 {
    var before: Int64 = 0
    for (name, count) in counts where name.month != nil && name < line.shard { before += count }
    let sampled: Int64 = 20_000
    let inside = try store.readShard(line.shard, cancel: cancel) { connection in
      try connection.statement(
        """
        SELECT count(*) FROM (SELECT 1 FROM words
        WHERE words MATCH (SELECT 'keys : c' || number FROM conversations WHERE id = ?1) AND rowid < ?2 LIMIT ?3)
        """
      ).bind(1, conversation.text).bind(2, line.row).bind(3, sampled).firstInteger() ?? 0
    }
    if inside < sampled { return before + inside }
    // Too many to count for a percentage: as far as the month has gone, evenly.
    guard let month = line.shard.month else { return before + inside }
    let share =
      Double(line.order.at - month.start.milliseconds) / Double(month.end.milliseconds - month.start.milliseconds)
    return before + max(inside, Int64(Double(counts[line.shard] ?? 0) * min(1, max(0, share))))
  }
}
