import Records

/// Reads the answers to buttons, lists and flows.
enum MetaInteractive {
  static func read(_ body: JSONValue?) -> Content {
    guard let body else { return Content(.interactive) }
    let type = body["type"]?.string ?? body.object?.members.first { $0.value.object != nil }?.name ?? ""
    var content = Content(.interactive)
    if !type.isEmpty { content.fields["interactive_type"] = type }
    guard let answer = body[type] else { return content }
    for member in answer.object?.members ?? [] {
      if let text = member.value.text { content.fields[member.name] = text }
    }
    switch type {
    case "nfm_reply":
      var lines: [String] = []
      if let words = answer["body"]?.string { lines.append(words) }
      if let name = answer["name"]?.string { lines.append(name) }
      if let json = answer["response_json"]?.string { lines += FlowText.lines(of: json) }
      content.text = lines.isEmpty ? nil : lines.joined(separator: "\n")
    case "call_permission_reply":
      content.text = answer["response"]?.text.map { "call permission: " + $0 }
    default:
      let words = [answer["title"]?.string, answer["description"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
      content.text = words.isEmpty ? answer["id"]?.text : words.joined(separator: "\n")
    }
    return content
  }
}

/// Puts the answers of a flow into words, as far as they can be read.
enum FlowText {
  /// One line for each answer; the text itself when it is not a JSON object.
  static func lines(of json: String) -> [String] {
    guard let value = try? JSONReader.parse(Array(json.utf8)) else { return [json] }
    guard let object = value.object else { return value.text.map { [$0] } ?? [json] }
    return object.members.prefix(200).compactMap { member in
      guard member.name != "flow_token" else { return nil }
      if let text = member.value.text { return member.name + ": " + text }
      let texts = (member.value.array ?? []).compactMap { $0.text }
      return texts.isEmpty ? nil : member.name + ": " + texts.joined(separator: ", ")
    }
  }
}
