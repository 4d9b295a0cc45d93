import Records

/// Somebody who wrote in a conversation.
public struct ConversationWriter: Sendable, Hashable {
  public var party: Party
  /// Their side, as the provider tells it.
  public var direction: MessageEvent.Direction
  /// Distinct messages of theirs.
  public var messages: Int64
  public var firstAt: Instant
  public var lastAt: Instant
  /// The record of the last of them.
  public var lastRecord: RecordAddress
}

extension ArchiveIndex {
  /// Who wrote in a conversation up to and including an instant, the last one first; without what has no usable time.
  ///
  /// It walks the conversation's rows up to then.
  public func writers(in conversation: ConversationID, until: Instant) throws -> [ConversationWriter] {
    let store = try current()
    var found: [Party: ConversationWriter] = [:]
    for name in try messageCounts(conversation, store).keys.sorted() {
      guard let month = name.month, month.start <= until else { continue }
      let here = try store.readShard(name) { connection in
        try writers(conversation, until, ItemReader(name: name, connection: connection))
      }
      for writer in here {
        guard var known = found[writer.party] else {
          found[writer.party] = writer
          continue
        }
        known.messages += writer.messages
        known.firstAt = min(known.firstAt, writer.firstAt)
        if writer.lastAt >= known.lastAt { (known.lastAt, known.lastRecord) = (writer.lastAt, writer.lastRecord) }
        found[writer.party] = known
      }
    }
    return found.values.sorted { ($0.lastAt, $0.lastRecord) > ($1.lastAt, $1.lastRecord) }
  }

  private func writers(
    _ conversation: ConversationID, _ until: Instant, _ reader: ItemReader
  ) throws -> [ConversationWriter] {
    let connection = reader.connection
    guard
      let number = try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(1, conversation.text)
        .firstInteger()
    else { return [] }
    struct Span {
      var count: Int64 = 0
      var first = Int64.max
      var last: (at: Int64, item: StoredItem)?
    }
    var spans: [Int64: Span] = [:]
    try connection.statement(
      "SELECT \(StoredItem.itemColumns) FROM words w CROSS JOIN items i ON i.row = w.rowid WHERE words MATCH ?"
    ).bind(1, "keys : c\(number)").forEach {
      let item = StoredItem($0)
      let at = reader.at(item)
      guard item.bits.category == .message, !item.bits.has(ItemBits.stub), item.sender != 0, at <= until.milliseconds
      else { return true }
      var span = spans[item.sender] ?? Span()
      span.count += 1
      span.first = min(span.first, at)
      if span.last.map({ $0.at <= at }) ?? true { span.last = (at, item) }
      spans[item.sender] = span
      return true
    }
    return try spans.compactMap { sender, span in
      guard let last = span.last, let party = try reader.party(sender) else { return nil }
      return ConversationWriter(
        party: party, direction: last.item.bits.direction, messages: span.count,
        firstAt: Instant(milliseconds: span.first), lastAt: Instant(milliseconds: last.at),
        lastRecord: try reader.item(last.item).record)
    }
  }
}
