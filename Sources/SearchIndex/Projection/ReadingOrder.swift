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
    return haveSameFile(left.extra, right.extra)
  }

  /// Whether the files may be the same: where both digests are known, whether they are equal.
  static func haveSameFile(_ left: [UInt8]?, _ right: [UInt8]?) -> Bool {
    let first = left.flatMap { ItemExtra($0).media?.sha256 }
    let second = right.flatMap { ItemExtra($0).media?.sha256 }
    return first == nil || second == nil || first == second
  }

  /// Whether `left` goes before `right`: the last correction of a date, content before none, a time before none, file
  /// before promise, a known number before none, then the earlier capture.
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

  /// The same order for readings that are not in one shard yet.
  static func precedes(_ left: Reading, _ right: Reading) -> Bool {
    let (first, second) = (rank(left), rank(right))
    if first != second { return first < second }
    if left.fact.capturedAt != right.fact.capturedAt { return left.fact.capturedAt < right.fact.capturedAt }
    return (left.fact.address.segment, left.fact.address.number)
      < (right.fact.address.segment, right.fact.address.number)
  }

  /// The same order for wordings that stand after the first one; an edit is only earlier or later.
  static func precedes(_ left: StoredVersion, _ right: StoredVersion, _ shard: ShardWriter) throws -> Bool {
    let first = try rank(left, shard)
    let second = try rank(right, shard)
    if first != second { return first < second }
    if left.captured != right.captured { return left.captured < right.captured }
    let names = try (shard.numbers.segmentID(left.segment), shard.numbers.segmentID(right.segment))
    return (names.0, left.record) < (names.1, right.record)
  }

  private static func rank(_ version: StoredVersion, _ shard: ShardWriter) throws -> Int {
    if version.origin == .edit { return 0 }
    return rank(
      isUnsupported: try version.kind == shard.numbers.kind("unsupported"), isDated: version.sent != nil,
      extra: version.extra.map { ItemExtra($0) }, hasPhone: try hasPhone(version.sender, shard))
  }

  private static func rank(_ item: StoredItem, _ shard: ShardWriter) throws -> Int {
    rank(
      isUnsupported: try item.bits.kind == shard.numbers.kind("unsupported"), isDated: item.bits.has(ItemBits.dated),
      extra: item.extra.map { ItemExtra($0) }, hasPhone: try hasPhone(item.sender, shard))
  }

  private static func rank(_ reading: Reading) -> Int {
    rank(
      isUnsupported: reading.fact.kind == "unsupported", isDated: reading.fact.place.isDated,
      extra: reading.fact.extra, hasPhone: reading.hasPhone)
  }

  private static func rank(isUnsupported: Bool, isDated: Bool, extra: ItemExtra?, hasPhone: Bool) -> Int {
    var rank = (isUnsupported ? 16 : 0) + (isDated ? 0 : 8) - 32 * (extra?.corrections ?? 0)
    if let media = extra?.media {
      switch media.state {
      case .stored: break
      // That it could not be fetched is known later than that it might be.
      case .missing where media.reason?.hasPrefix("media-") == true: rank += 2
      case .remote: rank += 4
      case .missing: rank += 6
      }
    }
    return hasPhone ? rank : rank + 1
  }

  private static func hasPhone(_ party: Int64, _ shard: ShardWriter) throws -> Bool {
    if party == 0 { return false }
    return try shard.connection.statement("SELECT phone IS NOT NULL FROM parties WHERE number = ?").bind(1, party)
      .firstInteger() == 1
  }
}
