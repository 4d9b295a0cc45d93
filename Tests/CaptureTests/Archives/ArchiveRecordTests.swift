import Records
import Sealing
import TestSupport
import Testing

@testable import Capture

/// The records of other systems' archives, in both shapes.
@Suite struct ArchiveRecordTests {
  @Test func aSealedMessageOfTheFirstShape() throws {
    let reading = ArchiveSample.read(ArchiveSample.first())
    let event = try #require(reading.first)
    #expect(reading.exceptions.isEmpty && reading.events.count == 1)
    #expect(event.kind == .message && event.content?.kind == .text && event.content?.text == ArchiveSample.words)
    #expect(event.provider == .meta && event.account == "default" && event.providerMessageID == "wamid.A1")
    #expect(event.direction == .inbound && event.sender?.phone == "447700900123")
    #expect(event.conversation?.key == "phone:447700900123" && event.conversation?.kind == .direct)
    #expect(event.sentAt == Instant(seconds: 1_767_366_759) && event.gap == nil)
    #expect(event.attributes["route"] == "backfill" && event.attributes["retention_policy"] == "7y")
    #expect(reading.delivery.body == Array(ArchiveSample.first().utf8))
  }

  @Test func aNonceOfSixteenBytesAndAnEmptyText() {
    #expect(
      ArchiveSample.read(ArchiveSample.first(body: ArchiveSample.sealedWithLongNonce)).first?.content?.text
        == "Sixteen bytes of nonce")
    let empty = ArchiveSample.read(ArchiveSample.first(body: ArchiveSample.sealedNothing))
    #expect(empty.first?.kind == .message && empty.first?.content?.text == "" && empty.exceptions.isEmpty)
  }

  @Test func aSealedBodyInTheSecondShapeAndInText() {
    #expect(
      ArchiveSample.read(ArchiveSample.second(content: ArchiveSample.sealed)).first?.content?.text
        == ArchiveSample.words)
    let quoted = String(decoding: CanonicalJSON.encode(.string(ArchiveSample.sealed)), as: UTF8.self)
    #expect(ArchiveSample.read(ArchiveSample.first(body: quoted)).first?.content?.text == ArchiveSample.words)
  }

  @Test func aMessageOfTheSecondShape() throws {
    let reading = ArchiveSample.read(ArchiveSample.second())
    let event = try #require(reading.first)
    #expect(event.kind == .message && event.content?.text == "the kestrel waits" && event.direction == .inbound)
    #expect(event.provider.rawValue == "archive" && event.sender?.phone == "447700900123")
    #expect(event.recipients.first?.phone == "442079460000" && event.conversation?.key == "phone:447700900123")
    // The session may be a credential: neither its name nor the raw delivery keeps it.
    #expect(
      event.account.hasPrefix("session-")
        && !String(decoding: reading.delivery.body, as: UTF8.self).contains("sess-secret"))
    let sent = try #require(
      ArchiveSample.read(ArchiveSample.second("message.sent", from: "442079460000", to: "447700900123")).first)
    #expect(sent.direction == .outbound && sent.conversation?.key == "phone:447700900123")
    #expect(sent.conversation?.id == event.conversation?.id && sent.sender?.phone == "442079460000")
  }

  @Test func theFirmsNumberTellsTheSide() {
    let context = ArchiveSample.context(account: "+442079460000")
    let sent = ArchiveSample.read(ArchiveSample.second("message", from: "442079460000", to: "447700900123"), context)
    #expect(sent.first?.direction == .outbound && sent.first?.account == "+442079460000")
    #expect(ArchiveSample.read(ArchiveSample.second("message"), context).first?.direction == .inbound)
    #expect(ArchiveSample.read(ArchiveSample.second("message")).first?.direction == .unknown)
  }

  @Test func theFirstShapeDoesNotSayToWhom() throws {
    let event = try #require(
      ArchiveSample.read(ArchiveSample.first(direction: "outbound", sender: "442079460000")).first)
    #expect(event.direction == .outbound && event.conversation?.kind == .unknown && event.recipients.isEmpty)
    #expect(event.notes.contains { $0.contains("to whom") })
    let named = ArchiveSample.read(
      ArchiveSample.first(direction: "outbound", sender: "442079460000", more: #","to":"447700900123""#))
    #expect(named.first?.conversation?.key == "phone:447700900123")
  }

  @Test func groups() throws {
    let event = try #require(
      ArchiveSample.read(
        ArchiveSample.second(
          from: "120363@g.us", more: #","participant":"447700900123@s.whatsapp.net","group_name":"Desk""#)
      ).first)
    #expect(event.conversation?.kind == .group && event.conversation?.key == "group:120363")
    #expect(event.conversation?.title == "Desk" && event.sender?.phone == "447700900123")
  }

  @Test(arguments: [
    ("1767366759", 1_767_366_759_000), ("1767366759123", 1_767_366_759_123), ("\"1767366759\"", 1_767_366_759_000),
    ("1767366759.5", 1_767_366_759_500), ("\"2026-01-02T15:12:39.123Z\"", 1_767_366_759_123),
    ("\"2026-01-02T16:12:39+01:00\"", 1_767_366_759_000), ("\"2026-01-02T16:12:39+0100\"", 1_767_366_759_000),
    ("\"2026-01-02 15:12:39 UTC\"", 1_767_366_759_000), ("{\"$date\":\"2026-01-02T15:12:39Z\"}", 1_767_366_759_000),
    ("\"2026-01-02T16:12:39\"", 1_767_366_759_000), ("\"2026-01-02T16:12:39.123456\"", 1_767_366_759_123),
  ]) func times(_ written: String, _ milliseconds: Int64) {
    let reading = ArchiveSample.read(
      ArchiveSample.second(timestamp: written), ArchiveSample.context(zone: "Europe/Berlin"))
    #expect(reading.first?.sentAt?.milliseconds == milliseconds && reading.exceptions.isEmpty, "\(reading.exceptions)")
  }

  @Test func timesThatAreNone() {
    let zoneless = ArchiveSample.read(ArchiveSample.second(timestamp: #""2026-01-02T16:12:39""#))
    #expect(zoneless.first?.sentAt == nil && zoneless.exceptions.map(\.code) == ["no-time-zone"])
    for written in [
      "null", "0", "-5", "1e400", "\"soon\"", "[]", "99999999999999999999999", "true", "\"2026-99-99T00:00:00Z\"",
    ] {
      let reading = ArchiveSample.read(ArchiveSample.second(timestamp: written))
      #expect(reading.exceptions.map(\.code) == ["bad-time"], "\(written)")
      #expect(reading.first?.content?.text == "the kestrel waits")
    }
  }

  @Test func aFileThatIsNotThere() {
    for reading in [
      ArchiveSample.read(ArchiveSample.first(type: "image", hasMedia: "true")),
      ArchiveSample.read(
        ArchiveSample.second(content: #"{"caption":"a heron","mime_type":"image/jpeg"}"#, type: "image")),
    ] {
      #expect(reading.exceptions.map(\.code) == ["media-missing"])
      #expect(reading.first?.kind == .message && reading.first?.gap?.reason == "media-missing")
      #expect(reading.first?.content?.media?.state == .missing && reading.first?.content?.text?.isEmpty == false)
    }
    #expect(ArchiveSample.read(ArchiveSample.first(type: "text", hasMedia: "false")).exceptions.isEmpty)
  }

  @Test func whatIsNotKnownIsAGap() {
    for event in ["presence.update", "", "message.sent.to.crm", "message.update", "foo"] {
      let reading = ArchiveSample.read(ArchiveSample.second(event))
      #expect(reading.kinds == ["gap"] && reading.exceptions.map(\.code) == ["unknown-type"], "\(event)")
      #expect(reading.first?.gap?.reason == "unknown-type")
    }
    let type = ArchiveSample.read(ArchiveSample.second(type: "hologram"))
    #expect(type.exceptions.map(\.code) == ["unknown-type"] && type.first?.content?.text == "the kestrel waits")
  }

  @Test(arguments: [
    ("message.read", "receipt"), ("message.delivered", "receipt"), ("message_edited", "edit"),
    ("message.deleted", "revoke"), ("message.reaction", "reaction"), ("session.status", "operations"),
    ("call.offer", "call"), ("group.participants.update", "system"), ("messages.upsert", "message"),
  ]) func otherEvents(_ type: String, _ kind: String) {
    let content = type == "message.reaction" ? #"{"emoji":"👍","message_id":"3EB0A0"}"# : #""word""#
    let reading = ArchiveSample.read(ArchiveSample.second(type, content: content))
    #expect(reading.kinds == [kind] && reading.exceptions.isEmpty, "\(type): \(reading.exceptions)")
    if ["receipt", "edit", "revoke"].contains(kind) { #expect(reading.first?.target == "3EB0A1") }
    if kind == "reaction" { #expect(reading.first?.reaction?.emoji == "👍" && reading.first?.target == "3EB0A0") }
    if type == "message.read" { #expect(reading.first?.receipt?.status == "read") }
  }

  @Test func oneMessageInBothShapesAndFromTheLiveCapture() {
    let account = "900"
    let context = ArchiveSample.context(account: account)
    let first = ArchiveSample.read(ArchiveSample.first(id: "wamid.X"), context)
    let second = ArchiveSample.read(ArchiveSample.second(id: "wamid.X"), context)
    let live = Sample.read(
      Sample.metaMessage(
        #"{"from":"447700900123","id":"wamid.X","timestamp":"1767366759","type":"text","text":{"body":"hello"}}"#))
    #expect(first.first?.messageID == live.first?.messageID && first.first?.messageID != nil)
    #expect(second.first?.messageID == live.first?.messageID)
    #expect(first.first?.conversation?.id == live.first?.conversation?.id)
  }

  @Test func recordsAreToldFromWebhooks() throws {
    func shape(_ text: String) throws -> ArchiveRecord.Shape? {
      ArchiveRecord.Shape(of: try JSONReader.parse(Array(text.utf8)))
    }
    #expect(try shape(ArchiveSample.first()) == .message)
    #expect(try shape(ArchiveSample.second()) == .event)
    #expect(try shape(Sample.wasender("messages.upsert", "{}")) == nil)
    #expect(try shape(Sample.metaMessage("{}")) == nil)
    #expect(try shape(#"{"message_uuid":"a"}"#) == nil)
  }
}
