import Records

/// A delivery as a gateway received it, before any reader saw it: what the spool keeps.
public struct CapturedDelivery: Sendable, Hashable {
  /// How it came in; an open set.
  public struct Route: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A provider posted it.
    public static let webhook = Route(rawValue: "webhook")
    /// A bot sent it through the proxy: the body is an exchange, request and response.
    public static let send = Route(rawValue: "send")
    /// A bot handed it over at the capture endpoint.
    public static let capture = Route(rawValue: "capture")
    /// The gateway itself says something about its coverage.
    public static let coverage = Route(rawValue: "coverage")
  }

  public var route: Route
  /// The account's name in the gateway's configuration.
  public var endpoint: String
  public var provider: Provider
  /// The account that records carry where the payload does not name its own.
  public var account: String?
  /// The gateway's clock when the last byte had arrived.
  public var capturedAt: Instant
  public var authenticity: Authenticity
  /// HTTP headers in the order they came, secrets left out.
  public var headers: [Delivery.Header]
  /// The bytes as they arrived.
  public var body: [UInt8]

  /// Creates a captured delivery.
  public init(
    route: Route = .webhook, endpoint: String, provider: Provider, account: String? = nil, capturedAt: Instant,
    authenticity: Authenticity, headers: [Delivery.Header] = [], body: [UInt8]
  ) {
    self.route = route
    self.endpoint = endpoint
    self.provider = provider
    self.account = account
    self.capturedAt = capturedAt
    self.authenticity = authenticity
    self.headers = headers
    self.body = body
  }
}
