/// What is wrong with a settings file, where, and what to do about it.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of error: an open set.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Names a kind of error.
    public init(_ name: String) { description = name }

    /// The text is not TOML.
    public static let syntax = Code("syntax")
    /// A key is not known here.
    public static let unknownKey = Code("unknown-key")
    /// A required key is missing.
    public static let missingKey = Code("missing-key")
    /// A value has the wrong type.
    public static let wrongType = Code("wrong-type")
    /// A value has the right type and no meaning.
    public static let badValue = Code("bad-value")
    /// The file cannot be read.
    public static let unreadable = Code("unreadable")
  }

  /// The kind of error.
  public var code: Code
  /// What is wrong, in one sentence without a full stop.
  public var message: String
  /// The file's name, as the caller gave it.
  public var file: String
  /// The line, from 1; 0 when the error has no place.
  public var line: Int
  /// The column, from 1; 0 when the error has no place.
  public var column: Int
  /// What to do about it; empty when the message says it all.
  public var remedy: String

  /// Makes an error.
  public init(code: Code, message: String, file: String, line: Int = 0, column: Int = 0, remedy: String = "") {
    self.code = code
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.remedy = remedy
  }

  /// `file:line:column: message; remedy`.
  public var description: String {
    var text = file
    if line > 0 { text += ":\(line)" }
    if line > 0, column > 0 { text += ":\(column)" }
    text += ": \(message)"
    if !remedy.isEmpty { text += "; \(remedy)" }
    return text
  }
}
