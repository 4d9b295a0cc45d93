/// Why a terminal cannot be used.
public struct TerminalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of error: an open set.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Names a kind of error.
    public init(_ name: String) { description = name }

    /// There is no terminal.
    public static let notATerminal = Code("not-a-terminal")
    /// TERM names a terminal that this machine does not know, or one that cannot place text.
    public static let unknownTerminal = Code("unknown-terminal")
    /// Something the system refused.
    public static let unavailable = Code("unavailable")
  }

  /// The kind of error.
  public var code: Code
  /// What is wrong.
  public var message: String
  /// What to do about it.
  public var remedy: String

  /// Makes an error.
  public init(code: Code, message: String, remedy: String) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  public var description: String { "\(message); \(remedy)" }
}
