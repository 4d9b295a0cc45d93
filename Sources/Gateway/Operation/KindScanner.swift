import Records

/// Finds out what kinds of event a body tells of, by a look at a few names; the readers do the reading.
///
/// It never fails: whatever is not JSON has the kind `unreadable`, whatever names no kind has `unnamed`.
struct KindScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var objects = 0
  private var depth = 0
  private var found: [String] = []

  /// The kinds in a body; at most 16 of them, each once.
  static func kinds(_ body: [UInt8], provider: Provider) -> [String] {
    body.withUnsafeBufferPointer { buffer in
      var scanner = KindScanner(bytes: buffer)
      if provider == .meta { scanner.scanMeta() } else { scanner.scan(name: "event", objects: 1) }
      if scanner.found.isEmpty {
        let start = buffer.first { $0 > 0x20 }
        return [start == 0x7B || start == 0x5B ? "unnamed" : "unreadable"]
      }
      return scanner.found
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Meta: `field` of each change; within `messages`, receipts are told from messages.
  private mutating func scanMeta() {
    walk { scanner, name, objects in
      if objects == 3, name == "field" {
        if let field = scanner.stringValue(), field != "messages" { scanner.note(field) }
      } else if objects == 4, name == "messages" || name == "statuses" || name == "errors" {
        scanner.note(name)
      }
    }
  }

  private mutating func scan(name wanted: String, objects level: Int) {
    walk { scanner, name, objects in
      if objects == level, name == wanted, let value = scanner.stringValue() { scanner.note(value) }
    }
  }

  private mutating func note(_ kind: String) {
    guard found.count < 16, !found.contains(kind) else { return }
    found.append(kind)
  }

  /// Calls a function with each short member name and how many objects it stands in.
  private mutating func walk(_ visit: (inout KindScanner, String, Int) -> Void) {
    while index < bytes.count {
      switch bytes[index] {
      case 0x7B:
        objects += 1
        index += 1
      case 0x7D:
        objects = max(0, objects - 1)
        index += 1
      case 0x22:
        let start = index + 1
        skipString()
        let end = index - 1
        guard objects <= 4, end > start, end - start <= 16 else { continue }
        skipSpace()
        guard index < bytes.count, bytes[index] == 0x3A else { continue }
        index += 1
        visit(&self, String(decoding: bytes[start..<end], as: UTF8.self), objects)
      default: index += 1
      }
    }
  }

  /// Goes behind a string; false when it does not end.
  @discardableResult
  private mutating func skipString() -> Bool {
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x22 { return true }
      if byte == 0x5C { index += 1 }
    }
    index = bytes.count
    return false
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
  }

  /// The string that comes next, as far as it may be a kind's name: letters, digits and `._-`.
  private mutating func stringValue() -> String? {
    skipSpace()
    guard index < bytes.count, bytes[index] == 0x22 else { return nil }
    let start = index + 1
    guard skipString() else { return KindCounters.other }
    let end = index - 1
    guard end > start, end - start <= 64 else { return end > start ? KindCounters.other : nil }
    let name = bytes[start..<end]
    guard KindCounters.isName(name) else { return KindCounters.other }
    // Evolution's MESSAGES_UPSERT and messages.upsert are one kind.
    return String(decoding: name, as: UTF8.self).lowercased()
  }
}
