/// The text of a ledger entry: a first line, then `name value` lines (docs/format.md §7).
struct EntryText {
  let title: String
  private(set) var fields: [(name: String, value: String)]

  init(_ title: String, _ fields: [(name: String, value: String)] = []) {
    self.title = title
    self.fields = fields
  }

  /// Reads an entry; nil unless it is lines of visible ASCII that end with a line feed.
  init?(parsing bytes: [UInt8]) {
    guard bytes.last == 0x0A, bytes.allSatisfy({ $0 == 0x0A || (0x20...0x7E).contains($0) }) else { return nil }
    var lines = String(decoding: bytes.dropLast(), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard !lines.isEmpty else { return nil }
    title = String(lines.removeFirst())
    fields = []
    for line in lines {
      guard let space = line.firstIndex(of: " ") else { return nil }
      fields.append((String(line[..<space]), String(line[line.index(after: space)...])))
    }
  }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  var text: String { title + "\n" + fields.map { "\($0.name) \($0.value)\n" }.joined() }
}
