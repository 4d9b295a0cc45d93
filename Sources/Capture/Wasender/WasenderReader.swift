import Records

/// Reads WASenderApi's webhooks and other payloads in Baileys' shape.
public struct WasenderReader {
  /// The reader's name and version, as records keep it.
  public static let name = "wasender/1"

  let account: String
  let session: String?
  let provider: Provider
  let namer: Namer
  /// The time of the envelope: that of the event, not always that of the message.
  var envelopeTime: ProviderTime?
  /// The envelope's event, in one spelling.
  var event = ""
  /// The account's own side, where the envelope names it.
  var own: Party?

  init(account: String, session: String?, provider: Provider = .wasender, namer: Namer) {
    self.account = account
    self.session = session
    self.provider = provider
    self.namer = namer
  }

  /// Reads one webhook body.
  public static func read(body: [UInt8], context: ReadingContext, source: DeliverySource? = nil) -> Reading {
    var reader = PayloadReader(context: context, expecting: .wasender)
    return reader.read(body: body, source: source)
  }

  /// Whether a payload has this form: an envelope with an event, or something that Baileys emits.
  static func recognises(_ value: JSONValue) -> Bool {
    if let elements = value.array { return elements.contains { recognises($0) } }
    guard let object = value.object else { return false }
    if object["event"]?.string != nil { return true }
    if let key = object["key"], key["id"] != nil || key["remoteJid"] != nil { return true }
    if let data = object["data"] {
      return data["messages"] != nil || data["key"] != nil || (data.array ?? []).contains { $0["key"] != nil }
    }
    if let message = object["message"]?.object {
      return message.members.contains { $0.name.hasSuffix("Message") || $0.name == "conversation" }
    }
    guard let id = object["id"]?.string, id.utf8.contains(0x40), let jid = JID(id) else { return false }
    return jid.kind != .unknown
  }

  /// What a payload calls its session, which may be a credential.
  static func sessionName(of value: JSONValue) -> String? {
    for candidate in [
      value["sessionId"], value["session_id"], value["data"]?["sessionId"], value["session"], value["instance"],
      value["instance"]?["instanceName"], value["instance"]?["name"], value["instanceName"],
    ] {
      if let text = candidate?.text, !text.isEmpty { return text }
    }
    // A number with or without the device that it is linked on is one account.
    return JID(value["device_id"]?.text)?.user
  }

  /// One spelling for event names: `messages-group.received` and `MESSAGES_GROUP_RECEIVED` are one.
  static func normal(_ event: String) -> String {
    String(
      decoding: event.lowercased().utf8.map { $0 == 0x2D || $0 == 0x5F || $0 == 0x2F ? 0x2E : $0 }, as: UTF8.self)
  }

  /// Adds the events of one payload.
  mutating func read(_ value: JSONValue, into sink: inout EventSink) {
    let before = sink.events.count
    read(value, at: "", into: &sink)
    if sink.events.count == before {
      sink.add(gap("unknown-type", "a payload that says nothing this version can read", nil), at: "$")
    }
  }

  private mutating func read(_ value: JSONValue, at place: String, into sink: inout EventSink) {
    if let elements = value.array {
      for (index, element) in elements.enumerated() { readBare(element, at: "\(place)[\(index)]", into: &sink) }
      return
    }
    guard let name = value["event"]?.string else {
      if let data = value["data"] {
        for item in WasenderItems.items(of: data, at: "data") { readBare(item.value, at: item.place, into: &sink) }
      } else {
        readBare(value, at: "$", into: &sink)
      }
      return
    }
    event = WasenderReader.normal(name)
    if provider == .evolutionGateway {
      // Its `date_time` is the server's local time written as if it were UTC: no time to rely on.
      envelopeTime = ProviderTime(value["timestamp"])
      own = EvolutionForm.own(in: value)
    } else {
      envelopeTime = ProviderTime(value["timestamp"] ?? value["date_time"])
    }
    guard let data = value["data"] else {
      sink.add(gap("unknown-type", "the event ‘\(name.prefix(60))’ came without data", nil), at: "$")
      return
    }
    readEvent(data, name: name, into: &sink)
  }

  private mutating func readEvent(_ data: JSONValue, name: String, into sink: inout EventSink) {
    if event.contains("qrcode") {
      addPairing(into: &sink)
      return
    }
    if WasenderReader.sessionEvents.contains(event) {
      addSession(data, into: &sink)
      return
    }
    if WasenderReader.isNotice(event) {
      addNotice(data, name: name, into: &sink)
      return
    }
    if event == "messages.delete" || event == "message.delete" {
      addDeletions(data, into: &sink)
      return
    }
    let items = WasenderItems.items(of: data, at: "data")
    if items.isEmpty {
      var notice = operations("\(name.prefix(60)): nothing in it")
      notice.attributes["event"] = String(name.prefix(60))
      sink.add(notice, at: "data")
    }
    let route = event.hasSuffix(".set") ? "history" : data["type"]?.string
    for item in items { readItem(item.value, name: name, route: route, at: item.place, into: &sink) }
  }

  private mutating func readItem(
    _ item: JSONValue, name: String, route: String?, at place: String, into sink: inout EventSink
  ) {
    switch event {
    case "messages.received", "message.received", "messages.personal.received", "messages.group.received",
      "messages.newsletter.received", "messages.upsert", "message.upsert", "message.sent", "messages.set",
      "send.message", "send.message.update", "messaging.history.set":
      addMessage(item, route: route, at: place, into: &sink)
    case "messages.update", "message.update": addUpdate(item, at: place, into: &sink)
    case "messages.edited", "messages.edit", "message.edited": addEdited(item, at: place, into: &sink)
    case "message.receipt.update", "messages.receipt.update": addReceipt(item, at: place, into: &sink)
    case "messages.reaction", "message.reaction": addReaction(item, at: place, into: &sink)
    case "groups.upsert", "groups.update", "group.update", "group.upsert": addGroup(item, at: place, into: &sink)
    case "group.participants.update": addParticipants(item, at: place, into: &sink)
    case "call", "call.received": addCall(item, at: place, into: &sink)
    case "poll.results", "poll.result": addPollResult(item, at: place, into: &sink)
    case "chats.delete", "chats.clear", "chat.delete": addClearedChat(item, at: place, into: &sink)
    case _ where event.hasPrefix("contacts."): addContact(item, at: place, into: &sink)
    case _ where event.hasPrefix("chats."): addChat(item, at: place, into: &sink)
    default:
      if item["key"] != nil {
        readBare(item, at: place, into: &sink)
      } else {
        var event = gap("unknown-type", "the event ‘\(name.prefix(60))’ is not known to this version", nil)
        event.content = BaileysContent.anyWords(in: item).map { Content(.unsupported, text: $0) }
        sink.add(event, at: place)
      }
    }
  }

  /// Reads something that came without an envelope, by its form.
  private mutating func readBare(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    if item["key"] != nil {
      if item["update"] != nil { return addUpdate(item, at: place, into: &sink) }
      if item["reaction"] != nil { return addReaction(item, at: place, into: &sink) }
      if item["receipt"] != nil { return addReceipt(item, at: place, into: &sink) }
      if item["message"] == nil, item["type"] != nil || item["editedMessage"] != nil {
        return addFragment(.object(JSONObject([.init(name: "protocolMessage", value: item)])), item, place, &sink)
      }
      if item["message"] == nil, item["senderTimestampMs"] != nil {
        return addFragment(.object(JSONObject([.init(name: "reactionMessage", value: item)])), item, place, &sink)
      }
      return addMessage(item, route: nil, at: place, into: &sink)
    }
    if let message = item["message"], message.object != nil { return addFragment(message, .null, place, &sink) }
    if item["event"]?.string != nil, item["data"] != nil || item["payload"] != nil {
      return read(item, at: place, into: &sink)
    }
    if let id = item["id"]?.string ?? item["jid"]?.string, JID(id)?.kind != .unknown {
      return addChat(item, at: place, into: &sink)
    }
    sink.add(gap("unknown-type", "something that this version cannot read", nil), at: place)
  }

  /// An event of this account.
  func base(_ kind: MessageEvent.Kind) -> MessageEvent {
    MessageEvent(kind, provider: provider, account: account, session: session)
  }

  /// A gap of this account.
  func gap(_ reason: String, _ detail: String, _ time: ProviderTime?) -> MessageEvent {
    var event = base(.gap)
    stamp(&event, time ?? envelopeTime)
    event.gap = Gap(reason: reason, detail: detail)
    return event
  }

  /// A notice of this account.
  func operations(_ text: String) -> MessageEvent {
    var event = base(.operations)
    stamp(&event, envelopeTime)
    event.content = Content(.text, text: text)
    return event
  }

  /// Puts a time on an event.
  func stamp(_ event: inout MessageEvent, _ time: ProviderTime?) {
    event.sentAt = time?.instant
    event.precision = time?.precision ?? .second
  }
}
