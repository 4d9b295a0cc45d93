import Ledger
import Records
import Sealing

/// An officer as vault.toml knows one: no name in clear.
public struct OfficerEntry: Sendable, Hashable {
  public var id: OfficerID
  /// What the officer's signatures verify with.
  public var key: VerifyingKey
  /// `administrator` or `officer`.
  public var role: String
  /// The name, sealed to the vault identity, base64.
  public var sealedName: String
}

/// A writer as vault.toml knows one.
public struct WriterEntry: Sendable, Hashable {
  public var kind: WriterKind
  public var id: WriterID
  /// The key that signs its checkpoints.
  public var verifier: NoteVerifier
}
