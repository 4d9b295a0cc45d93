/// The statements that run a plan against a shard.
///
/// Parameters 1 to 3 are the lowest row, the row to stop before, and the full-text expression.
enum ShardQuery {
  /// Wordings that match: `doc`, then the item's columns.
  static func matches(_ plan: ShardPlan, newestFirst: Bool) -> String {
    let order = newestFirst ? "DESC" : "ASC"
    let items = StoredItem.itemColumns
    let doc = plan.match != nil ? "w.rowid" : plan.dependsOnWording ? "w.doc" : "i.row"
    let conditions = plan.conditions.map { " AND " + $0.replacing("{doc}", with: doc) }.joined()
    if plan.match != nil {
      return """
        SELECT w.rowid AS doc, \(items) FROM words w
        CROSS JOIN items i ON i.row = ifnull((SELECT item FROM versions v WHERE v.row = w.rowid), w.rowid)
        WHERE words MATCH ?3 AND w.rowid >= ?1 AND w.rowid < ?2 AND i.bits & 15 = 0\(conditions)
        ORDER BY w.rowid \(order)
        """
    }
    if plan.dependsOnWording {
      return """
        SELECT w.doc AS doc, \(items) FROM
        (SELECT row AS doc, row AS item FROM items UNION ALL SELECT row, item FROM versions) w
        CROSS JOIN items i ON i.row = w.item
        WHERE w.doc >= ?1 AND w.doc < ?2 AND ?3 IS NULL AND i.bits & 15 = 0\(conditions)
        ORDER BY w.doc \(order)
        """
    }
    let candidates = plan.candidates.map { " AND i.row IN (\($0))" } ?? ""
    return """
      SELECT i.row AS doc, \(items) FROM items i
      WHERE i.row >= ?1 AND i.row < ?2 AND ?3 IS NULL AND i.bits & 15 = 0\(candidates)\(conditions)
      ORDER BY i.row \(order)
      """
  }

  /// How many distinct messages match.
  static func count(_ plan: ShardPlan) -> String {
    "SELECT count(DISTINCT row) FROM (\(matches(plan, newestFirst: true)))"
  }

  /// Binds the three fixed parameters and the plan's own.
  static func bind(_ statement: Statement, _ plan: ShardPlan, from: Int64, until: Int64) {
    statement.bind(1, from)
    statement.bind(2, until)
    statement.bind(3, plan.match)
    for (offset, value) in plan.bindings.enumerated() { statement.bind(Int32(offset + 4), value) }
  }
}
