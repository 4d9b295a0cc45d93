/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An open set of reasons.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unexpectedEnd = Code(rawValue: "unexpected-end")
    public static let unexpectedByte = Code(rawValue: "unexpected-byte")
    public static let badNumber = Code(rawValue: "bad-number")
    public static let badEscape = Code(rawValue: "bad-escape")
    public static let tooDeep = Code(rawValue: "too-deep")
    public static let trailingBytes = Code(rawValue: "trailing-bytes")
  }

  public var code: Code
  /// The byte at which reading stopped, counted from zero.
  public var offset: Int
  public var message: String

  /// Creates an error.
  public init(_ code: Code, at offset: Int, _ message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }

  public var description: String { "\(message) at byte \(offset)" }
}

/// Something that a lenient reader mended, so that the archive can say that it did.
public struct JSONRepair: Sendable, Hashable {
  /// What was found.
  public enum Kind: String, Sendable, Hashable {
    /// A UTF-16 surrogate escape without its partner; read as U+FFFD.
    case loneSurrogate = "lone-surrogate"
    /// Bytes that are not UTF-8; read as U+FFFD.
    case invalidUTF8 = "invalid-utf8"
    /// A control character that should have been escaped; kept.
    case rawControl = "raw-control"
  }

  public var kind: Kind
  /// The byte at which it stands.
  public var offset: Int

  /// Creates a note of a repair.
  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
