/// What `verify` found.
public struct VerifyReport: Sendable, Hashable {
  /// An object that does not hold, and why.
  public struct Problem: Sendable, Hashable {
    /// The object's name in the vault.
    public var object: String
    public var what: String

    /// Creates a problem.
    public init(object: String, what: String) {
      self.object = object
      self.what = what
    }
  }

  /// Whether everything that was checked holds.
  public var ok: Bool { problems.isEmpty }
  /// Whether sealed content was opened and checked, too.
  public var unlocked = false
  /// Segments and records in the ledger.
  public var segments = 0
  public var records = 0
  /// Objects that were published and are not yet in the ledger: their writer logs them when it starts again.
  public var pending = 0
  public var problems: [Problem] = []
}
