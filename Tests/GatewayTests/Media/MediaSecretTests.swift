import Records
import Sealing
import Testing

@testable import Gateway

/// An account's secret goes to its own server and to Meta's hosts, wherever a delivery says that its medium lies.
@Suite struct MediaSecretTests {
  static let hosts = ["graph.facebook.com", "lookaside.fbsbx.com", "*.whatsapp.net", "https://bot.example:8443"]

  @Test(arguments: [
    ("https://graph.facebook.com/v23.0/5", true), ("https://lookaside.fbsbx.com/whatsapp/x?a=1", true),
    ("https://bot.example:8443/x", false), ("https://mmg.whatsapp.net/x", false),
    ("https://graph.facebook.com.evil.example/x", false), ("http://graph.facebook.com/x", false), ("x", false),
  ])
  func meta(url: String, isAllowed: Bool) throws {
    let access = try MediaAccess(
      provider: .meta, accessToken: SecretBytes(Array("token".utf8)), hosts: Self.hosts)
    #expect(access.mayCarrySecret(to: url) == isAllowed)
  }

  @Test(arguments: [
    ("https://waha.lan:3000/api/files/x", true), ("https://waha.lan:3001/x", false),
    ("https://other.lan:3000/x", false), ("https://graph.facebook.com/v23.0/5", false),
  ])
  func ownServer(url: String, isAllowed: Bool) throws {
    let access = try MediaAccess(
      provider: .waha, accessToken: SecretBytes(Array("key".utf8)), mediaURL: "https://waha.lan:3000",
      hosts: ["https://waha.lan:3000", "https://other.lan:3000", "graph.facebook.com"])
    #expect(access.mayCarrySecret(to: url) == isAllowed)
  }

  /// Without an address of its own, a server's path would be asked of WhatsApp's network: the key stays here.
  @Test func withoutAServer() throws {
    let access = try MediaAccess(provider: .waha, accessToken: SecretBytes(Array("key".utf8)))
    #expect(!access.mayCarrySecret(to: "https://mmg.whatsapp.net/api/files/x"))
  }
}
