import Records
import Sealing
import Testing

@testable import Capture

/// Pairing codes and credentials never reach a record.
@Suite struct SecretTests {
  private static let secret = "s3cr3t-Value-91"

  private static func holds(_ reading: Reading) -> Bool {
    var bytes = Record.delivery(reading.delivery).encode()
    for event in reading.events { bytes += Record.event(event).encode() }
    bytes += reading.delivery.body
    let text = String(decoding: bytes, as: UTF8.self)
    let encoded = Base64.encode(Array(secret.utf8)).dropLast(2)
    return text.contains(secret) || text.contains(encoded)
  }

  @Test(arguments: [
    #"{"event":"qrcode.updated","timestamp":1,"data":{"qr":"SECRET","sessionId":"SECRET"}}"#,
    #"{"event":"qrcode.updated","data":{"anything":{"deep":["SECRET"]}}}"#,
    #"{"event":"QRCODE_UPDATED","data":{"qrcode":{"code":"SECRET","base64":"SECRET"}},"apikey":"SECRET"}"#,
    #"{"event":"messages.upsert","sessionId":"SECRET","data":[]}"#,
    #"{"event":"messages.upsert","session\u0049d":"SECRET","sessionId":"SECRET","data":{"sessionId":"SECRET"}}"#,
    #"{"event":"connection.update","data":{"connection":"open","qr":"SECRET"}}"#,
    #"{"sessionId":"SECRET","event":"messages.upsert","data":["#, #"{"event":"qrcode.updated","data":{"qr":"SECRET"#,
    #"{"event":"session.status","sessionId":["SECRET",{"a":"SECRET"}],"data":{"status":"x"}}"#,
    #"{"event":"qrcode.updated","instance":"d","data":{"qrcode":{"instance":"d","pairingCode":"SECRET","code":"2@SECRET","base64":"data:image/png;base64,SECRET"}},"server_url":"x","apikey":"SECRET"}"#,
    #"{"event":"messages.upsert","instance":"d","data":{"key":{"id":"1"}},"server_url":"x","apikey":"SECRET"}"#,
    #"{"event":"new.jwt","instance":"d","data":{"token":"SECRET","other":{"a":{"b":"SECRET"}}},"server_url":"x"}"#,
    #"{"event":"session.status","session":"d","payload":{"status":"PASSKEY_CONFIRMATION_REQUIRED","data":{"code":"SECRET"}}}"#,
    #"{"event":"session.status","session":"d","payload":{"status":"PASSKEY_REQUIRED","data":{"challenge":"SECRET"}}}"#,
    #"{"event":"session.status","session":"d","payload":{"status":"SCAN_QR_CODE","data":{"x":["SECRET"]}}}"#,
    #"{"event":"engine.event","session":"d","payload":{"event":"gows.QR","data":{"Codes":["SECRET"]}}}"#,
    #"{"event":"engine.event","session":"d","payload":{"event":"connection.update","data":{"qr":"SECRET"}}}"#,
  ])
  func neverKept(_ template: String) {
    let body = template.replacing("SECRET", with: Self.secret)
    let reading = Sample.read(body)
    #expect(!Self.holds(reading))
    #expect(!reading.events.isEmpty)
    #expect(!reading.delivery.redactions.isEmpty)
    for redaction in reading.delivery.redactions {
      let from = Int(redaction.offset)
      let text = String(decoding: reading.delivery.body[from..<from + Int(redaction.length)], as: UTF8.self)
      #expect(text.hasPrefix("\"redacted:session-"))
    }
  }

  @Test func redactedBodyIsStillJSONAndTheRestIsKept() throws {
    let body = #"{"event":"messages.upsert","sessionId":12345, "data":{"messages":[]},"x":"y"}"#
    let reading = Sample.read(body)
    let kept = try JSONReader.parse(reading.delivery.body)
    #expect(kept["x"]?.string == "y")
    #expect(kept["sessionId"]?.string?.hasPrefix("redacted:") == true)
    #expect(reading.delivery.originalDigest == SHA256.hash(Array(body.utf8)).hex)
  }

  @Test func wholeBodyNeedsNoDigestBesideIt() {
    let reading = Sample.read(#"{"event":"messages.upsert","data":{"messages":[]},"x":"y"}"#)
    #expect(reading.delivery.redactions.isEmpty)
    #expect(reading.delivery.originalDigest == nil)
  }

  @Test func theStateOfASessionIsKeptBesideItsChallenge() throws {
    let reading = Sample.read(Sample.waha("session.status", #"{"status":"PASSKEY_REQUIRED","data":{"challenge":"x"}}"#))
    let kept = try JSONReader.parse(reading.delivery.body)
    #expect(kept["payload"]?["status"]?.string == "PASSKEY_REQUIRED")
    #expect(reading.delivery.redactions.count == 1)
  }

  @Test func everyGatewayHasAnAccount() {
    let waha = Sample.read(Sample.waha("message", WahaMessageTests.payload(#""body":"x""#))).delivery.account
    #expect(waha == Sample.read(Sample.waha("message.ack", "{}")).delivery.account)
    let evolution = Sample.read(Sample.evolution("messages.upsert", "[]")).delivery.account
    #expect(evolution == Sample.read(Sample.evolution("messages.update", "[]")).delivery.account)
    let device = Sample.read(#"{"event":"message","device_id":"1:2@s.whatsapp.net","payload":{"body":"x"}}"#)
    #expect(
      device.delivery.account
        == Sample.read(#"{"event":"message","device_id":"1@s.whatsapp.net","payload":{"body":"y"}}"#).delivery.account)
    #expect(Set([waha, evolution, device.delivery.account]).count == 3)
  }

  @Test func sessionBecomesTheAccount() {
    let first = Sample.read(#"{"event":"messages.upsert","sessionId":"A","data":[]}"#)
    let again = Sample.read(#"{"event":"messages.update","sessionId":"A","data":[]}"#)
    let other = Sample.read(#"{"event":"messages.upsert","sessionId":"B","data":[]}"#)
    #expect(first.delivery.account.hasPrefix("session-"))
    #expect(first.delivery.account == again.delivery.account)
    #expect(first.delivery.account != other.delivery.account)
    #expect(first.first?.session == first.delivery.account)
    var named = Sample.context
    named.account = "desk"
    #expect(
      Sample.read(#"{"event":"messages.upsert","sessionId":"A","data":[]}"#, context: named).delivery.account == "desk")
    var otherKey = Sample.context
    otherKey.secretKey = [9]
    #expect(
      Sample.read(#"{"event":"messages.upsert","sessionId":"A","data":[]}"#, context: otherKey).delivery.account
        != first.delivery.account)
  }

  @Test func wordsOfAMessageAreNotSecrets() {
    let body =
      #"{"event":"messages.upsert","data":{"messages":[{"key":{"id":"1"},"message":{"conversation":"\"qr\":\"token\""}}]}}"#
    let reading = Sample.read(body)
    #expect(reading.delivery.redactions.isEmpty)
    #expect(reading.delivery.body == Array(body.utf8))
  }
}
