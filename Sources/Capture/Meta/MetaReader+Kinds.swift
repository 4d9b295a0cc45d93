import Records

extension MetaReader {
  /// Fills in what the message says, and with it what kind of event it is.
  mutating func fill(_ event: inout MessageEvent, from message: JSONValue, _ scope: MetaScope) {
    let type = message["type"]?.string ?? MetaContent.guessedType(of: message)
    switch type {
    case "reaction": fillReaction(&event, message["reaction"])
    case "edit": fillEdit(&event, message["edit"], scope)
    case "revoke": fillRevoke(&event, message["revoke"])
    case "system": fillSystem(&event, message, scope)
    case "request_welcome":
      event.kind = .system
      event.messageID = nil
      event.content = Content(.text, text: "request_welcome: the chat was opened for the first time")
    default: fillContent(&event, message, type: type, scope)
    }
  }

  private func fillContent(_ event: inout MessageEvent, _ message: JSONValue, type: String, _ scope: MetaScope) {
    let errors = MetaErrors.text(message["errors"])
    if type == "unsupported" || type == "unknown" || type.isEmpty {
      event.kind = .gap
      event.content = Content(.unsupported, text: MetaContent.anyWords(in: message))
      if let named = message["unsupported"]?["type"]?.string { event.content?.fields["type"] = named }
      event.gap = Gap(
        reason: "unsupported",
        detail: errors ?? (type.isEmpty ? "the message names no type" : "WhatsApp does not pass this message on"))
      return
    }
    guard let content = MetaContent.read(type: type, message) else {
      event.kind = .gap
      event.content = Content(Content.Kind(rawValue: type), text: MetaContent.anyWords(in: message))
      event.gap = Gap(
        reason: "unknown-type",
        detail: "messages of type ‘\(type)’ are not known to this version" + (errors.map { ": " + $0 } ?? ""))
      return
    }
    event.content = content
    if let errors {
      if event.content?.media != nil {
        event.content?.media?.state = .missing
        event.content?.media?.reason = errors
        event.gap = Gap(reason: "media-missing", detail: errors)
      } else {
        event.gap = Gap(reason: "incomplete", detail: errors)
      }
    } else if type == "media_placeholder" {
      event.gap = Gap(reason: "media-missing", detail: "history names a media message without its media")
    } else if content.text == nil, content.media == nil, content.fields.isEmpty {
      event.gap = Gap(
        reason: "incomplete",
        detail: MetaErrors.text(scope.value["errors"]) ?? "the message of type ‘\(type)’ came without its content")
    }
  }

  private func fillReaction(_ event: inout MessageEvent, _ reaction: JSONValue?) {
    event.kind = .reaction
    event.messageID = nil
    event.target = reaction?["message_id"]?.text
    let emoji = reaction?["emoji"]?.string
    event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
    if event.target == nil { event.notes.append("the reaction does not say to which message") }
  }

  private func fillEdit(_ event: inout MessageEvent, _ edit: JSONValue?, _ scope: MetaScope) {
    event.kind = .edit
    event.messageID = nil
    event.target = edit?["original_message_id"]?.text
    if let target = event.target {
      event.messageID = namer.message(.meta, scope.account, target, fromMe: event.direction == .outbound)
    } else {
      event.notes.append("the edit does not say of which message")
    }
    guard let message = edit?["message"] else {
      event.gap = Gap(reason: "incomplete", detail: "the edit came without the new text")
      return
    }
    let type = message["type"]?.string ?? MetaContent.guessedType(of: message)
    if let context = message["context"] { MetaContext.read(context, into: &event) }
    if let content = MetaContent.read(type: type, message) {
      event.content = content
    } else {
      event.content = Content(Content.Kind(rawValue: type), text: MetaContent.anyWords(in: message))
      event.gap = Gap(reason: "unknown-type", detail: "edits of type ‘\(type)’ are not known to this version")
    }
  }

  private func fillRevoke(_ event: inout MessageEvent, _ revoke: JSONValue?) {
    event.kind = .revoke
    event.messageID = nil
    event.target = revoke?["original_message_id"]?.text
    if let target = event.target, event.conversation?.kind != .group {
      event.messageID = namer.message(.meta, event.account, target, fromMe: event.direction == .outbound)
    } else if event.target == nil {
      event.notes.append("the deletion does not say of which message")
    }
  }

  private func fillSystem(_ event: inout MessageEvent, _ message: JSONValue, _ scope: MetaScope) {
    event.messageID = nil
    let system = message["system"]
    let type = system?["type"]?.string ?? "system"
    event.content = system?["body"]?.string.map { Content(.text, text: $0) }
    event.attributes["system_type"] = type
    let previousUser = system?["previous_user_id"]?.text
    let newPhone = PhoneNumber.digits(system?["wa_id"]?.text ?? system?["new_wa_id"]?.text)
    let newUser = system?["user_id"]?.text
    guard newPhone != nil || newUser != nil || type.contains("identity") else {
      event.kind = .system
      return
    }
    event.kind = .identity
    var previous = event.sender ?? Party()
    if let previousUser { previous.userID = previousUser }
    if let identity = message["identity"]?.object {
      for member in identity.members {
        if let text = member.value.text { event.attributes["identity_" + member.name] = text }
      }
    }
    if newPhone == nil, newUser == nil {
      event.identity = IdentityChange(reason: type, previous: nil, current: previous)
      return
    }
    let current = Party(phone: newPhone, userID: newUser, name: previous.name)
    event.identity = IdentityChange(reason: type, previous: previous.isEmpty ? nil : previous, current: current)
    if event.conversation?.kind == .unknown { event.conversation = nil }
  }
}
