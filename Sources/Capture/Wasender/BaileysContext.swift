import Records

/// Reads Baileys' `contextInfo`: what is answered, who is mentioned, what was forwarded.
enum BaileysContext {
  static func read(_ context: JSONValue?, into reading: inout BaileysReading, depth: Int) {
    guard let context else { return }
    if let target = (context["stanzaId"] ?? context["stanzaID"])?.text, !target.isEmpty {
      var quoted: String?
      if let message = context["quotedMessage"],
        case .content(let content) = BaileysContent.read(message, depth: depth + 1).form
      {
        quoted = content.text
      }
      reading.reply = ReplyReference(target: target, quoted: quoted)
    }
    if let author = JID(context["participant"]?.string) { reading.attributes["reply_to_sender"] = author.user }
    if context["isForwarded"]?.bool == true { reading.attributes["forwarded"] = "true" }
    if let score = context["forwardingScore"]?.integer, score >= 5 {
      reading.attributes["frequently_forwarded"] = "true"
    }
    if let seconds = ProviderTime.long(context["expiration"]), seconds > 0 {
      reading.attributes["expires_after"] = String(seconds)
      reading.attributes["ephemeral"] = "true"
    }
    let mentions = ((context["mentionedJid"] ?? context["mentionedJID"])?.array ?? []).prefix(200).compactMap {
      JID($0.string)?.user
    }
    if !mentions.isEmpty { reading.attributes["mentions"] = mentions.joined(separator: " ") }
  }
}
