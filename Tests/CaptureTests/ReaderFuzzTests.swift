import Foundation
import Records
import TestSupport
import Testing

@testable import Capture

/// Payloads of every provider, changed at random but repeatably: nothing traps, and everything is accounted for.
@Suite struct ReaderFuzzTests {
  /// The project's own payloads, and the recorded ones where they are at hand.
  static let seeds: [[UInt8]] = own.map { Array($0.utf8) } + recorded

  private static let own: [String] =
    MetaMessageTests.cases.map { Sample.metaMessage($0.message) }
    + WasenderMessageTests.cases.map {
      Sample.wasender("messages.upsert", "[\(WasenderMessageTests.item($0.message))]")
    }
    + WahaMessageTests.cases.map { Sample.waha("message.any", WahaMessageTests.payload($0.more)) }
    + [
      Sample.waha(
        "message.revoked", #"{"before":{"id":"true_1@c.us_A","body":"x"},"after":null,"revokedMessageId":"A"}"#),
      Sample.waha("message.ack", #"{"id":"true_1@g.us_A_9@lid","from":"1@g.us","participant":"9@lid","ack":3}"#),
      Sample.waha(
        "poll.vote", #"{"vote":{"id":"false_1@g.us_V","selectedOptions":["x"]},"poll":{"id":"true_1@g.us_P"}}"#),
      Sample.waha("session.status", #"{"status":"WORKING","statuses":[{"status":"STOPPED","timestamp":1}]}"#),
      Sample.waha("group.v2.update", #"{"group":{"id":"1@g.us","subject":"x","announce":true},"timestamp":1}"#),
      Sample.evolution("messages.upsert", EvolutionTests.item()),
      Sample.evolution(
        "messages.edited",
        #"{"key":{"remoteJid":"1@s.whatsapp.net","id":"A"},"type":14,"editedMessage":{"conversation":"x"}}"#),
      Sample.evolution("messages.update", #"{"keyId":"A","remoteJid":"1@s.whatsapp.net","status":"DELETED"}"#),
      Sample.evolution(
        "group-participants.update",
        #"{"id":"1@g.us","participants":["9@lid"],"participantsData":[{"jid":"9@lid","phoneNumber":"1"}]}"#),
      GowaTests.message(#""body":"x","image":{"path":"a/b.jpeg"}"#),
      Sample.gowa(
        "message.ack", #"{"ids":["A","B"],"chat_id":"1@g.us","from":"1@s.whatsapp.net","receipt_type":"read"}"#),
      Sample.gowa(
        "message.deleted",
        #"{"deleted_message_id":"A","chat_id":"1@s.whatsapp.net","original_content":"x","was_from_me":true}"#),
      MetaTreatmentTests.chunk(1, MetaTreatmentTests.text("h", "x")),
      Sample.wasender(
        "messages.update", #"[{"key":{"id":"A","remoteJid":"1@g.us"},"update":{"message":null,"messageStubType":1}}]"#),
      Sample.wasender(
        "message-receipt.update",
        #"{"message":{"key":{"id":"A"},"receipt":{"userJid":"1@lid","readTimestamp":{"low":1,"high":2}}}}"#),
    ]

  /// A longer run is asked for with `TEST_ROUNDS`, another one with `TEST_SEED`.
  private static let rounds = ProcessInfo.processInfo.environment["TEST_ROUNDS"].flatMap { Int($0) } ?? 1

  private static func generator(_ seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? seed)
  }

  private static var recorded: [[UInt8]] {
    PayloadFixtureTests.files.compactMap { path in
      FileManager.default.contents(atPath: path).map { Array($0) }
    }.filter { $0.count < 20_000 }
  }

  /// What must hold of any bytes that arrive.
  private static func check(_ body: [UInt8], _ reader: inout PayloadReader) {
    let before = reader
    let reading = reader.read(body: body)
    #expect(!reading.events.isEmpty, "nothing came of \(String(decoding: body.prefix(300), as: UTF8.self))")
    for event in reading.events {
      #expect(event.delivery == reading.delivery.id)
      #expect(!event.part.isEmpty)
      if event.event.kind == .message {
        #expect(
          event.event.conversation != nil || event.event.messageID == nil || event.event.gap != nil
            || event.event.content != nil)
      }
      var kept = event
      kept.event.content?.media?.remote = nil
      let decoded = try? Record.decode(Record.event(event).encode())
      #expect(decoded == .event(kept))
    }
    var again = before
    #expect(again.read(body: body).events == reading.events, "reading is a function of the bytes")
  }

  @Test func bytesChanged() {
    var random = Self.generator(7)
    var reader = PayloadReader(context: Sample.context)
    for _ in 0..<700 * Self.rounds {
      guard var bytes = Self.seeds.randomElement(using: &random), !bytes.isEmpty else { continue }
      for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(Array("{}[]\",:\\u0e-".utf8).randomElement(using: &random) ?? 0x7B, at: at)
        case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
        default: bytes += bytes[at...].prefix(64)
        }
      }
      Self.check(bytes, &reader)
    }
  }

  @Test func structureChanged() throws {
    var random = Self.generator(11)
    var reader = PayloadReader(context: Sample.context)
    let values = Self.seeds.compactMap { try? JSONReader.parse($0) }
    for _ in 0..<900 * Self.rounds {
      guard var value = values.randomElement(using: &random) else { continue }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        var budget = Int.random(in: 0..<40, using: &random)
        value = Self.mutate(value, values, &budget, &random, depth: 0)
      }
      Self.check(CanonicalText.of(value), &reader)
    }
  }

  /// Walks to the member that the budget ends at, and puts something else there.
  private static func mutate(
    _ value: JSONValue, _ pool: [JSONValue], _ budget: inout Int, _ random: inout SeededGenerator, depth: Int
  ) -> JSONValue {
    if budget == 0 {
      budget = -1
      return strange(value, pool, &random)
    }
    budget -= 1
    guard depth < 40, budget >= 0 else { return value }
    switch value {
    case .array(let elements):
      return .array(elements.map { mutate($0, pool, &budget, &random, depth: depth + 1) })
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map {
            .init(name: $0.name, value: mutate($0.value, pool, &budget, &random, depth: depth + 1))
          }))
    default: return value
    }
  }

  private static func strange(
    _ value: JSONValue, _ pool: [JSONValue], _ random: inout SeededGenerator
  ) -> JSONValue {
    let tokens = [
      "0", "-1", "9223372036854775807", "-9223372036854775808", "1e308", "1E-9", "0.5", "99999999999999999999",
    ]
    let texts = [
      "", "@", "@lid", ":@s.whatsapp.net", "true_@_", "false_1@c.us_", "\u{202E}", "\u{0}", "in", " in ", "me",
    ]
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(tokens.randomElement(using: &random) ?? "0")
    case 3: return .string(texts.randomElement(using: &random) ?? "")
    case 4: return .array([value, value])
    case 5: return .object(JSONObject([.init(name: "message", value: value)]))
    case 6: return .array([])
    case 7: return pool.randomElement(using: &random) ?? .null
    default: return .object(JSONObject((value.object?.members ?? []).shuffled(using: &random)))
    }
  }
}

/// Writes a value as JSON, keeping what a parser would keep.
private enum CanonicalText {
  static func of(_ value: JSONValue) -> [UInt8] {
    var text = ""
    write(value, into: &text)
    return Array(text.utf8)
  }

  private static func write(_ value: JSONValue, into text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let token): text += token
    case .string(let string): text += quoted(string)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element, into: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.enumerated() {
        if index > 0 { text += "," }
        text += quoted(member.name) + ":"
        write(member.value, into: &text)
      }
      text += "}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
