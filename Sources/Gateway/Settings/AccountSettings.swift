import Records
import Sealing

/// One `[[account]]`: a provider's webhook, who may post to it, and who else gets what it posts.
public struct AccountSettings: Sendable {
  /// A bot that may send through the gateway, or hand over what it sent.
  public struct Bot: Sendable {
    public var name: String
    public var token: SecretBytes
  }

  /// How deliveries are known by: in metrics, status and records; never a phone number.
  public var name: String
  public var provider: Provider
  /// The path of its webhook.
  public var path: String
  /// The account that records carry where the payload does not name its own.
  public var recordAccount: String?
  /// What proves a delivery; several while they rotate, none only for accounts that receive nothing.
  public var secrets: [SecretBytes]
  /// The header that repeats the secret, for providers that do not sign.
  public var secretHeader: String?
  /// What Meta repeats in its challenge.
  public var verifyToken: SecretBytes?
  /// What opens the provider's API: downloads of media, and sending.
  public var accessToken: SecretBytes?
  /// Where the provider's API answers, when it is not the provider's own.
  public var baseURL: String?
  /// Bots that get every delivery after it is durable.
  public var forward: [String]
  public var bots: [Bot]
}

extension Provider {
  /// WAHA's own server.
  public static let waha = Provider(rawValue: "waha")
  /// Go WhatsApp's own server (GOWA).
  public static let gowa = Provider(rawValue: "gowa")
  /// Evolution API's own server.
  public static let evolution = Provider(rawValue: "evolution")
}
