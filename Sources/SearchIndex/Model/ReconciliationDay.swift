import Records

/// What a gateway counted for one account on one day (UTC, by the time of capture), later revisions added.
public struct ReconciliationDay: Sendable, Hashable {
  public var day: CivilDate
  public var provider: Provider
  public var account: String
  /// The account's name in the gateway's configuration.
  public var endpoint: String
  /// Deliveries that were taken from the spool.
  public var received: Int64
  /// Those of them that were filed.
  public var stored: Int64
  /// Those that had come before.
  public var duplicates: Int64
  public var messages: Int64
  public var gaps: Int64
  public var exceptions: Int64
  /// Deliveries that could not be filed.
  public var deadLetters: Int64
  /// The sealed records that say so.
  public var records: [RecordAddress]

  /// What was neither stored nor had come before nor was put aside: nothing, where the counts are whole.
  public var unaccounted: Int64 { received - stored - duplicates - deadLetters }
}
