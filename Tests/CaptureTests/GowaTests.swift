import Records
import Testing

@testable import Capture

/// What Go WhatsApp sends, in its present form and in the one before it.
@Suite struct GowaTests {
  static let sides =
    #""chat_id":"447700900123@s.whatsapp.net","from":"447700900123@s.whatsapp.net","from_lid":"99@lid","from_name":"Lee","timestamp":"2026-01-02T15:12:39Z","is_from_me":false"#

  static func message(_ more: String, event: String = "message", id: String = "G1") -> String {
    Sample.gowa(event, #"{"id":"\#(id)",\#(sides),\#(more)}"#)
  }

  static func event(_ text: String) throws -> MessageEvent { try #require(Sample.read(text).first) }

  @Test(
    arguments: [
      (#""body":"Hello""#, "text", "Hello"),
      (#""body":"see","image":{"path":"statics/media/a.jpeg","caption":"see"}"#, "image", "see"),
      (#""image":"statics/media/a.jpeg""#, "image", nil), (#""audio":"statics/a.ogg""#, "audio", nil),
      (#""video_note":"statics/a.mp4""#, "video", nil), (#""sticker":"statics/a.webp""#, "sticker", nil),
      (#""document":{"url":"https://mmg.whatsapp.net/x","filename":"r.pdf"}"#, "document", nil),
      (
        #""location":{"degreesLatitude":-6.2088,"degreesLongitude":106.8456,"name":"Bank"}"#, "location",
        "Bank\n-6.2088, 106.8456"
      ),
      (#""contact":{"displayName":"Ann","vcard":"BEGIN:VCARD\nFN:Ann\nTEL:+1 2\nEND:VCARD"}"#, "contacts", "Ann, +1 2"),
      (#""contacts_array":[{"displayName":"Ann","vcard":"BEGIN:VCARD\nFN:Ann\nEND:VCARD"}]"#, "contacts", "Ann"),
    ] as [(String, String, String?)])
  func kinds(_ more: String, _ kind: String, _ text: String?) throws {
    let event = try Self.event(Self.message(more))
    #expect(event.kind == .message)
    #expect(event.provider.rawValue == "gowa")
    #expect(event.content?.kind.rawValue == kind)
    #expect(event.content?.text == text)
    #expect(event.sender == Party(phone: "447700900123", lid: "99", name: "Lee"))
    #expect(event.recipients == [Party(phone: "442079460000")])
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.sentAt == Instant(seconds: 1_767_366_759))
    #expect(event.messageID != nil)
  }

  /// GOWA keeps files on its own machine, where they are asked for; an address without its key is a gap.
  @Test func whereFilesAre() throws {
    let kept = try Self.event(Self.message(#""image":"statics/media/a b.jpeg""#))
    #expect(kept.content?.media?.remote == RemoteMedia(.plain, directPath: "/statics/media/a%20b.jpeg"))
    #expect(kept.content?.media?.fileName == "a b.jpeg")
    #expect(kept.gap == nil)
    let encrypted = try Self.event(Self.message(#""video":{"url":"https://mmg.whatsapp.net/x"}"#))
    #expect(encrypted.gap?.detail.contains("not the key") == true)
    #expect(encrypted.content?.media?.state == .missing)
  }

  @Test(arguments: [
    "../etc/passwd", "a/../../b", "//evil.example/a", "a//b", "file:///etc/passwd", "", "a/./b", "/", "ftp://x/y",
  ])
  func pathsStayOnTheServer(_ path: String) throws {
    let event = try Self.event(Self.message(#""image":"\#(path)""#))
    #expect(event.content?.media?.state == .missing)
    #expect(event.gap?.reason == "media-missing")
  }

  @Test func attributes() throws {
    let event = try Self.event(
      Self.message(#""body":"x","replied_to_id":"Q","quoted_body":"Ask","forwarded":true,"view_once":true"#))
    #expect(event.reply == ReplyReference(target: "Q", quoted: "Ask"))
    #expect(event.attributes["forwarded"] == "true")
    #expect(event.attributes["view_once"] == "true")
  }

  @Test func oursAndGroups() throws {
    let ours = try Self.event(
      Sample.gowa(
        "message",
        #"{"id":"G","chat_id":"447700900123@s.whatsapp.net","from":"442079460000:3@s.whatsapp.net","timestamp":"2026-01-02T15:12:39Z","body":"x"}"#
      ))
    #expect(ours.direction == .outbound)
    #expect(ours.conversation?.key == "phone:447700900123")
    let group = try Self.event(
      Sample.gowa(
        "message",
        #"{"id":"G","chat_id":"1203@g.us","from":"447700900123@s.whatsapp.net","from_lid":"99@lid","is_from_me":false,"body":"x"}"#
      ))
    #expect(group.conversation?.key == "group:1203")
    #expect(group.sender == Party(phone: "447700900123", lid: "99"))
    let ownChat = try Self.event(
      Sample.gowa(
        "message",
        #"{"id":"G","chat_id":"442079460000@s.whatsapp.net","from":"447700900123@s.whatsapp.net","body":"x"}"#))
    #expect(ownChat.conversation?.key == "phone:447700900123")
  }

  @Test func changesOfAMessage() throws {
    let original = try Self.event(Self.message(#""body":"old""#))
    let edit = try Self.event(
      Self.message(#""original_message_id":"G1","body":"new""#, event: "message.edited", id: "G2"))
    #expect(edit.kind == .edit)
    #expect(edit.messageID == original.messageID)
    #expect(edit.content?.text == "new")
    let revoke = try Self.event(
      Self.message(
        #""revoked_message_id":"G1","revoked_from_me":true,"revoked_chat":"447700900123@s.whatsapp.net""#,
        event: "message.revoked", id: "G3"))
    #expect(revoke.kind == .revoke)
    #expect(revoke.messageID == original.messageID, "the inner side is seen from the sender")
    let reaction = try Self.event(
      Self.message(#""reaction":"👍","reacted_message_id":"G1""#, event: "message.reaction", id: "G4"))
    #expect(reaction.reaction == Reaction(emoji: "👍"))
    #expect(reaction.target == "G1")
    let removed = try Self.event(
      Self.message(#""reaction":"","reacted_message_id":"G1""#, event: "message.reaction", id: "G5"))
    #expect(removed.reaction == Reaction(emoji: nil))
  }

  @Test func deletedOnTheDevice() throws {
    let reading = Sample.read(
      Sample.gowa(
        "message.deleted",
        #"{"deleted_message_id":"G1","timestamp":"2026-01-02T15:13:00Z","from":"442079460000@s.whatsapp.net","chat_id":"447700900123@s.whatsapp.net","original_content":"old","original_sender":"447700900123@s.whatsapp.net","original_timestamp":"2026-01-02T15:12:39Z","was_from_me":false}"#
      ))
    #expect(reading.kinds == ["local-deletion", "message"])
    let original = try Self.event(Self.message(#""body":"old""#))
    #expect(reading.events.allSatisfy { $0.event.messageID == original.messageID })
    #expect(reading.events[1].event.content?.text == "old")
    #expect(reading.events[1].event.sentAt == original.sentAt)
  }

  @Test func receipts() throws {
    let reading = Sample.read(
      Sample.gowa(
        "message.ack",
        #"{"ids":["G8","G9"],"chat_id":"1203@g.us","from":"447700900123@s.whatsapp.net","from_lid":"99@lid","receipt_type":"read"}"#
      ))
    #expect(reading.kinds == ["receipt", "receipt"])
    #expect(reading.events.map(\.event.target) == ["G8", "G9"])
    #expect(reading.first?.receipt == Receipt(status: "read", party: Party(phone: "447700900123", lid: "99")))
    #expect(reading.first?.sentAt == Instant(seconds: 1_767_366_760))
  }

  @Test(arguments: [
    ("group.participants", #"{"chat_id":"1203@g.us","type":"leave","jids":["447700900123@s.whatsapp.net"]}"#, "group"),
    ("group.joined", #"{"chat_id":"1203@g.us","name":"Desk"}"#, "group"),
    ("call.offer", #"{"call_id":"C","from":"447700900123@s.whatsapp.net","auto_rejected":true}"#, "call"),
    ("newsletter.message", #"{"newsletter_id":"1@newsletter","messages":[{"message_id":"A"}]}"#, "operations"),
    ("newsletter.left", #"{"newsletter_id":"1@newsletter"}"#, "operations"),
    ("hologram", #"{"id":"G","chat_id":"1@s.whatsapp.net","from":"1@s.whatsapp.net","body":"3D"}"#, "gap"),
    ("message", "{}", "gap"),
  ])
  func others(_ event: String, _ payload: String, _ kind: String) {
    #expect(Sample.read(Sample.gowa(event, payload)).kinds == [kind])
  }

  @Test(arguments: [
    (#""message":{"text":"Hello","id":"G1","replied_id":"","quoted_message":""}"#, "message"),
    (#""message":{"text":"","id":"G2"},"reaction":{"message":"👍","id":"G1"}"#, "reaction"),
    (#""message":{"text":"","id":"G2"},"action":"message_revoked","revoked_message_id":"G1""#, "revoke"),
    (#""message":{"text":"old","id":"G1"},"action":"message_edited","edited_text":"new""#, "edit"),
    (
      #""message":{"text":"","id":"G1"},"image":{"media_path":"statics/a.jpe","mime_type":"image/jpeg","caption":"c"}"#,
      "message"
    ),
  ])
  func olderForm(_ more: String, _ kind: String) throws {
    let reading = Sample.read(
      #"{"sender_id":"447700900123","chat_id":"447700900123","from":"447700900123@s.whatsapp.net","timestamp":"2026-01-02T15:12:39Z","pushname":"Lee",\#(more)}"#
    )
    #expect(reading.kinds == [kind])
    let event = try #require(reading.first)
    #expect(event.provider.rawValue == "gowa")
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.sender == Party(phone: "447700900123", name: "Lee"))
    if kind == "edit" { #expect(event.content?.text == "new") }
    if kind != "message" { #expect(event.target == "G1") }
  }

  @Test func olderGroupForm() throws {
    let event = try Self.event(
      #"{"sender_id":"447700900123","chat_id":"120363402106","from":"447700900123@s.whatsapp.net in 120363402106@g.us","timestamp":"2026-01-02T15:12:39Z","pushname":"Lee","message":{"text":"x","id":"G1"}}"#
    )
    #expect(event.conversation?.key == "group:120363402106")
    #expect(event.sender?.phone == "447700900123")
  }
}
