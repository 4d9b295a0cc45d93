import Records

extension ArchiveIndex {
  /// Every matter, by name.
  public func matters() throws -> [MatterSummary] { try matters(named: nil) }

  /// One matter by its short name; nil when it was never opened.
  public func matter(_ name: String) throws -> MatterSummary? { try matters(named: name).first }

  /// Holds in the order they were placed: of one matter, or all.
  public func holds(matter: String? = nil) throws -> [HoldSummary] {
    try current().readCatalog { try holds(matter: matter, id: nil, $0) }
  }

  /// One hold; nil when there is none of this id.
  public func hold(_ id: HoldID) throws -> HoldSummary? {
    try current().readCatalog { try holds(matter: nil, id: id, $0).first }
  }

  /// The unreleased holds on a message.
  public func holding(_ id: MessageID) throws -> [HoldSummary] {
    let store = try current()
    let key = ItemKey(id)
    var found: Set<HoldID> = []
    for name in try homes(of: key, store) {
      try store.readShard(name) { connection in
        let reader = ItemReader(name: name, connection: connection)
        if let item = try reader.find(key) { for held in try reader.held(item.row) { found.insert(held.hold) } }
      }
    }
    if found.isEmpty { return [] }
    return try store.readCatalog { try holds(matter: nil, id: nil, $0) }.filter { found.contains($0.id) }
  }

  private func matters(named name: String?) throws -> [MatterSummary] {
    try current().readCatalog { connection in
      var matters: [MatterSummary] = []
      try connection.statement(
        "SELECT name, title, at, officer FROM matters WHERE ?1 IS NULL OR name = ?1 ORDER BY name"
      ).bind(1, name).forEach {
        let matter = $0.text(0)
        let counts = try ArchiveIndex.counts("matter_shards WHERE matter = ?", matter, connection)
        matters.append(
          MatterSummary(
            name: matter, title: $0.text(1), openedAt: Instant(milliseconds: $0.integer(2)),
            openedBy: OfficerID(unchecked: $0.text(3)), holds: try holds(matter: matter, id: nil, connection),
            messages: counts.messages, conversations: counts.conversations))
        return true
      }
      return matters
    }
  }

  private static func counts(
    _ table: String, _ value: String, _ connection: Connection
  ) throws -> (messages: Int64, conversations: Int64) {
    var counts: (Int64, Int64) = (0, 0)
    try connection.statement(
      "SELECT ifnull(sum(messages), 0), count(DISTINCT conversation) FROM \(table) AND messages > 0"
    ).bind(1, value).forEach {
      counts = ($0.integer(0), $0.integer(1))
      return false
    }
    return counts
  }

  private func holds(matter: String?, id: HoldID?, _ connection: Connection) throws -> [HoldSummary] {
    var holds: [HoldSummary] = []
    let statement = try connection.freshStatement(
      """
      SELECT h.details, h.at, h.officer, h.act, h.address, r.at, r.officer FROM holds h
      LEFT JOIN releases r ON r.hold = h.id WHERE (?1 IS NULL OR h.matter = ?1) AND (?2 IS NULL OR h.id = ?2)
      ORDER BY h.at, h.id
      """
    ).bind(1, matter).bind(2, id?.text)
    let source = self.source
    try statement.forEach {
      guard let object = try? JSONReader.parse(Array($0.text(0).utf8)).object,
        let placement = HoldPlacement(details: object), let act = ActID($0.text(3)),
        let record = RecordAddress($0.text(4))
      else { return true }
      let counts = try ArchiveIndex.counts("held_shards WHERE hold = ?", placement.hold.text, connection)
      var problem: String?
      var people: [SearchPage.Named] = []
      switch HoldEvaluator.parse(placement, zoneOffset: { source.zoneOffset($0, at: $1) }) {
      case .failure(let error): problem = error.message
      case .success(let query):
        for id in query.people {
          guard let person = try PeopleReader.find(id, connection)?.line.reference else { continue }
          people.append(SearchPage.Named(id: id, person: person))
        }
      }
      holds.append(
        HoldSummary(
          placement: placement, placedAt: Instant(milliseconds: $0.integer(1)),
          placedBy: OfficerID(unchecked: $0.text(2)),
          releasedAt: $0.optionalInteger(5).map(Instant.init(milliseconds:)),
          releasedBy: $0.optionalText(6).map { OfficerID(unchecked: $0) }, messages: counts.messages,
          conversations: counts.conversations, act: act, record: record, problem: problem, people: people))
      return true
    }
    return holds
  }

  // MARK: - Officer acts

  /// Acts of all officers, newest first; `before` continues an earlier list.
  public func acts(after: Instant? = nil, before: Instant? = nil, limit: Int = 1000) throws -> [ActEntry] {
    var found: [(writer: WriterID, address: RecordAddress)] = []
    try current().readCatalog { connection in
      try connection.statement(
        """
        SELECT writer, address FROM acts WHERE (?1 IS NULL OR at > ?1) AND (?2 IS NULL OR at < ?2)
        ORDER BY at DESC, id DESC LIMIT ?3
        """
      ).bind(1, after?.milliseconds).bind(2, before?.milliseconds).bind(3, limit).forEach {
        if let address = RecordAddress($0.text(1)) { found.append((WriterID(unchecked: $0.text(0)), address)) }
        return true
      }
    }
    return try found.compactMap { entry in
      guard case .act(let act) = try Record.decode(try source.record(at: entry.address)) else { return nil }
      return ActEntry(act: act, writer: entry.writer, record: entry.address)
    }
  }

  // MARK: - What is missing

  /// Gaps, newest first: of one conversation, or all.
  public func gaps(
    conversation: ConversationID? = nil, unfilledOnly: Bool = true, limit: Int = 1000
  ) throws -> [GapSummary] {
    try current().readCatalog { connection in
      var gaps: [GapSummary] = []
      try connection.statement(
        """
        SELECT g.id, reason, detail, conversation, message, g.provider, at, since, until, filled, address, g.account,
        c.title FROM gaps g LEFT JOIN conversations c ON c.id = g.conversation
        WHERE (?1 IS NULL OR conversation = ?1) AND (?2 = 0 OR filled = 0) ORDER BY at DESC, g.id LIMIT ?3
        """
      ).bind(1, conversation?.text).bind(2, unfilledOnly ? 1 : 0).bind(3, limit).forEach {
        guard let record = RecordAddress($0.text(10)) else { return true }
        gaps.append(
          GapSummary(
            id: $0.text(0), reason: $0.text(1), detail: $0.text(2),
            conversation: $0.optionalText(3).flatMap { ConversationID($0) },
            message: $0.optionalText(4).flatMap { MessageID($0) }, provider: Provider(rawValue: $0.text(5)),
            at: Instant(milliseconds: $0.integer(6)), from: $0.optionalInteger(7).map(Instant.init(milliseconds:)),
            until: $0.optionalInteger(8).map(Instant.init(milliseconds:)), isFilled: $0.integer(9) != 0,
            record: record, account: $0.text(11), conversationTitle: $0.optionalText(12)))
        return true
      }
      return gaps
    }
  }

  /// Exceptions, newest first.
  public func exceptions(limit: Int = 1000) throws -> [ExceptionSummary] {
    try current().readCatalog { connection in
      var exceptions: [ExceptionSummary] = []
      try connection.statement(
        "SELECT address, code, detail, conversation, message, at FROM exceptions ORDER BY at DESC, address LIMIT ?"
      ).bind(1, limit).forEach {
        // A conflict is named after its message: it belongs to no one record.
        let record = RecordAddress($0.text(0)) ?? RecordAddress(segment: SegmentID(unchecked: $0.text(0)), number: 0)
        exceptions.append(
          ExceptionSummary(
            code: $0.text(1), detail: $0.text(2), conversation: $0.optionalText(3).flatMap { ConversationID($0) },
            message: $0.optionalText(4).flatMap { MessageID($0) }, at: Instant(milliseconds: $0.integer(5)),
            record: record))
        return true
      }
      return exceptions
    }
  }
}
