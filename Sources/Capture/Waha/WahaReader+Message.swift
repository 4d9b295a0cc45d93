import Records

extension WahaReader {
  /// Adds one message, or the edit, deletion, reaction or notice that it carries.
  mutating func addMessage(
    _ payload: JSONValue, route: String? = nil, at place: String, into sink: inout EventSink
  ) {
    sink.add(message(payload, route: route), at: place)
  }

  /// The event of one message.
  mutating func message(_ payload: JSONValue, route: String? = nil) -> MessageEvent {
    let key = key(of: payload)
    var event = shape.address(key, pushName: pushName(payload))
    let own = ProviderTime(payload["timestamp"]) ?? ProviderTime(payload["_data"]?["messageTimestamp"])
    shape.stamp(&event, own ?? shape.envelopeTime)
    if own == nil, shape.envelopeTime != nil { event.attributes["time_from"] = "envelope" }
    if event.sentAt == nil { event.notes.append("the message has no usable time") }
    if key.id == nil { event.notes.append("the message has no id") }
    if payload["fromMe"] == nil, WahaID(payload["id"])?.fromMe == nil { event.direction = .unknown }
    if let route { event.attributes["route"] = route }
    let data = payload["_data"] ?? .null
    if let stub = data["messageStubType"], shape.fill(&event, stub: stub, data, key) { return event }
    shape.apply(WahaContent.read(payload), to: &event, key: key)
    if event.kind == .message, event.content?.media?.state == .missing {
      event.gap = Gap(reason: "media-missing", detail: event.content?.media?.reason ?? "the file is not there")
    }
    return event
  }

  /// Adds a message that the phone shows as ‘waiting for this message’: it fills when it comes again.
  mutating func addWaiting(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var event = message(payload)
    event.kind = .gap
    event.content = Content(.unsupported)
    event.gap = Gap(reason: "undecryptable", detail: "received, but it could not be decrypted yet")
    sink.add(event, at: place)
  }

  /// Adds how far one of our messages came, or that we read one.
  mutating func addAck(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let key = key(of: payload)
    let named = payload["ackName"]?.string.flatMap { $0 == "UNKNOWN" ? nil : $0 }
    let word = WahaReader.ackWord(named ?? payload["ack"]?.text ?? "unknown")
    let reader = key.participant?.party ?? (key.fromMe && !key.isGroup ? key.counterpart : nil)
    let time = ProviderTime(payload["timestamp"]) ?? shape.envelopeTime
    sink.add(shape.receipt(key, status: word, party: reader, error: payload["error"]?.text, time: time), at: place)
  }

  /// WAHA counts its states from -1, where Baileys counts from 0.
  static func ackWord(_ ack: String) -> String {
    switch ack.uppercased() {
    case "-1", "ERROR": return "failed"
    case "0", "PENDING": return "pending"
    case "1", "SERVER": return "sent"
    case "2", "DEVICE": return "delivered"
    case "3", "READ": return "read"
    case "4", "PLAYED": return "played"
    default: return String(ack.lowercased().prefix(40))
    }
  }

  /// Adds a reaction or its removal.
  mutating func addReaction(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let reaction = payload["reaction"] ?? .null
    var event = shape.address(key(of: payload), pushName: pushName(payload))
    let target = WahaID(reaction["messageId"] ?? payload["_data"]?["message"]?["reactionMessage"]?["key"]?["id"])
    event.kind = .reaction
    event.target = target?.id
    event.messageID = target.flatMap { target in
      target.fromMe.map { shape.namer.message(shape.provider, shape.account, target.id, fromMe: $0) }
    }
    let emoji = reaction["text"]?.string
    event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
    shape.stamp(&event, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    if target == nil { event.notes.append("the reaction does not say to which message") }
    sink.add(event, at: place)
  }
}
