/// Why a query cannot be understood, and where.
public struct QueryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of mistake; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let empty = Code(rawValue: "empty")
    public static let tooLong = Code(rawValue: "too-long")
    public static let tooDeep = Code(rawValue: "too-deep")
    public static let unknownField = Code(rawValue: "unknown-field")
    public static let badValue = Code(rawValue: "bad-value")
    public static let badDate = Code(rawValue: "bad-date")
    public static let badPhone = Code(rawValue: "bad-phone")
    public static let unbalanced = Code(rawValue: "unbalanced")
    public static let unexpected = Code(rawValue: "unexpected")
    public static let badWord = Code(rawValue: "bad-word")
  }

  public var code: Code
  /// Where the mistake begins, in characters (grapheme clusters) from zero.
  public var column: Int
  /// How many characters it takes; zero where something is missing.
  public var length: Int
  /// What is wrong, and what to do.
  public var message: String
  /// What could stand in the marked place instead.
  public var suggestion: String?

  /// Creates an error.
  public init(_ code: Code, column: Int, length: Int, message: String, suggestion: String? = nil) {
    self.code = code
    self.column = column
    self.length = length
    self.message = message
    self.suggestion = suggestion
  }

  public var description: String { "query, column \(column + 1): \(message)" }
}
