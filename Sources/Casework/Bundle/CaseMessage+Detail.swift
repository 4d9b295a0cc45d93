import Records
import SearchIndex

extension CaseMessage {
  /// A message as the archive knows it now, or as far as it was known where `isKnown` says so of its records.
  ///
  /// Returns nil when no reading of it was there.
  public init?(
    _ detail: MessageDetail, holds: [HoldID] = [], retentionClass: String = RetentionClass.standard.rawValue,
    isKnown: (RecordAddress) -> Bool = { _ in true }
  ) {
    guard let id = detail.item.messageID else { return nil }
    let versions = detail.versions.filter { isKnown($0.record) }
    guard let first = versions.first else { return nil }
    // Where the original came later than the checkpoint, the times are those of what was there.
    let isWhole = detail.versions.first?.record == first.record
    let sentAt = isWhole ? detail.item.sentAt : first.sentAt
    let capturedAt = isWhole ? detail.capturedAt : first.capturedAt
    let replyTo = detail.replyTo.flatMap { isKnown($0.record) ? $0.messageID : nil }
    let reactions = detail.reactions.filter { isKnown($0.record) }
    // What the first reading says of itself: who deleted it before an export, that it was edited before.
    let isRead = first.record == detail.item.record
    let told = isRead ? detail.event.attributes.filter { Self.toldAttributes.contains($0.key) } : [:]
    self.init(
      id: id, conversation: detail.item.conversation, provider: detail.item.provider, account: detail.account,
      session: detail.session, providerMessageID: detail.providerMessageID, direction: detail.item.direction,
      sender: detail.item.sender, recipients: detail.recipients, sentAt: sentAt,
      precision: detail.item.precision, capturedAt: capturedAt,
      at: isWhole ? detail.item.at : sentAt ?? capturedAt,
      versions: versions.enumerated().map { offset, version in
        Version(
          number: offset + 1, origin: version.origin.rawValue, sender: version.sender, sentAt: version.sentAt,
          capturedAt: version.capturedAt, content: version.content, record: version.record)
      },
      receipts: detail.receipts.filter { isKnown($0.record) }
        .map { Step($0) },
      reactions: reactions.map { Step(what: $0.emoji ?? "", party: $0.party, at: $0.at) },
      revocations: detail.revocations.filter { isKnown($0.record) }
        .map { Step($0) },
      reply: detail.event.reply, replyTo: replyTo,
      attributes: detail.item.attributes.merging(told) { first, _ in first },
      holds: holds.sorted(), retentionClass: retentionClass, source: detail.source, authenticity: detail.authenticity,
      notes: first.origin == .edit
        ? ["only an edit of this message was captured, never the message itself"] : isRead ? detail.event.notes : [],
      provenance: detail.provenance.filter { isKnown($0.record) }.map {
        Provenance(
          role: $0.role, record: $0.record, delivery: $0.delivery, part: $0.part, capturedAt: $0.capturedAt,
          reader: $0.reader)
      }.sorted { ($0.record, $0.role) < ($1.record, $1.role) }, conversationKind: detail.conversationKind)
  }
}

extension CaseMessage {
  /// What an export says of a message besides its words.
  private static let toldAttributes: Set<String> = ["deleted_by", "edited"]
}

extension CaseMessage.Step {
  /// A deletion as the archive knows it.
  init(_ revocation: MessageDetail.Revocation) {
    self.init(
      what: revocation.kind, party: revocation.party, at: revocation.at, capturedAt: revocation.capturedAt,
      isDated: revocation.isDated, isUncertain: revocation.isUncertain)
  }

  /// A step of delivery as the archive knows it.
  init(_ step: MessageDetail.ReceiptStep) {
    self.init(
      what: step.status, party: step.party, at: step.at ?? step.capturedAt, note: step.error,
      capturedAt: step.capturedAt, isDated: step.at != nil)
  }
}
