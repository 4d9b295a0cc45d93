import Records

/// The name of a dead letter.
public struct DeadLetterID: Identifier {
  public static let prefix = "l"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// Something that arrived and was not filed: what is told of it without opening it.
public struct DeadLetter: Sendable, Hashable {
  /// Why it was not filed; an open set.
  public struct Reason: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Reading or filing it failed again and again.
    public static let unreadable = Reason(rawValue: "unreadable")
    /// The process ended over it again and again.
    public static let crashed = Reason(rawValue: "crashed")
    /// It did not prove where it came from, and was answered 401.
    public static let unauthenticated = Reason(rawValue: "unauthenticated")
    public var description: String { rawValue }

    /// For a person to read.
    public var words: String {
      switch self {
      case .unreadable: "could not be read"
      case .crashed: "the gateway died over it"
      case .unauthenticated: "did not prove its origin"
      default: rawValue
      }
    }
  }

  public var id: DeadLetterID
  /// When it was put aside.
  public var at: Instant
  /// The account's name in the gateway's configuration.
  public var endpoint: String
  public var reason: Reason
  /// How often it was tried.
  public var tries: Int
  /// The bytes of what was captured.
  public var size: Int
  /// How many notes lie beside it.
  public var notes: Int

  /// Whether it was kept out at the door, and so bounded in number.
  public var isQuarantined: Bool { reason == .unauthenticated }
}

/// A dead letter, opened.
public struct OpenDeadLetter: Sendable, Hashable {
  /// A note of an officer.
  public struct Note: Sendable, Hashable {
    public var at: Instant
    public var text: String
  }

  public var letter: DeadLetter
  /// What went wrong, in the program's words.
  public var error: String
  /// What was captured, as the spool had it.
  public var bytes: [UInt8]
  /// The same, where it can be read.
  public var captured: CapturedDelivery?
  public var notes: [Note]
}
