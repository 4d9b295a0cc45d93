/// Why casework refused: what, where, and what to do about it.
public struct CaseworkError: Error, Sendable, CustomStringConvertible {
  /// The kind of refusal; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unknownMatter = Code(rawValue: "unknown-matter")
    public static let matterExists = Code(rawValue: "matter-exists")
    public static let badMatter = Code(rawValue: "bad-matter")
    public static let unknownHold = Code(rawValue: "unknown-hold")
    public static let unknownMessage = Code(rawValue: "unknown-message")
    public static let unknownConversation = Code(rawValue: "unknown-conversation")
    /// A query that may not be the predicate of a hold.
    public static let badPredicate = Code(rawValue: "bad-predicate")
    public static let missingReason = Code(rawValue: "missing-reason")
    /// A release needs a second officer.
    public static let needsSecondOfficer = Code(rawValue: "needs-second-officer")
    /// The matter holds nothing at the checkpoint.
    public static let emptyScope = Code(rawValue: "empty-scope")
    /// The checkpoint is not one of this vault.
    public static let badCheckpoint = Code(rawValue: "bad-checkpoint")
    /// The index lags behind the checkpoint.
    public static let incompleteIndex = Code(rawValue: "incomplete-index")
    /// Something in scope could not be read.
    public static let unreadable = Code(rawValue: "unreadable")
    /// The folder to write to is taken, or inside the vault.
    public static let badDestination = Code(rawValue: "bad-destination")
    public static let cannotWrite = Code(rawValue: "cannot-write")
    public static let notABundle = Code(rawValue: "not-a-bundle")
    /// The search had hits: there is no statement that nothing was found.
    public static let somethingFound = Code(rawValue: "something-found")
    /// The officer's signing key is not open.
    public static let noOfficerKey = Code(rawValue: "no-officer-key")
    public static let unknownPerson = Code(rawValue: "unknown-person")
    /// A merge that would bring nothing together, or too much.
    public static let badMerge = Code(rawValue: "bad-merge")
    /// A split that would part nothing, or of an act that does not stand.
    public static let badSplit = Code(rawValue: "bad-split")
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
