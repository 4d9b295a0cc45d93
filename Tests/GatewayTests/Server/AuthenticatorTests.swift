import Foundation
import Records
import Sealing
import TestSupport
import Testing

@testable import Gateway

@Suite struct AuthenticatorTests {
  private func check(
    _ account: AccountSettings, _ headers: [(String, String)], _ body: String
  ) -> Authenticity {
    Authenticator(account).check(headers.map { Delivery.Header($0.0, $0.1) }, Array(body.utf8))
  }

  private static let waha = TestGateway.account("w", .waha, "/w", ["my-secret-key"])
  private static let wahaBody = #"{"event":"message","session":"default","engine":"WEBJS"}"#
  private static let wahaCode =
    "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"

  @Test func metaSignsRawBytes() {
    let account = TestGateway.account("m", .meta, "/m", ["old", "new"])
    let body = #"{"text":"\u00e4 \ud83d\ude00 a\/b a@b"}"#
    for secret in ["old", "new"] {
      let (name, value) = TestGateway.signature(Array(body.utf8), secret: secret)
      #expect(check(account, [(name, value)], body) == Authenticity(.hmacSHA256, .valid))
      #expect(check(account, [(name.lowercased(), value)], body).outcome == .valid)
      #expect(check(account, [(name, value)], body + " ").outcome == .invalid)
      #expect(check(account, [(name, value)], #"{"text":"ä 😀 a/b a@b"}"#).outcome == .invalid)
      #expect(check(account, [(name, String(value.dropLast()))], body).outcome == .invalid)
      #expect(check(account, [(name, String(value.dropFirst(7)))], body).outcome == .invalid)
      #expect(check(account, [(name, value), (name, value)], body).outcome == .invalid)
    }
    let (name, value) = TestGateway.signature(Array(body.utf8), secret: "gone")
    #expect(check(account, [(name, value)], body).outcome == .invalid)
    #expect(check(account, [], body) == Authenticity(.hmacSHA256, .absent))
    #expect(check(account, [(name, "")], body).outcome == .invalid)
  }

  @Test(.enabled(if: Fixtures.url("payloads/meta/SIGNATURE_VECTOR.json") != nil))
  func metaVector() throws {
    let url = try #require(Fixtures.url("payloads/meta/SIGNATURE_VECTOR.json"))
    let vector = try JSONReader.parse([UInt8](try Data(contentsOf: url)))
    let body = try #require(vector["raw_body"]?.string)
    let account = TestGateway.account("m", .meta, "/m", [try #require(vector["app_secret"]?.string)])
    let name = "X-Hub-Signature-256"
    #expect(check(account, [(name, try #require(vector["x_hub_signature_256"]?.string))], body).outcome == .valid)
    let wrong = try #require(vector["reserialised_utf8_signature_must_NOT_match"]?.string)
    #expect(check(account, [(name, wrong)], body).outcome == .invalid)
  }

  @Test func wahaSignsWithSHA512() {
    let body = AuthenticatorTests.wahaBody
    let good = ("X-Webhook-Hmac", AuthenticatorTests.wahaCode)
    let waha = AuthenticatorTests.waha
    #expect(check(waha, [good], body) == Authenticity(.hmacSHA512, .valid))
    #expect(check(waha, [good, ("X-Webhook-Hmac-Algorithm", "sha512")], body).outcome == .valid)
    #expect(check(waha, [good, ("X-Webhook-Hmac-Algorithm", "sha1")], body).outcome == .invalid)
    #expect(check(waha, [good], body + "\n").outcome == .invalid)
    #expect(check(waha, [good, good], body).outcome == .invalid)
    #expect(check(waha, [], body).outcome == .absent)
  }

  @Test func sharedSecretsAreNamedSo() {
    let account = TestGateway.account("s", .wasender, "/s", ["one", "two"], header: "x-webhook-signature")
    let name = "X-Webhook-Signature"
    #expect(check(account, [(name, "one")], "{}") == Authenticity(.sharedSecret, .valid))
    #expect(check(account, [(name, "two")], "anything").outcome == .valid)
    #expect(check(account, [(name, "three")], "{}").outcome == .invalid)
    #expect(check(account, [(name, "")], "{}").outcome == .invalid)
    #expect(check(account, [(name, "one"), (name, "two")], "{}").outcome == .invalid)
    #expect(check(account, [], "{}").outcome == .absent)
  }

  @Test func nothingIsAcceptedWithoutSecrets() {
    for provider in [Provider.meta, .waha, .wasender, .evolution] {
      let account = TestGateway.account("n", provider, "/n", [], header: "x")
      let body = Array("{}".utf8)
      let headers = [
        TestGateway.signature(body, secret: ""), ("X", ""), ("X-Webhook-Hmac", String(repeating: "0", count: 128)),
      ]
      #expect(check(account, headers, "{}").outcome != .valid)
    }
  }

  /// RFC 4231, test cases 1, 2 and 6.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
    ),
  ])
  func hmacSHA512(_ key: [UInt8], _ message: String, _ code: String) {
    #expect(Hex.encode(HMACSHA512(key: SecretBytes(key)).authenticate(Array(message.utf8))) == code)
  }
}
