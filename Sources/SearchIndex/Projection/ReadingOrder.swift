import Records

/// Which of several readings of one message stands first; the same whatever the order they arrive in.
enum ReadingOrder {
  /// Whether two readings say the same: kind, words, and file where both know its digest.
  ///
  /// *Unsupported* says nothing, so it is never in conflict with what a better reading says.
  static func areSame(_ left: StoredItem, _ right: StoredItem, _ numbers: ShardNumbers) throws -> Bool {
    let unsupported = try numbers.kind("unsupported")
    if left.bits.kind == unsupported || right.bits.kind == unsupported { return true }
    guard left.bits.category == right.bits.category, left.bits.kind == right.bits.kind,
      (left.text ?? "") == (right.text ?? "")
    else { return false }
    let first = left.extra.flatMap { ItemExtra($0).media?.sha256 }
    let second = right.extra.flatMap { ItemExtra($0).media?.sha256 }
    return first == nil || second == nil || first == second
  }

  /// Whether `left` goes before `right`: content before none, file before promise, a known number before none, then
  /// the earlier capture.
  static func precedes(
    _ left: StoredItem, _ right: StoredItem, at: (left: Int64, right: Int64), _ shard: ShardWriter
  ) throws -> Bool {
    let first = try rank(left, shard)
    let second = try rank(right, shard)
    if first != second { return first < second }
    let captured = (left: at.left &+ left.lag, right: at.right &+ right.lag)
    if captured.left != captured.right { return captured.left < captured.right }
    let names = try (shard.numbers.segmentID(left.segment), shard.numbers.segmentID(right.segment))
    return (names.0, left.record) < (names.1, right.record)
  }

  private static func rank(_ item: StoredItem, _ shard: ShardWriter) throws -> Int {
    var rank = 0
    if try item.bits.kind == shard.numbers.kind("unsupported") { rank += 8 }
    if let media = item.extra.flatMap({ ItemExtra($0).media }) {
      rank += media.state == .stored ? 0 : media.state == .remote ? 2 : 4
    }
    if try !hasPhone(item.sender, shard) { rank += 1 }
    return rank
  }

  private static func hasPhone(_ party: Int64, _ shard: ShardWriter) throws -> Bool {
    if party == 0 { return false }
    return try shard.connection.statement("SELECT phone IS NOT NULL FROM parties WHERE number = ?").bind(1, party)
      .firstInteger() == 1
  }
}
