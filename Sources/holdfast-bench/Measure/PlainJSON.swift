import Records

/// JSON with fractions as numbers: the canonical form of records knows whole numbers only.
enum PlainJSON {
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .number(let token): return token
    case .array(let elements): return "[" + elements.map(text).joined(separator: ",") + "]"
    case .object(let object):
      return "{" + object.members.map { text(.string($0.name)) + ":" + text($0.value) }.joined(separator: ",") + "}"
    default: return String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
    }
  }
}
