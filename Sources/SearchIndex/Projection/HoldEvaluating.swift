/// Finds what a hold's predicate matches in a shard; implemented by the search.
protocol HoldEvaluating {
  /// Adds to `held` what matches in a range of rows; returns the conversations of what was added.
  ///
  /// `touched` are the items that may answer differently than before; nil for all.
  func evaluate(
    _ hold: HoldFact, number: Int64, shard: ShardWriter, rows: ClosedRange<Int64>, touched: Set<Int64>?
  ) throws -> Set<Int64>
}
