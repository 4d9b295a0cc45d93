import Records

/// Reads the webhooks of WAHA, whichever of its engines wrote them.
///
/// Its own fields say who and where; what the engine passes through under `_data` says the rest, in Baileys' shape.
struct WahaReader {
  /// The reader's name and version, as records keep it.
  static let name = "waha/1"

  /// What all gateways share: names, addresses, receipts, groups.
  var shape: WasenderReader
  /// The envelope's event, in one spelling.
  private(set) var event = ""

  init(shape: WasenderReader) { self.shape = shape }

  /// Adds the events of one payload.
  mutating func read(_ value: JSONValue, into sink: inout EventSink) {
    let name = value["event"]?.string ?? ""
    event = WasenderReader.normal(name)
    shape.event = event
    shape.envelopeTime = ProviderTime(value["timestamp"])
    let me = WahaReader.person(value["me"]?["id"])
    shape.own = me.map { own in
      var party = own.party
      party.lid = party.lid ?? JID(value["me"]?["lid"]?.string)?.user
      return party
    }
    guard let payload = value["payload"] else { return }
    let before = sink.events.count
    if let elements = payload.array {
      for (index, element) in elements.enumerated() { read(element, name, at: "payload[\(index)]", into: &sink) }
    } else {
      read(payload, name, at: "payload", into: &sink)
    }
    if sink.events.count == before {
      sink.add(shape.gap("incomplete", "the event ‘\(name.prefix(60))’ came without content", nil), at: "payload")
    }
  }

  private mutating func read(_ payload: JSONValue, _ name: String, at place: String, into sink: inout EventSink) {
    guard let object = payload.object, !object.members.isEmpty else { return }
    switch event {
    case "message", "message.any": addMessage(payload, at: place, into: &sink)
    case "message.waiting": addWaiting(payload, at: place, into: &sink)
    case "message.ack", "message.ack.group": addAck(payload, at: place, into: &sink)
    case "message.reaction": addReaction(payload, at: place, into: &sink)
    case "message.revoked": addRevoked(payload, at: place, into: &sink)
    case "message.edited": addEdited(payload, at: place, into: &sink)
    case "poll.vote", "poll.vote.failed": addVote(payload, at: place, into: &sink)
    case "event.response", "event.response.failed": addResponse(payload, at: place, into: &sink)
    case "session.status": addSession(payload, at: place, into: &sink)
    case _ where event.hasPrefix("call."): addCall(payload, at: place, into: &sink)
    case _ where event.hasPrefix("group."): addGroup(payload, at: place, into: &sink)
    case "state.change", "engine.event", "chat.archive":
      shape.addNotice(event == "chat.archive" ? payload : .null, name: name, at: place, into: &sink)
    case _ where WasenderReader.isNotice(event): shape.addNotice(payload, name: name, at: place, into: &sink)
    default: addUnknown(payload, name, at: place, into: &sink)
    }
  }

  /// Adds what can be told of an event that is not known: a gap that names who, when and what.
  private mutating func addUnknown(
    _ payload: JSONValue, _ name: String, at place: String, into sink: inout EventSink
  ) {
    var event = shape.address(key(of: payload), pushName: nil)
    event.kind = .gap
    event.messageID = nil
    shape.stamp(&event, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    event.content = BaileysContent.anyWords(in: payload).map { Content(.unsupported, text: $0) }
    event.gap = Gap(
      reason: "unknown-type", detail: "the event ‘\(name.prefix(60))’ is not known to this version")
    sink.add(event, at: place)
  }

  /// A person or chat by address; nil for the word `me` and other things that are none.
  static func person(_ value: JSONValue?) -> JID? {
    guard let jid = JID(value?.string ?? value?["_serialized"]?.string), jid.kind != .unknown else { return nil }
    return jid
  }

  /// Which message, in which chat, from whom, with all claims that WAHA and its engine make.
  func key(of payload: JSONValue) -> BaileysKey {
    let id = WahaID(payload["id"])
    let data = payload["_data"]
    let info = data?["Info"]
    let fromMe = payload["fromMe"]?.bool ?? id?.fromMe ?? info?["IsFromMe"]?.bool ?? data?["key"]?["fromMe"]?.bool
    let isOurs = fromMe ?? false
    let from = WahaReader.person(payload["from"])
    let to = WahaReader.person(payload["to"])
    let claimed = isOurs ? (to ?? from) : from
    let chats = [id?.chat, claimed, WahaReader.person(payload["chatId"]), WahaReader.person(info?["Chat"])]
      .compactMap { $0 }.filter { $0.kind != .unknown }
    let many = chats.first { [.group, .newsletter, .broadcast].contains($0.kind) }
    let chat = many ?? chats.first { $0.kind == .phone } ?? chats.first ?? id?.chat ?? JID(payload["from"]?.string)
    let other =
      chats.first { $0.kind != chat?.kind && ($0.kind == .lid || $0.kind == .phone) }
      ?? WahaReader.person(info?[isOurs ? "RecipientAlt" : "SenderAlt"])
    var author = WahaReader.person(payload["participant"]) ?? WahaReader.person(payload["author"]) ?? id?.participant
    if author == nil, many != nil, !isOurs {
      author = from.flatMap { $0.kind == .phone || $0.kind == .lid ? $0 : nil } ?? WahaReader.person(info?["Sender"])
    }
    return BaileysKey(
      id: id?.id, fromMe: isOurs, chat: chat, otherChat: many == nil ? other : nil,
      participant: many == nil ? nil : author,
      otherParticipant: many == nil ? nil : WahaReader.person(info?["SenderAlt"]), claims: data?["key"])
  }

  /// The name that the sender gives themselves.
  func pushName(_ payload: JSONValue) -> String? {
    let data = payload["_data"]
    return data?["pushName"]?.string ?? data?["notifyName"]?.string ?? data?["Info"]?["PushName"]?.string
  }
}
