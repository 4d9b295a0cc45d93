import Records
import SearchIndex

/// A hold in words.
enum HoldWords {
  /// The predicate as a sentence; the predicate itself where it cannot be read.
  ///
  /// `names` says how conversations are called.
  static func predicate(_ hold: HoldSummary, _ names: Names = Names()) -> String {
    let placement = hold.placement
    let zone = NamedZone(placement.timeZone) ?? .utc
    let options = QueryOptions(timeZone: placement.timeZone, timeZoneOffset: { zone.offset(at: $0) })
    switch QueryParser.parse(placement.predicate, options: options) {
    case .success(let query):
      let words = query.plainWords { id in
        hold.people.first { $0.id == id }.map { PersonWords.reference($0.person) }
      }
      return names.naming(words, isExact: true)
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
