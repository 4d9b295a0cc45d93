import Records
import SearchIndex

/// A hold in words.
enum HoldWords {
  /// The predicate as a sentence; the predicate itself where it cannot be read.
  static func predicate(_ placement: HoldPlacement, _ names: Names = Names()) -> String {
    let zone = NamedZone(placement.timeZone) ?? .utc
    let options = QueryOptions(timeZone: placement.timeZone, timeZoneOffset: { zone.offset(at: $0) })
    switch QueryParser.parse(placement.predicate, options: options) {
    case .success(let query): return names.naming(query.plainWords, isExact: true)
    case .failure: return placement.predicate
    }
  }

  /// Since when, and until when if it was released.
  static func times(_ hold: HoldSummary, _ zone: NamedZone) -> String {
    let since = "since " + Numerals.shortDay(zone.civil(hold.placedAt).date)
    guard let released = hold.releasedAt else { return since }
    return since + " · released " + Numerals.shortDay(zone.civil(released).date)
  }
}
