import Records

extension GowaReader {
  /// Adds one message.
  mutating func addMessage(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let key = key(of: payload)
    var event = event(.message, of: payload, key)
    if event.sentAt == nil { event.notes.append("the message has no usable time") }
    shape.apply(GowaContent.read(payload), to: &event, key: key)
    if let media = event.content?.media, media.state == .missing {
      event.gap = Gap(reason: "media-missing", detail: media.reason ?? "the file is not there")
    }
    sink.add(event, at: place)
  }

  /// Adds a reaction or its removal.
  mutating func addReaction(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var event = event(.reaction, of: payload, key(of: payload))
    event.messageID = nil
    event.target = payload["reacted_message_id"]?.text
    let emoji = payload["reaction"]?.string
    event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
    if event.target == nil { event.notes.append("the reaction does not say to which message") }
    sink.add(event, at: place)
  }

  /// Adds the deletion of a message for everyone.
  ///
  /// `revoked_from_me` is seen from whoever deleted, so it tells nothing that `is_from_me` does not.
  mutating func addRevoked(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let key = key(of: payload)
    var event = event(.revoke, of: payload, key)
    event.target = payload["revoked_message_id"]?.text
    event.messageID =
      key.isGroup
      ? nil : event.target.map { shape.namer.message(shape.provider, shape.account, $0, fromMe: key.fromMe) }
    if event.target == nil { event.notes.append("the deletion does not say of which message") }
    sink.add(event, at: place)
  }

  /// Adds the new words of a message; the old ones stay.
  mutating func addEdited(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let key = key(of: payload)
    var event = event(.edit, of: payload, key)
    event.target = payload["original_message_id"]?.text ?? key.id
    if event.providerMessageID == event.target { event.providerMessageID = nil }
    event.messageID = event.target.map {
      shape.namer.message(shape.provider, shape.account, $0, fromMe: key.fromMe)
    }
    if case .content(let content) = GowaContent.read(payload).form { event.content = content }
    if event.content == nil {
      event.gap = Gap(reason: "incomplete", detail: "the edit came without a readable new text")
    }
    sink.add(event, at: place)
  }

  /// Adds what the account holder removed on a device, and what it said where GOWA still knows it.
  mutating func addDeleted(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let isOurs = payload["was_from_me"]?.bool
    let target = (payload["deleted_message_id"] ?? payload["id"])?.text
    let key = BaileysKey(
      id: target, fromMe: isOurs ?? false, chat: self.key(of: payload).chat,
      participant: WahaReader.person(payload["original_sender"]))
    var event = shape.acting(on: key, .localDeletion, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    if isOurs == nil { event.messageID = nil }
    event.sender = nil
    event.recipients = []
    event.notes.append("the account holder deleted the message on a device")
    sink.add(event, at: place)
    guard isOurs != nil, let words = payload["original_content"]?.string, !words.isEmpty else { return }
    var original = shape.address(key, pushName: nil)
    shape.stamp(&original, ProviderTime(payload["original_timestamp"]))
    original.attributes["route"] = "before-deletion"
    original.content = Content(.text, text: words)
    if let kind = payload["original_media_type"]?.string, !kind.isEmpty {
      original.content?.kind = Content.Kind(rawValue: kind)
      original.content?.media = MediaReference(
        .missing, fileName: payload["original_filename"]?.string, reason: "deleted before it was archived")
    }
    sink.add(original, at: place + ".original_content")
  }

  /// Adds how far some messages came.
  mutating func addAcks(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let word = (payload["receipt_type"]?.text ?? "unknown").lowercased()
    let status = word.isEmpty ? "delivered" : String(word.prefix(40))
    let from = WahaReader.person(payload["from"])
    let isReaders = ["delivered", "read", "played"].contains(status) && from?.phone != shape.own?.phone
    var reader = from?.party
    if let lid = WahaReader.person(payload["from_lid"])?.user { reader?.lid = lid }
    let ids = payload["ids"]?.array ?? payload["id"].map { [$0] } ?? []
    for (index, id) in ids.enumerated() {
      let key = BaileysKey(id: id.text, fromMe: true, chat: WahaReader.person(payload["chat_id"]) ?? from)
      var event = shape.receipt(
        key, status: status, party: reader, error: nil,
        time: ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
      // What another device of ours reports may be about the other side's messages.
      if !isReaders { event.messageID = nil }
      sink.add(event, at: "\(place).ids[\(index)]")
    }
    if ids.isEmpty { sink.add(shape.gap("incomplete", "a receipt that names no message", nil), at: place) }
  }

  /// Adds who came into a group, left, or became an administrator.
  mutating func addGroup(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var event = shape.base(.group)
    shape.stamp(&event, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    let chat = WahaReader.person(payload["chat_id"]) ?? WahaReader.person(payload["group_id"])
    let subject = (payload["name"] ?? payload["group_name"])?.string
    if let chat { event.conversation = shape.reference(chat, counterpart: nil, title: subject) }
    var people = (payload["jids"]?.array ?? payload["participants"]?.array ?? []).compactMap {
      WasenderPeople.party($0)
    }
    if self.event == "group.joined", let own = shape.own { people.insert(own, at: 0) }
    let actor = (payload["actor"] ?? payload["sender"]).flatMap { WasenderPeople.party($0) }
    if actor == nil { event.notes.append("the provider does not say who did it") }
    event.group = GroupChange(
      action: payload["type"]?.string?.lowercased() ?? "join", participants: people, actor: actor, value: subject)
    sink.add(event, at: place)
  }

  /// Adds an incoming call.
  mutating func addCall(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var members = payload.object?.members ?? []
    members.append(.init(name: "id", value: payload["call_id"] ?? .null))
    members.append(.init(name: "groupJid", value: payload["group_jid"] ?? .null))
    let isRejected = payload["auto_rejected"]?.bool == true
    members.append(.init(name: "status", value: .string(isRejected ? "rejected by the gateway" : "offered")))
    shape.addCall(.object(JSONObject(members)), at: place, into: &sink)
  }

  /// Notes what a channel did; GOWA passes none of its words on.
  mutating func addNewsletter(_ payload: JSONValue, _ name: String, at place: String, into sink: inout EventSink) {
    var event = shape.operations(String(name.prefix(60)))
    event.attributes = MetaNotice.attributes(of: payload)
    event.attributes["event"] = String(name.prefix(60))
    if let count = payload["messages"]?.array?.count { event.attributes["messages"] = String(count) }
    if let chat = WahaReader.person(payload["newsletter_id"]) {
      event.conversation = shape.reference(chat, counterpart: nil, title: payload["name"]?.string)
    }
    sink.add(event, at: place)
  }
}
