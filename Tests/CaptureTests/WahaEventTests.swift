import Records
import Testing

@testable import Capture

/// What WAHA sends besides messages.
@Suite struct WahaEventTests {
  static func events(_ event: String, _ payload: String) -> [MessageEvent] {
    Sample.read(Sample.waha(event, payload)).events.map(\.event)
  }

  static func ours(_ id: String) throws -> MessageEvent {
    try WahaMessageTests.event(
      #"{"id":"true_447700900123@c.us_\#(id)","fromMe":true,"from":"442079460000@c.us","to":"447700900123@c.us","timestamp":1,"body":"x"}"#
    )
  }

  @Test(arguments: [
    (#""ack":3,"ackName":"READ""#, "read"), (#""ack":-1"#, "failed"), (#""ack":0"#, "pending"), (#""ack":1"#, "sent"),
    (#""ack":2,"ackName":"DEVICE""#, "delivered"), (#""ack":4"#, "played"), (#""ackName":"IN_ORBIT""#, "in_orbit"),
  ])
  func acks(_ ack: String, _ word: String) throws {
    let event = try #require(
      Self.events(
        "message.ack",
        #"{"id":"true_447700900123@c.us_AA","from":"447700900123@c.us","participant":null,"fromMe":true,\#(ack)}"#
      ).first)
    #expect(event.kind == .receipt)
    #expect(event.receipt?.status == word)
    #expect(event.receipt?.party?.phone == "447700900123")
    #expect(event.target == "AA")
    #expect(event.messageID == (try Self.ours("AA")).messageID)
  }

  @Test func ackOfAMember() throws {
    let event = try #require(
      Self.events(
        "message.ack.group",
        #"{"id":"true_1203@g.us_AA_9999@lid","from":"1203@g.us","participant":"9999@lid","fromMe":true,"ack":3}"#
      ).first)
    #expect(event.receipt?.party?.lid == "9999")
    #expect(event.conversation?.key == "group:1203")
    #expect(event.target == "AA")
  }

  @Test func reactionAndItsRemoval() throws {
    func reaction(_ text: String) throws -> MessageEvent {
      try #require(
        Self.events(
          "message.reaction",
          #"{"id":"false_447700900123@c.us_RR","from":"447700900123@c.us","fromMe":false,"timestamp":1710481111.853,"reaction":{"text":"\#(text)","messageId":"true_447700900123@c.us_AA"}}"#
        ).first)
    }
    let added = try reaction("🙏")
    #expect(added.kind == .reaction)
    #expect(added.reaction == Reaction(emoji: "🙏"))
    #expect(added.target == "AA")
    #expect(added.messageID == (try Self.ours("AA")).messageID)
    #expect(added.providerMessageID == "RR")
    #expect(try reaction("").reaction == Reaction(emoji: nil))
  }

  /// Deleted for everyone: what WAHA still knows of the message is taken in too, since it may be older than capture.
  @Test func revokedWithWhatItSaid() throws {
    let events = Self.events(
      "message.revoked",
      #"{"before":{"id":"false_447700900123@c.us_AA","from":"447700900123@c.us","fromMe":false,"timestamp":1767366000,"body":"Hi there!"},"after":{"id":"false_447700900123@c.us_BB","from":"447700900123@c.us","fromMe":false,"timestamp":1767366700,"body":""},"revokedMessageId":"AA"}"#
    )
    #expect(events.map(\.kind) == [.revoke, .message])
    #expect(events[0].target == "AA")
    #expect(events[0].sentAt == Instant(seconds: 1_767_366_700))
    #expect(events[0].messageID == events[1].messageID)
    #expect(events[0].content == nil)
    #expect(events[1].content?.text == "Hi there!")
    #expect(events[1].attributes["route"] == "before-deletion")
    #expect(
      events[1].messageID
        == (try WahaMessageTests.event(
          #"{"id":"false_1@lid_AA","fromMe":false,"from":"1@lid","timestamp":1,"body":"y"}"#)).messageID)
  }

  @Test func aFileNobodyKnowsAnythingOfIsNoReading() {
    let events = Self.events(
      "message.revoked",
      #"{"before":{"id":"false_1@c.us_AA","from":"1@c.us","fromMe":false,"hasMedia":true},"after":null}"#)
    #expect(events.map(\.kind) == [.revoke])
  }

  @Test(arguments: [
    #"{"before":null,"after":{"id":"false_447700900123@c.us_BB","from":"447700900123@c.us","fromMe":false,"timestamp":1767366700},"revokedMessageId":"AA"}"#,
    #"{"after":{"id":"false_447700900123@c.us_BB","from":"447700900123@c.us","fromMe":false,"_data":{"Message":{"protocolMessage":{"type":0,"key":{"ID":"AA","fromMe":true,"remoteJID":"442079460000@s.whatsapp.net"}}}}}}"#,
    #"{"after":{"id":"false_447700900123@c.us_AA","from":"447700900123@c.us","fromMe":false}}"#,
  ])
  func revokedWithoutBefore(_ payload: String) throws {
    let events = Self.events("message.revoked", payload)
    #expect(events.map(\.kind) == [.revoke])
    #expect(events[0].target == "AA")
    #expect(events[0].direction == .inbound)
    #expect(
      events[0].messageID
        == (try WahaMessageTests.event(
          #"{"id":"false_447700900123@c.us_AA","fromMe":false,"from":"447700900123@c.us","timestamp":1,"body":"y"}"#))
        .messageID)
  }

  @Test func revokedInAGroupNamesNoSide() throws {
    let event = try #require(
      Self.events(
        "message.revoked",
        #"{"after":{"id":"false_1203@g.us_BB_9@lid","from":"1203@g.us","participant":"9@lid","fromMe":false},"revokedMessageId":"AA"}"#
      ).first)
    #expect(event.messageID == nil, "an administrator may delete what another wrote")
    #expect(event.target == "AA")
    #expect(event.sender?.lid == "9")
  }

  @Test(arguments: [
    (#""editedMessageId":"AA","body":"new""#, "BB"),
    (#""editedMessageId":"false_447700900123@c.us_AA","body":"new""#, "BB"),
    (#""newBody":"new","prevBody":"old""#, "AA"),
    (
      #""editedMessageId":"AA","_data":{"Message":{"protocolMessage":{"type":14,"key":{"ID":"AA"},"editedMessage":{"conversation":"new"}}}}"#,
      "BB"
    ),
  ])
  func edited(_ more: String, _ id: String) throws {
    let event = try #require(
      Self.events(
        "message.edited",
        #"{"id":"false_447700900123@c.us_\#(id)","from":"447700900123@c.us","fromMe":false,"timestamp":1767366759,\#(more)}"#
      ).first)
    #expect(event.kind == .edit)
    #expect(event.target == "AA")
    #expect(event.content?.text == "new")
    #expect(
      event.messageID
        == (try WahaMessageTests.event(
          #"{"id":"false_447700900123@c.us_AA","fromMe":false,"from":"447700900123@c.us","timestamp":1,"body":"y"}"#))
        .messageID)
  }

  @Test func pollVotes() throws {
    let vote = try #require(
      Self.events(
        "poll.vote",
        #"{"vote":{"id":"false_1203@g.us_VV","to":"1203@g.us","from":"447700900123@c.us","fromMe":false,"selectedOptions":["Awesome!"],"timestamp":1692861427},"poll":{"id":"true_1203@g.us_PP","to":"1203@g.us","from":"me","fromMe":true}}"#
      ).first)
    #expect(vote.kind == .system)
    #expect(vote.content?.text == "poll vote: Awesome!")
    #expect(vote.target == "PP")
    #expect(vote.sender?.phone == "447700900123")
    #expect(vote.conversation?.key == "group:1203")
    let failed = try #require(
      Self.events(
        "poll.vote.failed",
        #"{"vote":{"id":"false_447700900123@c.us_VV","to":"me","from":"447700900123@c.us","fromMe":false,"selectedOptions":[],"timestamp":1692956972},"poll":{"id":"true_447700900123@c.us_PP"}}"#
      ).first)
    #expect(failed.gap?.reason == "undecryptable")
  }

  @Test(
    arguments: [
      ("WORKING", "operations", nil), ("STARTING", "operations", nil), ("STOPPED", "gap", "session-down"),
      ("FAILED", "gap", "session-down"), ("SCAN_QR_CODE", "gap", "session-down"),
      ("PASSKEY_CONFIRMATION_REQUIRED", "gap", "session-down"),
    ] as [(String, String, String?)])
  func sessions(_ status: String, _ kind: String, _ gap: String?) throws {
    let event = try #require(
      Self.events("session.status", #"{"status":"\#(status)","statuses":[],"data":{"code":"1234"}}"#).first)
    #expect(event.kind.rawValue == kind)
    #expect(event.gap?.reason == gap)
    #expect(event.attributes["session_status"] == status.lowercased())
    #expect(event.sentAt == Instant(milliseconds: 1_767_366_759_123))
  }

  @Test func groups() throws {
    let joined = try #require(
      Self.events(
        "group.v2.join",
        #"{"group":{"id":"1203@g.us","subject":"Desk","participants":[{"id":"447700900123@c.us","role":"participant"}]},"timestamp":1767366759}"#
      ).first)
    #expect(joined.group?.action == "join")
    #expect(joined.group?.participants.map(\.phone) == ["442079460000", "447700900123"])
    #expect(joined.conversation?.title == "Desk")
    #expect(joined.notes.contains { $0.contains("does not say who") })
    let members = try #require(
      Self.events(
        "group.v2.participants",
        #"{"type":"promote","timestamp":1666943582,"group":{"id":"1203@g.us"},"participants":[{"id":"447700900123@c.us","role":"admin"}]}"#
      ).first)
    #expect(members.group?.action == "promote")
    #expect(members.sentAt == Instant(seconds: 1_666_943_582))
    let renamed = Self.events(
      "group.v2.update", #"{"group":{"id":"1203@g.us","subject":"New","membersCanSendMessages":false},"timestamp":1}"#)
    #expect(renamed.map { $0.group?.action } == ["subject", "settings"])
    #expect(renamed.map { $0.group?.value } == ["New", "membersCanSendMessages off"])
    let left = try #require(Self.events("group.v2.leave", #"{"group":{"id":"1203@g.us"},"timestamp":1}"#).first)
    #expect(left.group?.participants.map(\.phone) == ["442079460000"])
    let old = try #require(
      Self.events(
        "group.join",
        #"{"id":{"id":"x"},"timestamp":1,"chatId":"1203@g.us","author":"447700900123@c.us","recipientIds":["1@c.us"]}"#
      ).first)
    #expect(old.group?.action == "join")
    #expect(old.group?.actor?.phone == "447700900123")
    #expect(old.conversation?.key == "group:1203")
  }

  @Test(arguments: ["call.received", "call.accepted", "call.rejected"]) func calls(_ name: String) throws {
    let event = try #require(
      Self.events(
        name, #"{"id":"CC","from":"447700900123@c.us","timestamp":1767366759,"isVideo":true,"isGroup":false}"#
      )
      .first)
    #expect(event.kind == .call)
    #expect(event.content?.text == "video call " + name.dropFirst(5))
    #expect(event.sender?.phone == "447700900123")
    #expect(event.target == "CC")
  }

  @Test(arguments: [
    ("presence.update", #"{"id":"1203@g.us","presences":[{"participant":"1@c.us","lastKnownPresence":"typing"}]}"#),
    ("label.upsert", #"{"id":"1","name":"VIP"}"#), ("chat.archive", #"{"id":"1@c.us","archived":true}"#),
    ("state.change", #""CONNECTED""#), ("engine.event", #"{"event":"messages.upsert","data":{"":""}}"#),
  ])
  func onlyNoticed(_ name: String, _ payload: String) {
    let events = Self.events(name, payload)
    #expect(events.count == 1)
    #expect(events.first.map { $0.kind == .operations || $0.gap?.reason == "incomplete" } == true)
    #expect(events.first?.sender == nil)
  }

  @Test func unknownAndEmpty() throws {
    let unknown = try #require(
      Self.events("hologram.sent", #"{"id":"false_447700900123@c.us_AA","from":"447700900123@c.us","body":"3D"}"#).first
    )
    #expect(unknown.gap?.reason == "unknown-type")
    #expect(unknown.content?.text == "3D")
    #expect(unknown.sender?.phone == "447700900123")
    for payload in ["{}", "[]", "7", #""x""#] {
      #expect(Self.events("message.any", payload).map { $0.gap?.reason } == ["incomplete"])
    }
  }
}
