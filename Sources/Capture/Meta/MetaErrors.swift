import Records

/// Meta's error lists, in words.
enum MetaErrors {
  /// All errors in one line; nil when there are none.
  static func text(_ errors: JSONValue?) -> String? {
    let list = errors?.array ?? (errors?.object != nil ? errors.map { [$0] } ?? [] : [])
    let texts = list.map { one($0) }.filter { !$0.isEmpty }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  private static func one(_ error: JSONValue) -> String {
    var parts: [String] = []
    if let code = error["code"]?.text { parts.append(code) }
    for words in [
      error["title"]?.string, error["message"]?.string, error["error_data"]?["details"]?.string,
      error["details"]?.string,
    ] {
      if let words, !words.isEmpty, !parts.contains(words) { parts.append(words) }
    }
    return parts.joined(separator: " ")
  }
}
