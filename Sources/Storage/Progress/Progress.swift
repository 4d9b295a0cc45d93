/// How far a long call has come.
public struct Progress: Sendable, Hashable {
  /// Units done.
  public var done: Int64
  /// Units in all, when known.
  public var total: Int64?
  /// What is counted: `records`, `bytes`, `segments`.
  public var unit: String
  /// What is being done now, in a few words without personal data.
  public var note: String

  /// Creates a report.
  public init(done: Int64, total: Int64?, unit: String, note: String = "") {
    self.done = done
    self.total = total
    self.unit = unit
    self.note = note
  }
}
