import Records

/// Brings GOWA's older form, which has no event, into the present one.
enum GowaForm {
  /// The payload with an event of its own and today's names.
  static func modern(_ value: JSONValue) -> JSONValue {
    let message = value["message"] ?? .null
    let (from, chat) = sides(value["from"]?.string ?? "")
    var members = (value.object?.members ?? []).filter { !renamed.contains($0.name) }
    func add(_ name: String, _ found: JSONValue?) {
      if let found { members.append(.init(name: name, value: found)) }
    }
    add("id", message["id"])
    add("body", message["text"] ?? value["edited_text"])
    add("replied_to_id", filled(message["replied_id"]))
    add("quoted_body", filled(message["quoted_message"]))
    add("from", .string(address(from, server: "s.whatsapp.net")))
    add("from_name", value["pushname"])
    add("timestamp", value["timestamp"])
    if let chat = chat ?? value["chat_id"]?.string {
      add("chat_id", .string(address(chat, server: chat.utf8.count > 15 ? "g.us" : "s.whatsapp.net")))
    }
    var event = "message"
    if let reaction = value["reaction"], reaction.object != nil {
      event = "message.reaction"
      add("reaction", reaction["message"])
      add("reacted_message_id", reaction["id"])
    }
    switch value["action"]?.string {
    case "message_revoked"?: event = "message.revoked"
    case "message_edited"?:
      event = "message.edited"
      add("body", value["edited_text"])
    case "message_deleted_for_me"?, "event.delete_for_me"?: event = "message.deleted"
    case let other?: event = other
    case nil: break
    }
    return .object(
      JSONObject([
        .init(name: "event", value: .string(event)), .init(name: "payload", value: .object(JSONObject(members))),
      ]))
  }

  private static let renamed: Set<String> = [
    "message", "from", "chat_id", "pushname", "reaction", "action", "edited_text", "timestamp",
  ]

  private static func filled(_ value: JSONValue?) -> JSONValue? { value?.string?.isEmpty == true ? nil : value }

  /// `a in b` as the sender and the group.
  private static func sides(_ from: String) -> (String, String?) {
    guard let range = from.firstRange(of: " in ") else { return (from, nil) }
    return (String(from[..<range.lowerBound]), String(from[range.upperBound...]))
  }

  private static func address(_ text: String, server: String) -> String {
    text.isEmpty || text.utf8.contains(0x40) ? text : text + "@" + server
  }
}
