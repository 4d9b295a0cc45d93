import Records

/// Reads what a WAHA message says: the engine's own content where it is passed through, else WAHA's summary of it.
enum WahaContent {
  static func read(_ payload: JSONValue) -> BaileysReading {
    let data = payload["_data"]
    var reading = (data?["message"] ?? data?["Message"]).map { BaileysContent.read($0) } ?? BaileysReading(form: .empty)
    switch reading.form {
    case .content(var content):
      if content.text == nil { content.text = words(payload) }
      attachMedia(of: payload, to: &content)
      reading.form = .content(content)
    case .gap(let reason, let detail, var content, let target) where reason == "unknown-type":
      if content?.text == nil { content?.text = words(payload) }
      reading.form = .gap(reason: reason, detail: detail, content, target: target)
    case .empty: reading.form = summary(payload)
    default: break
    }
    readContext(payload, into: &reading)
    return reading
  }

  /// What WAHA's own fields say.
  private static func summary(_ payload: JSONValue) -> BaileysReading.Form {
    let type = payload["_data"]?["type"]?.string ?? ""
    if type == "ciphertext" {
      return .gap(
        reason: "undecryptable", detail: "received, but it could not be decrypted", Content(.unsupported), target: nil)
    }
    if notices.contains(type) {
      return .notice("notice " + type + (words(payload).map { ": " + $0 } ?? ""), target: nil)
    }
    if let place = payload["location"], place.object != nil { return .content(location(place)) }
    let cards = payload["vCards"]?.array ?? []
    if !cards.isEmpty {
      let lines = cards.prefix(500).compactMap { $0.string }.map { VCard.lines(of: $0).joined(separator: ", ") }
      return .content(Content(.contacts, text: lines.joined(separator: "\n"), fields: ["count": String(cards.count)]))
    }
    if let poll = payload["poll"], poll.object != nil {
      let options = (poll["options"]?.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
      let lines = [poll["name"]?.string].compactMap { $0 } + options.map { "• " + $0 }
      return .content(
        Content(.poll, text: lines.joined(separator: "\n"), fields: ["options": String(options.count)]))
    }
    let hasMedia = payload["hasMedia"]?.bool == true || payload["media"]?.object != nil || payload["mediaUrl"] != nil
    if hasMedia {
      var content = Content(kind(of: payload, type: type), text: words(payload))
      attachMedia(of: payload, to: &content)
      return .content(content)
    }
    return words(payload).map { .content(Content(.text, text: $0)) } ?? .empty
  }

  private static let notices: Set<String> = [
    "e2e_notification", "notification", "notification_template", "gp2", "protocol", "call_log",
    "newsletter_notification",
    "debug", "oversized",
  ]

  private static func words(_ payload: JSONValue) -> String? {
    for name in ["body", "caption"] {
      if let text = payload[name]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  private static func kind(of payload: JSONValue, type: String) -> Content.Kind {
    switch type {
    case "image", "sticker", "video", "audio", "document": return Content.Kind(rawValue: type)
    case "ptt": return .voice
    case "ptv": return .video
    default: break
    }
    let mime = payload["media"]?["mimetype"]?.string?.lowercased() ?? ""
    if mime == "image/webp" { return .sticker }
    for kind in [Content.Kind.image, .video, .audio] where mime.hasPrefix(kind.rawValue + "/") { return kind }
    return .document
  }

  /// Says where WAHA keeps the file; without that the engine's own address stays.
  private static func attachMedia(of payload: JSONValue, to content: inout Content) {
    let file = payload["media"]
    guard payload["hasMedia"]?.bool == true || file != nil || payload["mediaUrl"] != nil else { return }
    let isKnown = content.media != nil
    var media = content.media ?? MediaReference(.remote)
    media.mimeType = file?["mimetype"]?.string ?? media.mimeType
    media.fileName = file?["filename"]?.string ?? media.fileName
    let failure = file?["error"]?.text ?? file?["error"]?["message"]?.text
    let url = file?["url"]?.string ?? payload["mediaUrl"]?.string ?? ""
    if let remote = ServerFile.remote(url, since: ProviderTime(payload["timestamp"])?.instant) {
      media.remote = remote
    } else if !isKnown || media.remote?.mediaKey == nil {
      media.state = .missing
      media.remote = nil
      media.reason = failure ?? "WAHA did not hand the file over"
    }
    if let failure, media.state == .remote { content.fields["media_error"] = String(failure.prefix(200)) }
    content.media = media
  }

  private static func location(_ place: JSONValue) -> Content {
    var fields: [String: String] = [:]
    for name in ["latitude", "longitude", "name", "address", "url"] {
      if let text = place[name]?.text, !text.isEmpty { fields[name] = text }
    }
    if fields["name"] == nil, let text = (place["title"] ?? place["description"])?.string, !text.isEmpty {
      fields["name"] = text
    }
    if place["live"]?.bool == true { fields["live"] = "true" }
    return LocationText.content(fields)
  }

  private static func readContext(_ payload: JSONValue, into reading: inout BaileysReading) {
    if let reply = payload["replyTo"], let target = WahaID(reply.object == nil ? reply : reply["id"]) {
      let quoted = reply["body"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      reading.reply = ReplyReference(target: target.id, quoted: quoted ?? reading.reply?.quoted)
      if let author = JID(reply["participant"]?.string) { reading.attributes["reply_to_sender"] = author.user }
    }
    let data = payload["_data"]
    if data?["isForwarded"]?.bool == true { reading.attributes["forwarded"] = "true" }
    if data?["isViewOnce"]?.bool == true || data?["IsViewOnce"]?.bool == true {
      reading.attributes["view_once"] = "true"
    }
    if let seconds = data?["ephemeralDuration"]?.integer, seconds > 0 {
      reading.attributes["expires_after"] = String(seconds)
      reading.attributes["ephemeral"] = "true"
    }
    if let source = payload["source"]?.string { reading.attributes["source"] = String(source.prefix(20)) }
  }
}
