import Records
import Sealing

/// What some records mean, ready to be applied: items by shard, events about items, and what the catalog keeps.
struct Projection {
  var items: [ShardName: [ItemFact]] = [:]
  var late: [LateFact] = []
  var facts = CatalogFacts()
  /// Capture records read, acts not counted.
  var records: Int64 = 0
  /// Everything read, for the size of a batch.
  var count = 0
}

/// Turns records into facts. Pure but for its memory of hashes.
struct Projector {
  private var hasher = PartyHasher()
  private let source: any RecordSource
  /// The record that is being read, for whoever it names.
  private var seen = Seen(
    at: 0, address: RecordAddress(segment: SegmentID(unchecked: ""), number: 0), conversation: nil, how: .message)

  private struct Seen {
    var at: Int64
    var address: RecordAddress
    var conversation: ConversationID?
    var how: Sightings.How
    var account = 0
  }

  init(source: any RecordSource) { self.source = source }

  /// Reads one record and adds what it says.
  mutating func add(
    _ bytes: Result<[UInt8], any Error>, at address: RecordAddress, isAudit: Bool, writer: WriterID,
    to projection: inout Projection
  ) {
    projection.count += 1
    if !isAudit { projection.records += 1 }
    do {
      let bytes = try bytes.get()
      if let delivery = DeliverySkimmer(bytes) { return add(delivery, at: address, to: &projection) }
      switch try Record.decode(bytes) {
      case .event(let record):
        if let fact = ReconciliationFact(record, writer: writer, at: address) {
          projection.facts.reconciliations.append(fact)
        }
        add(record, at: address, to: &projection)
      case .delivery(let delivery):
        // Deliveries that the skimmer does not understand: none that this program wrote.
        projection.facts.deliveries.append(delivery.id)
        projection.facts.homes.append((delivery.id, address))
      case .act(let act): projection.facts.acts.append(CatalogFacts.ActFact(act: act, writer: writer, address: address))
      }
    } catch {
      projection.facts.exceptions.append(
        CatalogFacts.ExceptionFact(
          code: "unreadable-record", detail: "a sealed record cannot be read: \(error)", conversation: nil,
          message: nil, at: 0, address: address))
    }
  }

  private func add(_ delivery: DeliverySkimmer, at address: RecordAddress, to projection: inout Projection) {
    projection.facts.deliveries.append(delivery.id)
    projection.facts.newestCapturedAt = max(projection.facts.newestCapturedAt, delivery.capturedAt)
    // The events of a large delivery lie in many segments, where looking beside the event does not find it.
    if delivery.provider == Provider.chatExport.rawValue || delivery.bodyLength > 16_384 {
      projection.facts.homes.append((delivery.id, address))
    }
  }

  private mutating func add(_ record: EventRecord, at address: RecordAddress, to projection: inout Projection) {
    let event = record.event
    let captured = record.capturedAt
    let account = AccountName(provider: event.provider.rawValue, account: event.account)
    let place = Placement(sentAt: event.sentAt, capturedAt: captured)
    seen = Seen(at: place.at, address: address, conversation: event.conversation?.id, how: .message)
    seen.account = projection.facts.sightings.number(of: account)
    if event.kind == .message, event.direction == .outbound { seen.how = .own }
    let sender = note(event.sender, in: &projection.facts)
    seen.how = .message
    projection.facts.newestCapturedAt = max(projection.facts.newestCapturedAt, captured.milliseconds)
    if let conversation = event.conversation {
      let counterpart = note(conversation.counterpart, in: &projection.facts)
      projection.facts.note(conversation, account: account, at: place.at, counterpart: counterpart)
      for party in [sender, counterpart] where party != 0 {
        projection.facts.memberships.insert(CatalogFacts.Membership(conversation: conversation.id, party: party))
      }
      for party in event.group?.participants ?? [] {
        let hash = note(party, in: &projection.facts)
        if hash != 0 {
          projection.facts.memberships.insert(CatalogFacts.Membership(conversation: conversation.id, party: hash))
        }
      }
    }
    switch event.kind {
    case .message:
      addMessage(record, sender: sender, account: account, place: place, at: address, to: &projection)
    case .receipt, .reaction, .revoke, .edit:
      addLate(record, sender: sender, account: account, place: place, at: address, to: &projection)
    case .localDeletion where event.messageID != nil || event.target != nil:
      addLate(record, sender: sender, account: account, place: place, at: address, to: &projection)
    default:
      addOther(record, sender: sender, account: account, place: place, at: address, to: &projection)
    }
  }

  private mutating func addMessage(
    _ record: EventRecord, sender: Int64, account: AccountName, place: Placement, at address: RecordAddress,
    to projection: inout Projection
  ) {
    let event = record.event
    guard let id = event.messageID, let conversation = event.conversation else {
      projection.facts.exceptions.append(
        CatalogFacts.ExceptionFact(
          code: "incomplete-message", detail: "a message without an id or a conversation was read by \(record.reader)",
          conversation: event.conversation?.id, message: event.messageID, at: place.at, address: address))
      if event.conversation != nil {
        addOther(record, sender: sender, account: account, place: place, at: address, to: &projection)
      }
      return
    }
    let extra = extra(of: event, facts: &projection.facts)
    if !extra.recipients.isEmpty {
      for party in extra.recipients {
        projection.facts.memberships.insert(CatalogFacts.Membership(conversation: conversation.id, party: party))
      }
    }
    let item = ItemFact(
      key: ItemKey(id), category: .message, place: place, sequence: record.sequence,
      capturedAt: record.capturedAt.milliseconds, conversation: conversation.id, conversationKind: conversation.kind,
      account: account, sender: sender, direction: event.direction, precision: event.precision,
      kind: event.content?.kind.rawValue ?? "text", text: event.content?.text, extra: extra, address: address)
    projection.items[place.shard, default: []].append(item)
    if let gap = event.gap {
      addGap(gap, event: event, id: nil, place: place, at: address, to: &projection)
    }
  }

  private mutating func addLate(
    _ record: EventRecord, sender: Int64, account: AccountName, place: Placement, at address: RecordAddress,
    to projection: inout Projection
  ) {
    let event = record.event
    let targets = targets(of: event)
    guard !targets.isEmpty else {
      projection.facts.exceptions.append(
        CatalogFacts.ExceptionFact(
          code: "no-target", detail: "a \(event.kind) does not say which message it is about",
          conversation: event.conversation?.id, message: nil, at: place.at, address: address))
      return
    }
    let kind: LateFact.Kind
    var word = ""
    var party = sender
    var error: String?
    switch event.kind {
    case .receipt:
      kind = .receipt
      word = event.receipt?.status ?? ""
      error = event.receipt?.error
      party = note(event.receipt?.party, in: &projection.facts)
    case .reaction:
      kind = .reaction
      word = event.reaction?.emoji ?? ""
    case .revoke: kind = .revoke
    case .localDeletion: kind = .localDeletion
    default: kind = .edit
    }
    var fact = LateFact(
      kind: kind, targets: targets, place: place, sentAt: place.isDated ? place.at : nil,
      capturedAt: record.capturedAt.milliseconds, sender: party, direction: event.direction, word: word, error: error,
      contentKind: "", text: nil, extra: ItemExtra(), address: address, conversation: nil, account: account)
    if kind == .edit {
      fact.contentKind = event.content?.kind.rawValue ?? "text"
      fact.text = event.content?.text
      fact.extra = extra(of: event, facts: &projection.facts)
    }
    if kind == .revoke {
      fact.contentKind = event.kind.rawValue
      fact.text = EventWords.unseenDeletion(event)
    }
    if kind == .edit || kind == .revoke {
      fact.conversation = event.conversation?.id
      fact.conversationKind = event.conversation?.kind ?? .unknown
      fact.precision = event.precision
      fact.sequence = record.sequence
    }
    projection.late.append(fact)
  }

  private mutating func addOther(
    _ record: EventRecord, sender: Int64, account: AccountName, place: Placement, at address: RecordAddress,
    to projection: inout Projection
  ) {
    let event = record.event
    let category = category(of: event)
    // What could not be read says nothing of its own: two such deliveries are two gaps.
    let isAnonymous = event.gap != nil && event.conversation == nil && event.messageID == nil
    let origin = isAnonymous ? [Array(record.delivery.text.utf8), Array(record.part.utf8)] : []
    let name = Derivation.identifier(label: .eventIdentifier, parts: Projector.name(of: event) + origin)
    if let identity = event.identity {
      seen.how = Sightings.How(of: identity)
      let previous = note(identity.previous, in: &projection.facts)
      let current = note(identity.current, in: &projection.facts)
      projection.facts.identities.append(
        CatalogFacts.IdentityFact(
          change: identity, previous: previous, current: current, at: place.at, address: address))
    }
    if let word = SessionFact(event, reader: record.reader, id: "e-" + name, place: place, address: address) {
      projection.facts.sessions.append(word)
    } else if let gap = event.gap {
      // A gap of the gateway is told of twice, when it begins and when it ends, under one name.
      let told = record.reader == "coverage/1" ? event.attributes["gap_id"] : nil
      addGap(gap, event: event, id: told ?? "e-" + name, place: place, at: address, to: &projection)
      if let id = event.messageID {
        addGapStub(record, message: id, sender: sender, account: account, place: place, at: address, to: &projection)
        return
      }
    }
    if event.kind == .exception {
      projection.facts.exceptions.append(
        CatalogFacts.ExceptionFact(
          code: "exception", detail: EventWords.text(event) ?? "something could not be read",
          conversation: event.conversation?.id, message: event.messageID, at: place.at, address: address))
    }
    guard let conversation = event.conversation else { return }
    var extra = ItemExtra()
    extra.attributes["gap_from"] = event.gap?.from.map { String($0.milliseconds) }
    extra.attributes["gap_until"] = event.gap?.until.map { String($0.milliseconds) }
    extra.corrections = event.dateCorrections
    projection.items[place.shard, default: []].append(
      ItemFact(
        key: ItemKey(suffix: name), category: category, place: place, sequence: record.sequence,
        capturedAt: record.capturedAt.milliseconds, conversation: conversation.id,
        conversationKind: conversation.kind, account: account, sender: sender, direction: event.direction,
        precision: event.precision, kind: event.kind.rawValue, text: EventWords.text(event), extra: extra,
        address: address))
  }

  /// What an event without an id of its own is told by: a line of an export by its name, which stays when the chat is
  /// exported again under another title or with fewer lines; else by all it says.
  private static func name(of event: MessageEvent) -> [[UInt8]] {
    guard event.provider == .chatExport, let line = event.providerMessageID else { return [event.canonicalBytes] }
    return [Array("chat-export-notice/1".utf8), Array(event.account.utf8), Array(line.utf8)]
  }

  /// A gap that names its message stands in the timeline until the message comes.
  private mutating func addGapStub(
    _ record: EventRecord, message: MessageID, sender: Int64, account: AccountName, place: Placement,
    at address: RecordAddress, to projection: inout Projection
  ) {
    let event = record.event
    projection.late.append(
      LateFact(
        kind: .gap, targets: [ItemKey(message)], place: place, sentAt: place.isDated ? place.at : nil,
        capturedAt: record.capturedAt.milliseconds, sender: sender, direction: event.direction,
        word: event.gap?.reason ?? "", error: nil, contentKind: event.kind.rawValue, text: EventWords.text(event),
        extra: ItemExtra(), address: address, conversation: event.conversation?.id,
        conversationKind: event.conversation?.kind ?? .unknown, account: account, precision: event.precision,
        sequence: record.sequence))
  }

  private func addGap(
    _ gap: Gap, event: MessageEvent, id: String?, place: Placement, at address: RecordAddress,
    to projection: inout Projection
  ) {
    projection.facts.gaps.append(
      CatalogFacts.GapFact(
        id: id ?? "e-" + Derivation.identifier(label: .eventIdentifier, parts: [event.canonicalBytes]), gap: gap,
        conversation: event.conversation?.id, message: event.messageID, stands: event.kind == .message,
        provider: event.provider, account: event.account, at: place.at, address: address))
  }

  private func category(of event: MessageEvent) -> TimelineItem.Category {
    switch event.kind {
    case .system: return .system
    case .group: return .group
    case .identity: return .identity
    case .call: return .call
    case .gap: return .gap
    default: return .other
    }
  }

  private func targets(of event: MessageEvent) -> [ItemKey] {
    if let id = event.messageID { return [ItemKey(id)] }
    guard let target = event.target else { return [] }
    return source.messageIDs(provider: event.provider, account: event.account, providerID: target).map { ItemKey($0) }
  }

  private mutating func extra(of event: MessageEvent, facts: inout CatalogFacts) -> ItemExtra {
    var extra = ItemExtra()
    extra.media = event.content?.media
    if let reply = event.reply {
      extra.quoted = reply.quoted
      if let target = reply.target {
        extra.replyTargets = source.messageIDs(
          provider: event.provider, account: event.account, providerID: target
        ).map { ItemKey($0) }
      }
    }
    // What comes in to one alone comes to us.
    let isOwn = event.kind == .message && event.direction == .inbound && event.conversation?.kind == .direct
    seen.how = isOwn ? .own : .message
    defer { seen.how = .message }
    for party in event.recipients {
      let hash = note(party, in: &facts)
      if hash != 0, !extra.recipients.contains(hash) { extra.recipients.append(hash) }
    }
    for (name, value) in event.attributes where ItemExtra.shownAttributes.contains(name) {
      extra.attributes[name] = value
    }
    extra.corrections = event.dateCorrections
    return extra
  }

  private mutating func note(_ party: Party?, in facts: inout CatalogFacts) -> Int64 {
    let hash = hasher.hash(party, in: seen.conversation)
    guard hash != 0, let party else { return 0 }
    if facts.parties[hash] == nil {
      facts.parties[hash] = party
      if PartyHash.isBareName(party), let conversation = seen.conversation { facts.scopes[hash] = conversation }
    }
    facts.sightings.note(hash, how: seen.how, account: seen.account, at: seen.at, by: seen.address)
    return hash
  }
}
