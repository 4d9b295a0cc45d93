import Records

extension CatalogWriter {
  /// Brings a conversation's line in the list up to date with its parts.
  func summarise(_ id: ConversationID) throws {
    guard let number = try conversationNumber(id) else { return }
    var title: String?
    try connection.statement(
      "SELECT name FROM conversation_names WHERE conversation = ? ORDER BY what, last DESC, name LIMIT 1"
    ).bind(1, number).forEach {
      title = $0.text(0)
      return false
    }
    if title == nil {
      try connection.statement(
        """
        SELECT p.phone, p.username, p.lid, c.key FROM conversations c LEFT JOIN parties p ON p.hash = c.party
        WHERE c.number = ?
        """
      ).bind(1, number).forEach {
        title = $0.optionalText(0).map { "+" + $0 } ?? $0.optionalText(1) ?? $0.optionalText(2)
        if title == nil {
          let key = $0.text(3)
          title = key.hasPrefix("phone:") ? "+" + key.dropFirst(6) : key
        }
        return false
      }
    }
    var preview: (item: ItemPreview, bytes: [UInt8])?
    try connection.statement(
      """
      SELECT preview FROM conversation_shards WHERE conversation = ? AND preview IS NOT NULL
      ORDER BY last DESC LIMIT 3
      """
    ).bind(1, number).forEach {
      let bytes = $0.bytes(0)
      if let item = ItemPreview(bytes), preview.map({ ItemPreview.isNewer(item, than: $0.item) }) ?? true {
        preview = (item, bytes)
      }
      return true
    }
    try connection.statement(
      """
      UPDATE conversations SET title = ?1, folded = ?2, preview = ?3,
      (messages, events, held, first, last) = (SELECT ifnull(sum(messages), 0), ifnull(sum(events), 0),
        ifnull(sum(held), 0), min(first), max(last) FROM conversation_shards WHERE conversation = ?4),
      gaps = (SELECT count(*) FROM gaps WHERE conversation = ?5 AND filled = 0)
      WHERE number = ?4
      """
    ).bind(1, title ?? id.text).bind(2, (title ?? id.text).lowercased()).bind(3, preview?.bytes).bind(4, number).bind(
      5, id.text
    ).run()
  }
}
