import Records

/// Turns the request of a send into the form in which messages arrive.
enum SentMessage {
  private static let addressing: Set<String> = [
    "messaging_product", "to", "recipient_type", "context", "id", "timestamp",
  ]

  /// The echo that Meta would send for a message if it sent echoes of what comes through its API.
  static func echo(of request: JSONValue, id: String?, to: String?, at: Instant) -> JSONValue {
    var members: [JSONObject.Member] = []
    for member in request.object?.members ?? [] where !addressing.contains(member.name) { members.append(member) }
    if let id { members.append(.init(name: "id", value: .string(id))) }
    members.append(.init(name: "timestamp", value: .string(String(at.seconds))))
    if request["recipient_type"]?.string == "group", let group = request["to"] {
      members.append(.init(name: "group_id", value: group))
    } else if let to {
      members.append(.init(name: "to", value: .string(to)))
    }
    if let reply = request["context"]?["message_id"] {
      let context = JSONObject([.init(name: "id", value: reply)])
      members.append(.init(name: "context", value: .object(context)))
    }
    return .object(JSONObject(members))
  }

  /// The content of a send in the plain form of the Baileys-shaped gateways: a text, or the address of a file.
  static func plain(_ request: JSONValue) -> Content? {
    let text = request["text"]?.string ?? request["caption"]?.string ?? request["body"]?.string
    let kinds: [(String, Content.Kind)] = [
      ("imageUrl", .image), ("videoUrl", .video), ("documentUrl", .document), ("audioUrl", .audio),
      ("stickerUrl", .sticker),
    ]
    for (name, kind) in kinds {
      guard let address = request[name]?.string else { continue }
      var media = MediaReference(.missing, reason: "sent from an address that the archive does not fetch")
      media.fileName = request["fileName"]?.string
      return Content(kind, text: text, media: media, fields: ["address": address])
    }
    return text.map { Content(.text, text: $0) }
  }
}
