/// What went wrong in the index, where, and what to do.
public struct SearchIndexError: Error, Sendable, CustomStringConvertible {
  /// An open set of reasons.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The caller cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
    /// A database of the index failed.
    public static let database = Code(rawValue: "database")
    /// The disk refused: full, read-only, failing.
    public static let cannotWrite = Code(rawValue: "cannot-write")
    /// The index cannot be opened: wrong key, changed bytes, other version.
    public static let damaged = Code(rawValue: "damaged")
    /// The wrapped root key is missing or does not open.
    public static let key = Code(rawValue: "key")
    /// Another process indexes at present.
    public static let busy = Code(rawValue: "busy")
    /// The vault's records could not be read.
    public static let source = Code(rawValue: "source")
    /// The query means nothing here: unknown conversation, unknown matter.
    public static let query = Code(rawValue: "query")
    public static let notFound = Code(rawValue: "not-found")
  }

  public var code: Code
  /// What, and where.
  public var message: String
  public var remedy: String
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, remedy: String = "", cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.cause = cause
  }

  public var description: String {
    var text = message
    if !remedy.isEmpty { text += "; " + remedy }
    if let cause { text += " (\(cause))" }
    return text
  }
}
