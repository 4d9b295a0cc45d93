import Records

extension WasenderReader {
  /// Events that tell whether the gateway is linked with the account.
  static let sessionEvents: Set<String> = [
    "session.status", "connection.update", "status.instance", "logout.instance", "remove.instance",
  ]

  /// Whether an event is about the gateway or the phone's screen, and says nothing of what was written.
  static func isNotice(_ event: String) -> Bool {
    ["presence.", "labels.", "label.", "typebot.", "chama.ai", "application.", "new.", "creds.", "blocklist."]
      .contains { event.hasPrefix($0) }
  }

  /// Adds a notice that says only that an event came, and of which chat.
  mutating func addNotice(_ data: JSONValue, name: String, at place: String = "data", into sink: inout EventSink) {
    var event = operations(String(name.prefix(60)))
    event.attributes["event"] = String(name.prefix(60))
    if let chat = JID((data["chatId"] ?? data["remoteJid"] ?? data["id"])?.string), chat.kind != .unknown {
      event.conversation = reference(chat, counterpart: chat.kind == .phone || chat.kind == .lid ? chat.party : nil)
    }
    sink.add(event, at: place)
  }
}
