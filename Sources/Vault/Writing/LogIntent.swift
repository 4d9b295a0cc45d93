import Ledger
import Records
import Sealing
import Storage

/// What a writer is about to publish, made durable before: after a crash it publishes exactly this, so that it never
/// signs two trees of one size.
struct LogIntent: Sendable, Hashable {
  /// The size of the log before.
  var before: UInt64
  var entries: [[UInt8]]
  /// The signed checkpoint after.
  var note: [UInt8]

  var encoded: [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("before", Int64(clamping: before))
      json.member("entries", entries.map { Base64.encode($0) })
      json.member("format", 1)
      json.member("note", Base64.encode(note))
    }
    return json.bytes + [0x0A]
  }

  init(before: UInt64, entries: [[UInt8]], note: [UInt8]) {
    self.before = before
    self.entries = entries
    self.note = note
  }

  /// Reads the intent of a writer; nil when it never published anything.
  static func read(_ path: String, files: any FileOperations) throws -> LogIntent? {
    guard let bytes = try DurableFile.read(path, files: files) else { return nil }
    guard bytes.last == 0x0A else { throw SealedFile.truncated(path) }
    let json = try StrictJSON(Array(bytes.dropLast()), what: path)
    try json.checkFormat()
    guard let before = UInt64(exactly: try json.integer("before")), let note = Base64.decode(try json.string("note"))
    else { throw json.lacks("before or note") }
    let entries = try (json.object["entries"]?.array ?? []).map { element -> [UInt8] in
      guard let entry = element.string.flatMap({ Base64.decode($0) }) else { throw json.lacks("entries") }
      return entry
    }
    return LogIntent(before: before, entries: entries, note: note)
  }
}
