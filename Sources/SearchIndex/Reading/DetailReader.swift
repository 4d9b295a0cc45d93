import Records

/// Reads from a shard what happened to one message.
struct DetailReader {
  let reader: ItemReader

  init(_ reader: ItemReader) { self.reader = reader }

  struct Parts {
    var item: TimelineItem
    var account: AccountName
    var capturedAt: Instant
    var replyTargets: [ItemKey]
    var versions: [MessageDetail.Version] = []
    var receipts: [MessageDetail.ReceiptStep] = []
    var reactions: [MessageDetail.ReactionStep] = []
    var revocations: [MessageDetail.Revocation] = []
    var records: [(role: String, address: RecordAddress)] = []
    /// Readings of the same id in other shards.
    var others: [(role: String, address: RecordAddress)] = []
  }

  func read(_ key: ItemKey) throws -> Parts? {
    guard let stored = try reader.find(key) else { return nil }
    let connection = reader.connection
    var parts = Parts(
      item: try reader.item(stored), account: try reader.account(stored.account),
      capturedAt: Instant(milliseconds: reader.at(stored) &+ stored.lag), replyTargets: reader.replyTargets(stored))
    func address(_ row: Statement, _ column: Int32) throws -> RecordAddress {
      RecordAddress(segment: try reader.segment(row.integer(column)), number: row.int(column + 1))
    }
    try addVersions(stored, &parts)
    parts.receipts = try receipts(of: stored.row)
    for step in parts.receipts { parts.records.append(("receipt", step.record)) }
    // Equal times by their place on the way, so that *sent* never stands after *read*.
    parts.receipts.sort {
      let left = $0.at ?? $0.capturedAt ?? Instant(milliseconds: 0)
      let right = $1.at ?? $1.capturedAt ?? Instant(milliseconds: 0)
      return left != right
        ? left < right : (Receipt.rank(of: $0.status), $0.status) < (Receipt.rank(of: $1.status), $1.status)
    }
    try addReactions(stored, &parts, address)
    try connection.statement(
      "SELECT kind, party, at, segment, record, captured FROM marks WHERE item = ? ORDER BY at, kind"
    ).bind(1, stored.row).forEach {
      let mark = MessageDetail.Revocation(
        kind: $0.text(0), party: try reader.party($0.integer(1)), at: Instant(milliseconds: $0.integer(2)),
        record: try address($0, 3), capturedAt: Instant(milliseconds: $0.integer(5)))
      parts.revocations.append(mark)
      parts.records.append(("revoke", mark.record))
      return true
    }
    try connection.statement("SELECT role, segment, record FROM records WHERE item = ?").bind(1, stored.row).forEach {
      parts.records.append(($0.text(0), try address($0, 1)))
      return true
    }
    return parts
  }

  /// The receipts of a message, in the order of their times.
  func receipts(of row: Int64, limit: Int = .max) throws -> [MessageDetail.ReceiptStep] {
    var steps: [MessageDetail.ReceiptStep] = []
    try reader.connection.statement(
      "SELECT status, party, at, dated, captured, error, segment, record FROM receipts WHERE item = ? ORDER BY at LIMIT ?"
    ).bind(1, row).bind(2, limit).forEach {
      steps.append(
        MessageDetail.ReceiptStep(
          status: $0.text(0), party: try reader.party($0.integer(1)),
          at: $0.integer(3) == 0 ? nil : Instant(milliseconds: $0.integer(2)),
          capturedAt: Instant(milliseconds: $0.integer(4)), error: $0.optionalText(5),
          record: RecordAddress(segment: try reader.segment($0.integer(6)), number: $0.int(7))))
      return true
    }
    return steps
  }

  private func addVersions(_ stored: StoredItem, _ parts: inout Parts) throws {
    let at = reader.at(stored)
    if !stored.bits.has(ItemBits.stub) {
      var content = Content(Content.Kind(rawValue: try reader.kind(stored.bits.kind)), text: stored.text)
      content.media = stored.extra.flatMap { ItemExtra($0).media }
      parts.versions.append(
        MessageDetail.Version(
          number: 1, origin: .original, sender: try reader.party(stored.sender),
          sentAt: stored.bits.has(ItemBits.dated) ? Instant(milliseconds: at) : nil,
          capturedAt: Instant(milliseconds: at &+ stored.lag), content: content,
          held: try reader.held(stored.row, doc: stored.row), record: parts.item.record))
      parts.records.append(("message", parts.item.record))
    } else if stored.bits.category == .gap, try reader.kind(stored.bits.kind) == StoredItem.gapKind {
      parts.records.append(("gap", parts.item.record))
    }
    for version in try StoredVersion.all(of: stored.row, reader.connection) {
      let record = RecordAddress(segment: try reader.segment(version.segment), number: Int(version.record))
      var content = Content(Content.Kind(rawValue: try reader.kind(version.kind)), text: version.text)
      content.media = version.extra.flatMap { ItemExtra($0).media }
      parts.versions.append(
        MessageDetail.Version(
          number: parts.versions.count + 1, origin: version.origin == .edit ? .edit : .conflict,
          sender: try reader.party(version.sender), sentAt: version.sent.map(Instant.init(milliseconds:)),
          capturedAt: Instant(milliseconds: version.captured), content: content,
          held: try reader.held(stored.row, doc: version.row), record: record))
      parts.records.append((version.origin == .edit ? "edit" : "conflict", record))
    }
  }

  private func addReactions(
    _ stored: StoredItem, _ parts: inout Parts, _ address: (Statement, Int32) throws -> RecordAddress
  ) throws {
    var lastOf: [Int64: Int] = [:]
    try reader.connection.statement(
      "SELECT party, at, emoji, segment, record FROM reactions WHERE item = ? ORDER BY at, captured, party"
    ).bind(1, stored.row).forEach {
      let emoji = $0.text(2)
      let step = MessageDetail.ReactionStep(
        party: try reader.party($0.integer(0)), emoji: emoji.isEmpty ? nil : emoji,
        at: Instant(milliseconds: $0.integer(1)), stands: false, record: try address($0, 3))
      lastOf[$0.integer(0)] = parts.reactions.count
      parts.reactions.append(step)
      parts.records.append(("reaction", step.record))
      return true
    }
    for index in lastOf.values where parts.reactions[index].emoji != nil { parts.reactions[index].stands = true }
  }
}
