import Records
import Sealing

/// Reads the records of archives that other systems kept: what a firm has from before.
///
/// A record is one event, whatever is wrong with it; what cannot be read as it should is an exception beside it.
struct ArchiveReader {
  /// The reader's name and version, as records keep it.
  static let name = "archive/1"

  private let keys: ArchiveKeys?
  private let time: ArchiveTime
  private let namer: Namer
  /// What the checksums of this source turned out to be of: it goes with the place when an import is interrupted.
  var checksum = ArchiveChecksum()
  /// The reader of one record.
  private var scope: Scope

  private struct Scope {
    var provider = Provider(rawValue: "archive")
    var account = ""
    var session: String?
    /// The firm's number, where somebody said it.
    var own: String?
  }

  init(context: ReadingContext, namer: Namer) {
    keys = context.archiveKeys
    time = ArchiveTime(zone: context.timeZone, until: context.capturedAt)
    self.namer = namer
    scope = Scope(own: PhoneNumber.digits(context.account))
  }

  /// The account that a record belongs to.
  static func account(of record: ArchiveRecord, given: String?, session: String?) -> String {
    if let given { return given }
    if record.provider == .meta { return ArchiveRecord.text(record.metadata["phone_number_id"]) ?? "default" }
    return session ?? "default"
  }

  /// Adds the event of one record.
  mutating func read(
    _ record: ArchiveRecord, provider: Provider, account: String, session: String?, into sink: inout EventSink
  ) {
    scope.provider = provider
    scope.account = account
    scope.session = session
    var draft = Draft(MessageEvent(.message, provider: provider, account: account, session: session))
    stamp(&draft, record)
    label(&draft, record)
    let type = record.eventType.map { ArchiveEventType(reading: $0) }
    address(&draft, record, type: type ?? nil)
    name(&draft, record)
    if case .some(.none) = type {
      fillUnknown(&draft, record)
    } else {
      fill(&draft, record, type: (type ?? nil) ?? ArchiveEventType(.message))
    }
    if draft.event.gap == nil,
      let first = draft.problems.first(where: { $0.code != "checksum" }) ?? draft.problems.first
    {
      draft.event.gap = Gap(reason: first.code, detail: first.what)
    }
    sink.add(draft.event, at: "$")
    for problem in draft.problems {
      sink.exceptions.append(ReadingException(where_: problem.place, what: problem.what, code: problem.code))
    }
  }

  /// An event being read, and what is wrong with it.
  struct Draft {
    struct Problem {
      var code: String
      var what: String
      var place: String
    }

    var event: MessageEvent
    var problems: [Problem] = []

    init(_ event: MessageEvent) { self.event = event }

    mutating func add(_ code: String, _ what: String, at place: String) {
      problems.append(Problem(code: code, what: what, place: place))
    }
  }

  private func stamp(_ draft: inout Draft, _ record: ArchiveRecord) {
    switch time.read(record.value["timestamp"] ?? record.payload["timestamp"]) {
    case .time(let sentAt, let precision, let note):
      draft.event.sentAt = sentAt
      draft.event.precision = precision
      if let note { draft.event.notes.append(note) }
    case .zoneless:
      draft.add(
        "no-time-zone", "the timestamp has no zone; name it with --time-zone, or it stays without a time",
        at: "timestamp")
    case .unusable: draft.add("bad-time", "the timestamp is missing or is none", at: "timestamp")
    }
  }

  /// Says where the event comes from, and what the archive says about its own treatment of it.
  private func label(_ draft: inout Draft, _ record: ArchiveRecord) {
    draft.event.attributes["route"] = "backfill"
    draft.event.attributes["archive_id"] = record.archiveID
    for name in ["retention_policy", "compliance_tier"] {
      if let text = ArchiveRecord.text(record.metadata[name]) { draft.event.attributes[name] = String(text.prefix(80)) }
    }
    if record.metadata["pii_scrubbed"]?.bool == true {
      draft.event.attributes["pii_scrubbed"] = "true"
      draft.event.notes.append("the archive says that it removed personal data from this before Holdfast had it")
    }
  }

  /// Gives the event its id: the provider's, else the archive's own.
  private func name(_ draft: inout Draft, _ record: ArchiveRecord) {
    guard let id = record.messageID ?? record.archiveID else {
      draft.add("no-id", "the record names neither the message nor itself", at: "$")
      return
    }
    draft.event.providerMessageID = id
    draft.event.messageID = namer.message(
      scope.provider, scope.account, id, fromMe: draft.event.direction == .outbound)
  }

  // MARK: - Who, and with whom

  private func address(_ draft: inout Draft, _ record: ArchiveRecord, type: ArchiveEventType?) {
    let from = record.address("from", "sender_id", "sender")
    let to = record.address("to", "recipient_id", "recipient")
    let chat = record.address("chat_id", "group_id", "conversation_id", "chat")
    var direction = ArchiveReader.direction(record.first("direction")) ?? type?.direction ?? .unknown
    // A receipt's word is no direction: what was read was sent by the other side, or by us.
    if type?.kind == .receipt { direction = .outbound }
    if direction == .unknown, let own = scope.own {
      if from?.phone == own { direction = .outbound } else if to?.phone == own || from != nil { direction = .inbound }
    }
    draft.event.direction = direction
    if direction == .unknown {
      draft.event.notes.append("the record does not say who sent it to whom: name the firm's number with --account")
    }
    let isMany = { (jid: JID?) in jid.map { [.group, .newsletter, .broadcast].contains($0.kind) } ?? false }
    let many = [chat, to, from].first(where: isMany) ?? nil
    let author = record.address("participant", "author") ?? (isMany(from) ? nil : from)
    if let author {
      draft.event.sender = author.party
      draft.event.sender?.name = record.first("sender_name", "from_name", "push_name", "pushName")
    }
    if let many {
      draft.event.conversation = reference(to: many, named: record.first("chat_name", "group_name", "subject"))
      return
    }
    let isOurs = direction == .outbound
    if let to, !isMany(to) { draft.event.recipients = [to.party] }
    let known = chat.flatMap { $0.kind == .unknown ? nil : $0 }
    if let other = known ?? (isOurs ? to : from) ?? chat {
      draft.event.conversation = reference(to: other, named: nil, sender: isOurs ? nil : draft.event.sender)
    } else if isOurs {
      // The first shape names who sent it and not to whom.
      let own = author?.party.key ?? "nobody"
      draft.event.conversation = namer.reference(
        scope.provider, scope.account, kind: .unknown, key: "archive:from:" + own, title: "Recipient not recorded")
      draft.event.notes.append("the archive does not say to whom this was sent")
    } else {
      draft.event.conversation = namer.reference(
        scope.provider, scope.account, kind: .unknown, key: "archive:unknown", title: "Sender not recorded")
      draft.add(
        "no-sender", "the record does not say who sent it", at: record.shape == .message ? "sender_id" : "payload.from")
    }
  }

  private func reference(to jid: JID, named title: String?, sender: Party? = nil) -> ConversationReference {
    let kind: ConversationReference.Kind
    var key: String
    switch jid.kind {
    case .group: (kind, key) = (.group, "group:" + jid.user)
    case .newsletter: (kind, key) = (.newsletter, "newsletter:" + jid.user)
    case .broadcast: (kind, key) = (.broadcast, "broadcast:" + jid.user)
    case .phone, .lid, .unknown:
      var party = jid.party
      if sender?.key == party.key { party.name = sender?.name }
      key = party.key ?? "jid:" + jid.text
      return namer.reference(
        scope.provider, scope.account, kind: .direct, key: key, title: title, counterpart: party)
    }
    return namer.reference(scope.provider, scope.account, kind: kind, key: key, title: title)
  }

  static func direction(_ word: String?) -> MessageEvent.Direction? {
    switch word?.lowercased() {
    case "inbound"?, "incoming"?, "in"?, "received"?: return .inbound
    case "outbound"?, "outgoing"?, "out"?, "sent"?: return .outbound
    default: return nil
    }
  }

  // MARK: - What

  private func fillUnknown(_ draft: inout Draft, _ record: ArchiveRecord) {
    let word = (record.eventType ?? "").prefix(60)
    draft.event.kind = .gap
    draft.event.messageID = nil
    draft.event.content = BaileysContent.anyWords(in: record.payload).map { Content(.unsupported, text: $0) }
    draft.add("unknown-type", "the event ‘\(word)’ is not known to this version; the record is kept", at: "event_type")
  }

  private mutating func fill(_ draft: inout Draft, _ record: ArchiveRecord, type: ArchiveEventType) {
    let isReaction =
      type.kind == .reaction || (type.kind == .message && record.first("type")?.lowercased() == "reaction")
    switch type.kind {
    case _ where isReaction: fillReaction(&draft, record)
    case .message: fillMessage(&draft, record)
    case .edit:
      fillMessage(&draft, record)
      if draft.event.kind == .message { draft.event.kind = .edit }
      draft.event.target = record.messageID
    case .revoke:
      draft.event.kind = .revoke
      draft.event.target = record.messageID
    case .receipt:
      draft.event.kind = .receipt
      draft.event.target = record.messageID
      let word = record.first("status") ?? type.status ?? record.payload["content"]?.string ?? "unknown"
      draft.event.receipt = Receipt(status: String(word.lowercased().prefix(40)))
      draft.event.sender = nil
    case .call:
      draft.event.kind = .call
      draft.event.messageID = nil
      draft.event.content = Content(.text, text: record.first("status", "content") ?? "call")
    case .group, .operations, .reaction:
      draft.event.kind = type.kind == .group ? .system : .operations
      draft.event.messageID = nil
      let word = String((record.eventType ?? "").prefix(60))
      draft.event.attributes["event"] = word
      draft.event.content = Content(.text, text: record.first("content", "status").map { word + ": " + $0 } ?? word)
    }
    if draft.event.target == nil, [.edit, .revoke, .receipt].contains(draft.event.kind) {
      draft.add("no-target", "the \(draft.event.kind) does not say of which message", at: "payload.message_id")
    }
  }

  private func fillReaction(_ draft: inout Draft, _ record: ArchiveRecord) {
    let content = record.payload["content"]
    let emoji = content?["emoji"]?.string ?? content?.string ?? record.payload["emoji"]?.string
    let place = content?["message_id"] ?? content?["target"] ?? record.payload["target_id"]
    draft.event.kind = .reaction
    draft.event.target = ArchiveRecord.text(place ?? record.payload["context"]?["message_id"])
    draft.event.messageID = nil
    draft.event.reaction = Reaction(emoji: emoji?.isEmpty == false ? emoji : nil)
    if draft.event.target == nil {
      draft.add("no-target", "the reaction does not say to which message", at: "payload")
    }
  }

  private mutating func fillMessage(_ draft: inout Draft, _ record: ArchiveRecord) {
    let body = ArchiveBody(of: record, keys: keys)
    draft.event.notes += body.notes
    ArchiveContent.fill(&draft, record, body)
    switch checksum.check(
      record.metadata["checksum"] ?? record.value["checksum"], words: body.bytes, sealed: body.sealed,
      payload: record.payload)
    {
    case .verified: draft.event.attributes["checksum"] = "verified"
    case .mismatch:
      draft.event.attributes["checksum"] = "mismatch"
      draft.add(
        "checksum", "the archive's checksum does not fit: the record was changed after it was written",
        at: record.shape == .message ? "compliance_metadata.checksum" : "metadata.checksum")
    case .unverified: draft.event.attributes["checksum"] = "unverified"
    case .absent: break
    }
  }
}
