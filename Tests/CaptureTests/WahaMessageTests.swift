import Records
import Testing

@testable import Capture

/// Messages as WAHA's engines write them.
@Suite struct WahaMessageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var more: String
    var kind: MessageEvent.Kind = .message
    var content: Content.Kind?
    var text: String?
    var gap: String?
    var testDescription: String { name }
  }

  static func payload(_ more: String, id: String = "false_447700900123@c.us_3EB0A1") -> String {
    #"{"id":"\#(id)","timestamp":1767366759,"from":"447700900123@c.us","fromMe":false,"to":"442079460000@c.us"\#(more.isEmpty ? "" : "," + more)}"#
  }

  static func event(_ payload: String, _ event: String = "message") throws -> MessageEvent {
    try #require(Sample.read(Sample.waha(event, payload)).first)
  }

  static let cases: [Case] = [
    Case(name: "text", more: #""body":"Hi ❤️","hasMedia":false"#, content: .text, text: "Hi ❤️"),
    Case(
      name: "media at WAHA",
      more:
        #""body":"look","hasMedia":true,"media":{"url":"http://localhost:3000/f.jpg","mimetype":"image/jpeg","filename":null,"error":null}"#,
      content: .image, text: "look"),
    Case(
      name: "media not handed over",
      more: #""hasMedia":true,"media":{"url":null,"mimetype":"video/mp4","filename":null,"error":null}"#,
      content: .video, gap: "media-missing"),
    Case(
      name: "document", more: #""media":{"url":"http://x/a.pdf","filename":"a.pdf","mimetype":"application/pdf"}"#,
      content: .document),
    Case(
      name: "voice of the browser engine",
      more: #""hasMedia":true,"media":{"url":"http://x/a.oga","mimetype":"audio/ogg"},"_data":{"type":"ptt"}"#,
      content: .voice),
    Case(name: "old media address", more: #""hasMedia":true,"mediaUrl":"http://x/f.bin""#, content: .document),
    Case(
      name: "location", more: #""location":{"latitude":"51.5","longitude":"-0.1","description":"Bank"}"#,
      content: .location, text: "Bank\n51.5, -0.1"),
    Case(
      name: "contact", more: #""vCards":["BEGIN:VCARD\nFN:Ann\nTEL;waid=1:+1 2\nEND:VCARD"]"#, content: .contacts,
      text: "Ann, +1 2"),
    Case(
      name: "poll", more: #""body":"","poll":{"name":"Which?","options":["A","B"]}"#, content: .poll,
      text: "Which?\n• A\n• B"),
    Case(
      name: "Baileys content",
      more: #""body":"x","_data":{"message":{"extendedTextMessage":{"text":"whole"}},"pushName":"Lee"}"#,
      content: .text, text: "whole"),
    Case(
      name: "whatsmeow content",
      more:
        #""body":"","_data":{"Info":{"PushName":"Lee"},"Message":{"imageMessage":{"URL":"https://mmg.whatsapp.net/x","caption":"see","mediaKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","fileSHA256":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}}}"#,
      content: .image, text: "see"),
    Case(
      name: "the browser cannot decrypt", more: #""body":"","_data":{"type":"ciphertext"}"#, kind: .gap,
      content: .unsupported, gap: "undecryptable"),
    Case(
      name: "a notice of the app", more: #""body":"","_data":{"type":"e2e_notification"}"#, kind: .system,
      text: "notice e2e_notification"),
    Case(
      name: "stub", more: #""body":"","_data":{"messageStubType":2,"messageStubParameters":["No session"]}"#,
      kind: .gap, content: .unsupported, gap: "undecryptable"),
    Case(name: "nothing", more: #""body":"","hasMedia":false"#, kind: .gap, content: .unsupported, gap: "incomplete"),
    Case(
      name: "a type nobody knew", more: #""body":"still here","_data":{"message":{"hologramMessage":{"x":1}}}"#,
      kind: .gap, text: "still here", gap: "unknown-type"),
    Case(
      name: "disappearing", more: #""_data":{"message":{"protocolMessage":{"type":3,"ephemeralExpiration":86400}}}"#,
      kind: .system, text: "disappearing messages: after 86400 seconds"),
  ]

  @Test(arguments: cases) func kind(_ test: Case) throws {
    let event = try Self.event(Self.payload(test.more))
    #expect(event.kind == test.kind)
    if let content = test.content { #expect(event.content?.kind == content) }
    #expect(event.content?.text == test.text)
    #expect(event.gap?.reason == test.gap)
    #expect(event.provider.rawValue == "waha")
    #expect(event.sender?.phone == "447700900123")
    #expect(event.recipients == [Party(phone: "442079460000", lid: "555")])
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.providerMessageID == "3EB0A1")
    #expect(event.sentAt == Instant(seconds: 1_767_366_759))
    #expect((event.messageID != nil) == (test.kind != .system))
  }

  /// `message`, `message.any` and the same message by its linked id are one.
  @Test func oneMessageHoweverItIsNamed() throws {
    let ids = [
      ("message", "false_447700900123@c.us_3EB0A1", "447700900123@c.us"),
      ("message.any", "false_99887766@lid_3EB0A1", "99887766@lid"),
      ("message.any", "false_447700900123@c.us_3EB0A1_447700900123@c.us", "447700900123@c.us"),
      ("message", "3EB0A1", "447700900123@s.whatsapp.net"),
    ]
    let events = try ids.map { event, id, from in
      try Self.event(
        #"{"id":"\#(id)","timestamp":1767366759,"from":"\#(from)","fromMe":false,"body":"x"}"#, event)
    }
    #expect(Set(events.map(\.messageID)).count == 1)
    #expect(events[1].conversation?.key == "lid:99887766")
    #expect(events[2].conversation?.key == "phone:447700900123")
  }

  @Test func bothNamesOfAPersonAreClaimed() throws {
    let event = try Self.event(
      #"{"id":"false_99887766@lid_3EB0A1","timestamp":1,"from":"447700900123@c.us","fromMe":false,"body":"x"}"#)
    #expect(event.sender == Party(phone: "447700900123", lid: "99887766"))
    let byEngine = try Self.event(
      #"{"id":"false_99887766@lid_3EB0A1","from":"99887766@lid","body":"x","_data":{"key":{"remoteJidAlt":"447700900123@s.whatsapp.net"}}}"#
    )
    #expect(byEngine.sender == Party(phone: "447700900123", lid: "99887766"))
  }

  @Test(arguments: [
    #""from":"447700900123@c.us","to":"442079460000@c.us""#, #""from":"442079460000@c.us","to":"447700900123@c.us""#,
    #""from":"447700900123@c.us""#,
  ])
  func ours(_ sides: String) throws {
    let event = try Self.event(
      #"{"id":"true_447700900123@c.us_AA","fromMe":true,"timestamp":1767366759,\#(sides),"body":"x","source":"app"}"#)
    #expect(event.direction == .outbound)
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.sender?.phone == "442079460000")
    #expect(event.attributes["source"] == "app")
  }

  @Test func theSideStandsInTheID() throws {
    let event = try Self.event(
      #"{"id":"true_447700900123@c.us_AA","timestamp":1,"from":"447700900123@c.us","body":"x"}"#)
    #expect(event.direction == .outbound)
    let unknown = try Self.event(#"{"id":"AA","timestamp":1,"from":"447700900123@c.us","body":"x"}"#)
    #expect(unknown.direction == .unknown)
  }

  @Test(arguments: [
    (
      #"{"id":"false_1203@g.us_AA_447700900123@c.us","from":"1203@g.us","participant":"447700900123@c.us","body":"x"}"#,
      ConversationReference.Kind.group
    ),
    (#"{"id":"false_1203@g.us_AA","from":"447700900123@c.us","body":"x"}"#, .group),
    (#"{"id":"false_status@broadcast_AA_447700900123@c.us","body":"x"}"#, .broadcast),
  ])
  func manyReaders(_ payload: String, _ kind: ConversationReference.Kind) throws {
    let event = try Self.event(payload)
    #expect(event.conversation?.kind == kind)
    #expect(event.sender?.phone == "447700900123")
    #expect(event.providerMessageID == "AA")
  }

  @Test func newsletter() throws {
    let event = try Self.event(
      #"{"id":"false_123@newsletter_AAA","timestamp":1720776511,"from":"123@newsletter","fromMe":false,"body":"x"}"#)
    #expect(event.conversation?.kind == .newsletter)
  }

  @Test func reply() throws {
    let event = try Self.event(
      Self.payload(
        #""body":"Yes!","replyTo":{"id":"true_447700900123@c.us_BBB","participant":"442079460000@c.us","body":"Ask"}"#))
    #expect(event.reply == ReplyReference(target: "BBB", quoted: "Ask"))
    #expect(event.attributes["reply_to_sender"] == "442079460000")
  }

  /// A message that waits is a gap, and the message that comes later has its name.
  @Test func waitingIsFilledLater() throws {
    let waiting = try Self.event(Self.payload(#""body":"""#), "message.waiting")
    #expect(waiting.gap?.reason == "undecryptable")
    #expect(waiting.content?.kind == .unsupported)
    #expect(waiting.messageID == (try Self.event(Self.payload(#""body":"now""#))).messageID)
  }

  @Test func whereTheFileIs() throws {
    let kept = try Self.event(Self.payload(#""media":{"url":"http://waha:3000/f.jpg","mimetype":"image/jpeg"}"#))
    #expect(
      kept.content?.media?.remote
        == RemoteMedia(.plain, url: "http://waha:3000/f.jpg", directPath: "/f.jpg", since: kept.sentAt))
    let passed = try Self.event(Self.payload(Self.cases[10].more))
    #expect(passed.content?.media?.remote?.form == .encrypted)
    #expect(passed.content?.media?.remote?.mediaKey?.count == 32)
    #expect(passed.content?.media?.sha256?.hasPrefix("e3b0c442") == true)
  }

  @Test func fractionsOfASecond() throws {
    let event = try Self.event(#"{"id":"AA","timestamp":1710481111.853,"from":"447700900123@c.us","body":"x"}"#)
    #expect(event.sentAt == Instant(milliseconds: 1_710_481_111_853))
    #expect(event.precision == .millisecond)
  }

  @Test(arguments: ["true_", "false_@_", "true_x@c.us_", "false_@", "_", "true_a@b", "", "false_1@c.us__2@c.us"])
  func strangeIDs(_ id: String) {
    #expect(Sample.read(Sample.waha("message", Self.payload(#""body":"x""#, id: id))).events.count == 1)
  }
}
