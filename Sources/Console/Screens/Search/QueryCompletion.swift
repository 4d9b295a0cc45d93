import SearchIndex

/// Completes the word under the caret: names of fields, and the values of those that have a few.
enum QueryCompletion {
  /// What is missing from the word before the caret; empty when nothing fits.
  static func ghost(for textBeforeCursor: String, matters: [String]) -> String {
    let word = word(in: textBeforeCursor)
    guard word.count >= 2 else { return "" }
    if let colon = word.firstIndex(of: ":") {
      let name = word[..<colon].lowercased()
      let part = String(word[word.index(after: colon)...])
      guard let field = QueryField(rawValue: name), !part.isEmpty || field == .in || field == .matter else { return "" }
      return rest(of: part, among: values(of: field, matters: matters))
    }
    return rest(of: String(word), among: QueryField.allCases.map { $0.rawValue + ":" })
  }

  /// What the field under the caret asks for; nil when the caret is in no field.
  static func help(for textBeforeCursor: String) -> String? {
    let word = word(in: textBeforeCursor)
    guard let colon = word.firstIndex(of: ":"), let field = QueryField(rawValue: word[..<colon].lowercased()) else {
      return nil
    }
    return "\(field.rawValue):  \(field.help)"
  }

  /// The characters after the last blank, parenthesis or bar; a minus before them is left out.
  private static func word(in text: String) -> Substring {
    let start = text.lastIndex { $0 == " " || $0 == "(" || $0 == "|" }.map { text.index(after: $0) }
    let word = text[(start ?? text.startIndex)...]
    return word.first == "-" ? word.dropFirst() : word
  }

  private static func rest(of part: String, among candidates: [String]) -> String {
    let lower = part.lowercased()
    guard let found = candidates.first(where: { $0.lowercased().hasPrefix(lower) && $0.count > part.count }) else {
      return ""
    }
    return String(found.dropFirst(part.count))
  }

  private static func values(of field: QueryField, matters: [String]) -> [String] {
    switch field {
    case .in: return ["group", "direct"]
    case .has: return ["edit", "deletion", "media", "link", "reply", "reaction"]
    case .type: return ["text", "image", "audio", "voice", "video", "document", "sticker", "location", "contacts"]
    case .date: return ["today", "yesterday"]
    case .matter, .hold: return matters.filter { !$0.contains(" ") } + (field == .hold ? ["any"] : [])
    case .from, .to, .with, .phone, .before, .after, .conv, .id, .lang, .tag: return []
    }
  }
}
