import Records
import SearchIndex

/// A sealed record, opened because it is the evidence of something.
struct OpenedRecord: Sendable {
  var address: RecordAddress
  /// The message that it is of, which has a screen of its own; nil for any other record.
  var message: MessageID?
  /// What it is, in a word, and when it was captured.
  var kind: String
  var at: Instant?
  /// What the record says, as it is sealed.
  var value: JSONValue
  /// What was found when its proof was checked, in words.
  var proof: String

  /// What a page says of it.
  func lines(_ zone: NamedZone) -> [String] {
    var lines = ["A \(kind), opened from \(Wording.place(address))", "record     \(address)"]
    if let at { lines.append("captured   \(Numerals.full(zone.civil(at))) \(zone.label(at: at)) (\(at.rfc3339))") }
    lines += ["proof      \(proof)", ""]
    return lines + OpenedRecord.lines(value, depth: 0)
  }

  /// A value as indented lines, no more than can be read.
  static func lines(_ value: JSONValue, name: String = "", depth: Int, most: Int = 500) -> [String] {
    let indent = String(repeating: " ", count: min(8, depth * 2))
    let label = name.isEmpty ? "" : name + "  "
    guard most > 0 else { return [] }
    guard depth < 12 else { return [indent + label + "…"] }
    switch value {
    case .null: return [indent + label + "none"]
    case .bool(let flag): return [indent + label + (flag ? "yes" : "no")]
    case .number(let token): return [indent + label + token]
    case .string(let text): return [indent + label + String(text.prefix(4000))]
    case .array(let elements):
      var lines = name.isEmpty ? [] : [indent + name]
      for element in elements where lines.count < most {
        lines += OpenedRecord.lines(element, name: "–", depth: depth + 1, most: most - lines.count)
      }
      return lines
    case .object(let object):
      var lines = name.isEmpty ? [] : [indent + name]
      for member in object.members where lines.count < most {
        lines += OpenedRecord.lines(
          member.value, name: member.name, depth: name.isEmpty ? depth : depth + 1, most: most - lines.count)
      }
      return lines
    }
  }
}
