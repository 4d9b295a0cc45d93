/// Why the vault refused: what, where, and what to do about it.
public struct VaultError: Error, Sendable, CustomStringConvertible {
  /// The kind of refusal; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// There is no vault here.
    public static let noVault = Code(rawValue: "no-vault")
    /// There is a vault, or something else, already.
    public static let exists = Code(rawValue: "exists")
    public static let wrongPassphrase = Code(rawValue: "wrong-passphrase")
    public static let wrongRecoverySecret = Code(rawValue: "wrong-recovery-secret")
    public static let corruptSlot = Code(rawValue: "corrupt-slot")
    public static let noSlot = Code(rawValue: "no-slot")
    /// A slot, segment or key of another vault.
    public static let foreignVault = Code(rawValue: "foreign-vault")
    public static let truncated = Code(rawValue: "truncated")
    public static let unsupportedVersion = Code(rawValue: "unsupported-version")
    /// vault.toml cannot be read, or its signature does not hold.
    public static let badConfiguration = Code(rawValue: "bad-configuration")
    /// A segment or object is not what the ledger or its own seals say.
    public static let tampered = Code(rawValue: "tampered")
    /// An object that should be there is not.
    public static let missing = Code(rawValue: "missing")
    /// The period's key was erased: its records cannot be read any more.
    public static let keyErased = Code(rawValue: "key-erased")
    /// A log is shorter than, or other than, it was seen before.
    public static let rolledBack = Code(rawValue: "rolled-back")
    /// Another process writes this log.
    public static let writerBusy = Code(rawValue: "writer-busy")
    /// The writer stopped after an error and is not used again.
    public static let writerStopped = Code(rawValue: "writer-stopped")
    /// The act needs an officer, or another one.
    public static let notPermitted = Code(rawValue: "not-permitted")
    /// A gateway key is not usable, or not kept as it must be.
    public static let badKey = Code(rawValue: "bad-key")
    /// It was sealed under another gateway key.
    public static let wrongKey = Code(rawValue: "wrong-key")
    /// No gateway of this vault was enrolled on this machine.
    public static let notEnrolled = Code(rawValue: "not-enrolled")
    public static let noRecord = Code(rawValue: "no-record")
    public static let badNote = Code(rawValue: "bad-note")
    public static let usage = Code(rawValue: "usage")
    public static let conflict = Code(rawValue: "conflict")
    public var description: String { rawValue }
  }

  public var code: Code
  /// What went wrong and where.
  public var message: String
  /// What to do about it; empty when there is nothing general to say.
  public var remedy: String
  /// What lay below.
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, remedy: String = "", cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.cause = cause
  }

  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
