import Logging
import Records

/// Where the gateway may connect to, for media, sending and relaying.
struct GatewayOutbound: Sendable {
  /// The bots that deliveries are relayed to.
  let forwarding: OutboundPolicy
  /// The provider's API, for what bots send.
  let sending: OutboundPolicy
  /// Media, by account.
  let media: [String: MediaAccess]

  init(_ settings: GatewaySettings, logger: Logger) throws {
    let listed = settings.work.allowed
    let bots = try settings.accounts.flatMap(\.forward).map { try OutboundTarget(url: $0).origin }
    forwarding = try OutboundPolicy(allowing: bots + (listed ?? []))
    sending = try OutboundPolicy(allowing: listed ?? ["graph.facebook.com"])
    var media: [String: MediaAccess] = [:]
    for account in settings.accounts {
      do {
        let own = account.baseURL
        media[account.name] = try MediaAccess(
          provider: account.provider, accessToken: account.accessToken,
          graphURL: account.provider == .meta ? own ?? MediaAccess.graphURL : MediaAccess.graphURL,
          mediaURL: account.provider == .meta ? MediaAccess.mediaURL : own ?? MediaAccess.mediaURL, hosts: listed)
      } catch {
        logger.warning(
          "media of this account will not be fetched", metadata: ["account": "\(account.name)", "error": "\(error)"])
      }
    }
    self.media = media
  }
}
