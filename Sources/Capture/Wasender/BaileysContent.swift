import Records

/// Reads Baileys' `proto.IMessage` in its JSON form, wrappers included.
enum BaileysContent {
  /// Wrappers nested deeper than this are hostile.
  static let maximumDepth = 16

  private static let wrappers: [String: String?] = [
    "ephemeralMessage": "ephemeral", "viewOnceMessage": "view_once", "viewOnceMessageV2": "view_once",
    "viewOnceMessageV2Extension": "view_once", "documentWithCaptionMessage": nil, "editedMessage": "edited",
    "deviceSentMessage": nil, "groupMentionedMessage": nil, "botInvokeMessage": nil, "lottieStickerMessage": nil,
    "associatedChildMessage": nil, "groupStatusMessage": nil, "groupStatusMessageV2": nil, "statusMentionMessage": nil,
    "limitSharingMessage": nil, "pollCreationOptionImageMessage": nil, "eventCoverImage": nil, "spoilerMessage": nil,
  ]
  /// Members that accompany content and are none.
  private static let companions: Set<String> = [
    "messageContextInfo", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage",
    "base64", "mediaUrl", "mediaKey", "messageSecret",
  ]

  /// Reads a message's content.
  static func read(_ message: JSONValue, depth: Int = 0) -> BaileysReading {
    guard depth < maximumDepth else {
      return BaileysReading(
        form: .gap(
          reason: "unreadable", detail: "the content is wrapped more than \(maximumDepth) times", nil, target: nil))
    }
    if let text = message.string {
      return BaileysReading(form: text.isEmpty ? .empty : .content(Content(.text, text: text)))
    }
    var unknown: JSONObject.Member?
    var sawCompanion: String?
    for member in message.object?.members ?? [] {
      if case .null = member.value { continue }
      if companions.contains(member.name) {
        sawCompanion = sawCompanion ?? member.name
        continue
      }
      if let mark = wrappers[member.name], let inner = member.value["message"] ?? unwrappable(member.value) {
        var reading = read(inner, depth: depth + 1)
        if let mark { reading.attributes[mark] = "true" }
        return reading
      }
      if let reading = known(member, depth: depth) { return reading }
      unknown = unknown ?? member
    }
    if let unknown {
      return BaileysReading(
        form: .gap(
          reason: "unknown-type", detail: "the type ‘\(unknown.name.prefix(60))’ is not known to this version",
          Content(Content.Kind(rawValue: "unknown"), text: anyWords(in: unknown.value)), target: nil))
    }
    if let sawCompanion, sawCompanion.contains("Distribution") {
      return BaileysReading(form: .notice("encryption keys were handed out", target: nil))
    }
    return BaileysReading(form: .empty)
  }

  /// A wrapper whose content stands in it directly, as some gateways write it.
  private static func unwrappable(_ value: JSONValue) -> JSONValue? {
    value.object?.members.contains { $0.name.hasSuffix("Message") || $0.name == "conversation" } == true ? value : nil
  }

  private static func known(_ member: JSONObject.Member, depth: Int) -> BaileysReading? {
    let body = member.value
    var reading: BaileysReading
    switch member.name {
    case "conversation": reading = content(Content(.text, text: body.string))
    case "text" where body.string != nil, "body" where body.string != nil:
      reading = content(Content(.text, text: body.string))
    case "extendedTextMessage": reading = content(Content(.text, text: body["text"]?.string))
    case "protocolMessage": return BaileysProtocol.read(body, depth: depth)
    case "reactionMessage":
      return BaileysReading(
        form: .reaction(
          target: BaileysKey(body["key"]).id, emoji: body["text"]?.string,
          time: ProviderTime(body["senderTimestampMs"])))
    case "encReactionMessage", "encCommentMessage", "encEventResponseMessage", "secretEncryptedMessage":
      return undecryptable("an encrypted \(member.name)", body)
    case "pollUpdateMessage":
      return undecryptable("a poll vote, which only the poll's author can decrypt", body)
    case "pinInChatMessage", "keepInChatMessage":
      let verb = member.name == "pinInChatMessage" ? "pin" : "keep"
      return BaileysReading(
        form: .notice("\(verb) in chat (\(body["type"]?.text ?? "?"))", target: BaileysKey(body["key"]).id))
    default:
      guard let found = BaileysMedia.read(member.name, body) ?? BaileysCards.read(member.name, body) else { return nil }
      reading = content(found)
    }
    BaileysContext.read(body["contextInfo"], into: &reading, depth: depth)
    return reading
  }

  private static func content(_ content: Content) -> BaileysReading { BaileysReading(form: .content(content)) }

  private static func undecryptable(_ what: String, _ body: JSONValue) -> BaileysReading {
    let key = body["pollCreationMessageKey"] ?? body["targetMessageKey"] ?? body["eventCreationMessageKey"]
    return BaileysReading(
      form: .gap(reason: "undecryptable", detail: what, Content(.unsupported), target: BaileysKey(key).id))
  }

  /// Any words in content of an unknown type, so that they can be found.
  static func anyWords(in value: JSONValue) -> String? {
    if let text = value.string, !text.isEmpty { return text }
    for name in ["text", "caption", "contentText", "title", "name", "body", "description"] {
      if let text = value[name]?.string, !text.isEmpty { return text }
      if let text = value[name]?["text"]?.string, !text.isEmpty { return text }
    }
    return nil
  }
}
