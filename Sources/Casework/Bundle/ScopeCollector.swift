import Records
import SearchIndex
import Storage
import Vault

/// What a matter holds at a checkpoint: messages and events with everything known about them then.
struct CaseScope {
  /// A hold that the scope comes from.
  struct Hold {
    var placement: HoldPlacement
    var placedAt: Instant
  }

  var matter: String
  var title: String
  var holds: [Hold]
  var conversations: [CaseConversation]
  /// Every record that speaks of what is in scope.
  var records: Set<RecordAddress>
  /// Parts of deliveries in scope, as `delivery part`.
  var parts: Set<String>
  var exceptions: [BundleException]

  var messageCount: Int { conversations.reduce(0) { $0 + $1.messages.count } }
  var deliveries: Set<DeliveryID> {
    Set(conversations.flatMap { $0.messages.flatMap { $0.provenance.map(\.delivery) } })
  }
}

/// Collects a matter's scope from the index.
struct ScopeCollector {
  let index: ArchiveIndex
  let vault: UnlockedVault
  let checkpoint: BundleCheckpoint
  let progress: (Progress) -> Void
  let cancel: CancellationFlag?

  func collect(matter: MatterSummary) throws -> CaseScope {
    let holds = matter.holds.filter { $0.releasedAt == nil && checkpoint.contains($0.record) }
      .sorted { $0.id < $1.id }
    var scope = CaseScope(
      matter: matter.name, title: matter.title,
      holds: holds.map { CaseScope.Hold(placement: $0.placement, placedAt: $0.placedAt) }, conversations: [],
      records: [],
      parts: [], exceptions: [])
    var found: [ConversationID: Set<MessageID>] = [:]
    var count: Int64 = 0
    for hold in holds {
      if let problem = hold.problem {
        throw CaseworkError(
          .unreadable, "the hold \(hold.id) cannot be evaluated: \(problem)",
          remedy: "use a version of holdfast that knows its grammar")
      }
      try index.forEachMatch(Query(.term(.hold(.named(hold.id.text)))), cancel: cancel) { match in
        if found[match.conversation, default: []].insert(match.id).inserted { count += 1 }
        return true
      }
    }
    let events = EventScope(predicates: try holds.map(predicate))
    var done: Int64 = 0
    for id in found.keys.sorted() {
      guard let summary = try index.conversation(id) else { continue }
      var conversation = CaseConversation(
        id: id, kind: summary.kind, title: "", provider: summary.provider, account: summary.account,
        messages: [])
      var title = TitleChooser()
      for message in (found[id] ?? []).sorted() {
        try cancel?.check()
        if let (message, event) = try collect(message, holds, &scope) {
          conversation.messages.append(message)
          title.learn(from: event, of: message)
        }
        done += 1
        progress(Progress(done: done, total: count, unit: "messages", note: "collecting"))
      }
      conversation.events = try collectEvents(summary, events, &scope)
      let subject = summary.kind == .group && !title.hasTitle ? try subject(of: id) : nil
      conversation.title = title.title(subject: subject, id: id)
      if !conversation.messages.isEmpty || !conversation.events.isEmpty { scope.conversations.append(conversation) }
    }
    return scope
  }

  private func predicate(_ hold: HoldSummary) throws -> QueryNode {
    let placement = hold.placement
    let offset = try TimeZoneOffsets.provider(placement.timeZone)
    let options = QueryOptions(timeZone: placement.timeZone, timeZoneOffset: offset)
    return try QueryParser.read(placement.predicate, options: options).root
  }

  private func collect(
    _ id: MessageID, _ holds: [HoldSummary], _ scope: inout CaseScope
  ) throws -> (CaseMessage, MessageEvent)? {
    guard let detail = try index.message(id) else {
      throw CaseworkError(
        .unreadable, "the message \(id) is held, but the index lost it", remedy: "run holdfast rebuild")
    }
    let wanted = Set(holds.map(\.id))
    // A version held that was not there yet does not count: the same checkpoint always gives the same scope.
    let holding = Set(
      detail.versions.filter { checkpoint.contains($0.record) }.flatMap { $0.held.map(\.hold) }.filter(wanted.contains))
    guard !holding.isEmpty else { return nil }
    let home = detail.versions.first { checkpoint.contains($0.record) }?.record
    let retention = try home.map { try vault.segment($0.segment).description.period.retentionClass.rawValue }
    guard
      let message = CaseMessage(
        detail, holds: holding.sorted(), retentionClass: retention ?? RetentionClass.standard.rawValue,
        isKnown: checkpoint.contains)
    else { return nil }
    for provenance in message.provenance {
      scope.records.insert(provenance.record)
      scope.parts.insert("\(provenance.delivery) \(provenance.part)")
    }
    for version in message.versions {
      if let record = version.record { scope.records.insert(record) }
      if let media = version.content.media, media.state != .stored {
        scope.exceptions.append(
          BundleException(
            reason: "UnresolvableLink", code: "media-\(media.state.rawValue)", message: id,
            conversation: message.conversation, object: media.providerID ?? media.fileName ?? "attachment",
            at: message.at, detail: media.reason ?? "the attachment was never captured"))
      }
      if version.content.kind == .unsupported {
        scope.exceptions.append(
          BundleException(
            reason: "UnsupportedArtifact", code: "unsupported", message: id, conversation: message.conversation,
            object: version.record?.description ?? "", at: message.at,
            detail: "the provider does not say what was sent"))
      }
      if version.origin == "conflict" {
        scope.exceptions.append(
          BundleException(
            reason: "Unknown", code: "conflicting-reading", message: id, conversation: message.conversation,
            object: version.record?.description ?? "", at: version.capturedAt,
            detail: "another reading of the same id says something else; both are in the transcript"))
      }
    }
    return (message, detail.event)
  }

  /// The last subject that a group was given before the checkpoint.
  private func subject(of conversation: ConversationID) throws -> String? {
    var subject: String?
    try forEachItem(of: conversation) { item in
      guard item.category == .group, checkpoint.contains(item.record) else { return }
      let change = try index.event(at: item.record).event.group
      if let value = change?.value, change?.action == "subject" || change?.action == "create" { subject = value }
    }
    return subject
  }

  /// Every line of a conversation's timeline, oldest first.
  private func forEachItem(of conversation: ConversationID, _ body: (TimelineItem) throws -> Void) throws {
    var anchor = TimelineAnchor.oldest
    var last: Set<TimelineItem.ID> = []
    while true {
      try cancel?.check()
      let page = try index.timeline(conversation, from: anchor, before: 0, after: 500, cancel: cancel)
      // Pages overlap by their anchor.
      let new = page.items.filter { !last.contains($0.id) }
      for item in new { try body(item) }
      guard !new.isEmpty, page.hasNewer, let end = page.items.last else { return }
      last = Set(page.items.map(\.id))
      anchor = .item(end.id, at: end.at)
    }
  }

  private func collectEvents(
    _ conversation: ConversationSummary, _ events: EventScope, _ scope: inout CaseScope
  ) throws -> [CaseEvent] {
    guard events.mayCover(conversation: conversation.id, kind: conversation.kind) else { return [] }
    var found: [CaseEvent] = []
    try forEachItem(of: conversation.id) { item in
      guard item.category != .message, checkpoint.contains(item.record),
        events.covers(conversation: conversation.id, kind: conversation.kind, at: item.at)
      else { return }
      found.append(CaseEvent(category: item.category.rawValue, at: item.at, text: item.text, record: item.record))
      scope.records.insert(item.record)
      if item.category == .gap {
        scope.exceptions.append(
          BundleException(
            reason: "Unknown", code: "gap", message: nil, conversation: conversation.id,
            object: item.record.description, at: item.at, detail: item.text))
      }
    }
    return found
  }
}
