/// Why a host was not called.
public struct OutboundError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// It is no URL that can be called.
    public static let badURL = Code(rawValue: "bad-url")
    /// The host is not on the list.
    public static let notAllowed = Code(rawValue: "not-allowed")
    /// The host lies in a private network, and is not listed as one that may.
    public static let privateAddress = Code(rawValue: "private-address")
    /// The name has no address.
    public static let unresolved = Code(rawValue: "unresolved")
    /// One redirect led to the next too often.
    public static let tooManyRedirects = Code(rawValue: "too-many-redirects")
    /// A redirect leads nowhere, or changes what is asked.
    public static let badRedirect = Code(rawValue: "bad-redirect")
    public var description: String { rawValue }
  }

  public var code: Code
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

  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
