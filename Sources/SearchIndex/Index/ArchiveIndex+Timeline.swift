import Records
import Storage

extension ArchiveIndex {
  /// A window of a conversation's timeline around an anchor, oldest first.
  public func timeline(
    _ conversation: ConversationID, from anchor: TimelineAnchor, before: Int = 100, after: Int = 100,
    cancel: CancellationFlag? = nil
  ) throws -> TimelinePage {
    let store = try current()
    let counts = try messageCounts(conversation, store)
    let reader = TimelineReader(
      store: store, conversation: conversation, shards: counts.keys.sorted(), cancel: cancel)
    let (before, after) = (max(0, before), max(0, after))
    var older: [TimelineReader.Line] = []
    var newer: [TimelineReader.Line] = []
    var hasOlder = false
    var hasNewer = false
    var place: ItemOrder?
    switch anchor {
    case .newest:
      older = try reader.lines(beyond: nil, newestFirst: true, limit: before + after + 2)
      hasOlder = older.count > before + after + 1
      if hasOlder { older.removeLast() }
      place = older.first?.order
    case .oldest:
      newer = try reader.lines(beyond: nil, newestFirst: false, limit: before + after + 2)
      hasNewer = newer.count > before + after + 1
      if hasNewer { newer.removeLast() }
      place = newer.first?.order
    case .message, .item, .date:
      guard let order = try order(of: anchor, store) else {
        throw SearchIndexError(
          .notFound, "the message is not in this conversation", remedy: "open the conversation at its newest message")
      }
      newer = try reader.lines(beyond: order, including: true, newestFirst: false, limit: after + 2)
      hasNewer = newer.count > after + 1
      if hasNewer { newer.removeLast() }
      older = try reader.lines(beyond: order, newestFirst: true, limit: before + 1)
      hasOlder = older.count > before
      if hasOlder { older.removeLast() }
      place = newer.first?.order ?? older.first?.order
    }
    var lines = Array(older.reversed()) + newer
    try resolveReplies(&lines, store)
    resolveDeletions(&lines, \.item.deletion)
    return TimelinePage(
      conversation: conversation, items: lines.map(\.item),
      anchorIndex: place.flatMap { place in lines.firstIndex { $0.order == place } }, hasOlder: hasOlder,
      hasNewer: hasNewer, messagesBefore: try lines.first.map { try reader.messagesBefore($0, counts: counts) } ?? 0,
      messagesTotal: counts.values.reduce(0, +), coverage: try coverage(store))
  }

  func messageCounts(_ conversation: ConversationID, _ store: IndexStore) throws -> [ShardName: Int64] {
    try store.readCatalog { connection in
      var counts: [ShardName: Int64] = [:]
      try connection.statement(
        """
        SELECT h.name, s.messages FROM conversation_shards s JOIN conversations c ON c.number = s.conversation
        JOIN shards h ON h.number = s.shard WHERE c.id = ? AND s.messages + s.events > 0
        """
      ).bind(1, conversation.text).forEach {
        if let name = ShardName($0.text(0)) { counts[name] = $0.integer(1) }
        return true
      }
      return counts
    }
  }

  private func order(of anchor: TimelineAnchor, _ store: IndexStore) throws -> ItemOrder? {
    switch anchor {
    case .newest, .oldest: return nil
    case .date(let instant): return ItemOrder(at: instant.milliseconds, sequence: .min, id: "")
    case .message(let id): return try place(of: ItemKey(id), store)?.order
    case .item(let id, let at):
      switch id {
      case .message(let message):
        return try place(of: ItemKey(message), store)?.order
      case .event:
        return ItemOrder(at: at.milliseconds, sequence: .min, id: "")
      }
    }
  }

  /// Where a message lies: the shard that the catalog names, else the shard of an event that waits for it.
  func place(of key: ItemKey, _ store: IndexStore) throws -> (shard: ShardName, order: ItemOrder)? {
    for name in try homes(of: key, store) {
      let order = try store.readShard(name) { connection -> ItemOrder? in
        let reader = ItemReader(name: name, connection: connection)
        return try reader.find(key).map { reader.order($0) }
      }
      if let order { return (name, order) }
    }
    return nil
  }

  /// The shards that have a message, or a placeholder of it.
  func homes(of key: ItemKey, _ store: IndexStore) throws -> [ShardName] {
    try store.readCatalog { connection in
      let names = try CatalogReader.shardNames(connection)
      let shards = try CatalogReader.shards(of: key, names: names, connection)
      if !shards.isEmpty { return shards.sorted() }
      let waiting = try CatalogReader.waiting(for: key, connection).filter { $0.makesStub && $0.targets.first == key }
      return Set(waiting.map(\.place.shard)).sorted()
    }
  }

  /// Finds the messages that items answer, so that their words can be quoted.
  private func resolveReplies(_ lines: inout [TimelineReader.Line], _ store: IndexStore) throws {
    var known: [ItemKey: (id: MessageID, sender: Party?, text: String)] = [:]
    for line in lines {
      if let id = line.item.messageID { known[ItemKey(id)] = (id, line.item.sender, line.item.text) }
    }
    for index in lines.indices where !lines[index].targets.isEmpty {
      for target in lines[index].targets {
        if known[target] == nil {
          for name in try homes(of: target, store) {
            try store.readShard(name) { connection in
              let reader = ItemReader(name: name, connection: connection)
              if let item = try reader.find(target) {
                known[target] = (item.key.messageID, try reader.party(item.sender), item.text ?? "")
              }
            }
          }
        }
        guard let found = known[target] else { continue }
        let quoted = lines[index].item.reply?.quoted
        lines[index].item.reply = TimelineItem.Reply(
          message: found.id, sender: found.sender, quoted: quoted ?? String(found.text.prefix(200)))
        break
      }
    }
  }

  /// Asks the sealed records whether deletions that name nobody are sure: the index does not say.
  func resolveDeletions<Line>(_ lines: inout [Line], _ deletion: WritableKeyPath<Line, TimelineItem.Deletion?>) {
    var left = 64
    for index in lines.indices where left > 0 {
      guard let told = lines[index][keyPath: deletion], told.isForEveryone, told.party == nil else { continue }
      left -= told.records.count
      lines[index][keyPath: deletion]?.isUncertain = told.records.allSatisfy {
        (try? event(at: $0))?.event.isUncertain == true
      }
    }
  }

  /// Where a message stands; nil when the index does not have it.
  public func location(of id: MessageID) throws -> (conversation: ConversationID, at: Instant)? {
    let store = try current()
    let key = ItemKey(id)
    for name in try homes(of: key, store) {
      let found = try store.readShard(name) { connection -> (ConversationID, Instant)? in
        let reader = ItemReader(name: name, connection: connection)
        guard let item = try reader.find(key) else { return nil }
        return (try reader.conversation(item.conversation), Instant(milliseconds: reader.at(item)))
      }
      if let found { return found }
    }
    return nil
  }
}
