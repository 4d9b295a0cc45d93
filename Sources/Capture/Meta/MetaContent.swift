import Records

/// Reads the content object of a message, named by its type.
enum MetaContent {
  /// The content; nil for a type that is not known.
  static func read(type: String, _ message: JSONValue) -> Content? {
    let body = message[type]
    switch type {
    case "text": return Content(.text, text: body?["body"]?.string)
    case "image": return media(.image, body)
    case "video": return media(.video, body)
    case "document": return media(.document, body)
    case "sticker":
      var content = media(.sticker, body)
      if body?["animated"]?.bool == true { content.fields["animated"] = "true" }
      return content
    case "audio": return media(body?["voice"]?.bool == true ? .voice : .audio, body)
    case "voice": return media(.voice, body)
    case "media_placeholder":
      return Content(Content.Kind(rawValue: type), media: MediaReference(.missing, reason: "not part of the history"))
    case "location": return location(body)
    case "contacts": return MetaCards.read(message["contacts"])
    case "interactive": return MetaOutgoing.question(body) ?? MetaInteractive.read(body)
    case "template": return MetaOutgoing.template(body)
    case "button":
      var content = Content(.button, text: body?["text"]?.string)
      if let payload = body?["payload"]?.text { content.fields["payload"] = payload }
      return content
    case "order": return MetaOrder.read(body)
    default: return nil
    }
  }

  /// The type of a message that does not say it: the one content object it has.
  static func guessedType(of message: JSONValue) -> String {
    let types = [
      "text", "image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "interactive",
      "button", "order", "reaction", "system", "edit", "revoke", "template",
    ]
    return types.first { message[$0] != nil } ?? ""
  }

  /// Any words that a message of an unknown type carries, so that they can be found.
  static func anyWords(in message: JSONValue) -> String? {
    if let text = message["text"]?["body"]?.string { return text }
    for member in message.object?.members ?? [] where member.name != "errors" && member.name != "context" {
      for name in ["body", "caption", "text", "title", "name"] {
        if let text = member.value[name]?.string, !text.isEmpty { return text }
      }
    }
    return nil
  }

  private static func media(_ kind: Content.Kind, _ body: JSONValue?) -> Content {
    var reference = MediaReference(.remote)
    reference.providerID = body?["id"]?.text ?? body?["file"]?.text
    reference.mimeType = body?["mime_type"]?.string
    reference.fileName = body?["filename"]?.string
    reference.size = body?["file_size"]?.integer
    reference.remote = RemoteMedia(.plain, url: body?["url"]?.string)
    var content = Content(kind, text: body?["caption"]?.string)
    if let claim = body?["sha256"]?.string {
      reference.sha256 = MediaDigest.hex(claim)
      if reference.sha256 == nil { content.fields["sha256_claim"] = claim }
    }
    if body == nil {
      reference.state = .missing
      reference.reason = "the message came without its media"
      reference.remote = nil
    }
    content.media = reference
    return content
  }

  private static func location(_ body: JSONValue?) -> Content {
    var fields: [String: String] = [:]
    for name in ["latitude", "longitude", "name", "address", "url"] {
      if let text = body?[name]?.text, !text.isEmpty { fields[name] = text }
    }
    return LocationText.content(fields)
  }
}
