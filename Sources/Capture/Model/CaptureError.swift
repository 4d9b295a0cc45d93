/// Material that cannot be read at all: what is wrong, where, and what to do.
public struct CaptureError: Error, Sendable, CustomStringConvertible {
  /// An open set of reasons.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let unreadableFile = Code(rawValue: "unreadable-file")
    public static let empty = Code(rawValue: "empty")
    public static let unknownFormat = Code(rawValue: "unknown-format")
    public static let damaged = Code(rawValue: "damaged")
    public static let tooLarge = Code(rawValue: "too-large")
    public static let noTimeZone = Code(rawValue: "no-time-zone")
    public static let ambiguousDates = Code(rawValue: "ambiguous-dates")
  }

  public var code: Code
  public var message: String
  /// The file.
  public var path: String
  /// The place in the file: `line 3`, `byte 120`; nil where it is the whole file.
  public var place: String?
  /// What to do about it.
  public var remedy: String
  /// The error below, where there is one.
  public var cause: (any Error)?

  /// Creates an error.
  public init(
    _ code: Code, _ message: String, path: String, place: String? = nil, remedy: String, cause: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.place = place
    self.remedy = remedy
    self.cause = cause
  }

  public var description: String {
    path + (place.map { ", " + $0 } ?? "") + ": " + message + ". " + remedy
  }
}
