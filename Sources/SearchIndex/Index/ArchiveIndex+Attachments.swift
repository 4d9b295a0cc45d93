import Records

extension ArchiveIndex {
  /// Attachments, newest first.
  public func attachments(conversation: ConversationID? = nil, limit: Int = 1000) throws -> [AttachmentSummary] {
    try attachments(conversation: conversation, after: nil, limit: limit).map(\.attachment)
  }

  /// Attachments whose file is not in the vault, newest first: named and not fetched, or missing, each with its reason.
  public func missingAttachments(
    conversation: ConversationID? = nil, limit: Int = 1000
  ) throws -> [AttachmentSummary] {
    var missing: [AttachmentSummary] = []
    var last: ItemOrder?
    while missing.count < limit {
      let page = try attachments(conversation: conversation, after: last, limit: 1000)
      guard let end = page.last else { break }
      missing += page.lazy.filter { !$0.isFiled }.map(\.attachment)
      last = end.order
    }
    return Array(missing.prefix(limit))
  }

  private struct Attachment {
    var attachment: AttachmentSummary
    var isFiled: Bool
    var order: ItemOrder
  }

  private func attachments(
    conversation: ConversationID?, after: ItemOrder?, limit: Int
  ) throws -> [Attachment] {
    var query = Query(.term(.has(.media)))
    if let conversation { query = Query(.and([.term(.conversation(.id(conversation))), .term(.has(.media))])) }
    let searcher = try Searcher(store: try current(), query: query, newestFirst: true, cancel: nil)
    return try searcher.page(after: after, limit: limit) { reader, match, _ in
      let media = match.item.extra.flatMap { ItemExtra($0).media }.map { TimelineItem.Media($0) }
      let attachment = AttachmentSummary(
        message: match.item.key.messageID, conversation: try reader.conversation(match.item.conversation),
        at: Instant(milliseconds: match.order.at),
        media: media
          ?? TimelineItem.Media(
            state: .missing, fileName: nil, mimeType: nil, size: nil, seconds: nil, sha256: nil, path: nil, reason: nil)
      )
      return (attachment, match.item.bits.has(ItemBits.filed))
    }.map { Attachment(attachment: $0.hit.0, isFiled: $0.hit.1, order: $0.order) }
  }
}
