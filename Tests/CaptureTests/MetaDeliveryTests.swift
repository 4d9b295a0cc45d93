import Records
import Testing

@testable import Capture

/// What a Meta delivery holds besides single messages.
@Suite struct MetaDeliveryTests {
  @Test func twoNumbersInOnePost() {
    func change(_ id: String, _ rest: String) -> String {
      #"{"field":"messages","value":{"metadata":{"phone_number_id":"\#(id)","display_phone_number":"1"},\#(rest)}}"#
    }
    let body =
      #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":["#
      + change(
        "A",
        #""messages":[{"from":"447700900123","id":"w1","timestamp":"1767366759","type":"text","text":{"body":"one"}}]"#)
      + ","
      + change("B", #""statuses":[{"id":"w1","status":"read","timestamp":"1767366760","recipient_id":"447700900123"}]"#)
      + #"]},{"id":"2","changes":[{}]}]}"#
    let reading = Sample.read(body)
    #expect(reading.kinds == ["message", "receipt", "gap"])
    #expect(reading.events.map(\.event.account) == ["A", "B", "2"].map { $0 == "2" ? "waba:2" : $0 })
    #expect(reading.delivery.account == "A")
    #expect(reading.events[0].event.messageID != reading.events[1].event.messageID)
    #expect(reading.events.map(\.sequence) == [0, 1, 2])
    #expect(reading.events[1].part == "entry[0].changes[1].value.statuses[0]")
  }

  @Test func statusesNameOurMessage() throws {
    let sent = Sample.meta(
      #"{"metadata":{"phone_number_id":"900"},"message_echoes":[{"from":"442079460000","to":"447700900123","id":"w9","timestamp":"1767366759","type":"text","text":{"body":"hi"}}]}"#,
      field: "smb_message_echoes")
    let status = Sample.meta(
      #"{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"w9","status":"in_orbit","timestamp":"1767366760","recipient_id":"447700900123"},{"id":"w9","status":"FAILED","recipient_id":"447700900123","timestamp":"1767366761","errors":[{"code":131014,"title":"no"}]}]}"#
    )
    let echo = try #require(Sample.read(sent).first)
    let receipts = Sample.read(status)
    #expect(echo.direction == .outbound)
    #expect(
      echo.sender == Party(phone: "442079460000"), "the number it was sent from, where no display number is given")
    #expect(echo.conversation?.key == "phone:447700900123")
    #expect(receipts.kinds == ["receipt", "receipt"])
    #expect(receipts.events[0].event.messageID == echo.messageID)
    #expect(receipts.events[0].event.receipt?.status == "in_orbit")
    #expect(receipts.events[1].event.receipt?.status == "failed")
    #expect(receipts.events[1].event.receipt?.error == "131014 no")
    #expect(receipts.events[0].event.conversation?.id == echo.conversation?.id)
  }

  @Test func echoToNobody() throws {
    let body = Sample.meta(
      #"{"metadata":{"phone_number_id":"900","display_phone_number":"1987654"},"message_echoes":[{"from":"1987654","to":"","to_user_id":"IN.2","id":"w","type":"text","text":{"body":"Hello"}}]}"#
    )
    let event = try #require(Sample.read(body).first)
    #expect(event.conversation?.key == "user:IN.2")
    #expect(event.sender == Party(phone: "1987654"), "the business's display number")
  }

  @Test func groupStatusPerParticipant() throws {
    let body = Sample.meta(
      #"{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"w","status":"read","timestamp":"1767366760","recipient_id":"G1","recipient_type":"group","recipient_participant_id":"447700900123"}]}"#
    )
    let event = try #require(Sample.read(body).first)
    #expect(event.conversation?.key == "group:G1")
    #expect(event.receipt?.party?.phone == "447700900123")
  }

  @Test func historyChunkAndLaterMedia() throws {
    let chunk = Sample.meta(
      #"{"metadata":{"phone_number_id":"900","display_phone_number":"15550783881"},"history":[{"metadata":{"phase":1,"chunk_order":3},"threads":[{"id":"447700900123","messages":[{"from":"447700900123","id":"h1","timestamp":"1739230955","type":"text","text":{"body":"old"},"history_context":{"status":"READ"}},{"from":"15550783881","id":"h2","timestamp":"1739230970","type":"media_placeholder"}]}]}]}"#,
      field: "history")
    let later = Sample.meta(
      #"{"metadata":{"phone_number_id":"900","display_phone_number":"15550783881"},"messages":[{"from":"15550783881","to":"447700900123","id":"h2","timestamp":"1739230970","type":"image","image":{"id":"1"}}]}"#,
      field: "history")
    let reading = Sample.read(chunk)
    #expect(reading.kinds == ["message", "message"])
    #expect(reading.events[0].event.attributes["route"] == "history")
    #expect(reading.events[0].event.attributes["history_status"] == "read")
    #expect(reading.events[1].event.gap?.reason == "media-missing")
    #expect(reading.events[1].event.conversation?.key == "phone:447700900123")
    let filled = try #require(Sample.read(later).first)
    #expect(filled.messageID == reading.events[1].event.messageID)
    #expect(filled.attributes["route"] == "history")
  }

  @Test func declinedHistory() {
    let body = Sample.meta(
      #"{"metadata":{"phone_number_id":"900"},"history":[{"errors":[{"code":2593109,"title":"declined"}]}]}"#,
      field: "history")
    #expect(Sample.read(body).first?.gap?.reason == "history-declined")
  }

  @Test(arguments: [
    (
      "smb_app_state_sync",
      #"{"state_sync":[{"type":"contact","contact":{"full_name":"Ann","phone_number":"447700900123"},"action":"add"}]}"#,
      "identity"
    ),
    (
      "group_participants_update",
      #"{"groups":[{"group_id":"G","type":"group_participants_add","timestamp":"1767366759","added_participants":[{"wa_id":"447700900123"}]}]}"#,
      "group"
    ),
    (
      "group_settings_update",
      #"{"groups":[{"group_id":"G","type":"group_settings_update","group_subject":{"text":"New","update_successful":true}}]}"#,
      "group"
    ),
    ("group_status_update", #"{"groups":[{"group_id":"G","type":"group_suspend"}]}"#, "group"),
    (
      "message_template_status_update", #"{"event":"APPROVED","message_template_id":1,"message_template_name":"n"}"#,
      "operations"
    ),
    ("account_update", #"{"event":"PARTNER_ADDED"}"#, "operations"),
    ("account_alerts", #"{"entity_type":"PHONE"}"#, "operations"),
    ("phone_number_quality_update", #"{"event":"FLAGGED"}"#, "operations"),
    (
      "user_preferences",
      #"{"user_preferences":[{"wa_id":"447700900123","detail":"stop","value":"stop","timestamp":1731705721}]}"#,
      "operations"
    ),
    (
      "calls", #"{"calls":[{"id":"c","from":"447700900123","to":"1","event":"connect","timestamp":"1767366759"}]}"#,
      "call"
    ),
    ("calls", #"{"statuses":[{"id":"c","type":"call","status":"RINGING","recipient_id":"447700900123"}]}"#, "call"),
    ("messages", #"{"errors":[{"code":0,"title":"auth"}]}"#, "operations"),
    (
      "standby",
      #"{"messages":[{"from":"447700900123","id":"w","timestamp":"1767366759","type":"text","text":{"body":"x"}}]}"#,
      "message"
    ),
    ("something_new", #"{"anything":1}"#, "gap"),
    ("messages", #"{"messages":[5]}"#, "gap"),
  ])
  func everyFieldYieldsSomething(_ field: String, _ value: String, _ kind: String) {
    let reading = Sample.read(Sample.meta(value, field: field))
    #expect(reading.kinds == [kind])
  }

  @Test func captureThatEnded() {
    let reading = Sample.read(Sample.meta(#"{"event":"PARTNER_REMOVED"}"#, field: "account_update"))
    #expect(reading.first?.gap?.reason == "session-down")
  }

  @Test(arguments: [
    #"{"object":"whatsapp_business_account","entry":[]}"#, #"{"object":"whatsapp_business_account"}"#,
    #"{"object":"whatsapp_business_account","entry":[{}]}"#, #"{"object":"whatsapp_business_account","entry":"x"}"#,
  ])
  func emptyShells(_ body: String) { #expect(!Sample.read(body).events.isEmpty) }

  @Test func bareValueAndRecordedRequest() {
    let value =
      #"{"messaging_product":"whatsapp","metadata":{"phone_number_id":"900"},"messages":[{"from":"447700900123","id":"w","timestamp":"1767366759","type":"text","text":{"body":"x"}}]}"#
    let whole = Sample.read(Sample.meta(value))
    for body in [
      value, #"{"field":"messages","value":\#(value)}"#, #"{"headers":{"a":"b"},"body":\#(Sample.meta(value))}"#,
    ] {
      #expect(Sample.read(body).first?.messageID == whole.first?.messageID)
    }
  }

  @Test func sameBytesSameNames() {
    let body = Sample.metaMessage(MetaMessageTests.cases[0].message)
    #expect(Sample.read(body).delivery.id == Sample.read(body).delivery.id)
    #expect(Sample.read(body).delivery.id != Sample.read(body + " ").delivery.id)
    var other = Sample.context
    other.vault = VaultID(suffix: "othervault")
    #expect(Sample.read(body, context: other).delivery.id != Sample.read(body).delivery.id)
  }
}
