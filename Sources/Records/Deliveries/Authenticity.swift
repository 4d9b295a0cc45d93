/// What is known about who sent a delivery, and how that was checked.
public struct Authenticity: Sendable, Hashable {
  /// How a provider proves itself; an open set.
  public struct Method: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Nothing was there to check: a file from disk.
    public static let none = Method(rawValue: "none")
    /// HMAC-SHA256 over the raw body (Meta).
    public static let hmacSHA256 = Method(rawValue: "hmac_sha256")
    /// HMAC-SHA512 over the raw body (WAHA).
    public static let hmacSHA512 = Method(rawValue: "hmac_sha512")
    /// A secret repeated in a header (WASenderApi): says nothing about the body.
    public static let sharedSecret = Method(rawValue: "shared_secret")
    /// A token that one of the firm's own programs holds: it says who handed the delivery over.
    public static let botToken = Method(rawValue: "bot_token")
  }

  /// The outcome of the check.
  public enum Outcome: String, Sendable, Hashable {
    case valid, invalid, absent
    case notApplicable = "not_applicable"
  }

  public var method: Method
  public var outcome: Outcome

  /// Creates a finding.
  public init(_ method: Method, _ outcome: Outcome) {
    self.method = method
    self.outcome = outcome
  }

  /// A file: nothing signs it.
  public static let file = Authenticity(.none, .notApplicable)
}
