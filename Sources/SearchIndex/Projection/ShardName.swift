import Records

/// Which database an item lies in: the UTC month of its time, or `undated`.
struct ShardName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The month; nil for items without a usable time.
  var month: YearMonth?

  static let undated = ShardName(month: nil)

  init(month: YearMonth?) { self.month = month }

  init?(_ text: String) {
    if text == "undated" {
      month = nil
    } else if let read = YearMonth(text) {
      month = read
    } else {
      return nil
    }
  }

  /// Seconds since the epoch at which its rows begin to count.
  var startSeconds: Int64 { month?.start.seconds ?? 0 }

  var description: String { month?.description ?? "undated" }

  static func < (left: ShardName, right: ShardName) -> Bool {
    switch (left.month, right.month) {
    case (nil, nil), (_, nil): return false
    case (nil, _): return true
    case (let left?, let right?): return left < right
    }
  }
}

/// Where an item stands: its shard and its time.
struct Placement: Sendable, Hashable {
  var shard: ShardName
  /// Milliseconds since the epoch: sentAt, or capturedAt for undated items.
  var at: Int64
  var isDated: Bool

  private static let last = Int64(253_402_300_799_000)

  init(shard: ShardName, at: Int64, isDated: Bool) {
    self.shard = shard
    self.at = at
    self.isDated = isDated
  }

  /// Places an event; a time that is absent, before 2009 or more than a day after capture counts as absent.
  init(sentAt: Instant?, capturedAt: Instant) {
    if let sentAt, RecordDate.isUsable(sentAt, capturedAt: capturedAt), sentAt.milliseconds <= Placement.last {
      shard = ShardName(month: YearMonth(sentAt))
      at = sentAt.milliseconds
      isDated = true
    } else {
      shard = .undated
      at = min(max(0, capturedAt.milliseconds), Placement.last)
      isDated = false
    }
  }
}
