import Records
import SearchIndex
import TestSupport
import Vault

/// What the crash tests import: months of payloads with statuses, a batch, a chat export with a picture.
struct CrashMaterial {
  static let picture = [UInt8](0..<250) + [0xFF, 0xD8]
  /// Payload files, then the chat export.
  let paths: [String]

  init(_ test: CrashCase, messages: Int = 12) throws {
    var lines: [String] = []
    for number in 0..<messages { lines.append(Self.message(number)) }
    let batch = (messages..<messages + 6).map(Self.content).joined(separator: ",")
    lines.append(Self.payload(#""messages":[\#(batch)]"#))
    for number in stride(from: 0, to: messages, by: 5) {
      lines.append(
        Self.payload(
          #""statuses":[{"id":"w\#(number)","status":"read","timestamp":"1767366800","recipient_id":"447700900123"}]"#))
    }
    let half = lines.count / 2
    paths = [
      try test.input("a.jsonl", Array(lines[..<half].joined(separator: "\n").utf8)),
      try test.input("b.jsonl", Array(lines[half...].joined(separator: "\n").utf8)),
      try test.input(
        "chat.zip",
        StoredZip.make([
          (
            "_chat.txt",
            Array(
              """
              [14.10.25, 09:17:02] Lee Chan: first words
              [14.10.25, 09:18:10] Lee Chan: \u{200E}<attached: 00000002-PHOTO-2025-10-14-09-18-10.jpg>
              [02.11.25, 10:00:00] Maria: later words

              """.utf8)
          ), ("00000002-PHOTO-2025-10-14-09-18-10.jpg", Self.picture),
        ])),
    ]
  }

  private static func content(_ number: Int) -> String {
    let second = 1_761_000_000 + number * 300_000
    return
      #"{"from":"4477009001\#(10 + number % 3)","id":"w\#(number)","timestamp":"\#(second)","type":"text","text":{"body":"heron text \#(number)"}}"#
  }

  private static func message(_ number: Int) -> String { payload(#""messages":[\#(content(number))]"#) }

  private static func payload(_ value: String) -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900","display_phone_number":"442079460000"},\#(value)}}]}]}"#
  }
}

/// What a vault and its index hold, counted.
struct Census: Equatable {
  /// Of each delivery, how often it is there.
  var deliveries: [String: Int] = [:]
  var messages: Set<String> = []
  /// The parts of deliveries that were read.
  var parts: Set<String> = []
  var media = 0
  var acts: [String: Int] = [:]

  init(_ vault: UnlockedVault) throws {
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        var records: [[UInt8]] = []
        try vault.openSegment(segment).forEachRecord { _, bytes in records.append(Array(bytes)) }
        for bytes in records {
          switch try Record.decode(bytes) {
          case .delivery(let delivery): deliveries["\(delivery.id)", default: 0] += 1
          case .event(let record):
            parts.insert("\(record.delivery) \(record.part) \(record.event.kind)")
            if record.event.kind == .message, let id = record.event.messageID { messages.insert(id.text) }
            if let path = record.event.content?.media?.path {
              try same(try vault.media(path), CrashMaterial.picture, "the picture")
              media += 1
            }
          case .act(let act): acts[act.kind.rawValue, default: 0] += 1
          }
        }
      }
    }
  }

  /// The same without what each opening of the vault adds.
  var captured: Census {
    var copy = self
    copy.acts = [:]
    return copy
  }
}

extension ArchiveStatistics {
  /// What must be the same whatever happened on the way.
  var counts: [String: Int64] {
    [
      "conversations": conversations, "messages": messages, "events": events, "receipts": receipts, "people": people,
      "deliveries": deliveries, "attachments": attachments, "gaps": gaps, "exceptions": exceptions,
      "waiting": waiting, "shards": Int64(shards), "pending": Int64(coverage.pending),
      "complete": coverage.isComplete ? 1 : 0,
    ]
  }
}
