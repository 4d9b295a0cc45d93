import Records

/// The records that tell of changes to a group.
public struct GroupHistory: Sendable, Hashable {
  /// A change, and where it is sealed.
  public struct Change: Sendable, Hashable {
    public var at: Instant
    public var record: RecordAddress
  }

  /// Oldest first.
  public var changes: [Change] = []
  /// How many changes have no usable time, and so are not among them.
  public var undated = 0
}

extension ArchiveIndex {
  /// The changes to a group up to and including an instant.
  ///
  /// It walks the conversation's rows up to then, and opens no record.
  public func groupHistory(_ conversation: ConversationID, until: Instant) throws -> GroupHistory {
    let store = try current()
    var history = GroupHistory()
    for name in try messageCounts(conversation, store).keys.sorted() {
      if let month = name.month, month.start > until { continue }
      let found = try store.readShard(name) { connection in
        try groupChanges(conversation, ItemReader(name: name, connection: connection))
      }
      if name.month == nil {
        history.undated += found.count
      } else {
        history.changes += found.filter { $0.at <= until }
      }
    }
    history.changes.sort { ($0.at, $0.record) < ($1.at, $1.record) }
    return history
  }

  private func groupChanges(_ conversation: ConversationID, _ reader: ItemReader) throws -> [GroupHistory.Change] {
    let connection = reader.connection
    guard
      let number = try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(1, conversation.text)
        .firstInteger(),
      let kind = try connection.statement("SELECT number FROM kinds WHERE name = 'group'").firstInteger()
    else { return [] }
    var items: [StoredItem] = []
    try connection.statement(
      "SELECT \(StoredItem.itemColumns) FROM words w CROSS JOIN items i ON i.row = w.rowid WHERE words MATCH ?"
    ).bind(1, "keys : c\(number)").forEach {
      let item = StoredItem($0)
      if item.bits.category != .message, item.bits.kind == kind { items.append(item) }
      return true
    }
    return try items.map {
      GroupHistory.Change(at: Instant(milliseconds: reader.at($0)), record: try reader.item($0).record)
    }
  }
}
