import Records

/// Reads what a GOWA message says.
enum GowaContent {
  private static let media: [(String, Content.Kind)] = [
    ("image", .image), ("video", .video), ("video_note", .video), ("audio", .audio), ("document", .document),
    ("sticker", .sticker),
  ]

  static func read(_ payload: JSONValue) -> BaileysReading {
    var reading = BaileysReading(form: .empty)
    reading.form = form(payload)
    if let target = payload["replied_to_id"]?.text, !target.isEmpty {
      reading.reply = ReplyReference(
        target: target, quoted: payload["quoted_body"]?.string.flatMap { $0.isEmpty ? nil : $0 })
    }
    if payload["forwarded"]?.bool == true { reading.attributes["forwarded"] = "true" }
    if payload["view_once"]?.bool == true { reading.attributes["view_once"] = "true" }
    return reading
  }

  private static func form(_ payload: JSONValue) -> BaileysReading.Form {
    let body = payload["body"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    for (name, kind) in media {
      if let file = payload[name] { return .content(content(kind, file, body)) }
    }
    if let place = payload["location"], let content = BaileysCards.read("locationMessage", place) {
      return .content(content)
    }
    if let place = payload["live_location"], let content = BaileysCards.read("liveLocationMessage", place) {
      return .content(content)
    }
    if let card = payload["contact"], let content = BaileysCards.read("contactMessage", card) {
      return .content(content)
    }
    if let cards = payload["contacts_array"] {
      let list = JSONValue.object(JSONObject([.init(name: "contacts", value: cards)]))
      if let content = BaileysCards.read("contactsArrayMessage", list) { return .content(content) }
    }
    for (name, message) in [("list", "listMessage"), ("order", "orderMessage")] {
      if let part = payload[name], let content = BaileysCards.read(message, part), content.text != nil {
        return .content(content)
      }
    }
    return body.map { .content(Content(.text, text: $0)) } ?? .empty
  }

  /// A file: GOWA says where on its own machine it put it, or only WhatsApp's own address, for which it gives no key.
  private static func content(_ kind: Content.Kind, _ file: JSONValue, _ body: String?) -> Content {
    var media = MediaReference(.missing)
    let path = file.string ?? file["path"]?.string ?? file["media_path"]?.string
    media.fileName =
      file["filename"]?.string ?? path.flatMap { $0.split(separator: "/").last.map { String($0) } }
    media.mimeType = file["mime_type"]?.string
    media.providerID = path
    if let remote = path.flatMap({ ServerFile.remote($0, since: nil) }) {
      media.state = .remote
      media.remote = remote
    } else if let path {
      media.reason = "the gateway names no place that can be asked for: \(path.prefix(200))"
    } else {
      media.reason = "the gateway names WhatsApp's encrypted address and not the key; let it download media itself"
    }
    let caption = file["caption"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    return Content(kind, text: body ?? caption, media: media)
  }
}
