import Records
import Sealing

/// How an account's media are fetched: the hosts that may be called, and the token for them.
public struct MediaAccess: Sendable {
  /// What an account's provider hands out.
  public var provider: Provider
  /// The bearer token of Meta's API; media of WhatsApp's own network need none.
  public var accessToken: SecretBytes?
  /// Where Meta's API lies, with its version: `https://graph.facebook.com/v23.0`.
  public var graphURL: String
  /// Where WhatsApp's own media lie, for a direct path: `https://mmg.whatsapp.net`.
  public var mediaURL: String
  /// The hosts that may be called for this account, redirects included.
  public var policy: OutboundPolicy

  /// Meta's API and where it sends media from.
  public static let graphURL = "https://graph.facebook.com/v23.0"
  /// WhatsApp's media host.
  public static let mediaURL = "https://mmg.whatsapp.net"
  static let metaHosts = ["graph.facebook.com", "lookaside.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net"]
  static let networkHosts = ["*.whatsapp.net"]

  /// Creates an access; without hosts, those of the provider are allowed.
  ///
  /// A base URL that is not the provider's own must be among the hosts.
  public init(
    provider: Provider, accessToken: SecretBytes? = nil, graphURL: String = graphURL, mediaURL: String = mediaURL,
    hosts: [String]? = nil
  ) throws {
    self.provider = provider
    self.accessToken = accessToken
    self.graphURL = graphURL
    self.mediaURL = mediaURL
    policy = try OutboundPolicy(
      allowing: hosts ?? (provider == .meta ? MediaAccess.metaHosts : MediaAccess.networkHosts))
    // Told when the gateway starts, not when the first medium comes.
    _ = try policy.target(of: provider == .meta ? graphURL + "/" : mediaURL + "/")
  }

  /// Whether the account's secret may go along with a call: to its own server, and to Meta's own hosts for Meta.
  ///
  /// A delivery names the address of its medium. What else may be called, a bot or another account's server, must not be
  /// handed this account's secret.
  func mayCarrySecret(to url: String) -> Bool {
    guard let target = try? OutboundTarget(url: url) else { return false }
    let own = provider == .meta ? graphURL : mediaURL
    if let origin = try? OutboundTarget(url: own).origin, origin == target.origin {
      return provider == .meta || own != MediaAccess.mediaURL
    }
    guard provider == .meta, let meta = try? OutboundPolicy(allowing: MediaAccess.secretHosts) else { return false }
    return (try? meta.target(of: url)) != nil
  }

  /// Where Meta expects its token.
  private static let secretHosts = ["graph.facebook.com", "lookaside.fbsbx.com"]

  /// The secret as it is.
  var apiKey: String? { accessToken.map { $0.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } } }

  /// The value of the `Authorization` header.
  var authorization: String? {
    apiKey.map { "Bearer " + $0 }
  }
}
