import Records
import Sealing

/// How far a writer's log has come, by its newest checkpoint.
public struct WriterState: Sendable, Hashable {
  public var id: WriterID
  public var kind: WriterKind
  /// The number of entries.
  public var size: UInt64
  /// The tree's root at that size.
  public var root: Digest
}

/// The officer who unlocked a vault.
public struct Officer: Sendable, Hashable {
  public var id: OfficerID
  public var name: String
  /// Whether this is the first officer, who may change vault.toml.
  public var isAdministrator: Bool

  /// Whoever holds the recovery secret: may read, and signs nothing.
  static let recovery = Officer(id: OfficerID(suffix: "recovery"), name: "recovery", isAdministrator: false)
}
