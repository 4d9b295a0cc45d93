import Records

/// A message's id as WAHA writes it: `true_<chat>_<id>_<participant>`, the bare id, or an object with these parts.
///
/// One message comes with its chat as `@lid` and as `@c.us`: only the inner id names it.
struct WahaID: Sendable, Hashable {
  /// WhatsApp's own id of the message.
  var id: String
  /// Whether the account sent it, where the id says so.
  var fromMe: Bool?
  var chat: JID?
  var participant: JID?

  /// Reads an id; nil when there is none.
  init?(_ value: JSONValue?) {
    guard let value else { return nil }
    if let text = value.text {
      self.init(text: text)
      return
    }
    let key = BaileysKey(value)
    if let id = key.id {
      self.init(
        id: id, fromMe: value["fromMe"] == nil ? nil : key.fromMe, chat: key.chat ?? WahaID.address(value["remote"]),
        participant: key.participant ?? WahaID.address(value["participant"]))
    } else if let text = value["_serialized"]?.string {
      self.init(text: text)
    } else {
      return nil
    }
  }

  private init(id: String, fromMe: Bool?, chat: JID?, participant: JID?) {
    self.id = id
    self.fromMe = fromMe
    self.chat = chat
    self.participant = participant
  }

  private init?(text: String) {
    guard !text.isEmpty else { return nil }
    let bytes = text.utf8
    let sides = [("true_", true), ("false_", false)]
    guard let side = sides.first(where: { text.hasPrefix($0.0) }),
      let at = bytes.dropFirst(side.0.utf8.count).firstIndex(of: 0x40),
      let end = bytes[at...].firstIndex(of: 0x5F)
    else {
      id = text
      return
    }
    fromMe = side.1
    chat = JID(String(text[bytes.index(bytes.startIndex, offsetBy: side.0.utf8.count)..<end]))
    let rest = text[bytes.index(after: end)...]
    if let next = rest.utf8.firstIndex(of: 0x5F) {
      id = String(rest[..<next])
      participant = JID(String(rest[rest.utf8.index(after: next)...]))
    } else {
      id = String(rest)
    }
    if id.isEmpty { return nil }
  }

  private static func address(_ value: JSONValue?) -> JID? {
    JID(value?.string ?? value?["_serialized"]?.string)
  }
}
