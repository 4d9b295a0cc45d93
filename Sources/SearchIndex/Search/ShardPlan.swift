/// How one shard answers a query: a full-text expression that drives, conditions that are checked row by row.
struct ShardPlan {
  /// Nothing here can match.
  var isNever = false
  /// The expression for `words MATCH`, when the full-text table drives.
  var match: String?
  /// Conditions on `i` (the item) and `doc` (the row of the wording).
  var conditions: [String] = []
  var bindings: [SQLValue] = []
  /// Whether different wordings of a message can answer differently.
  var dependsOnWording = false
  /// Rows to look at, when the query asks for nothing else.
  var candidates: String?

  /// Beginnings of words that nearly every message may hold, and the expression without them (nil: none is left).
  ///
  /// Without a prefix index FTS5 collects every word with the beginning before the first row comes. The newest rows,
  /// read one by one, mostly have a page of matches by then.
  var beginnings: [String] = []
  var matchWithoutBeginnings: String?

  /// Rows of the month that the dates allow.
  var lowestRow: Int64 = 0
  var highestRow: Int64 = .max
}
