import Records
import SearchIndex

/// What gateways counted on one day, all accounts together.
struct HealthDay: Sendable, Hashable {
  var day: CivilDate
  var received: Int64 = 0
  var stored: Int64 = 0
  var duplicates: Int64 = 0
  var unfiled: Int64 = 0
  var gaps: Int64 = 0

  /// Sums by day, newest first.
  static func sums(_ days: [ReconciliationDay]) -> [HealthDay] {
    var sums: [CivilDate: HealthDay] = [:]
    for day in days {
      var sum = sums[day.day] ?? HealthDay(day: day.day)
      sum.received &+= day.received
      sum.stored &+= day.stored
      sum.duplicates &+= day.duplicates
      sum.unfiled &+= day.deadLetters
      sum.gaps &+= day.gaps
      sums[day.day] = sum
    }
    return sums.values.sorted { $0.day > $1.day }
  }
}
