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
        .map { Step(what: $0.status, party: $0.party, at: $0.at ?? $0.capturedAt, note: $0.error) },
      reactions: reactions.map { Step(what: $0.emoji ?? "", party: $0.party, at: $0.at) },
      revocations: detail.revocations.filter { isKnown($0.record) }
        .map { Step(what: $0.kind, party: $0.party, at: $0.at) },
      reply: detail.event.reply, replyTo: replyTo, attributes: detail.item.attributes,
      holds: holds.sorted(), retentionClass: retentionClass, source: detail.source, authenticity: detail.authenticity,
      notes: first.origin == .edit ? ["only an edit of this message was captured, never the message itself"] : [],
      provenance: detail.provenance.filter { isKnown($0.record) }.map {
        Provenance(
          role: $0.role, record: $0.record, delivery: $0.delivery, part: $0.part, capturedAt: $0.capturedAt,
          reader: $0.reader)
      }.sorted { ($0.record, $0.role) < ($1.record, $1.role) })
  }
}
