/// Why something in or about a ledger does not hold, and what to do about it.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
  /// The kind of error: an open set.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Names a kind of error.
    public init(_ name: String) { description = name }

    /// Text or bytes do not have the form they must have.
    public static let malformed = Code("malformed")
    /// A known key's signature does not verify.
    public static let badSignature = Code("bad-signature")
    /// No known key signed.
    public static let unknownSigner = Code("unknown-signer")
    /// A proof does not lead to the root.
    public static let badProof = Code("bad-proof")
    /// Two statements about one log cannot both be true.
    public static let inconsistent = Code("inconsistent")
    /// A tile or bundle is absent.
    public static let missing = Code("missing")
    /// An index or size is outside the tree.
    public static let notInTree = Code("not-in-tree")
    /// An entry is longer than an entry may be.
    public static let tooLarge = Code("too-large")
    /// A log is smaller than it was seen to be.
    public static let rolledBack = Code("rolled-back")
    /// The form is one that this version does not read.
    public static let unsupported = Code("unsupported")
  }

  /// The kind of error.
  public var code: Code
  /// What is wrong and where, in one sentence without a full stop.
  public var message: String
  /// What to do about it; empty when the message says it all.
  public var remedy: String
  /// The error underneath, if any.
  public var cause: (any Error)?

  /// Makes an error.
  public init(code: Code, message: String, remedy: String = "", cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.cause = cause
  }

  /// The message and the remedy.
  public var description: String { remedy.isEmpty ? message : "\(message). \(remedy)" }

  static func malformed(_ what: String) -> LedgerError { LedgerError(code: .malformed, message: what) }

  static func notInTree(_ what: String) -> LedgerError { LedgerError(code: .notInTree, message: what) }
}
