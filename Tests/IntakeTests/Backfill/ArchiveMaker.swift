import Foundation
import Records
import Sealing
import TestSupport

@testable import Capture
@testable import Intake

/// Makes archives of random records, and knows what became of each.
struct ArchiveMaker {
  static let rounds = 2
  static let master = SecretBytes(Array("the test's master key".utf8))
  static var keys: ArchiveKeys { ArchiveKeys(master: master, rounds: rounds) }

  var generator: SeededGenerator
  var truth = BackfillTotals()
  /// Messages that are readable in the end.
  var readable: Set<String> = []
  /// Records whose body is sealed and opens.
  var sealed = 0
  private var healthy: [String] = []
  private var number = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  /// Lines of a record each; what became of each is counted.
  mutating func records(_ count: Int) -> [String] { (0..<count).map { _ in record() } }

  private mutating func record() -> String {
    number += 1
    truth.records += 1
    let id = "wamid.T\(number)"
    let words = "the heron number \(number) flies"
    switch below(20) {
    case 0 where !healthy.isEmpty:
      truth.duplicates += 1
      return healthy[below(healthy.count)]
    case 1: return exception("unreadable", #"{"message_uuid":"u\#(number)",,"payload":{}}"#)
    case 2: return exception("unknown-type", second("moon.phase", id, words))
    case 3:
      truth.messagesWithExceptions += 1
      readable.insert(id)
      return exception("media-missing", first(id, sealed(words), hasMedia: true))
    case 4: return exception("bad-tag", first(id, sealed(words, isChanged: true)))
    case 5:
      truth.events += 1
      return second("message.read", id, "read")
    case 6..<13:
      sealed += 1
      return message(id, first(id, sealed(words)))
    default: return message(id, second("message.received", id, words))
    }
  }

  private mutating func message(_ id: String, _ text: String) -> String {
    truth.messages += 1
    readable.insert(id)
    healthy.append(text)
    return text
  }

  private mutating func exception(_ code: String, _ text: String) -> String {
    truth.exceptions += 1
    truth.reasons[code, default: 0] += 1
    return text
  }

  private mutating func sealed(_ words: String, isChanged: Bool = false) -> String {
    let salt = [UInt8(below(3)), 7]
    let nonce = (0..<12).map { _ in UInt8(below(256)) }
    guard let key = try? PBKDF2.deriveSHA512(password: Self.master, salt: salt, rounds: Self.rounds),
      var bytes = try? AES256GCM.seal(Array(words.utf8), key: key, nonce: nonce, aad: [])
    else { return "null" }
    if isChanged { bytes[0] ^= 1 }
    return
      #"{"content":"\#(Hex.encode(bytes.dropLast(16)))","iv":"\#(Hex.encode(nonce))","tag":"\#(Hex.encode(bytes.suffix(16)))","salt":"\#(Hex.encode(salt))"}"#
  }

  private func first(_ id: String, _ body: String, hasMedia: Bool = false) -> String {
    #"{"message_uuid":"u\#(number)","provider_msg_id":"\#(id)","timestamp":\#(1_700_000_000 + number * 40_000),"direction":"inbound","sender_id":"44770090\#(100 + number % 7)","payload":{"type":"\#(hasMedia ? "image" : "text")","body_encrypted":\#(body),"has_media":\#(hasMedia)},"compliance_metadata":{"retention_policy":"7y","pii_scrubbed":false}}"#
  }

  private func second(_ type: String, _ id: String, _ words: String) -> String {
    #"{"archive_id":"a\#(number)","event_type":"\#(type)","source":"meta","timestamp":"\#(Instant(seconds: Int64(1_700_000_000 + number * 40_000)).rfc3339)","payload":{"from":"44770090\#(100 + number % 7)","to":"442079460000","message_id":"\#(id)","type":"text","content":"\#(words)"},"metadata":{"session_id":"s","compliance_tier":"1"}}"#
  }

  /// Writes records into a folder in every layout: dated or flat folders; a record a file, arrays, lines.
  mutating func write(_ records: [String], into write: (String, String) throws -> Void) throws {
    var rest = records[...]
    var file = 0
    while !rest.isEmpty {
      let count = min(rest.count, 1 + below(12))
      let part = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      file += 1
      let month = 10 + file % 3
      let folder = below(4) == 0 ? "" : "year=2023/month=\(month)/day=0\(1 + file % 9)/"
      let name = folder + "part-\(1000 + file)"
      switch below(3) {
      case 0: for (index, record) in part.enumerated() { try write(name + "-\(index).json", record) }
      case 1: try write(name + ".json", "[\n" + part.joined(separator: ",\n") + "\n]\n")
      default: try write(name + ".jsonl", part.joined(separator: "\n") + "\n")
      }
    }
  }
}
