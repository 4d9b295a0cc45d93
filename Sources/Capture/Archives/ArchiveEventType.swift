import Records

/// What an archive's `event_type` means, from the words that it is made of.
///
/// Every word must be known: of `message.sent.to.crm` nobody knows what it says of the message.
struct ArchiveEventType: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case message, edit, revoke, reaction, receipt, call, group, operations
  }

  var kind: Kind
  var direction: MessageEvent.Direction
  /// The word that tells a receipt's status.
  var status: String?

  private static let messageWords: Set<String> = [
    "message", "messages", "msg", "chat", "whatsapp", "upsert", "created", "create", "new", "any", "personal", "text",
    "media", "event", "archived", "update", "updated", "webhook",
  ]
  private static let inbound: Set<String> = ["received", "inbound", "incoming", "in", "receive"]
  private static let outbound: Set<String> = ["sent", "outbound", "outgoing", "out", "send", "echo"]
  private static let receipts: Set<String> = [
    "status", "statuses", "delivered", "read", "played", "ack", "failed", "receipt", "receipts", "delivery",
  ]
  private static let statuses: Set<String> = ["sent", "delivered", "read", "played", "failed"]
  private static let revokes: Set<String> = ["revoked", "revoke", "deleted", "delete"]
  private static let edits: Set<String> = ["edited", "edit"]
  private static let groups: Set<String> = ["group", "groups", "participants", "participant"]
  private static let operations: Set<String> = [
    "session", "connection", "instance", "device", "qr", "qrcode", "connected", "disconnected",
  ]

  init(_ kind: Kind) {
    self.kind = kind
    direction = .unknown
  }

  /// Reads a type; nil when a word of it is not known.
  init?(reading text: String) {
    guard text.utf8.count <= 100 else { return nil }
    let words = WasenderReader.normal(text).split { $0 == "." || $0 == ":" || $0 == " " }.map(String.init)
    guard !words.isEmpty else { return nil }
    let has = { (set: Set<String>) in words.contains { set.contains($0) } }
    let all = { (sets: [Set<String>]) in words.allSatisfy { word in sets.contains { $0.contains(word) } } }
    let base = [ArchiveEventType.messageWords, ArchiveEventType.inbound, ArchiveEventType.outbound]
    direction = has(ArchiveEventType.inbound) ? .inbound : has(ArchiveEventType.outbound) ? .outbound : .unknown
    if all(base + [["reaction", "reactions"]]), has(["reaction", "reactions"]) {
      kind = .reaction
    } else if all(base + [ArchiveEventType.revokes]), has(ArchiveEventType.revokes) {
      kind = .revoke
    } else if all(base + [ArchiveEventType.edits]), has(ArchiveEventType.edits) {
      kind = .edit
    } else if all(base + [ArchiveEventType.receipts]), has(ArchiveEventType.receipts) {
      kind = .receipt
      status = words.last { ArchiveEventType.statuses.contains($0) }
    } else if all(base + [["call", "calls", "offer", "missed"]]), has(["call", "calls"]) {
      kind = .call
    } else if all(base + [ArchiveEventType.operations, ["status", "state"]]), has(ArchiveEventType.operations) {
      kind = .operations
    } else if all(base),
      words.contains(where: { ["message", "messages", "msg"].contains($0) }) || direction != .unknown
    {
      // `message.update` may be an edit, a receipt or a deletion: nobody knows without the words for it.
      guard !has(["update", "updated"]) else { return nil }
      kind = .message
    } else if has(ArchiveEventType.groups), words.first.map({ ArchiveEventType.groups.contains($0) }) ?? false,
      words.count <= 3
    {
      kind = .group
    } else {
      return nil
    }
  }
}
