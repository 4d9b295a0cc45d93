import Records
import Sealing

/// A gateway's counts of a day, as one record has them.
struct ReconciliationFact {
  var id: String
  var day: CivilDate
  var revision: Int64
  var provider: Provider
  var account: String
  var endpoint: String
  /// In the order of ``names``.
  var counts: [Int64]
  var address: RecordAddress

  static let names = ["received", "stored", "duplicates", "messages", "gaps", "exceptions", "dead_letters"]
  /// No gateway counts more in a day; sums of these stay far from the end of their type.
  private static let most: Int64 = 1 << 40

  /// Nil for every event but the counts of a day.
  init?(_ record: EventRecord, writer: WriterID, at address: RecordAddress) {
    let event = record.event
    guard event.kind == .operations, record.reader == "coverage/1", event.attributes["operation"] == "reconciliation",
      let day = event.attributes["day"].flatMap({ Instant(rfc3339: $0 + "T00:00:00Z") })
    else { return nil }
    // Two gateways may count the same; the same record twice, as a replay leaves it, counts once.
    id = Derivation.identifier(label: .eventIdentifier, parts: [Array(writer.text.utf8), event.canonicalBytes])
    self.day = CivilTime(day).date
    revision = event.attributes["revision"].flatMap { Int64($0) } ?? 1
    (provider, account, self.address) = (event.provider, event.account, address)
    endpoint = event.attributes["endpoint"] ?? ""
    counts = ReconciliationFact.names.map { name in
      min(ReconciliationFact.most, max(0, event.attributes[name].flatMap { Int64($0) } ?? 0))
    }
  }
}
