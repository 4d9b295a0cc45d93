import Records
import Testing

@testable import Capture

/// What a Baileys-shaped gateway tells beside messages that an officer must see.
@Suite struct WasenderTreatmentTests {
  private static let chat = "447700900123@s.whatsapp.net"

  static func first(_ event: String, _ data: String) throws -> MessageEvent {
    try #require(Sample.read(Sample.wasender(event, data)).first)
  }

  /// Disappearing messages show however they are told: by the protocol, the chat, the group or a stub.
  @Test func disappearingMessages() throws {
    let told = try [
      WasenderMessageTests.event(#"{"protocolMessage":{"type":"EPHEMERAL_SETTING","ephemeralExpiration":604800}}"#),
      Self.first(
        "messages.upsert",
        #"[{"key":{"id":"A","remoteJid":"\#(Self.chat)"},"messageStubType":72,"messageStubParameters":["604800"]}]"#),
      #require(
        Sample.read(Sample.wasender("chats.update", #"[{"id":"\#(Self.chat)","ephemeralExpiration":604800}]"#)).events
          .last?.event),
      Self.first("groups.update", #"[{"id":"1203@g.us","ephemeralDuration":604800}]"#),
    ]
    for event in told {
      #expect(event.attributes["ephemeral_setting"] == "604800")
      #expect(event.notes.contains { $0.contains("disappear") })
      #expect(event.messageID == nil)
      #expect(event.conversation != nil)
    }
    #expect(told.map(\.kind) == [.system, .system, .system, .group])
    let off = try WasenderMessageTests.event(#"{"protocolMessage":{"type":3,"ephemeralExpiration":0}}"#)
    #expect(off.attributes["ephemeral_setting"] == "0")
    #expect(off.notes.isEmpty)
    let message = try WasenderMessageTests.event(
      #"{"extendedTextMessage":{"text":"x","contextInfo":{"expiration":86400}}}"#)
    #expect(message.attributes["expires_after"] == "86400")
    #expect(message.attributes["ephemeral"] == "true", "the timeline shows it by this name")
  }

  @Test func clearedAndDeletedChats() throws {
    let cleared = try Self.first("messages.delete", #"{"jid":"\#(Self.chat)","all":true}"#)
    let deleted = try Self.first("chats.delete", #"["\#(Self.chat)"]"#)
    for event in [cleared, deleted] {
      #expect(event.kind == .localDeletion)
      #expect(event.conversation?.key == "phone:447700900123")
      #expect(event.notes.contains { $0.contains("account holder") })
    }
  }

  /// An edit told by the protocol and by an update is the same edit of the same message.
  @Test func oneEditToldTwice() throws {
    let upsert = try WasenderMessageTests.event(
      #"{"protocolMessage":{"key":{"id":"T","fromMe":true,"remoteJid":"1@s.whatsapp.net"},"type":14,"editedMessage":{"conversation":"new"},"timestampMs":"1767366766505"}}"#
    )
    let update = try Self.first(
      "messages.update",
      #"[{"key":{"id":"T","fromMe":false,"remoteJid":"\#(Self.chat)"},"update":{"message":{"editedMessage":{"message":{"conversation":"new"}}},"messageTimestamp":1767366766}}]"#
    )
    for event in [upsert, update] {
      #expect(event.kind == .edit)
      #expect(event.target == "T")
      #expect(event.content?.text == "new")
      #expect(event.conversation?.key == "phone:447700900123", "the chat is the outer key's")
    }
    #expect(upsert.messageID == update.messageID)
  }

  @Test func oneReactionToldTwice() throws {
    let upsert = try WasenderMessageTests.event(
      #"{"reactionMessage":{"key":{"id":"T"},"text":"👍","senderTimestampMs":"1767366770998"}}"#,
      key: #"{"id":"R","fromMe":false,"remoteJid":"\#(Self.chat)"}"#)
    let own = try Self.first(
      "messages.reaction",
      #"[{"key":{"id":"T","fromMe":true,"remoteJid":"\#(Self.chat)"},"reaction":{"text":"👍","key":{"id":"R","fromMe":false,"remoteJid":"\#(Self.chat)"},"senderTimestampMs":1767366770998}}]"#
    )
    #expect(upsert.providerMessageID == own.providerMessageID)
    #expect(upsert.target == own.target)
    #expect(upsert.sentAt == own.sentAt)
    #expect(upsert.sender?.phone == own.sender?.phone)
  }

  @Test func offlineMessagesAreTakenAsHistory() throws {
    let item = WasenderMessageTests.item(#"{"conversation":"late"}"#)
    let late = try Self.first("messages.upsert", #"{"messages":[\#(item)],"type":"append"}"#)
    #expect(late.kind == .message)
    #expect(late.attributes["route"] == "append")
    #expect(late.messageID == (try WasenderMessageTests.event(#"{"conversation":"late"}"#)).messageID)
  }

  @Test func pollsAreSnapshots() throws {
    let event = try Self.first(
      "poll.results",
      #"{"key":{"id":"P","remoteJid":"1203@g.us"},"pollResult":[{"name":"A","voters":["\#(Self.chat)"]},{"name":"B","voters":[]}]}"#
    )
    #expect(event.content?.text == "poll results\nA: 1 (447700900123)\nB: 0")
    #expect(event.target == "P")
    #expect(event.messageID == nil)
  }

  /// What a webhook and an export both tell is kept from both: two messages of two sources.
  @Test func theSameWordsInAnExportAreAnotherMessage() throws {
    let export = ChatExportCase(zone: "UTC", order: .dayMonthYear)
    let exported = try #require(
      export.events("02/01/2026, 15:12 - Lee: Hello\n02/01/2026, 15:13 - Desk: Yes\n").first { $0.kind == .message })
    let captured = try #require(
      Sample.read(
        Sample.wasender("messages.upsert", "[\(WasenderMessageTests.item(#"{"conversation":"Hello"}"#))]"),
        context: export.context
      ).first)
    #expect(exported.content?.text == captured.content?.text)
    #expect(exported.provider != captured.provider)
    #expect(exported.messageID != captured.messageID)
    #expect(exported.precision == .minute)
    #expect(captured.precision == .second)
  }

  @Test func channelsAndStatusesAreKept() throws {
    for (jid, kind) in [("55@newsletter", ConversationReference.Kind.newsletter), ("status@broadcast", .broadcast)] {
      let event = try WasenderMessageTests.event(
        #"{"conversation":"x"}"#, key: #"{"id":"N","remoteJid":"\#(jid)","participant":"\#(Self.chat)"}"#)
      #expect(event.conversation?.kind == kind)
      #expect(event.content?.text == "x")
    }
  }
}
