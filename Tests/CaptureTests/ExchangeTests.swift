import Foundation
import Records
import Testing

@testable import Capture

/// What a bot sent through an API: one exchange, one message with the provider's own id.
@Suite struct ExchangeTests {
  static let at = Instant(milliseconds: 1_767_366_759_250)

  static func exchange(
    _ request: String, _ response: String?, status: Int? = 200, provider: Provider = .meta
  ) -> Exchange {
    Exchange(
      provider: provider, account: "900", path: "/v22.0/900/messages", requestedAt: at,
      answeredAt: response == nil ? nil : Instant(milliseconds: at.milliseconds + 80),
      status: response == nil ? nil : status, request: Array(request.utf8), response: Array((response ?? "").utf8))
  }

  static func read(_ exchange: Exchange) -> Reading {
    ExchangeReader(context: Sample.context).read(
      body: exchange.encoded(), authenticity: Authenticity(.botToken, .valid))
  }

  static let answer =
    #"{"messaging_product":"whatsapp","contacts":[{"input":"+44 7700 900123","wa_id":"447700900123"}],"messages":[{"id":"wamid.S1"}]}"#

  @Test func bytesOfBothSidesSurvive() throws {
    var exchange = Self.exchange("{\"a\":\"\u{1F600}\\u00e4\"}", Self.answer)
    #expect(Exchange(try JSONReader.parse(exchange.encoded())) == exchange)
    exchange.request = [0xFF, 0x00, 0x7B]
    #expect(Exchange(try JSONReader.parse(exchange.encoded())) == exchange)
  }

  @Test func textBecomesAnOutboundMessage() throws {
    let reading = Self.read(
      Self.exchange(
        #"{"messaging_product":"whatsapp","to":"+44 7700 900123","type":"text","text":{"body":"Your order is placed"},"context":{"message_id":"wamid.Q"}}"#,
        Self.answer))
    let event = try #require(reading.first)
    #expect(event.kind == .message)
    #expect(event.direction == .outbound)
    #expect(event.account == "900")
    #expect(event.providerMessageID == "wamid.S1")
    #expect(event.sentAt == Self.at)
    #expect(event.recipients.first?.phone == "447700900123")
    #expect(event.content?.text == "Your order is placed")
    #expect(event.reply?.target == "wamid.Q")
    #expect(reading.delivery.authenticity == Authenticity(.botToken, .valid))
    // The same message as its receipts, and in the same conversation as the client's own words.
    let status = Sample.read(
      Sample.meta(
        #"{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"wamid.S1","status":"read","timestamp":"1767366800","recipient_id":"447700900123"}]}"#
      ))
    #expect(status.first?.target == "wamid.S1")
    let theirs = Sample.read(
      Sample.metaMessage(
        #"{"from":"447700900123","id":"wamid.T","timestamp":"1767366700","type":"text","text":{"body":"hi"}}"#))
    let known = try #require(theirs.first?.conversation)
    #expect(known.key.contains("447700900123") || known.key.contains("GB.42"))
  }

  @Test(arguments: [
    (
      #"{"to":"1","type":"template","template":{"name":"order_update","language":{"code":"en_GB"},"components":[{"type":"body","parameters":[{"type":"text","text":"Lee"},{"type":"text","text":"42"}]}]}}"#,
      "template order_update (en_GB)\nbody: Lee · 42"
    ),
    (
      #"{"to":"1","type":"interactive","interactive":{"type":"button","body":{"text":"Proceed?"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}},{"type":"reply","reply":{"id":"n","title":"No"}}]}}}"#,
      "Proceed?\n[Yes]\n[No]"
    ),
    (#"{"to":"1","type":"document","document":{"id":"77","filename":"a.pdf","caption":"the file"}}"#, "the file"),
  ])
  func otherKinds(request: String, text: String) throws {
    let event = try #require(Self.read(Self.exchange(request, Self.answer)).first)
    #expect(event.kind == .message)
    #expect(event.content?.text == text)
  }

  @Test func refusedSendIsNoMessage() throws {
    let reading = Self.read(
      Self.exchange(
        #"{"to":"1","type":"text","text":{"body":"x"}}"#,
        #"{"error":{"message":"(#131030) not allowed","code":131030}}"#,
        status: 400))
    let event = try #require(reading.first)
    #expect(event.kind == .operations)
    #expect(event.notes.first == "not sent: (#131030) not allowed")
  }

  @Test func unansweredSendIsAGapThatKeepsTheWords() throws {
    let event = try #require(
      Self.read(Self.exchange(#"{"to":"447700900123","type":"text","text":{"body":"perhaps"}}"#, nil)).first)
    #expect(event.kind == .gap)
    #expect(event.gap?.reason == "send-outcome-unknown")
    #expect(event.content?.text == "perhaps")
    #expect(event.messageID == nil)
  }

  @Test func readMarkIsNoMessage() throws {
    let event = try #require(
      Self.read(Self.exchange(#"{"status":"read","message_id":"wamid.Q"}"#, #"{"success":true}"#)).first)
    #expect(event.kind == .operations)
    #expect(event.target == "wamid.Q")
  }

  @Test func reactionGoesToItsMessage() throws {
    let event = try #require(
      Self.read(
        Self.exchange(#"{"to":"1","type":"reaction","reaction":{"message_id":"wamid.Q","emoji":"👍"}}"#, Self.answer)
      ).first)
    #expect(event.kind == .reaction)
    #expect(event.target == "wamid.Q")
    #expect(event.messageID == nil)
  }

  @Test func wasenderSend() throws {
    let event = try #require(
      Self.read(
        Self.exchange(
          #"{"to":"+447700900123","text":"hello"}"#,
          #"{"success":true,"data":{"msgId":100045,"jid":"447700900123@s.whatsapp.net","status":"in_progress"}}"#,
          provider: .wasender)
      ).first)
    #expect(event.kind == .message)
    #expect(event.providerMessageID == "100045")
    #expect(event.content?.text == "hello")
    #expect(event.recipients.first?.phone == "447700900123")
  }

  @Test(arguments: ["", "{", "[]", #"{"exchange":1}"#, #"{"exchange":2,"request":"x"}"#])
  func whatIsNoExchangeIsAccountedFor(body: String) {
    let reading = ExchangeReader(context: Sample.context).read(
      body: Array(body.utf8), authenticity: Authenticity(.botToken, .valid))
    #expect(!reading.events.isEmpty || !reading.exceptions.isEmpty)
  }

  @Test func requestThatIsNoJSON() throws {
    #expect(Self.read(Self.exchange("not json", Self.answer)).first?.gap?.reason == "unreadable")
  }
}
