import Records

/// A record that is on its way into a ledger, with the address that it will have there.
struct SourceTailEntry: Sendable {
  var address: RecordAddress
  /// Officer acts, as against captured deliveries and events.
  var isAudit: Bool
  var bytes: [UInt8]
}

/// A file of records on their way, which grows.
protocol SourceTailFile: Sendable {
  var name: String { get }
  /// The entries from one on, as many as are there now.
  func entries(from index: Int) throws -> [SourceTailEntry]
}
