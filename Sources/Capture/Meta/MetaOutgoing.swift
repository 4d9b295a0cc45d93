import Records

/// Reads the message objects that only a business sends: templates, and the questions that answers belong to.
enum MetaOutgoing {
  /// A template: its name and the words filled in, which is all that the request has of it.
  static func template(_ body: JSONValue?) -> Content {
    var content = Content(Content.Kind(rawValue: "template"))
    let name = body?["name"]?.string ?? "without a name"
    let language = body?["language"]?["code"]?.string
    content.fields["template"] = name
    content.fields["language"] = language
    var lines = ["template \(name)" + (language.map { " (\($0))" } ?? "")]
    for component in (body?["components"]?.array ?? []).prefix(20) {
      let words = (component["parameters"]?.array ?? []).prefix(50).compactMap(word)
      guard !words.isEmpty else { continue }
      lines.append("\(component["type"]?.string ?? "part"): \(words.joined(separator: " · "))")
    }
    content.text = lines.joined(separator: "\n")
    return content
  }

  private static func word(_ parameter: JSONValue) -> String? {
    if let text = parameter["text"]?.text ?? parameter["payload"]?.text { return text }
    if let money = parameter["currency"]?["fallback_value"]?.string { return money }
    if let date = parameter["date_time"]?["fallback_value"]?.string { return date }
    for kind in ["image", "video", "document"] {
      if let media = parameter[kind] { return media["link"]?.string ?? media["id"]?.text ?? kind }
    }
    return nil
  }

  /// A question with buttons, a list or a flow; nil when the object is an answer.
  static func question(_ body: JSONValue?) -> Content? {
    guard let body, body["action"] != nil || body["body"]?.object != nil else { return nil }
    var content = Content(.interactive)
    content.fields["interactive_type"] = body["type"]?.string
    var lines = [body["header"]?["text"]?.string, body["body"]?["text"]?.string, body["footer"]?["text"]?.string]
      .compactMap { $0 }
    let action = body["action"]
    for button in (action?["buttons"]?.array ?? []).prefix(20) {
      if let title = button["reply"]?["title"]?.string { lines.append("[\(title)]") }
    }
    for section in (action?["sections"]?.array ?? []).prefix(20) {
      for row in (section["rows"]?.array ?? []).prefix(50) {
        if let title = row["title"]?.string { lines.append("[\(title)]") }
      }
    }
    if let label = action?["parameters"]?["flow_cta"]?.string ?? action?["parameters"]?["display_text"]?.string {
      lines.append("[\(label)]")
    }
    content.text = lines.isEmpty ? nil : lines.joined(separator: "\n")
    return content
  }
}
