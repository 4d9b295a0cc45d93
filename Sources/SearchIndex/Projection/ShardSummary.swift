import Records

/// Reads what the catalog copies from a shard.
enum ShardSummary {
  static func outcome(
    of shard: ShardWriter, conversations: Set<Int64>, parties: Set<Int64>, days: Set<Int64>
  ) throws -> ShardOutcome {
    let connection = shard.connection
    var outcome = ShardOutcome(shard: shard.name)
    outcome.totals = try totals(shard)
    for number in conversations {
      var id: ConversationID?
      var state: ShardOutcome.ConversationState?
      try connection.statement(
        "SELECT id, messages, events, first, last, preview FROM conversations WHERE number = ?"
      ).bind(1, number).forEach {
        id = ConversationID($0.text(0))
        state = ShardOutcome.ConversationState(
          messages: $0.integer(1), events: $0.integer(2), held: 0, first: $0.optionalInteger(3),
          last: $0.optionalInteger(4), preview: $0.isNull(5) ? nil : $0.bytes(5), heldByHold: [:], heldByMatter: [:])
        return false
      }
      if let id { outcome.conversations[id] = state }
    }
    try held(shard, conversations, &outcome)
    for number in parties {
      try connection.statement("SELECT hash, messages FROM parties WHERE number = ?").bind(1, number).forEach {
        outcome.parties[$0.integer(0)] = $0.integer(1)
        return false
      }
    }
    for day in days {
      outcome.days[day] =
        try connection.statement("SELECT messages FROM days WHERE day = ?").bind(1, day).firstInteger() ?? 0
    }
    return outcome
  }

  private static func totals(_ shard: ShardWriter) throws -> ShardOutcome.Totals {
    let connection = shard.connection
    var totals = ShardOutcome.Totals()
    totals.generation = try ShardMeta.integer(connection, "generation") ?? 0
    totals.messages = try ShardMeta.integer(connection, "messages") ?? 0
    totals.events = try ShardMeta.integer(connection, "events") ?? 0
    totals.receipts = try ShardMeta.integer(connection, "receipts") ?? 0
    totals.attachments = try ShardMeta.integer(connection, "attachments") ?? 0
    if let row = try connection.statement("SELECT max(row) FROM items").firstInteger() {
      totals.last = ((row >> RowAllocator.shift) + shard.start) * 1000
    }
    if let row = try connection.statement("SELECT min(row) FROM items").firstInteger() {
      totals.first = ((row >> RowAllocator.shift) + shard.start) * 1000
    }
    // Readings of messages that stand here may name times of other months: whoever looks for those looks here too.
    for sql in [
      "SELECT min(ifnull(sent, captured)), max(ifnull(sent, captured)) FROM versions WHERE origin = 1",
      "SELECT min(at), max(at) FROM records WHERE at IS NOT NULL",
    ] {
      try connection.statement(sql).forEach {
        if let first = $0.optionalInteger(0) { totals.first = min(totals.first ?? first, first) }
        if let last = $0.optionalInteger(1) { totals.last = max(totals.last ?? last, last) }
        return false
      }
    }
    return totals
  }

  /// The time of the first or last item of a conversation: the extreme of the items of its first or last second.
  static func edge(_ shard: ShardWriter, _ conversation: Int64, newest: Bool) throws -> Int64? {
    let pick = newest ? "max" : "min"
    // Versions are documents as well, in seconds of their items: the join leaves them out.
    guard
      let row = try shard.connection.statement(
        """
        SELECT i.row FROM words w CROSS JOIN items i ON i.row = w.rowid WHERE words MATCH ?
        ORDER BY w.rowid \(newest ? "DESC" : "ASC") LIMIT 1
        """
      ).bind(1, "keys : c\(conversation)").firstInteger()
    else { return nil }
    let second = row >> RowAllocator.shift
    let offset = try shard.connection.statement(
      """
      SELECT \(pick)((i.row >> 14) * 1000 + i.fraction) FROM words w CROSS JOIN items i ON i.row = w.rowid
      WHERE words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3
      """
    ).bind(1, "keys : c\(conversation)").bind(2, second << RowAllocator.shift).bind(
      3, (second + 1) << RowAllocator.shift
    ).firstInteger()
    return offset.map { $0 + shard.start * 1000 }
  }

  static func preview(_ shard: ShardWriter, _ conversation: Int64) throws -> ItemPreview? {
    var best: (item: StoredItem, preview: ItemPreview)?
    var second: Int64?
    try shard.connection.statement(
      """
      SELECT \(StoredItem.itemColumns) FROM words w CROSS JOIN items i ON i.row = w.rowid WHERE words MATCH ?
      ORDER BY w.rowid DESC
      """
    ).bind(1, "keys : c\(conversation)").forEach {
      let item = StoredItem($0)
      if let second, item.row >> RowAllocator.shift != second { return false }
      guard item.bits.category == .message else { return true }
      second = item.row >> RowAllocator.shift
      let preview = ItemPreview(
        key: item.key, at: shard.start * 1000 + item.offset, sequence: item.sequence, bits: item.bits, kind: "",
        sender: 0, text: item.text ?? "")
      if best.map({ ItemPreview.isNewer(preview, than: $0.preview) }) ?? true { best = (item, preview) }
      return true
    }
    guard case (let item, var preview)? = best else { return nil }
    preview.kind = try shard.numbers.kindName(item.bits.kind)
    preview.sender =
      try shard.connection.statement("SELECT hash FROM parties WHERE number = ?").bind(1, item.sender).firstInteger()
      ?? 0
    if item.bits.has(ItemBits.edited),
      let last = try StoredVersion.all(of: item.row, shard.connection).last(where: { $0.origin == .edit })
    {
      preview = ItemPreview(
        key: preview.key, at: preview.at, sequence: preview.sequence, bits: preview.bits, kind: preview.kind,
        sender: preview.sender, text: last.text ?? "")
    }
    return preview
  }

  private static func held(_ shard: ShardWriter, _ conversations: Set<Int64>, _ outcome: inout ShardOutcome) throws {
    let connection = shard.connection
    guard try connection.statement("SELECT 1 FROM holds LIMIT 1").firstInteger() != nil else { return }
    outcome.totals.held =
      try connection.statement(
        "SELECT count(DISTINCT h.item) FROM held h JOIN holds o ON o.number = h.hold WHERE o.released IS NULL"
      ).firstInteger() ?? 0
    // All of the shard's holds at once: what is held is looked up by item, and items have no index by conversation.
    var byConversation: [Int64: (hold: [String: Int64], matter: [String: Int64], all: Int64)] = [:]
    try connection.statement(
      """
      SELECT i.conversation, o.id, count(DISTINCT h.item) FROM held h CROSS JOIN items i ON i.row = h.item
      JOIN holds o ON o.number = h.hold GROUP BY i.conversation, o.id
      """
    ).forEach {
      byConversation[$0.integer(0), default: ([:], [:], 0)].hold[$0.text(1)] = $0.integer(2)
      return true
    }
    try connection.statement(
      """
      SELECT i.conversation, o.matter, count(DISTINCT h.item) FROM held h CROSS JOIN items i ON i.row = h.item
      JOIN holds o ON o.number = h.hold WHERE o.released IS NULL GROUP BY i.conversation, o.matter
      """
    ).forEach {
      byConversation[$0.integer(0), default: ([:], [:], 0)].matter[$0.text(1)] = $0.integer(2)
      return true
    }
    try connection.statement(
      """
      SELECT i.conversation, count(DISTINCT h.item) FROM held h CROSS JOIN items i ON i.row = h.item
      JOIN holds o ON o.number = h.hold WHERE o.released IS NULL GROUP BY i.conversation
      """
    ).forEach {
      byConversation[$0.integer(0), default: ([:], [:], 0)].all = $0.integer(1)
      return true
    }
    for number in conversations {
      guard let counts = byConversation[number] else { continue }
      var id: ConversationID?
      try connection.statement("SELECT id FROM conversations WHERE number = ?").bind(1, number).forEach {
        id = ConversationID($0.text(0))
        return false
      }
      guard let id else { continue }
      outcome.conversations[id]?.heldByHold = counts.hold
      outcome.conversations[id]?.heldByMatter = counts.matter
      outcome.conversations[id]?.held = counts.all
    }
  }
}
