import Records
import Testing

@testable import Capture

/// Meta's rarer deliveries: history in any order, standby, handovers, templates, people who change.
@Suite struct MetaTreatmentTests {
  private static let number = #""metadata":{"phone_number_id":"900","display_phone_number":"15550783881"}"#

  static func chunk(_ order: Int, _ messages: String) -> String {
    Sample.meta(
      #"{\#(number),"history":[{"metadata":{"phase":1,"chunk_order":\#(order),"progress":55},"threads":[{"id":"447700900123","messages":[\#(messages)]}]}]}"#,
      field: "history")
  }

  static func text(_ id: String, _ words: String) -> String {
    #"{"from":"447700900123","id":"\#(id)","timestamp":"1739230955","type":"text","text":{"body":"\#(words)"}}"#
  }

  /// Chunks name their messages by id alone: any order, and any number of times, gives the same messages.
  @Test func historyComesInAnyOrder() {
    let chunks = [Self.chunk(3, Self.text("h3", "c")), Self.chunk(1, Self.text("h1", "a"))]
    let once = chunks.map { Sample.read($0) }
    let again = chunks.reversed().map { Sample.read($0) } + once
    #expect(Set(again.map { $0.first?.messageID }) == Set(once.map { $0.first?.messageID }))
    #expect(Set(again.map(\.delivery.id)).count == 2)
    #expect(once[0].first?.attributes["history_phase"] == "1")
    #expect(once[0].first?.attributes["history_chunk"] == "3")
    #expect(once[0].first?.attributes["history_progress"] == "55")
    let live = Sample.read(Sample.meta(#"{\#(Self.number),"messages":[\#(Self.text("h3", "c"))]}"#)).first
    #expect(live?.messageID == once[0].first?.messageID)
    #expect(live?.attributes["history_phase"] == nil)
  }

  @Test func mediaBeforeItsPlaceholder() {
    let media = Sample.read(
      Sample.meta(
        #"{\#(Self.number),"messages":[{"from":"447700900123","id":"h2","timestamp":"1739230970","type":"image","image":{"id":"1"}}]}"#,
        field: "history"))
    let placeholder = Sample.read(
      Self.chunk(1, #"{"from":"447700900123","id":"h2","timestamp":"1739230970","type":"media_placeholder"}"#))
    #expect(media.first?.messageID == placeholder.first?.messageID)
    #expect(media.first?.gap == nil)
    #expect(placeholder.first?.gap?.reason == "media-missing")
  }

  /// While another application answers, everything stands one level deeper.
  @Test(arguments: [
    (#"{"standby":{"messages":[MESSAGE]}}"#, "value.standby.messages[0]"),
    (#"{"standby":[{"messages":[MESSAGE]}]}"#, "value.standby.messages[0]"),
    (#"{"messages":[MESSAGE]}"#, "value.messages[0]"),
    (
      #"{"standby":{"contacts":[{"wa_id":"447700900123","profile":{"name":"Lee"}}],"messages":[MESSAGE]}}"#,
      "value.standby.messages[0]"
    ),
  ])
  func standbyIsTreatedAsMessages(_ value: String, _ place: String) throws {
    let value = String(value.dropFirst().replacing("MESSAGE", with: Self.text("s1", "Hi")))
    let reading = Sample.read(Sample.meta("{\(Self.number)," + value, field: "standby"))
    #expect(reading.kinds == ["message"])
    #expect(reading.first?.content?.text == "Hi")
    #expect(reading.first?.attributes["route"] == "standby")
    #expect(reading.first?.sender?.name == (value.contains("Lee") ? "Lee" : nil))
    #expect(reading.events.first?.part == "entry[0].changes[0]." + place)
    #expect(
      reading.first?.messageID
        == Sample.read(Sample.meta(#"{\#(Self.number),"messages":[\#(Self.text("s1", "Hi"))]}"#)).first?.messageID)
  }

  @Test func standbyReceiptsAndEchoes() {
    let reading = Sample.read(
      Sample.meta(
        #"{\#(Self.number),"standby":{"message_echoes":[{"from":"15550783881","to":"447700900123","id":"s2","timestamp":"1739230955","type":"text","text":{"body":"I am the agent"}}],"statuses":[{"id":"s2","status":"delivered","timestamp":"1739230956","recipient_id":"447700900123"}]}}"#,
        field: "standby"))
    #expect(reading.kinds == ["message", "receipt"])
    #expect(reading.events[0].event.direction == .outbound)
    #expect(reading.events[0].event.attributes["route"] == "standby")
    #expect(reading.events[0].event.messageID == reading.events[1].event.messageID)
    #expect(Sample.read(Sample.meta(#"{\#(Self.number),"standby":{}}"#, field: "standby")).kinds == ["operations"])
  }

  @Test func handoverBelongsToItsNumber() {
    let reading = Sample.read(
      Sample.meta(
        #"{"messaging_product":"whatsapp","sender":{"phone_number":"447700900123"},"recipient":{"phone_number_id":"900"},"type":"control_passed","timestamp":"1750101000","control_passed":{"new_owner_role":"escalation"}}"#,
        field: "messaging_handovers"))
    #expect(reading.kinds == ["operations"])
    #expect(reading.first?.account == "900")
    #expect(reading.first?.attributes["type"] == "control_passed")
  }

  @Test func templatesKeepTheirWords() {
    let long = String(repeating: "word ", count: 100)
    let text = Sample.read(
      Sample.meta(
        #"{"message_template_name":"order","message_template_title":"T","message_template_element":"\#(long)","message_template_footer":"F","message_template_buttons":[{"message_template_button_text":"Call"}]}"#,
        field: "message_template_components_update")
    ).first?.content?.text
    #expect(text == "message_template_components_update: order\nT\n\(long)\nF\n[Call]")
  }

  /// The same id twice in one body is one message with two readings.
  @Test func twiceInOneBody() {
    let reading = Sample.read(
      Sample.meta(#"{\#(Self.number),"messages":[\#(Self.text("d1", "x")),\#(Self.text("d1", "x"))]}"#))
    #expect(reading.kinds == ["message", "message"])
    #expect(reading.events[0].event.messageID == reading.events[1].event.messageID)
    #expect(reading.events[0].event.content == reading.events[1].event.content)
  }

  /// A user id alone, then with a number, then a new number: every step is evidence, and nothing is merged here.
  @Test func onePersonWithThreeNames() throws {
    func message(_ sides: String, _ contact: String) throws -> MessageEvent {
      try #require(
        Sample.read(
          Sample.meta(
            #"{\#(Self.number),"contacts":[\#(contact)],"messages":[{\#(sides),"id":"p","timestamp":"1","type":"text","text":{"body":"x"}}]}"#
          )
        ).first)
    }
    let alone = try message(#""from_user_id":"GB.42""#, #"{"user_id":"GB.42","profile":{"name":"Lee"}}"#)
    #expect(alone.sender == Party(userID: "GB.42", name: "Lee"))
    let both = try message(
      #""from":"447700900123","from_user_id":"GB.42""#, #"{"wa_id":"447700900123","user_id":"GB.42"}"#)
    #expect(both.sender?.phone == "447700900123")
    #expect(both.sender?.userID == "GB.42")
    let change = try #require(
      Sample.read(
        Sample.meta(
          #"{\#(Self.number),"messages":[{"from":"447700900123","from_user_id":"GB.42","id":"q","timestamp":"1","type":"system","system":{"type":"user_changed_number","wa_id":"447700900777","user_id":"GB.43"}}]}"#
        )
      ).first?.identity)
    #expect(change.previous == Party(phone: "447700900123", userID: "GB.42"))
    #expect(change.current.phone == "447700900777")
    #expect(change.current.userID == "GB.43")
  }

  @Test func identityKeyChange() throws {
    let event = try #require(
      Sample.read(
        Sample.metaMessage(
          MetaMessageTests.wrap(
            "system", #"{"body":"key changed","type":"customer_identity_changed"}"#,
            #","identity":{"acknowledged":true,"created_timestamp":1602532300000,"hash":"Sj="}"#))
      ).first)
    #expect(event.kind == .identity)
    #expect(event.attributes["identity_hash"] == "Sj=")
    #expect(event.identity?.previous == nil)
  }

  @Test(arguments: ["sent", "delivered", "read", "played", "in_orbit"]) func receiptsAreAppended(_ status: String) {
    let event = Sample.read(
      Sample.meta(
        #"{\#(Self.number),"statuses":[{"id":"w","status":"\#(status)","timestamp":"1767366760","recipient_id":"447700900123","conversation":{"expiration_timestamp":5},"pricing":{"billable":true,"category":"utility"}}]}"#
      )
    ).first
    #expect(event?.receipt?.status == status)
    #expect(event?.attributes.keys.contains { $0.contains("pric") } == false, "prices stay in the raw delivery")
  }

  @Test func groupsChange() throws {
    let event = try #require(
      Sample.read(
        Sample.meta(
          #"{\#(Self.number),"groups":[{"group_id":"G","type":"group_participants_remove","reason":"left","timestamp":"1767366759","removed_participants":[{"wa_id":"447700900123"}]}]}"#,
          field: "group_participants_update")
      ).first)
    #expect(event.group?.action == "remove")
    #expect(event.group?.participants.map(\.phone) == ["447700900123"])
    #expect(event.conversation?.key == "group:G")
    #expect(event.attributes["reason"] == "left")
  }

  @Test func reactionToNothing() throws {
    let event = try #require(
      Sample.read(Sample.metaMessage(MetaMessageTests.wrap("reaction", #"{"emoji":"👍"}"#))).first)
    #expect(event.kind == .reaction)
    #expect(event.target == nil)
    #expect(event.notes == ["the reaction does not say to which message"])
  }

  @Test func echoesOfEditsAndDeletions() {
    func echo(_ message: String) -> MessageEvent? {
      Sample.read(
        Sample.meta(
          #"{\#(Self.number),"message_echoes":[{"from":"15550783881","to":"447700900123","timestamp":"1",\#(message)}]}"#,
          field: "smb_message_echoes")
      ).first
    }
    let original = echo(#""id":"e1","type":"text","text":{"body":"old"}"#)
    let edit = echo(
      #""id":"e2","type":"edit","edit":{"original_message_id":"e1","message":{"type":"text","text":{"body":"new"}}}"#)
    let revoke = echo(#""id":"e3","type":"revoke","revoke":{"original_message_id":"e1"}"#)
    #expect([original, edit, revoke].map { $0?.kind } == [.message, .edit, .revoke])
    #expect(Set([original, edit, revoke].map { $0?.messageID }).count == 1)
    #expect(edit?.direction == .outbound)
  }

  @Test func longTextsStayWhole() {
    let long = String(repeating: "a", count: 65_536)
    for words in [long, #"a\u0000b"#, "z̷̡̢\u{0301}\u{0302}", #"\u202Efdp.exe"#] {
      let event = Sample.read(Sample.meta(#"{\#(Self.number),"messages":[\#(Self.text("l", words))]}"#)).first
      #expect(event?.content?.text?.isEmpty == false)
      if words == long { #expect(event?.content?.text == long) }
    }
  }
}
