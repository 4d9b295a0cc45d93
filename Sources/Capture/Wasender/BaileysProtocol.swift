import Records

/// Reads Baileys' `protocolMessage`: deletions, edits, and what WhatsApp's programs tell each other.
enum BaileysProtocol {
  private static let names: [Int64: String] = [
    0: "REVOKE", 3: "EPHEMERAL_SETTING", 4: "EPHEMERAL_SYNC_RESPONSE", 5: "HISTORY_SYNC_NOTIFICATION",
    6: "APP_STATE_SYNC_KEY_SHARE", 7: "APP_STATE_SYNC_KEY_REQUEST", 8: "MSG_FANOUT_BACKFILL_REQUEST",
    9: "INITIAL_SECURITY_NOTIFICATION_SETTING_SYNC", 10: "APP_STATE_FATAL_EXCEPTION_NOTIFICATION",
    11: "SHARE_PHONE_NUMBER", 14: "MESSAGE_EDIT", 16: "PEER_DATA_OPERATION_REQUEST_MESSAGE",
    17: "PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE", 30: "GROUP_MEMBER_LABEL_CHANGE",
  ]

  /// The type's name, from its number or its name; an absent number is zero, as protobuf leaves zeros out.
  static func type(of body: JSONValue) -> String {
    guard let type = body["type"] else {
      if body["editedMessage"] != nil { return "MESSAGE_EDIT" }
      return "REVOKE"
    }
    if let number = type.integer { return names[number] ?? "type \(number)" }
    return type.string?.uppercased() ?? "unknown"
  }

  /// Reads a protocol message.
  ///
  /// Only the id of its key counts: chat and side are seen from the sender.
  static func read(_ body: JSONValue, depth: Int) -> BaileysReading {
    let target = BaileysKey(body["key"]).id
    switch type(of: body) {
    case "REVOKE": return BaileysReading(form: .revoke(target: target))
    case "MESSAGE_EDIT":
      let inner = body["editedMessage"].map { BaileysContent.read($0, depth: depth + 1) }
      var content: Content?
      if case .content(let found) = inner?.form { content = found }
      if case .edit(_, let found, _) = inner?.form { content = found }
      return BaileysReading(
        form: .edit(target: target, content, time: ProviderTime(body["timestampMs"])), reply: inner?.reply,
        attributes: inner?.attributes ?? [:])
    case "EPHEMERAL_SETTING":
      return BaileysReading(form: .ephemeral(seconds: ProviderTime.long(body["ephemeralExpiration"])))
    case let other: return BaileysReading(form: .notice("protocol message " + other, target: target))
    }
  }
}
