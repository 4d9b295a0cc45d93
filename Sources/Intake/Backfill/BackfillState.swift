import Records

/// How far the import of an archive has come: written before anything of it can be in the vault, so that what became
/// of each record is decided once, and counted once, however often the import is killed.
struct BackfillState: Sendable, Hashable {
  struct Point: Sendable, Hashable {
    var mark = BackfillMark()
    var totals = BackfillTotals()
  }

  /// Up to here everything is sealed and logged.
  var safe = Point()
  /// Up to here it is decided and counted; from `safe` on it may be in the vault or not.
  var decided = Point()

  var json: JSONValue {
    func point(_ point: Point) -> JSONValue {
      .object(
        JSONObject([.init(name: "mark", value: point.mark.json), .init(name: "totals", value: point.totals.json)]))
    }
    return .object(
      JSONObject([
        .init(name: "decided", value: point(decided)), .init(name: "format", value: .number("1")),
        .init(name: "safe", value: point(safe)),
      ]))
  }

  init() {}

  init?(_ json: JSONValue) {
    func point(_ json: JSONValue?) -> Point? {
      guard let mark = BackfillMark(json?["mark"]), let totals = BackfillTotals(json?["totals"]) else { return nil }
      return Point(mark: mark, totals: totals)
    }
    guard json["format"]?.integer == 1, let safe = point(json["safe"]), let decided = point(json["decided"]) else {
      return nil
    }
    self.safe = safe
    self.decided = decided
  }
}
