extension MessageEvent {
  /// The canonical bytes of the reading alone: equal for two deliveries of one and the same event.
  public var canonicalBytes: [UInt8] {
    var json = CanonicalJSON(capacity: 512)
    encode(into: &json)
    return json.bytes
  }

  func encode(into json: inout CanonicalJSON) {
    json.object { json in
      json.member("account", account)
      json.member("attributes", attributes)
      if let content { content.encode(into: &json) }
      if let conversation { conversation.encode(into: &json) }
      json.member("direction", direction.rawValue)
      if let gap { gap.encode(into: &json) }
      if let group { group.encode(into: &json) }
      json.member("id", messageID?.text)
      if let identity { identity.encode(into: &json) }
      json.member("kind", kind.rawValue)
      json.member("notes", notes)
      json.member("precision", precision.rawValue)
      json.member("provider", provider.rawValue)
      json.member("provider_msg_id", providerMessageID)
      if let reaction {
        json.name("reaction")
        json.object { $0.member("emoji", reaction.emoji) }
      }
      if let receipt { receipt.encode(into: &json) }
      json.member("recipients", recipients)
      if let reply {
        json.name("reply")
        json.object { json in
          json.member("quoted", reply.quoted)
          json.member("target", reply.target)
        }
      }
      json.member("sender", sender)
      json.member("sent_at", sentAt)
      json.member("session", session)
      json.member("target", target)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    var conversation: ConversationReference?
    if let place = try fields.fields("conversation") { conversation = try ConversationReference(place) }
    var content: Content?
    if let what = try fields.fields("content") { content = try Content(what) }
    var reply: ReplyReference?
    if let answered = try fields.fields("reply") {
      reply = ReplyReference(target: answered.optionalString("target"), quoted: answered.optionalString("quoted"))
    }
    var receipt: Receipt?
    if let step = try fields.fields("receipt") {
      receipt = Receipt(
        status: try step.string("status"), party: try step.party("party"), error: step.optionalString("error"))
    }
    var reaction: Reaction?
    if let sign = try fields.fields("reaction") { reaction = Reaction(emoji: sign.optionalString("emoji")) }
    var group: GroupChange?
    if let change = try fields.fields("group") {
      group = GroupChange(
        action: try change.string("action"), participants: try change.parties("participants"),
        actor: try change.party("actor"), value: change.optionalString("value"))
    }
    var identity: IdentityChange?
    if let change = try fields.fields("identity") {
      identity = IdentityChange(
        reason: try change.string("reason"), previous: try change.party("previous"),
        current: try change.party("current") ?? Party())
    }
    var gap: Gap?
    if let hole = try fields.fields("gap") {
      gap = Gap(
        reason: try hole.string("reason"), detail: try hole.string("detail"), from: hole.optionalInstant("from"),
        until: hole.optionalInstant("until"))
    }
    self.init(
      Kind(rawValue: try fields.string("kind")), provider: Provider(rawValue: try fields.string("provider")),
      account: try fields.string("account"), session: fields.optionalString("session"), conversation: conversation,
      messageID: try fields.optionalIdentifier("id"), providerMessageID: fields.optionalString("provider_msg_id"),
      target: fields.optionalString("target"), direction: try fields.choice("direction"),
      sender: try fields.party("sender"), recipients: try fields.parties("recipients"),
      sentAt: fields.optionalInstant("sent_at"), precision: try fields.choice("precision"), content: content,
      reply: reply, receipt: receipt, reaction: reaction, group: group, identity: identity, gap: gap,
      attributes: fields.texts("attributes"), notes: fields.strings("notes"))
  }
}

extension Content {
  func encode(into json: inout CanonicalJSON) {
    json.name("content")
    json.object { json in
      json.member("fields", fields)
      json.member("kind", kind.rawValue)
      if let media { media.encode(into: &json) }
      json.member("text", text)
    }
  }

  init(_ record: RecordFields) throws(RecordError) {
    var media: MediaReference?
    if let file = try record.fields("media") { media = try MediaReference(file) }
    self.init(
      Kind(rawValue: try record.string("kind")), text: record.optionalString("text"), media: media,
      fields: record.texts("fields"))
  }
}

extension MediaReference {
  func encode(into json: inout CanonicalJSON) {
    json.name("media")
    json.object { json in
      json.member("file_name", fileName)
      json.member("height", height)
      json.member("mime_type", mimeType)
      json.member("path", path)
      json.member("provider_id", providerID)
      json.member("reason", reason)
      json.member("seconds", seconds)
      json.member("sha256", sha256)
      json.member("size", size)
      json.member("state", state.rawValue)
      json.member("width", width)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    self.init(
      try fields.choice("state"), path: fields.optionalString("path"), mimeType: fields.optionalString("mime_type"),
      fileName: fields.optionalString("file_name"), size: fields.optionalInteger("size"),
      sha256: fields.optionalString("sha256"), providerID: fields.optionalString("provider_id"),
      width: fields.optionalInteger("width"), height: fields.optionalInteger("height"),
      seconds: fields.optionalInteger("seconds"), reason: fields.optionalString("reason"))
  }
}

extension ConversationReference {
  func encode(into json: inout CanonicalJSON) {
    json.name("conversation")
    json.object { json in
      json.member("counterpart", counterpart)
      json.member("id", id.text)
      json.member("key", key)
      json.member("kind", kind.rawValue)
      json.member("title", title)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    self.init(
      id: try fields.identifier("id"), kind: try fields.choice("kind"), key: try fields.string("key"),
      title: fields.optionalString("title"), counterpart: try fields.party("counterpart"))
  }
}

extension Receipt {
  func encode(into json: inout CanonicalJSON) {
    json.name("receipt")
    json.object { json in
      json.member("error", error)
      json.member("party", party)
      json.member("status", status)
    }
  }
}

extension GroupChange {
  func encode(into json: inout CanonicalJSON) {
    json.name("group")
    json.object { json in
      json.member("action", action)
      json.member("actor", actor)
      json.member("participants", participants)
      json.member("value", value)
    }
  }
}

extension IdentityChange {
  func encode(into json: inout CanonicalJSON) {
    json.name("identity")
    json.object { json in
      json.member("current", current)
      json.member("previous", previous)
      json.member("reason", reason)
    }
  }
}

extension Gap {
  func encode(into json: inout CanonicalJSON) {
    json.name("gap")
    json.object { json in
      json.member("detail", detail)
      json.member("from", from)
      json.member("reason", reason)
      json.member("until", until)
    }
  }
}
