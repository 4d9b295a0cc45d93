import Foundation
import Records
import Testing

@testable import Capture

/// The kinds of messages that Meta sends, each with what must be read from it.
@Suite struct MetaMessageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var message: String
    var kind: MessageEvent.Kind = .message
    var content: Content.Kind?
    var text: String?
    var fields: [String: String] = [:]
    var gap: String?
    var testDescription: String { name }
  }

  static func wrap(_ type: String, _ body: String, _ more: String = "") -> String {
    #"{"from":"447700900123","id":"wamid.T1","timestamp":"1767366759","type":"\#(type)"\#(body.isEmpty ? "" : ",\"\(type)\":\(body)")\#(more)}"#
  }

  static let cases: [Case] = [
    Case(
      name: "text", message: wrap("text", #"{"body":"caf\u00e9 \ud83d\ude00 a\/b"}"#), content: .text,
      text: "café 😀 a/b"),
    Case(
      name: "image",
      message: wrap(
        "image",
        #"{"caption":"look","mime_type":"image/jpeg","sha256":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","id":"555"}"#
      ),
      content: .image, text: "look"),
    Case(name: "voice", message: wrap("audio", #"{"mime_type":"audio/ogg","id":"5","voice":true}"#), content: .voice),
    Case(name: "audio", message: wrap("audio", #"{"mime_type":"audio/mpeg","id":"5","voice":false}"#), content: .audio),
    Case(
      name: "old voice", message: wrap("voice", #"{"file":"/x","id":"5","mime_type":"audio/ogg"}"#), content: .voice),
    Case(name: "video", message: wrap("video", #"{"id":"5"}"#), content: .video),
    Case(
      name: "document", message: wrap("document", #"{"filename":"Añexo.pdf","id":"5","caption":"c"}"#),
      content: .document, text: "c"),
    Case(
      name: "sticker", message: wrap("sticker", #"{"id":"5","animated":true}"#), content: .sticker,
      fields: ["animated": "true"]),
    Case(
      name: "location",
      message: wrap("location", #"{"latitude":51.50720,"longitude":-0.1275,"name":"Bank","address":"1 Road"}"#),
      content: .location, text: "Bank\n1 Road\n51.50720, -0.1275", fields: ["latitude": "51.50720"]),
    Case(
      name: "contacts",
      message: wrap(
        "contacts",
        #"[{"name":{"formatted_name":"Ann Other"},"phones":[{"phone":"+44 7700 900555","wa_id":"447700900555"}]}]"#),
      content: .contacts, text: "Ann Other, +44 7700 900555", fields: ["count": "1"]),
    Case(
      name: "button reply",
      message: wrap("interactive", #"{"type":"button_reply","button_reply":{"id":"y1","title":"Yes"}}"#),
      content: .interactive, text: "Yes", fields: ["id": "y1", "interactive_type": "button_reply"]),
    Case(
      name: "list reply",
      message: wrap(
        "interactive", #"{"type":"list_reply","list_reply":{"id":"r1","title":"Gold","description":"1 oz"}}"#),
      content: .interactive, text: "Gold\n1 oz", fields: ["id": "r1"]),
    Case(
      name: "flow reply",
      message: wrap(
        "interactive",
        #"{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{\"flow_token\":\"t\",\"age\":32}"}}"#
      ),
      content: .interactive, text: "Sent\nflow\nage: 32", fields: ["response_json": #"{"flow_token":"t","age":32}"#]),
    Case(
      name: "flow reply, invalid JSON",
      message: wrap("interactive", #"{"type":"nfm_reply","nfm_reply":{"body":"Sent","response_json":"{oops"}}"#),
      content: .interactive, text: "Sent\n{oops"),
    Case(
      name: "interactive without its body", message: wrap("interactive", ""), content: .interactive, gap: "incomplete"),
    Case(
      name: "button", message: wrap("button", #"{"payload":"P","text":"Stop"}"#), content: .button, text: "Stop",
      fields: ["payload": "P"]),
    Case(
      name: "order",
      message: wrap(
        "order",
        #"{"catalog_id":"c","text":"please","product_items":[{"product_retailer_id":"SKU","quantity":"2","item_price":10.50,"currency":"EUR"}]}"#
      ),
      content: .order, text: "please\n2 × SKU 10.50 EUR", fields: ["items": "1"]),
    Case(
      name: "unsupported keeps its words",
      message: wrap(
        "unsupported", "", #","text":{"body":"still here"},"errors":[{"code":131051,"title":"Unsupported"}]"#),
      kind: .gap, content: .unsupported, text: "still here", gap: "unsupported"),
    Case(
      name: "unknown", message: wrap("unknown", "", #","errors":[{"code":131051}]"#), kind: .gap, content: .unsupported,
      gap: "unsupported"),
    Case(
      name: "a type nobody knew", message: wrap("hologram", #"{"caption":"3D"}"#), kind: .gap,
      content: Content.Kind(rawValue: "hologram"), text: "3D", gap: "unknown-type"),
    Case(
      name: "image that Meta could not fetch",
      message: wrap(
        "image", #"{"caption":"keep me","id":"5"}"#, #","errors":[{"code":131052,"title":"Media download error"}]"#),
      content: .image, text: "keep me", gap: "media-missing"),
    Case(name: "reaction", message: wrap("reaction", #"{"message_id":"wamid.R","emoji":"👍"}"#), kind: .reaction),
    Case(
      name: "edit",
      message: wrap("edit", #"{"original_message_id":"wamid.O","message":{"type":"text","text":{"body":"new"}}}"#),
      kind: .edit, content: .text, text: "new"),
    Case(
      name: "edit of a caption",
      message: wrap(
        "edit", #"{"original_message_id":"wamid.O","message":{"type":"image","image":{"caption":"new","id":"5"}}}"#),
      kind: .edit, content: .image, text: "new"),
    Case(name: "revoke", message: wrap("revoke", #"{"original_message_id":"wamid.O"}"#), kind: .revoke),
    Case(
      name: "welcome", message: #"{"from":"447700900123","timestamp":"1767366759","type":"request_welcome"}"#,
      kind: .system),
    Case(
      name: "system words", message: wrap("system", #"{"body":"something happened","type":"other"}"#), kind: .system,
      text: "something happened"),
  ]

  @Test(arguments: cases) func kind(_ test: Case) throws {
    let reading = Sample.read(Sample.metaMessage(test.message))
    #expect(reading.events.count == 1)
    let event = try #require(reading.first)
    #expect(event.kind == test.kind)
    if let content = test.content { #expect(event.content?.kind == content) }
    if test.text != nil || test.content != nil { #expect(event.content?.text == test.text) }
    for (name, value) in test.fields { #expect(event.content?.fields[name] == value) }
    #expect(event.gap?.reason == test.gap)
    #expect(event.account == "900")
    #expect(event.sender?.phone == "447700900123")
    #expect(event.sender?.name == "Lee Chan")
    #expect(event.sender?.username == "lee")
    #expect(event.conversation?.key == "phone:447700900123")
    #expect(event.sentAt == Instant(seconds: 1_767_366_759))
    #expect(event.direction == .inbound)
    #expect(event.recipients == [Party(phone: "442079460000")])
    #expect(reading.delivery.body == Array(Sample.metaMessage(test.message).utf8))
    let isMessage = test.kind == .message || test.kind == .gap
    #expect((event.messageID != nil) == (isMessage || test.kind == .edit || test.kind == .revoke))
  }

  @Test func mediaClaims() throws {
    let event = try #require(Sample.read(Sample.metaMessage(Self.cases[1].message)).first)
    #expect(event.content?.media?.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(event.content?.media?.state == .remote)
    #expect(event.content?.media?.providerID == "555")
  }

  @Test(arguments: [#"{"message_id":"wamid.R","emoji":""}"#, #"{"message_id":"wamid.R"}"#])
  func removedReaction(_ body: String) throws {
    let event = try #require(Sample.read(Sample.metaMessage(Self.wrap("reaction", body))).first)
    #expect(event.kind == .reaction)
    #expect(event.reaction == Reaction(emoji: nil))
    #expect(event.target == "wamid.R")
  }

  @Test func contextIsKept() throws {
    let message = Self.wrap(
      "text", #"{"body":"x"}"#,
      #","context":{"from":"442079460000","id":"wamid.Q","frequently_forwarded":true},"referral":{"source_url":"https://fb.me/x","headline":"Ad"}"#
    )
    let event = try #require(Sample.read(Sample.metaMessage(message)).first)
    #expect(event.reply == ReplyReference(target: "wamid.Q"))
    #expect(event.attributes["frequently_forwarded"] == "true")
    #expect(event.attributes["referral_headline"] == "Ad")
  }

  @Test func groupMessage() throws {
    let message = Self.wrap("text", #"{"body":"x"}"#, #","group_id":"G=="}"#.replacingOccurrences(of: "}", with: ""))
    let event = try #require(Sample.read(Sample.metaMessage(message)).first)
    #expect(event.conversation?.kind == .group)
    #expect(event.conversation?.key == "group:G==")
  }

  @Test(arguments: [
    (#""from_user_id":"GB.42""#, "phone:447700900123"), (#""from":"","from_user_id":"GB.42""#, "phone:447700900123"),
    (#""from":"GB.42""#, "phone:447700900123"), (#""from":"US.9""#, "user:US.9"),
    (#""from_user_id":"US.9""#, "user:US.9"),
  ])
  func senderWithoutNumber(_ from: String, _ key: String) throws {
    let message = #"{\#(from),"id":"wamid.T1","timestamp":"1767366759","type":"text","text":{"body":"x"}}"#
    let event = try #require(Sample.read(Sample.metaMessage(message)).first)
    #expect(event.conversation?.key == key)
    #expect(event.sender?.userID != nil)
  }

  @Test func numberChange() throws {
    let message = Self.wrap("system", #"{"body":"changed","wa_id":"447700900777","type":"user_changed_number"}"#)
    let event = try #require(Sample.read(Sample.metaMessage(message)).first)
    #expect(event.kind == .identity)
    #expect(event.identity?.previous?.phone == "447700900123")
    #expect(event.identity?.current.phone == "447700900777")
    #expect(event.identity?.reason == "user_changed_number")
  }

  @Test func userIDChangeWithoutContact() throws {
    let value =
      #"{"metadata":{"phone_number_id":"900"},"messages":[{"id":"wamid.S","timestamp":"1786406400","type":"system","system":{"type":"user_changed_user_id","previous_user_id":"CO.OLD","user_id":"CO.NEW"}}]}"#
    let event = try #require(Sample.read(Sample.meta(value)).first)
    #expect(event.identity?.previous?.userID == "CO.OLD")
    #expect(event.identity?.current.userID == "CO.NEW")
  }

  @Test(arguments: ["soon", "0", "-5", "99999999999999999999999", ""])
  func senselessTime(_ time: String) throws {
    let message = #"{"from":"447700900123","id":"wamid.T1","timestamp":"\#(time)","type":"text","text":{"body":"x"}}"#
    let event = try #require(Sample.read(Sample.metaMessage(message)).first)
    #expect(event.sentAt == nil)
    #expect(!event.notes.isEmpty)
    #expect(event.content?.text == "x")
  }
}
