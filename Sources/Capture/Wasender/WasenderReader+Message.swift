import Records

extension WasenderReader {
  /// Adds one message, or the edit, deletion, reaction or notice that it carries.
  mutating func addMessage(_ item: JSONValue, route: String?, at place: String, into sink: inout EventSink) {
    guard item.object != nil else {
      sink.add(gap("unknown-type", "a message that is not an object", nil), at: place)
      return
    }
    let key = BaileysKey(item["key"])
    var event = address(key, pushName: item["pushName"]?.string ?? item["verifiedBizName"]?.string)
    if key.chat == nil, key.id == nil { event.notes.append("the message has no key") }
    let own = ProviderTime(item["messageTimestamp"]) ?? ProviderTime(item["timestamp"])
    stamp(&event, own ?? envelopeTime)
    if own == nil, envelopeTime != nil { event.attributes["time_from"] = "envelope" }
    if let route, route != "notify" { event.attributes["route"] = String(route.prefix(20)) }
    if event.sentAt == nil { event.notes.append("the message has no usable time") }
    if let text = item["broadcast"]?.bool, text { event.attributes["broadcast"] = "true" }
    if let source = item["source"]?.string, source != "unknown" {
      event.attributes["source"] = String(source.prefix(20))
    }
    fill(&event, item, key)
    let failed = item["success"]?.bool == false || item["error"]?.text != nil
    let error = item["error"]?.text ?? MetaErrors.text(item["error"])
    if failed, event.kind == .message {
      event.attributes["send_failed"] = "true"
      sink.add(event, at: place)
      sink.add(receipt(key, status: "failed", party: nil, error: error, time: own), at: place)
    } else {
      sink.add(event, at: place)
    }
  }

  /// A piece of content that came without its envelope.
  mutating func addFragment(_ message: JSONValue, _ outer: JSONValue, _ place: String, _ sink: inout EventSink) {
    let inner = BaileysKey(outer["key"])
    var event = base(.message)
    if let chat = inner.chat { event.conversation = reference(chat, counterpart: chat.party) }
    let reading = BaileysContent.read(message)
    apply(reading, to: &event, key: BaileysKey(nil))
    // Whose action it was is not said, so the message acted upon is known by the provider's id alone.
    event.messageID = nil
    event.direction = .unknown
    if event.kind == .message {
      event.kind = .gap
      event.gap = Gap(reason: "incomplete", detail: "content without a key: who sent it, when and where is not said")
    }
    event.notes.append("a fragment without its envelope")
    sink.add(event, at: place)
  }

  /// Who, where and which way, from a key.
  mutating func address(_ key: BaileysKey, pushName: String?) -> MessageEvent {
    var event = base(.message)
    event.providerMessageID = key.id
    event.direction = key.fromMe ? .outbound : .inbound
    if let id = key.id { event.messageID = namer.message(provider, account, id, fromMe: key.fromMe) }
    let name = pushName.flatMap { $0.isEmpty ? nil : $0 }
    guard let chat = key.chat, chat.kind != .phone, chat.kind != .lid, chat.kind != .unknown else {
      var other = key.counterpart
      if !key.fromMe, !other.isEmpty || key.chat == nil { other.name = name }
      if key.fromMe {
        // In our own messages the push name is ours: a claim about the sender, never about the other side.
        event.sender = named(key.author ?? own, name)
        event.recipients = other.isEmpty ? [] : [other]
      } else {
        event.sender = other.isEmpty ? nil : other
        if let own { event.recipients = [own] }
      }
      if let chat = key.chat { event.conversation = reference(chat, counterpart: other) }
      return event
    }
    event.conversation = reference(chat, counterpart: nil)
    event.sender = named(key.author ?? (key.fromMe ? own : nil), name)
    return event
  }

  /// A sender with the name that the message claims; nil when nothing at all is claimed.
  private func named(_ author: Party?, _ name: String?) -> Party? {
    guard author != nil || name != nil else { return nil }
    var author = author ?? Party()
    author.name = name
    return author
  }

  /// The conversation that an address means.
  mutating func reference(_ chat: JID, counterpart: Party?, title: String? = nil) -> ConversationReference {
    switch chat.kind {
    case .group: return namer.reference(provider, account, kind: .group, key: "group:" + chat.user, title: title)
    case .newsletter:
      return namer.reference(provider, account, kind: .newsletter, key: "newsletter:" + chat.user, title: title)
    case .broadcast:
      return namer.reference(provider, account, kind: .broadcast, key: "broadcast:" + chat.user, title: title)
    case .phone, .lid:
      let party = counterpart ?? chat.party
      return namer.reference(
        provider, account, kind: .direct, key: party.key ?? "jid:" + chat.text, title: title, counterpart: party)
    case .unknown:
      return namer.reference(
        provider, account, kind: .unknown, key: "jid:" + chat.text, title: title, counterpart: counterpart)
    }
  }

  private mutating func fill(_ event: inout MessageEvent, _ item: JSONValue, _ key: BaileysKey) {
    if let stub = item["messageStubType"], fill(&event, stub: stub, item, key) { return }
    var reading = item["message"].map { BaileysContent.read($0) } ?? BaileysReading(form: .empty)
    if case .empty = reading.form, let body = item["messageBody"]?.string, !body.isEmpty {
      reading.form = .content(Content(.text, text: body))
    }
    if reading.reply == nil, case .content = reading.form {
      // Evolution sets the context beside a plain text.
      BaileysContext.read(item["contextInfo"], into: &reading, depth: 0)
    }
    if case .empty = reading.form {
      if let status = item["status"]?.text, self.event == "message.sent" || self.event == "send.message" {
        event = receipt(
          key, status: WasenderStatus.word(status), party: nil, error: nil,
          time: ProviderTime(item["timestamp"]) ?? envelopeTime)
        event.notes.append("the provider reported a sent message without its content")
        return
      }
      event.kind = .gap
      event.content = Content(.unsupported)
      event.gap = Gap(reason: "incomplete", detail: "the message came without any content")
      return
    }
    apply(reading, to: &event, key: key)
  }

  /// Gives an event the kind and content that its reading calls for.
  mutating func apply(_ reading: BaileysReading, to event: inout MessageEvent, key: BaileysKey) {
    event.reply = reading.reply
    event.attributes.merge(reading.attributes) { _, new in new }
    switch reading.form {
    case .content(let content): event.content = content
    case .revoke(let target):
      event.kind = .revoke
      event.target = target
      event.messageID = key.isGroup ? nil : target.map { namer.message(provider, account, $0, fromMe: key.fromMe) }
    case .edit(let target, let content, let time):
      event.kind = .edit
      event.target = target
      event.messageID = target.map { namer.message(provider, account, $0, fromMe: key.fromMe) }
      event.content = content
      if let time { stamp(&event, time) }
      if content == nil { event.gap = Gap(reason: "incomplete", detail: "the edit came without a readable new text") }
    case .reaction(let target, let emoji, let time):
      event.kind = .reaction
      event.target = target
      event.messageID = nil
      event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
      if let time { stamp(&event, time) }
    case .ephemeral(let seconds): setEphemeral(&event, seconds: seconds)
    case .notice(let text, let target):
      event.kind = .system
      event.messageID = nil
      event.target = target
      event.content = Content(.text, text: text)
    case .gap(let reason, let detail, let content, let target):
      event.kind = .gap
      event.content = content ?? Content(.unsupported)
      event.gap = Gap(reason: reason, detail: detail)
      event.target = target
    case .empty:
      event.kind = .gap
      event.content = Content(.unsupported)
      event.gap = Gap(reason: "incomplete", detail: "the message came without any content")
    }
  }
}
