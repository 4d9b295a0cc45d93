/// Something that is not as it should be in a log, and where.
public struct LedgerFault: Sendable, Hashable {
  /// The object's path below the log's prefix.
  public let path: String
  /// What is wrong with it.
  public let what: String

  /// Reports a fault.
  public init(path: String, what: String) {
    self.path = path
    self.what = what
  }
}
