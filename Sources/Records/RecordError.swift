/// Why a record could not be read.
public struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An open set of reasons.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let malformed = Code(rawValue: "malformed")
    public static let missingField = Code(rawValue: "missing-field")
    public static let unknownKind = Code(rawValue: "unknown-kind")
    public static let unsupportedVersion = Code(rawValue: "unsupported-version")
  }

  public var code: Code
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
