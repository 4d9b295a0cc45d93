/// Why something could not be sealed, opened or recognised, and what to do about it.
public struct SealingError: Error, Sendable, CustomStringConvertible {
  /// The kind of error: an open set.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Names a kind of error.
    public init(_ name: String) { description = name }

    /// The passphrase does not open the slot.
    public static let wrongPassphrase = Code("wrong-passphrase")
    /// A slot file was changed or damaged.
    public static let corruptSlot = Code("corrupt-slot")
    /// The thing was sealed to another key.
    public static let wrongKey = Code("wrong-key")
    /// The key is right and the sealed bytes are not those that were sealed.
    public static let authenticationFailed = Code("authentication-failed")
    /// Bytes or text do not have the form they must have.
    public static let malformed = Code("malformed")
    /// The form is one that this version does not read.
    public static let unsupportedVersion = Code("unsupported-version")
    /// The system gave no random bytes.
    public static let randomFailure = Code("random-failure")
    /// A parameter is outside its range.
    public static let invalidParameter = Code("invalid-parameter")
    /// libcrypto refused a call that should work.
    public static let cryptoFailure = Code("crypto-failure")
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

  /// A call into libcrypto that should not fail did.
  static func crypto(_ call: String) -> SealingError {
    SealingError(
      code: .cryptoFailure, message: "the cryptographic library failed in \(call)",
      remedy: "Check that OpenSSL 3 is installed and not restricted by a system policy")
  }

  /// Bytes or text are not of the form they must have.
  static func malformed(_ what: String) -> SealingError { SealingError(code: .malformed, message: what) }
}
