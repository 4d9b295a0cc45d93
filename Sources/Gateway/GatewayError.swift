/// Why the gateway cannot work.
public struct GatewayError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Certificate or key do not fit.
    public static let certificate = Code(rawValue: "certificate")
    /// The address cannot be listened at.
    public static let address = Code(rawValue: "address")
    /// The configuration lacks something.
    public static let configuration = Code(rawValue: "configuration")
    /// A file of the gateway's own cannot be used.
    public static let state = Code(rawValue: "state")
    /// A part of the gateway stopped.
    public static let failed = Code(rawValue: "failed")
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
