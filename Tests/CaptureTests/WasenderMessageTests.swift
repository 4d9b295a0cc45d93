import Foundation
import Records
import Testing

@testable import Capture

/// Messages in Baileys' shape, in every form they come in.
@Suite struct WasenderMessageTests {
  static let direct = #"{"id":"3EB0A1","fromMe":false,"remoteJid":"447700900123:6@s.whatsapp.net"}"#

  static func item(_ message: String, key: String = direct, more: String = "") -> String {
    #"{"key":\#(key),"messageTimestamp":1767366759,"pushName":"Lee","message":\#(message)\#(more)}"#
  }

  static func event(_ message: String, key: String = direct, more: String = "") throws -> MessageEvent {
    try #require(
      Sample.read(Sample.wasender("messages.upsert", #"{"messages":[\#(item(message, key: key, more: more))]}"#)).first)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var message: String
    var kind: MessageEvent.Kind = .message
    var content: Content.Kind?
    var text: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "conversation", message: #"{"conversation":"Hello"}"#, content: .text, text: "Hello"),
    Case(name: "plain text", message: #"{"text":"Hello"}"#, content: .text, text: "Hello"),
    Case(
      name: "extended text", message: #"{"messageContextInfo":{},"extendedTextMessage":{"text":"a\nb"}}"#,
      content: .text, text: "a\nb"),
    Case(
      name: "image", message: #"{"imageMessage":{"caption":"see","fileLength":{"low":7,"high":0},"url":"u"}}"#,
      content: .image, text: "see"),
    Case(name: "voice", message: #"{"audioMessage":{"ptt":true,"seconds":4}}"#, content: .voice),
    Case(name: "audio", message: #"{"audioMessage":{"ptt":false}}"#, content: .audio),
    Case(name: "video note", message: #"{"ptvMessage":{}}"#, content: .video),
    Case(name: "sticker", message: #"{"stickerMessage":{}}"#, content: .sticker),
    Case(
      name: "document with caption",
      message: #"{"documentWithCaptionMessage":{"message":{"documentMessage":{"fileName":"a.pdf","caption":"c"}}}}"#,
      content: .document, text: "c"),
    Case(
      name: "three wrappers",
      message:
        #"{"ephemeralMessage":{"message":{"viewOnceMessageV2":{"message":{"deviceSentMessage":{"message":{"imageMessage":{"caption":"deep"}}}}}}}}"#,
      content: .image, text: "deep"),
    Case(
      name: "location", message: #"{"locationMessage":{"degreesLatitude":1.50,"degreesLongitude":-2,"name":"Bank"}}"#,
      content: .location, text: "Bank\n1.50, -2"),
    Case(
      name: "contact",
      message: #"{"contactMessage":{"displayName":"Ann","vcard":"BEGIN:VCARD\nFN:Ann\nTEL;waid=1:+1 2\nEND:VCARD"}}"#,
      content: .contacts, text: "Ann, +1 2"),
    Case(
      name: "poll",
      message: #"{"pollCreationMessageV3":{"name":"Which?","options":[{"optionName":"A"},{"optionName":"B"}]}}"#,
      content: .poll, text: "Which?\n• A\n• B"),
    Case(
      name: "list answer",
      message: #"{"listResponseMessage":{"title":"Gold","singleSelectReply":{"selectedRowId":"1"}}}"#,
      content: .interactive, text: "Gold"),
    Case(
      name: "button answer",
      message: #"{"buttonsResponseMessage":{"selectedButtonId":"b","selectedDisplayText":"Yes"}}"#, content: .button,
      text: "Yes"),
    Case(
      name: "album", message: #"{"albumMessage":{"expectedImageCount":2}}"#, content: Content.Kind(rawValue: "album")),
    Case(
      name: "reaction",
      message: #"{"reactionMessage":{"key":{"id":"T"},"text":"👍","senderTimestampMs":"1767366770998"}}"#,
      kind: .reaction),
    Case(name: "revoke by name", message: #"{"protocolMessage":{"key":{"id":"T"},"type":"REVOKE"}}"#, kind: .revoke),
    Case(name: "revoke by number", message: #"{"protocolMessage":{"key":{"id":"T"},"type":0}}"#, kind: .revoke),
    Case(name: "revoke whose zero was left out", message: #"{"protocolMessage":{"key":{"id":"T"}}}"#, kind: .revoke),
    Case(
      name: "edit by name",
      message:
        #"{"protocolMessage":{"key":{"id":"T"},"type":"MESSAGE_EDIT","editedMessage":{"conversation":"new"},"timestampMs":"1767366766505"}}"#,
      kind: .edit, content: .text, text: "new"),
    Case(
      name: "edit by number",
      message:
        #"{"editedMessage":{"message":{"protocolMessage":{"key":{"id":"T"},"type":14,"editedMessage":{"extendedTextMessage":{"text":"new"}}}}}}"#,
      kind: .edit, content: .text, text: "new"),
    Case(
      name: "disappearing", message: #"{"protocolMessage":{"type":3,"ephemeralExpiration":604800}}"#, kind: .system,
      text: "disappearing messages: after 604800 seconds"),
    Case(
      name: "vote", message: #"{"pollUpdateMessage":{"pollCreationMessageKey":{"id":"T"},"vote":{}}}"#, kind: .gap,
      content: .unsupported),
    Case(name: "unknown", message: #"{"hologramMessage":{"text":"3D"}}"#, kind: .gap, text: "3D"),
    Case(name: "nothing", message: "{}", kind: .gap),
    Case(
      name: "keys only", message: #"{"senderKeyDistributionMessage":{"groupId":"g"}}"#, kind: .system,
      text: "encryption keys were handed out"),
  ]

  @Test(arguments: cases) func kind(_ test: Case) throws {
    let event = try Self.event(test.message)
    #expect(event.kind == test.kind)
    if let content = test.content { #expect(event.content?.kind == content) }
    if test.text != nil { #expect(event.content?.text == test.text) }
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.sender == Party(phone: "447700900123", name: "Lee"))
    #expect(event.providerMessageID == "3EB0A1")
    #expect(event.sentAt != nil)
    if [.revoke, .edit, .reaction].contains(test.kind) { #expect(event.target == "T") }
  }

  @Test func wrappersWithoutEnd() throws {
    var message = #"{"conversation":"x"}"#
    for _ in 0..<40 { message = #"{"ephemeralMessage":{"message":\#(message)}}"# }
    let event = try Self.event(message)
    #expect(event.kind == .gap)
    #expect(event.gap?.reason == "unreadable")
  }

  @Test(arguments: [
    ("messages.received", #"{"messages":ITEM}"#), ("messages-personal.received", #"{"messages":ITEM}"#),
    ("messages.upsert", #"{"messages":[ITEM]}"#), ("messages.upsert", "ITEM"), ("messages.upsert", "[ITEM]"),
    ("messages.upsert", #"{"message":ITEM}"#), ("MESSAGES_UPSERT", "ITEM"), ("message.sent", "ITEM"),
    ("messages.upsert", #"{"data":{"messages":[ITEM]}}"#), ("messages.upsert", #"{"messages":[ITEM],"type":"append"}"#),
  ])
  func oneMessageInEveryShape(_ event: String, _ shape: String) throws {
    let item = Self.item(#"{"conversation":"Hello"}"#)
    let whole = try Self.event(#"{"conversation":"Hello"}"#)
    let reading = Sample.read(Sample.wasender(event, shape.replacingOccurrences(of: "ITEM", with: item)))
    #expect(reading.kinds == ["message"])
    #expect(reading.first?.messageID == whole.messageID)
    #expect(reading.first?.content == whole.content)
    if shape.contains("append") { #expect(reading.first?.attributes["route"] == "append") }
  }

  @Test func bareMessageAndOldestForm() throws {
    let item = Self.item(#"{"conversation":"Hello"}"#)
    let whole = try Self.event(#"{"conversation":"Hello"}"#)
    for body in [item, #"{"data":{"messages":[\#(item)]}}"#] {
      #expect(Sample.read(body).first?.messageID == whole.messageID)
      #expect(Sample.read(body).delivery.provider == .wasender)
    }
  }

  @Test func bodyOnly() throws {
    let body = Sample.wasender(
      "messages.received",
      #"{"messages":{"key":{"id":"a","fromMe":false,"remoteJid":"123@lid","cleanedSenderPn":"5551234567"},"messageBody":"Hi"}}"#
    )
    let event = try #require(Sample.read(body).first)
    #expect(event.content?.text == "Hi")
    #expect(event.conversation?.key == "phone:5551234567")
    #expect(event.sender?.lid == "123")
    #expect(event.sentAt == Instant(milliseconds: 1_767_366_759_123))
    #expect(event.attributes["time_from"] == "envelope")
  }

  @Test(arguments: [
    (#"{"id":"x","remoteJid":"123:4@lid"}"#, "lid:123", ConversationReference.Kind.direct),
    (#"{"id":"x","remoteJid":"447700900123@c.us"}"#, "phone:447700900123", .direct),
    (#"{"id":"x","remoteJid":"120363012345678@g.us"}"#, "group:120363012345678", .group),
    (#"{"id":"x","remoteJid":"447700900123-1633456700@g.us"}"#, "group:447700900123-1633456700", .group),
    (#"{"id":"x","remoteJid":"55@newsletter"}"#, "newsletter:55", .newsletter),
    (#"{"id":"x","remoteJid":"status@broadcast"}"#, "broadcast:status", .broadcast),
    (#"{"id":"x","remoteJid":"r@w.net"}"#, "jid:r@w.net", .unknown),
  ])
  func chats(_ key: String, _ conversation: String, _ kind: ConversationReference.Kind) throws {
    let event = try Self.event(#"{"conversation":"x"}"#, key: key)
    #expect(event.conversation?.key == conversation)
    #expect(event.conversation?.kind == kind)
  }

  @Test func lidAndNumberAreOneMessage() throws {
    let first = try Self.event(#"{"conversation":"x"}"#, key: #"{"id":"Z","remoteJid":"9@lid"}"#)
    let second = try Self.event(#"{"conversation":"x"}"#, key: #"{"id":"Z","remoteJid":"447700900123@c.us"}"#)
    #expect(first.messageID == second.messageID)
  }

  @Test func groupAuthor() throws {
    let event = try Self.event(
      #"{"conversation":"x"}"#,
      key: #"{"id":"Z","remoteJid":"1@g.us","participant":"9@lid","participantPn":"447700900123@s.whatsapp.net"}"#)
    #expect(event.sender == Party(phone: "447700900123", lid: "9", name: "Lee"))
  }

  @Test func ours() throws {
    let event = try Self.event(
      #"{"conversation":"x"}"#, key: #"{"id":"Z","fromMe":true,"remoteJid":"447700900123@s.whatsapp.net"}"#)
    #expect(event.direction == .outbound)
    #expect(event.sender == Party(name: "Lee"), "the push name of our own message is ours")
    #expect(event.recipients == [Party(phone: "447700900123")], "and never the other side's")
    #expect(event.conversation?.counterpart?.name == nil)
    let theirs = try Self.event(
      #"{"conversation":"x"}"#, key: #"{"id":"Z","fromMe":false,"remoteJid":"447700900123@s.whatsapp.net"}"#)
    #expect(event.messageID != theirs.messageID)
  }

  @Test func oursWithoutAName() throws {
    let item =
      #"{"key":{"id":"Z","fromMe":true,"remoteJid":"447700900123@s.whatsapp.net"},"messageTimestamp":1767366759,"pushName":"","message":{"conversation":"x"}}"#
    let event = try #require(Sample.read(Sample.wasender("messages.upsert", #"{"messages":[\#(item)]}"#)).first)
    #expect(event.direction == .outbound)
    #expect(event.sender == nil)
  }

  @Test func replies() throws {
    let event = try Self.event(
      #"{"extendedTextMessage":{"text":"yes","contextInfo":{"stanzaId":"Q","participant":"1@s.whatsapp.net","quotedMessage":{"conversation":"shall we?"},"isForwarded":true,"forwardingScore":9,"mentionedJid":["447700900123@s.whatsapp.net"]}}}"#
    )
    #expect(event.reply == ReplyReference(target: "Q", quoted: "shall we?"))
    #expect(event.attributes["frequently_forwarded"] == "true")
    #expect(event.attributes["mentions"] == "447700900123")
  }

  @Test(arguments: [#"2"#, #""CIPHERTEXT""#]) func undecryptable(_ stub: String) throws {
    let event = try #require(
      Sample.read(
        Sample.wasender(
          "messages.upsert",
          #"{"messages":[{"key":\#(Self.direct),"messageStubType":\#(stub),"messageStubParameters":["No session record"]}]}"#
        )
      ).first)
    #expect(event.kind == .gap)
    #expect(event.gap == Gap(reason: "undecryptable", detail: "No session record"))
    #expect(event.messageID == (try Self.event(#"{"conversation":"later"}"#)).messageID)
  }

  @Test func failedSend() {
    let reading = Sample.read(
      Sample.wasender(
        "message.sent", Self.item(#"{"conversation":"x"}"#, more: #","success":false,"error":"not on WhatsApp""#)))
    #expect(reading.kinds == ["message", "receipt"])
    #expect(reading.events.last?.event.receipt?.status == "failed")
    #expect(reading.events.last?.event.receipt?.error == "not on WhatsApp")
  }

  @Test(
    arguments: [
      ("1767366759", 1_767_366_759_000), (#""1767366759""#, 1_767_366_759_000), ("1767366759123", 1_767_366_759_123),
      ("1710481111.853", 1_710_481_111_853), (#"{"low":2135212342,"high":411,"unsigned":false}"#, 1_767_366_770_998),
      (#"{"low":-1,"high":0}"#, 4_294_967_295_000), (#""2026-01-02T15:12:39Z""#, 1_767_366_759_000),
      ("1.767366759e9", 1_767_366_759_000), ("0", nil), ("-1", nil), ("null", nil), ("[]", nil), ("9e99", nil),
    ] as [(String, Int64?)])
  func times(_ token: String, _ expected: Int64?) throws {
    let time = ProviderTime(try JSONReader.parse(Array(token.utf8)))
    #expect(time?.instant.milliseconds == expected)
  }
}
