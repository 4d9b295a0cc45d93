import Foundation
import Glibc
import Records
import Sealing

/// Writes an archive as other systems keep it: both shapes, some bodies sealed, some records wrong, in dated folders.
struct MigrationArchive {
  let folder: String
  let material: Material
  let records: Int
  /// Of a hundred messages, how many are sealed.
  let sealedShare: Int
  /// How many different salts the sealed bodies have.
  let salts: Int

  static let master = "a master key of the other system"
  private static let days = 366
  /// Of so many records one stands in a file of its own.
  private static let single = 100

  private var random: SplitMix64
  private var keys: [(salt: [UInt8], cipher: AES256GCMContext)] = []
  private var truth = MigrationTruth()
  /// Some messages that are fine, for the records that repeat one.
  private var earlier: [(line: [UInt8], message: Message)] = []

  init(folder: String, records: Int, sealedShare: Int, salts: Int, seed: UInt64) throws {
    self.folder = folder
    self.records = records
    self.sealedShare = sealedShare
    self.salts = max(1, salts)
    material = Material(messages: records)
    random = SplitMix64(seed: seed)
    for _ in 0..<self.salts {
      let salt = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let key = try PBKDF2.deriveSHA512(
        password: SecretBytes(Array(MigrationArchive.master.utf8)), salt: salt, rounds: 100_000)
      keys.append((salt, try AES256GCMContext(key: key)))
    }
  }

  /// Writes everything and tells what it is.
  mutating func write() throws -> MigrationTruth {
    var number = 0
    for day in 0..<MigrationArchive.days {
      let end = records * (day + 1) / MigrationArchive.days
      let path = try dayFolder(day)
      var part = 0
      while number < end {
        // A file has up to a thousand records: lines, or now and then an array.
        let count = min(end - number, 1 + random.below(1000))
        var lines: [[UInt8]] = []
        for _ in 0..<count {
          let line = try record(number)
          number += 1
          if random.below(MigrationArchive.single) == 0 {
            try put([line], to: path + "/one-\(number).json", asArray: false)
          } else {
            lines.append(line)
          }
        }
        let isArray = random.below(4) == 0
        part += 1
        if !lines.isEmpty {
          try put(lines, to: path + "/part-\(10_000 + part)" + (isArray ? ".json" : ".jsonl"), asArray: isArray)
        }
      }
    }
    return truth
  }

  private func dayFolder(_ day: Int) throws -> String {
    let date = CivilTime(Instant(seconds: Material.start + Int64(day) * 86_400)).date
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let path = folder + "/year=\(date.year)/month=\(two(date.month))/day=\(two(date.day))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private mutating func put(_ lines: [[UInt8]], to path: String, asArray: Bool) throws {
    var bytes: [UInt8] = asArray ? Array("[\n".utf8) : []
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes += asArray ? [0x2C, 0x0A] : [0x0A] }
      bytes += line
    }
    bytes += asArray ? Array("\n]\n".utf8) : [0x0A]
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard fclose(file) == 0, written == bytes.count else { throw BenchError("cannot write \(path)") }
    truth.files += 1
    truth.bytes += Int64(bytes.count)
  }

  // MARK: - Records

  /// One record; of a thousand about a hundred are no plain new message.
  private mutating func record(_ number: Int) throws -> [UInt8] {
    let message = material.message(number)
    truth.records += 1
    switch random.below(1000) {
    case 0..<40:
      truth.events += 1
      truth.deliveries += 1
      return second(message, event: "message.delivered", content: Array("\"delivered\"".utf8))
    case 40..<60 where !earlier.isEmpty:
      truth.duplicates += 1
      let old = earlier[random.below(earlier.count)]
      if random.below(2) == 0 { return old.line }
      // The same message as the other system's archive has it: another record of it, and no new message.
      truth.deliveries += 1
      return second(old.message, event: name(old.message), content: quoted(old.message.text), twin: number)
    case 60..<70:
      truth.readableExceptions += 1
      return exception("media-missing", try first(message, isSealed: false, hasMedia: true))
    case 70..<75: return exception("bad-tag", try first(message, isSealed: true, isChanged: true))
    case 75..<80:
      return exception("unreadable", Array(#"{"message_uuid":"\#(message.wamid)",,"payload":{}}"#.utf8))
    case 80..<85: return exception("unknown-type", second(message, event: "presence.update", content: quoted("here")))
    case 85..<88:
      return exception(
        "bad-body",
        Array(
          #"{"message_uuid":"u\#(number)","provider_msg_id":"\#(message.wamid)","timestamp":\#(message.sentAt),"direction":"inbound","sender_id":"\#(message.phone)","payload":{"type":"text","body_encrypted":{"content":"0","iv":"0","tag":"x","salt":[]},"has_media":false}}"#
            .utf8))
    default: return try plain(message)
    }
  }

  private mutating func exception(_ code: String, _ line: [UInt8]) -> [UInt8] {
    truth.exceptions[code, default: 0] += 1
    truth.deliveries += 1
    return line
  }

  private mutating func plain(_ message: Message) throws -> [UInt8] {
    truth.messages += 1
    truth.deliveries += 1
    let isSealed = random.below(100) < sealedShare
    let line: [UInt8]
    if random.below(2) == 0 {
      line = try first(message, isSealed: isSealed)
    } else {
      let content = isSealed ? try sealed(message.text) : quoted(message.text)
      line = second(message, event: name(message), content: content)
    }
    if isSealed { truth.sealed += 1 }
    if earlier.count < 1_000 {
      earlier.append((line, message))
    } else if random.below(4) == 0 {
      earlier[random.below(earlier.count)] = (line, message)
    }
    return line
  }

  private func name(_ message: Message) -> String { message.isOutbound ? "message.sent" : "message.received" }

  private mutating func first(
    _ message: Message, isSealed: Bool, hasMedia: Bool = false, isChanged: Bool = false
  ) throws -> [UInt8] {
    let sender = message.isOutbound ? Material.firm : message.phone
    let side = message.isOutbound ? "outbound" : "inbound"
    var line = Array(
      #"{"message_uuid":"u-\#(message.number)","provider_msg_id":"\#(message.wamid)","timestamp":\#(message.sentAt),"direction":"\#(side)","sender_id":"\#(sender)","payload":{"type":"\#(hasMedia ? "image" : "text")","to":"\#(message.isOutbound ? message.phone : Material.firm)","#
        .utf8)
    if isSealed {
      line += #""body_encrypted":"#.utf8
      line += try sealed(message.text, isChanged: isChanged)
    } else {
      line += #""body":"#.utf8
      line += quoted(message.text)
    }
    line +=
      #","has_media":\#(hasMedia)},"compliance_metadata":{"retention_policy":"7y","pii_scrubbed":false,"checksum":"#
      .utf8
    line += #""\#(SHA256.hash(message.text).hex)"}}"#.utf8
    return line
  }

  private func second(_ message: Message, event: String, content: [UInt8], twin: Int? = nil) -> [UInt8] {
    let (from, to) = message.isOutbound ? (Material.firm, message.phone) : (message.phone, Material.firm)
    let time = Instant(seconds: message.sentAt).rfc3339
    var line = Array(
      #"{"archive_id":"a-\#(message.number)\#(twin.map { "-\($0)" } ?? "")","event_type":"\#(event)","source":"meta","timestamp":"\#(time)","payload":{"from":"\#(from)","to":"\#(to)","message_id":"\#(message.wamid)","type":"text","content":"#
        .utf8)
    line += content
    line += #"},"metadata":{"session_id":"desk","compliance_tier":"1"}}"#.utf8
    return line
  }

  private func quoted(_ text: String) -> [UInt8] { CanonicalJSON.encode(.string(text)) }

  private mutating func sealed(_ text: String, isChanged: Bool = false) throws -> [UInt8] {
    let key = random.below(keys.count)
    let nonce = (0..<12).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var bytes = try keys[key].cipher.seal(Array(text.utf8), nonce: nonce, aad: [])
    if isChanged { bytes[0] ^= 1 }
    return Array(
      #"{"content":"\#(Hex.encode(bytes.dropLast(16)))","iv":"\#(Hex.encode(nonce))","tag":"\#(Hex.encode(bytes.suffix(16)))","salt":"\#(Hex.encode(keys[key].salt))"}"#
        .utf8)
  }
}
