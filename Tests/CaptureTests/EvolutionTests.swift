import Records
import Testing

@testable import Capture

/// Evolution API's envelopes around Baileys' shapes.
@Suite struct EvolutionTests {
  static let inbound = #"{"remoteJid":"447700900123@s.whatsapp.net","fromMe":false,"id":"E1"}"#
  static let outbound = #"{"remoteJid":"447700900123@s.whatsapp.net","fromMe":true,"id":"E2"}"#

  static func item(_ key: String = inbound, message: String = #"{"conversation":"Hello"}"#, more: String = "") -> String
  {
    #"{"key":\#(key),"pushName":"Lee","status":"DELIVERY_ACK","message":\#(message),"messageType":"conversation","messageTimestamp":1767366759,"instanceId":"i-1","source":"android"\#(more)}"#
  }

  static func event(_ name: String, _ data: String) throws -> MessageEvent {
    try #require(Sample.read(Sample.evolution(name, data)).first)
  }

  @Test(arguments: [
    ("messages.upsert", "ITEM"), ("MESSAGES_UPSERT", "ITEM"), ("messages.upsert", "[ITEM]"),
    ("messages.set", "[ITEM]"), ("messages.upsert", #"{"messages":[ITEM]}"#),
  ])
  func oneMessageInEveryShape(_ name: String, _ shape: String) throws {
    let event = try Self.event(name, shape.replacing("ITEM", with: Self.item()))
    #expect(event.kind == .message)
    #expect(event.provider.rawValue == "evolution")
    #expect(event.content?.text == "Hello")
    #expect(event.messageID == (try Self.event("messages.upsert", Self.item())).messageID)
    #expect(event.sender == Party(phone: "447700900123", name: "Lee"))
    #expect(event.recipients == [Party(phone: "442079460000")])
    #expect(event.attributes["source"] == "android")
    #expect(event.attributes["route"] == (name == "messages.set" ? "history" : nil))
  }

  @Test func recordsNameTheirReader() {
    let reading = Sample.read(Sample.evolution("messages.upsert", Self.item()))
    #expect(reading.events.map(\.reader) == ["evolution/1"])
    #expect(reading.delivery.provider.rawValue == "evolution")
    #expect(
      Sample.read(Sample.waha("message", WahaMessageTests.payload(#""body":"x""#))).events.map(\.reader) == ["waha/1"])
    #expect(Sample.read(GowaTests.message(#""body":"x""#)).events.map(\.reader) == ["gowa/1"])
    #expect(
      Sample.read(Sample.wasender("messages.upsert", WasenderMessageTests.item("{}"))).events.map(\.reader) == [
        "wasender/1"
      ])
  }

  /// Where the form alone does not tell, the endpoint does; it never overrules what the payload shows.
  @Test func theEndpointDecidesBetweenLikes() {
    func provider(_ body: String, _ expecting: Provider) -> String {
      var reader = PayloadReader(context: Sample.context, expecting: expecting)
      return reader.read(body: Array(body.utf8)).delivery.provider.rawValue
    }
    let bare = #"{"event":"messages.upsert","data":\#(Self.item())}"#
    #expect(provider(bare, .evolutionGateway) == "evolution")
    #expect(provider(bare, .wasender) == "wasender")
    #expect(provider(Sample.evolution("messages.upsert", Self.item()), .wasender) == "evolution")
    #expect(provider(Sample.metaMessage(MetaMessageTests.cases[0].message), .evolutionGateway) == "meta")
  }

  @Test func sentMessage() throws {
    let event = try Self.event("send.message", Self.item(Self.outbound, message: #"{"conversation":"Out"}"#))
    #expect(event.direction == .outbound)
    #expect(event.sender?.phone == "442079460000")
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.messageID == (try Self.event("messages.upsert", Self.item(Self.outbound))).messageID)
  }

  @Test func contextStandsBesideAPlainText() throws {
    let event = try Self.event(
      "messages.upsert",
      Self.item(
        more: #","contextInfo":{"stanzaId":"Q","quotedMessage":{"conversation":"Ask"},"expiration":604800}"#))
    #expect(event.reply == ReplyReference(target: "Q", quoted: "Ask"))
    #expect(event.attributes["expires_after"] == "604800")
  }

  @Test(arguments: [("READ", "read"), ("DELIVERY_ACK", "delivered"), ("SERVER_ACK", "sent"), ("PLAYED", "played")])
  func flatStates(_ status: String, _ word: String) throws {
    let event = try Self.event(
      "messages.update",
      #"{"keyId":"E2","remoteJid":"447700900123@s.whatsapp.net","fromMe":true,"participant":"442079460000@s.whatsapp.net","status":"\#(status)","instanceId":"i","messageId":"cuid"}"#
    )
    #expect(event.receipt?.status == word)
    #expect(event.target == "E2")
    #expect(event.receipt?.party?.phone == "447700900123")
    #expect(event.messageID == (try Self.event("send.message", Self.item(Self.outbound))).messageID)
    #expect(event.sentAt == nil, "the envelope's time is local time written as UTC")
    #expect(event.attributes["date_time"] == "2026-01-02T12:12:39.000Z")
  }

  /// `DELETED` as a state has been sent for edits as well: it is a deletion, marked as uncertain.
  @Test func deletedAsAState() throws {
    let event = try Self.event(
      "messages.update",
      #"{"keyId":"E1","remoteJid":"447700900123@s.whatsapp.net","fromMe":false,"status":"DELETED"}"#)
    #expect(event.kind == .revoke)
    #expect(event.attributes["uncertain"] == "true")
    #expect(event.messageID == (try Self.event("messages.upsert", Self.item())).messageID)
    #expect(event.receipt == nil)
  }

  @Test(arguments: [
    #"{"id":"E1","remoteJid":"447700900123@s.whatsapp.net","fromMe":false,"status":"DELETED"}"#,
    #"{"key":{"id":"E1","remoteJid":"447700900123@s.whatsapp.net","fromMe":false},"status":"DELETED","instanceId":"i"}"#,
  ])
  func deletedForEveryone(_ data: String) throws {
    let event = try Self.event("messages.delete", data)
    #expect(event.kind == .revoke)
    #expect(event.target == "E1")
    #expect(event.attributes["uncertain"] == nil)
    #expect(event.content == nil)
    #expect(event.messageID == (try Self.event("messages.upsert", Self.item())).messageID)
  }

  @Test func updateWithoutWords() {
    let reading = Sample.read(
      Sample.evolution(
        "messages.update", #"{"messageId":"c","keyId":"E1","remoteJid":"447700900123@s.whatsapp.net","fromMe":true}"#))
    #expect(reading.kinds == ["operations"])
    #expect(reading.first?.target == "E1")
  }

  /// The note of an edit is seen from whoever edited: its chat tells which side that was.
  @Test(
    arguments: [
      (#""remoteJid":"442079460000@s.whatsapp.net","fromMe":true"#, MessageEvent.Direction.inbound, nil),
      (#""remoteJid":"447700900123@s.whatsapp.net","fromMe":true"#, .outbound, "phone:447700900123"),
      (#""remoteJid":"77@lid","fromMe":true"#, .unknown, "lid:77"),
      (#""remoteJid":"1203@g.us","fromMe":true,"participant":"447700900123@s.whatsapp.net""#, .inbound, "group:1203"),
    ] as [(String, MessageEvent.Direction, String?)])
  func editedNote(_ key: String, _ direction: MessageEvent.Direction, _ chat: String?) throws {
    let event = try Self.event(
      "messages.edited",
      #"{"key":{\#(key),"id":"E1"},"type":"MESSAGE_EDIT","editedMessage":{"conversation":"new"},"timestampMs":"1767366766505"}"#
    )
    #expect(event.kind == .edit)
    #expect(event.content?.text == "new")
    #expect(event.target == "E1")
    #expect(event.direction == direction)
    #expect(event.conversation?.key == chat)
    #expect(event.sentAt == Instant(milliseconds: 1_767_366_766_505))
    let ids = try [Self.inbound, Self.inbound.replacing("false", with: "true")].map {
      try Self.event("messages.upsert", Self.item($0)).messageID
    }
    #expect(event.messageID == (direction == .unknown ? nil : direction == .inbound ? ids[0] : ids[1]))
  }

  @Test func editedMessageInFull() throws {
    let event = try Self.event(
      "messages.edited",
      #"{"key":\#(Self.inbound),"message":{"conversation":"new"},"oldMessage":{"conversation":"old"},"messageTimestamp":1767366759}"#
    )
    #expect(event.kind == .edit)
    #expect(event.content?.text == "new")
    #expect(event.direction == .inbound)
    #expect(event.messageID == (try Self.event("messages.upsert", Self.item())).messageID)
  }

  @Test(arguments: [
    ("connection.update", #"{"instance":"desk","state":"open","statusReason":200}"#, "operations"),
    ("CONNECTION_UPDATE", #"{"state":"close","statusReason":401}"#, "gap"),
    ("connection.update", #"{"state":"connecting"}"#, "operations"), ("logout.instance", "null", "gap"),
    ("presence.update", #"{"id":"447700900123@s.whatsapp.net","presences":{}}"#, "operations"),
    ("labels.association", #"{"type":"add","chatId":"447700900123@s.whatsapp.net"}"#, "operations"),
    ("contacts.update", #"[{"remoteJid":"447700900123@s.whatsapp.net","pushName":"Ann"}]"#, "identity"),
    (
      "chats.upsert", #"[{"remoteJid":"447700900123@s.whatsapp.net","instanceId":"i","unreadMessages":0}]"#,
      "operations"
    ),
    ("chats.delete", #"["447700900123@s.whatsapp.net"]"#, "local-deletion"),
    (
      "call",
      #"{"chatId":"447700900123@s.whatsapp.net","from":"447700900123@s.whatsapp.net","id":"C","date":"2026-01-02T15:12:39.000Z","status":"offer"}"#,
      "call"
    ),
    ("groups.upsert", #"[{"id":"1203@g.us","subject":"Desk","participants":[{"id":"9@lid"}]}]"#, "group"),
    ("something.new", #"{"a":1}"#, "gap"), ("qrcode.updated", #"{"qrcode":{"code":"s"}}"#, "operations"),
  ])
  func others(_ name: String, _ data: String, _ kind: String) {
    #expect(Sample.read(Sample.evolution(name, data)).kinds == [kind])
  }

  @Test func numbersBesideTheMembers() throws {
    let event = try Self.event(
      "group-participants.update",
      #"{"id":"1203@g.us","action":"add","author":"1@lid","participants":["9@lid","8@lid"],"participantsData":[{"jid":"9@lid","phoneNumber":"447700900123","name":"Ann"},{"jid":"8@lid","phoneNumber":"8"}]}"#
    )
    #expect(event.group?.participants == [Party(phone: "447700900123", lid: "9", name: "Ann"), Party(lid: "8")])
    #expect(event.group?.actor?.lid == "1")
  }
}
