import Records

extension WasenderReader {
  /// Adds what `messages.update` says: a state, an edit, a deletion or late content.
  mutating func addUpdate(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    let flat = item["key"] == nil && (item["keyId"] != nil || item["remoteJid"] != nil)
    let key = flat ? BaileysKey(WasenderReader.flatKey(item)) : BaileysKey(item["key"])
    let update = item["update"] ?? item
    let before = sink.events.count
    let time = ProviderTime(update["messageTimestamp"]) ?? ProviderTime(item["messageTimestamp"]) ?? envelopeTime
    let status = update["status"]?.text
    if status?.uppercased() == "DELETED" {
      addDeletedState(key, isCertain: false, time, at: place, into: &sink)
    } else if let status, status.uppercased() != "EDITED" {
      sink.add(
        receipt(
          key, status: WasenderStatus.word(status), party: key.fromMe && !key.isGroup ? key.counterpart : nil,
          error: update["error"]?.text, time: time), at: place)
    }
    let stub = update["messageStubType"]
    let isRevoke = stub?.integer == 1 || stub?.string?.uppercased() == "REVOKE"
    let names = update.object?.members.map(\.name) ?? []
    if let message = update["message"] {
      addLateContent(message, item, key, time, at: place, into: &sink)
    } else if isRevoke || (names.contains("message") && stub == nil) {
      var event = acting(on: key, .revoke, time)
      event.providerMessageID = update["key"]?["id"]?.text
      sink.add(event, at: place)
    } else if let stub {
      var event = address(key, pushName: nil)
      stamp(&event, time)
      if fill(&event, stub: stub, update, key) { sink.add(event, at: place) }
    }
    if update["pollUpdates"] != nil {
      var event = acting(on: key, .system, time)
      event.messageID = nil
      event.content = Content(.text, text: "poll votes changed")
      sink.add(event, at: place)
    }
    if sink.events.count == before {
      var event = operations("message update: " + names.prefix(20).joined(separator: ", "))
      event.target = key.id
      if let chat = key.chat { event.conversation = reference(chat, counterpart: key.counterpart) }
      sink.add(event, at: place)
    }
  }

  private mutating func addLateContent(
    _ message: JSONValue, _ item: JSONValue, _ key: BaileysKey, _ time: ProviderTime?, at place: String,
    into sink: inout EventSink
  ) {
    if let edited = message["editedMessage"] {
      let reading = BaileysContent.read(edited["message"] ?? edited)
      var event = acting(on: key, .edit, time)
      event.reply = reading.reply
      event.attributes.merge(reading.attributes) { _, new in new }
      switch reading.form {
      case .content(let content): event.content = content
      case .edit(_, let content, let editTime):
        event.content = content
        if let editTime { stamp(&event, editTime) }
      default: break
      }
      if event.content == nil {
        event.gap = Gap(reason: "incomplete", detail: "the edit came without a readable new text")
      }
      sink.add(event, at: place)
      return
    }
    var event = address(key, pushName: item["update"]?["pushName"]?.string)
    stamp(&event, time)
    event.attributes["route"] = "update"
    apply(BaileysContent.read(message), to: &event, key: key)
    sink.add(event, at: place)
  }

  /// An event about the message that a key names.
  mutating func acting(on key: BaileysKey, _ kind: MessageEvent.Kind, _ time: ProviderTime?) -> MessageEvent {
    var event = address(key, pushName: nil)
    event.kind = kind
    event.providerMessageID = nil
    event.target = key.id
    stamp(&event, time)
    // The key names the author of the message; that the author acted holds for edits, and for direct chats.
    if key.isGroup, kind != .edit { event.sender = nil }
    return event
  }

  /// A receipt for the message that a key names.
  mutating func receipt(
    _ key: BaileysKey, status: String, party: Party?, error: String?, time: ProviderTime?
  ) -> MessageEvent {
    var event = acting(on: key, .receipt, time ?? envelopeTime)
    event.sender = nil
    event.recipients = []
    event.receipt = Receipt(
      status: status, party: party.flatMap { $0.isEmpty ? nil : $0 }, error: error.flatMap { $0.isEmpty ? nil : $0 })
    return event
  }

  /// Adds the receipts of one member of a group, or of a direct chat.
  mutating func addReceipt(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    let key = BaileysKey(item["key"])
    let receipt = item["receipt"] ?? .null
    let reader = JID(receipt["userJid"]?.string)?.party ?? key.participant?.party
    let before = sink.events.count
    for (name, status) in [
      ("receiptTimestamp", "delivered"), ("readTimestamp", "read"), ("playedTimestamp", "played"),
    ] {
      guard let time = ProviderTime(receipt[name]) else { continue }
      sink.add(self.receipt(key, status: status, party: reader, error: nil, time: time), at: place)
    }
    guard sink.events.count == before else { return }
    let status = receipt["status"]?.text ?? receipt["type"]?.text ?? "unknown"
    let time = ProviderTime(receipt["t"]) ?? ProviderTime(receipt["timestamp"])
    sink.add(self.receipt(key, status: WasenderStatus.word(status), party: reader, error: nil, time: time), at: place)
  }

  /// Adds a reaction; the outer key names the message reacted to, the inner one the reaction itself.
  mutating func addReaction(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    let target = BaileysKey(item["key"])
    let reaction = item["reaction"] ?? item
    let own = BaileysKey(reaction["key"])
    var event = address(own.isEmpty ? target : own, pushName: item["pushName"]?.string)
    if own.isEmpty { event.providerMessageID = nil }
    event.kind = .reaction
    event.target = target.id
    event.messageID = target.id.map { namer.message(provider, account, $0, fromMe: target.fromMe) }
    if let chat = target.chat { event.conversation = reference(chat, counterpart: target.counterpart) }
    let emoji = reaction["text"]?.string
    event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
    stamp(&event, ProviderTime(reaction["senderTimestampMs"]) ?? ProviderTime(item["timestamp"]) ?? envelopeTime)
    sink.add(event, at: place)
  }

  /// Adds what the account holder removed on a device; nothing is removed here.
  mutating func addDeletions(_ data: JSONValue, into sink: inout EventSink) {
    var keys: [(JSONValue, String)] = []
    for item in WasenderItems.items(of: data, at: "data") {
      if item.value["status"]?.text?.uppercased() == "DELETED" {
        // Evolution's form, told only where the message was emptied for everyone.
        addDeletedState(
          BaileysKey(item.value["key"] ?? item.value), isCertain: true, envelopeTime, at: item.place, into: &sink)
      } else if let list = item.value["keys"]?.array {
        keys += list.enumerated().map { ($1, "\(item.place).keys[\($0)]") }
      } else if item.value["key"] != nil, let key = item.value["key"] {
        keys.append((key, item.place + ".key"))
      } else if item.value["remoteJid"] != nil {
        keys.append((item.value, item.place))
      } else {
        addClearedChat(item.value, at: item.place, into: &sink)
      }
    }
    for (value, place) in keys {
      let key = BaileysKey(value)
      var event = acting(on: key, .localDeletion, envelopeTime)
      event.sender = nil
      event.recipients = []
      event.notes.append("the account holder deleted the message on a device")
      sink.add(event, at: place)
    }
  }

  /// Adds the clearing or deletion of a whole chat.
  mutating func addClearedChat(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    var event = base(.localDeletion)
    stamp(&event, envelopeTime)
    let chat = JID(item.text ?? item["jid"]?.text ?? item["id"]?.text ?? item["remoteJid"]?.text)
    if let chat { event.conversation = reference(chat, counterpart: chat.party) }
    event.attributes["all"] = "true"
    event.notes.append("the account holder cleared or deleted the chat on a device")
    sink.add(event, at: place)
  }

  private static func flatKey(_ item: JSONValue) -> JSONValue {
    var members: [JSONObject.Member] = []
    for (name, source) in [
      ("id", "keyId"), ("remoteJid", "remoteJid"), ("fromMe", "fromMe"), ("participant", "participant"),
    ] {
      if let value = item[source] { members.append(.init(name: name, value: value)) }
    }
    return .object(JSONObject(members))
  }
}
