import Records

/// Reads the webhooks of Go WhatsApp (GOWA), in its present form and in the one before it.
struct GowaReader {
  /// The reader's name and version, as records keep it.
  static let name = "gowa/1"

  /// What all gateways share: names, addresses, receipts, groups.
  var shape: WasenderReader
  /// The envelope's event, in one spelling.
  private(set) var event = ""

  init(shape: WasenderReader) { self.shape = shape }

  /// Whether a payload has this form: an event of a device, or the older form without an event.
  static func recognises(_ value: JSONValue) -> Bool {
    if value["event"]?.string != nil, let payload = value["payload"] {
      if value["session"] != nil { return false }
      return value["device_id"] != nil || (payload["chat_id"] != nil && payload["id"] == nil && payload["ids"] != nil)
    }
    guard value["event"] == nil, value["data"] == nil, value["from"]?.string != nil else { return false }
    return value["chat_id"] != nil && (value["sender_id"] != nil || value["pushname"] != nil)
  }

  /// Adds the events of one payload.
  mutating func read(_ value: JSONValue, into sink: inout EventSink) {
    let value = value["event"] == nil ? GowaForm.modern(value) : value
    let name = value["event"]?.string ?? ""
    event = WasenderReader.normal(name)
    shape.event = event
    shape.envelopeTime = ProviderTime(value["timestamp"])
    shape.own = WahaReader.person(value["device_id"])?.party
    guard let payload = value["payload"], let object = payload.object, !object.members.isEmpty else {
      sink.add(shape.gap("incomplete", "the event ‘\(name.prefix(60))’ came without content", nil), at: "payload")
      return
    }
    let place = "payload"
    switch event {
    case "message": addMessage(payload, at: place, into: &sink)
    case "message.reaction": addReaction(payload, at: place, into: &sink)
    case "message.revoked": addRevoked(payload, at: place, into: &sink)
    case "message.edited": addEdited(payload, at: place, into: &sink)
    case "message.deleted": addDeleted(payload, at: place, into: &sink)
    case "message.ack": addAcks(payload, at: place, into: &sink)
    case "group.participants", "group.joined": addGroup(payload, at: place, into: &sink)
    case "call.offer": addCall(payload, at: place, into: &sink)
    case _ where event.hasPrefix("newsletter."): addNewsletter(payload, name, at: place, into: &sink)
    default: addUnknown(payload, name, at: place, into: &sink)
    }
  }

  /// Which message, in which chat, from whom.
  func key(of payload: JSONValue) -> BaileysKey {
    let from = WahaReader.person(payload["from"])
    let lid = WahaReader.person(payload["from_lid"])
    var chat = WahaReader.person(payload["chat_id"])
    let isOwnNumber = { (jid: JID?) in jid?.phone != nil && jid?.phone == shape.own?.phone }
    let fromMe = payload["is_from_me"]?.bool ?? isOwnNumber(from)
    if !fromMe, isOwnNumber(chat) || chat == nil { chat = from }
    let isMany = chat.map { [.group, .newsletter, .broadcast].contains($0.kind) } ?? false
    return BaileysKey(
      id: payload["id"]?.text, fromMe: fromMe, chat: chat, otherChat: isMany || fromMe ? nil : (lid ?? from),
      participant: isMany ? from : nil, otherParticipant: isMany ? lid : nil)
  }

  /// An event by whoever a payload says it is from.
  mutating func event(_ kind: MessageEvent.Kind, of payload: JSONValue, _ key: BaileysKey) -> MessageEvent {
    var event = shape.address(key, pushName: payload["from_name"]?.string)
    event.kind = kind
    shape.stamp(&event, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    return event
  }

  private mutating func addUnknown(
    _ payload: JSONValue, _ name: String, at place: String, into sink: inout EventSink
  ) {
    var event = event(.gap, of: payload, key(of: payload))
    event.messageID = nil
    event.content = BaileysContent.anyWords(in: payload).map { Content(.unsupported, text: $0) }
    event.gap = Gap(reason: "unknown-type", detail: "the event ‘\(name.prefix(60))’ is not known to this version")
    sink.add(event, at: place)
  }
}
