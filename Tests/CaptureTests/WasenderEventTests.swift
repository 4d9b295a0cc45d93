import Records
import Testing

@testable import Capture

/// What Wasender sends besides messages.
@Suite struct WasenderEventTests {
  static let key = #"{"id":"A1","fromMe":true,"remoteJid":"447700900123@s.whatsapp.net"}"#

  @Test(arguments: [
    (#"2"#, "sent"), ("3", "delivered"), ("4", "read"), ("5", "played"), ("0", "failed"), (#""READ""#, "read"),
    (#""DELIVERY_ACK""#, "delivered"), (#""in_orbit""#, "in_orbit"),
  ])
  func states(_ status: String, _ word: String) throws {
    for shape in [
      #"{"key":\#(Self.key),"update":{"status":\#(status)}}"#,
      #"[{"key":\#(Self.key),"update":{"status":\#(status)}}]"#,
    ] {
      let event = try #require(Sample.read(Sample.wasender("messages.update", shape)).first)
      #expect(event.kind == .receipt)
      #expect(event.receipt?.status == word)
      #expect(event.target == "A1")
      #expect(event.messageID != nil)
      #expect(event.receipt?.party?.phone == "447700900123")
    }
  }

  @Test func editByUpdate() throws {
    let event = try #require(
      Sample.read(
        Sample.wasender(
          "messages.update",
          #"[{"key":\#(Self.key),"update":{"message":{"editedMessage":{"message":{"conversation":"new"}}},"messageTimestamp":1767366766}}]"#
        )
      ).first)
    #expect(event.kind == .edit)
    #expect(event.content?.text == "new")
    #expect(event.target == "A1")
    #expect(event.sentAt == Instant(seconds: 1_767_366_766))
  }

  @Test func nullMessageIsADeletionAndNoContent() throws {
    let event = try #require(
      Sample.read(
        Sample.wasender(
          "messages.update",
          #"[{"key":\#(Self.key),"update":{"message":null,"messageStubType":1,"key":{"id":"B2","remoteJid":"447700900123@s.whatsapp.net"}}}]"#
        )
      ).first)
    #expect(event.kind == .revoke)
    #expect(event.target == "A1")
    #expect(event.providerMessageID == "B2")
    #expect(event.content == nil)
  }

  @Test func updateOfNothingKnown() {
    #expect(
      Sample.read(Sample.wasender("messages.update", #"[{"key":\#(Self.key),"update":{"starred":true}}]"#)).kinds == [
        "operations"
      ])
  }

  @Test func deletions() {
    let one = Sample.read(Sample.wasender("messages.delete", #"{"keys":[\#(Self.key),\#(Self.key)]}"#))
    #expect(one.kinds == ["local-deletion", "local-deletion"])
    #expect(one.first?.target == "A1")
    let all = Sample.read(Sample.wasender("messages.delete", #"{"jid":"447700900123@s.whatsapp.net","all":true}"#))
    #expect(all.kinds == ["local-deletion"])
    #expect(all.first?.attributes["all"] == "true")
    #expect(all.first?.conversation?.key == "phone:447700900123")
    #expect(
      Sample.read(Sample.wasender("chats.delete", #"["447700900123@s.whatsapp.net"]"#)).kinds == ["local-deletion"])
  }

  @Test(arguments: [
    #"[{"key":\#(key),"reaction":{"text":"👍","key":{"remoteJid":"447700900123@s.whatsapp.net","id":"R","fromMe":false},"senderTimestampMs":{"low":2135212342,"high":411}}}]"#
  ])
  func reactions(_ data: String) throws {
    let event = try #require(Sample.read(Sample.wasender("messages.reaction", data)).first)
    #expect(event.kind == .reaction)
    #expect(event.target == "A1")
    #expect(event.providerMessageID == "R")
    #expect(event.direction == .inbound)
    #expect(event.reaction?.emoji == "👍")
    #expect(event.sentAt?.milliseconds == 1_767_366_770_998)
    let removal = Sample.read(
      Sample.wasender("messages.reaction", #"[{"key":\#(Self.key),"reaction":{"text":"","key":{"id":"R"}}}]"#))
    #expect(removal.first?.reaction == Reaction(emoji: nil))
  }

  @Test func groupReceipts() throws {
    let reading = Sample.read(
      Sample.wasender(
        "message-receipt.update",
        #"{"message":{"key":{"remoteJid":"1@g.us","id":"A1","fromMe":true,"participant":"9@lid"},"receipt":{"userJid":"447700900123@s.whatsapp.net","receiptTimestamp":1767366760,"readTimestamp":1767366770}}}"#
      ))
    #expect(reading.events.map { $0.event.receipt?.status } == ["delivered", "read"])
    #expect(reading.first?.receipt?.party?.phone == "447700900123")
    #expect(reading.first?.conversation?.key == "group:1")
  }

  @Test func groups() throws {
    let created = Sample.read(
      Sample.wasender(
        "groups.upsert",
        #"[{"jid":"1@g.us","subject":"Desk","owner":"447700900123@s.whatsapp.net","participants":[{"id":"2@s.whatsapp.net"},{"id":"447700900123@s.whatsapp.net"}]}]"#
      ))
    #expect(created.first?.group?.action == "create")
    #expect(created.first?.group?.participants.count == 2)
    #expect(created.first?.conversation?.title == "Desk")
    let update = Sample.read(Sample.wasender("groups.update", #"[{"jid":"1@g.us","subject":"New","announce":true}]"#))
    #expect(update.events.map { $0.event.group?.action } == ["subject", "settings"])
    let joined = Sample.read(
      Sample.wasender(
        "group-participants.update",
        #"{"jid":"1@g.us","participants":["447700900123@s.whatsapp.net",{"id":"9@lid"}],"action":"add"}"#))
    #expect(joined.first?.group?.participants.map(\.key) == ["phone:447700900123", "lid:9"])
    #expect(joined.first?.group?.actor == nil)
  }

  @Test(arguments: [
    ("contacts.upsert", #"[{"jid":"447700900123@s.whatsapp.net","name":"Ann"}]"#, "identity"),
    ("chats.upsert", #"[{"id":"447700900123@s.whatsapp.net","name":"Ann"}]"#, "identity"),
    ("chats.update", #"[{"id":"447700900123@s.whatsapp.net","unreadCount":0}]"#, "operations"),
    ("call.received", #"{"call":{"id":"c","from":"447700900123@s.whatsapp.net","date":1767366759}}"#, "call"),
    ("call", #"[{"id":"c","from":"447700900123@s.whatsapp.net","status":"offer"}]"#, "call"),
    (
      "poll.results",
      #"{"key":{"id":"P","remoteJid":"1@g.us"},"pollResult":[{"name":"A","voters":["447700900123@s.whatsapp.net"]}]}"#,
      "system"
    ),
    ("session.status", #"{"status":"CONNECTED"}"#, "operations"),
    ("session.status", #"{"status":"logged_out"}"#, "gap"),
    ("session.status", #"{"status":"need_scan"}"#, "gap"), ("something.new", #"{"a":1}"#, "gap"),
    ("messages.upsert", "[]", "operations"), ("messages.upsert", "null", "gap"), ("messages.upsert", "7", "gap"),
  ])
  func others(_ event: String, _ data: String, _ kind: String) {
    #expect(Sample.read(Sample.wasender(event, data)).kinds == [kind])
  }

  @Test func sessionGapNamesItsBeginning() {
    let gap = Sample.read(Sample.wasender("session.status", #"{"status":"disconnected"}"#)).first?.gap
    #expect(gap?.reason == "session-down")
    #expect(gap?.from == Instant(milliseconds: 1_767_366_759_123))
  }
}
