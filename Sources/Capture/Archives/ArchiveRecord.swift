import Records

/// One record of an archive that another system kept, in either of the two shapes that are known, fields not judged yet.
struct ArchiveRecord {
  /// Which of the shapes it has.
  enum Shape: String, Sendable {
    /// `message_uuid, provider_msg_id, timestamp, direction, sender_id, payload, compliance_metadata`.
    case message = "message-records"
    /// `archive_id, event_type, source, timestamp, payload{from, to, …}, metadata`.
    case event = "event-records"

    /// The shape of a value; nil when it is no record of an archive.
    init?(of value: JSONValue) {
      guard let object = value.object else { return nil }
      if object["message_uuid"] != nil, object["payload"] != nil || object["provider_msg_id"] != nil {
        self = .message
      } else if object["archive_id"] != nil, object["payload"] != nil || object["event_type"] != nil {
        self = .event
      } else {
        return nil
      }
    }
  }

  let shape: Shape
  let value: JSONValue
  /// The archive's own name of the record.
  let archiveID: String?
  /// The provider's id of the message.
  let messageID: String?
  let payload: JSONValue
  let metadata: JSONValue

  init(_ value: JSONValue, shape: Shape) {
    self.shape = shape
    self.value = value
    payload = value["payload"] ?? .null
    switch shape {
    case .message:
      archiveID = ArchiveRecord.text(value["message_uuid"])
      messageID = ArchiveRecord.text(value["provider_msg_id"]) ?? ArchiveRecord.text(payload["message_id"])
      metadata = value["compliance_metadata"] ?? .null
    case .event:
      archiveID = ArchiveRecord.text(value["archive_id"])
      messageID = ArchiveRecord.text(payload["message_id"]) ?? ArchiveRecord.text(value["provider_msg_id"])
      metadata = value["metadata"] ?? .null
    }
  }

  /// Identifiers longer than this are no identifiers.
  private static let longestText = 512

  /// An identifier or a word: text or a number, not empty, of bounded length.
  static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.text, !text.isEmpty, text.utf8.count <= longestText else { return nil }
    return text
  }

  /// The first of some fields that holds a text, looked for in the payload and then in the record.
  func first(_ names: String...) -> String? {
    for name in names {
      if let text = ArchiveRecord.text(payload[name]) ?? ArchiveRecord.text(value[name]) { return text }
    }
    return nil
  }

  /// An address: a number, a JID, or a name that the archive made up.
  func address(_ names: String...) -> JID? {
    for name in names {
      guard var text = ArchiveRecord.text(payload[name]) ?? ArchiveRecord.text(value[name]) else { continue }
      if text.lowercased().hasPrefix("whatsapp:") { text = String(text.dropFirst("whatsapp:".count)) }
      if let jid = JID(text.withoutBlanks) { return jid }
    }
    return nil
  }

  /// The archive's word for what the record is; nil where the shape has none.
  var eventType: String? { shape == .event ? value["event_type"]?.text ?? "" : nil }

  /// The session that another system used, which may be a credential.
  var session: String? { ArchiveRecord.text(metadata["session_id"]) ?? ArchiveRecord.text(value["session_id"]) }

  /// Who delivered it first, as far as the record tells: the ids of that provider's live capture are then the same.
  var provider: Provider {
    if messageID?.hasPrefix("wamid.") == true { return .meta }
    let source = (ArchiveRecord.text(value["source"]) ?? "").lowercased().filter { $0.isLetter }
    switch source {
    case "meta", "metacloud", "metacloudapi", "cloudapi", "whatsappcloud", "whatsappcloudapi": return .meta
    case "wasender", "wasenderapi", "baileys": return .wasender
    case "evolution", "evolutionapi": return .evolutionGateway
    case "waha": return .wahaGateway
    case "gowa", "gowhatsapp": return .gowaGateway
    default: return Provider(rawValue: "archive")
    }
  }

  /// Whether the record says that a file belongs to it; nil where it says nothing.
  var claimsMedia: Bool? {
    switch payload["has_media"] {
    case .bool(let flag)?: return flag
    case .string(let text)?, .number(let text)?: return ["true", "1", "yes"].contains(text.lowercased())
    default: return nil
    }
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var withoutBlanks: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
