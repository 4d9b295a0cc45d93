import Records

/// Writes what a batch says about things that span months, in one transaction.
final class CatalogWriter {
  let connection: Connection
  private var shardNumbers: [ShardName: Int64] = [:]
  private var conversationNumbers: [ConversationID: Int64] = [:]
  private var knownParties: Set<Int64> = []
  private var knownMemberships: Set<CatalogFacts.Membership> = []
  private static let remembered = 50_000

  init(connection: Connection) { self.connection = connection }

  /// What one commit writes.
  struct Work {
    var facts = CatalogFacts()
    var outcomes: [ShardOutcome] = []
    var positions: [(writer: WriterID, leaf: Int64, record: Int64)] = []
    var records: Int64 = 0
    var messages: [(key: ItemKey, shard: ShardName)] = []
    var waiting: [(target: ItemKey, fact: LateFact)] = []
    var arrived: [(target: ItemKey, fact: LateFact)] = []
    var readable: Set<ItemKey> = []
  }

  /// Writes everything; says whether names or memberships grew, on which some holds depend.
  func apply(_ work: Work) throws -> Bool {
    do {
      return try connection.write { _ in
        let grew = try writePeople(work.facts)
        let named = try writeConversations(work.facts)
        try writeOutcomes(work.outcomes)
        try writeGaps(work)
        try writeOfficers(work.facts)
        try writeWaiting(work)
        try writeKnown(work)
        var touched = Set(work.facts.conversations.keys)
        for outcome in work.outcomes { touched.formUnion(outcome.conversations.keys) }
        for gap in work.facts.gaps { if let conversation = gap.conversation { touched.insert(conversation) } }
        for id in touched { try summarise(id) }
        for position in work.positions {
          try connection.statement(
            "INSERT OR REPLACE INTO positions(writer, leaf, record) VALUES(?, ?, ?)"
          ).bind(1, position.writer.text).bind(2, position.leaf).bind(3, position.record).run()
        }
        if work.records != 0 { try ShardMeta.add(connection, "indexed", work.records) }
        if work.facts.newestCapturedAt > (try ShardMeta.integer(connection, "newest") ?? .min) {
          try ShardMeta.set(connection, "newest", work.facts.newestCapturedAt)
        }
        return grew || named
      }
    } catch {
      shardNumbers = [:]
      conversationNumbers = [:]
      knownParties = []
      knownMemberships = []
      throw error
    }
  }

  // MARK: Numbers

  func shardNumber(_ name: ShardName) throws -> Int64 {
    if let number = shardNumbers[name] { return number }
    let find = try connection.statement("SELECT number FROM shards WHERE name = ?").bind(1, name.description)
    var number = try find.firstInteger()
    if number == nil {
      try connection.statement(
        "INSERT INTO shards(name, generation, messages, events, receipts, attachments, held) VALUES(?,0,0,0,0,0,0)"
      ).bind(1, name.description).run()
      number = connection.lastRow
    }
    shardNumbers[name] = number
    return number ?? 0
  }

  private func conversationNumber(_ id: ConversationID) throws -> Int64? {
    if let number = conversationNumbers[id] { return number }
    let number = try connection.statement("SELECT number FROM conversations WHERE id = ?").bind(1, id.text)
      .firstInteger()
    if conversationNumbers.count > CatalogWriter.remembered { conversationNumbers = [:] }
    if let number { conversationNumbers[id] = number }
    return number
  }

  // MARK: Parts

  private func writePeople(_ facts: CatalogFacts) throws -> Bool {
    var grew = false
    if knownParties.count > CatalogWriter.remembered { knownParties = [] }
    for (hash, party) in facts.parties where !knownParties.contains(hash) {
      try connection.statement(
        """
        INSERT OR IGNORE INTO parties(hash, phone, reversed, lid, user, username, name) VALUES(?, ?, ?, ?, ?, ?, ?)
        """
      ).bind(1, hash).bind(2, party.phone).bind(3, party.phone.map { String($0.reversed()) }).bind(4, party.lid).bind(
        5, party.userID
      ).bind(6, party.username).bind(7, party.name).run()
      if connection.changes > 0 {
        grew = true
        let name = [party.name, party.username].compactMap { $0 }.joined(separator: "\n")
        if !name.isEmpty {
          try connection.statement("INSERT INTO party_names(rowid, name) VALUES(?, ?)").bind(1, connection.lastRow)
            .bind(2, name).run()
        }
      }
      knownParties.insert(hash)
    }
    return grew
  }

  private func writeConversations(_ facts: CatalogFacts) throws -> Bool {
    var grew = false
    for (id, conversation) in facts.conversations {
      var number = try conversationNumber(id)
      if number == nil {
        try connection.statement(
          """
          INSERT INTO conversations(id, kind, provider, account, key, title, folded, messages, events, gaps, held)
          VALUES(?, ?, ?, ?, ?, '', '', 0, 0, 0, 0)
          """
        ).bind(1, id.text).bind(2, ItemBits.rank(conversation.kind)).bind(3, conversation.account.provider).bind(
          4, conversation.account.account
        ).bind(5, conversation.key).run()
        number = connection.lastRow
        conversationNumbers[id] = number
        grew = true
      } else {
        try connection.statement("UPDATE conversations SET kind = max(kind, ?) WHERE number = ?").bind(
          1, ItemBits.rank(conversation.kind)
        ).bind(2, number).run()
      }
      guard let number else { continue }
      if let party = conversation.party {
        try connection.statement(
          """
          UPDATE conversations SET party = ?1, party_at = ?2
          WHERE number = ?3 AND (party IS NULL OR (party_at, party) < (?2, ?1))
          """
        ).bind(1, party.hash).bind(2, party.at).bind(3, number).run()
      }
      for (name, last) in conversation.names {
        try connection.statement(
          """
          INSERT INTO conversation_names(conversation, name, what, last) VALUES(?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET last = max(last, excluded.last)
          """
        ).bind(1, number).bind(2, name.text).bind(3, name.what).bind(4, last).run()
        try connection.statement("INSERT OR IGNORE INTO name_texts(conversation, name) VALUES(?, ?)").bind(1, number)
          .bind(2, name.text).run()
        if connection.changes > 0 {
          grew = true
          try connection.statement("INSERT INTO conversation_words(rowid, name) VALUES(?, ?)").bind(
            1, connection.lastRow
          ).bind(2, name.text).run()
        }
      }
    }
    if knownMemberships.count > CatalogWriter.remembered { knownMemberships = [] }
    for membership in facts.memberships where !knownMemberships.contains(membership) {
      guard let number = try conversationNumber(membership.conversation) else { continue }
      try connection.statement("INSERT OR IGNORE INTO conversation_parties(conversation, party) VALUES(?, ?)").bind(
        1, number
      ).bind(2, membership.party).run()
      if connection.changes > 0 { grew = true }
      knownMemberships.insert(membership)
    }
    return grew
  }

  private func writeOutcomes(_ outcomes: [ShardOutcome]) throws {
    for outcome in outcomes {
      let shard = try shardNumber(outcome.shard)
      let totals = outcome.totals
      try connection.statement(
        """
        UPDATE shards SET generation = ?, messages = ?, events = ?, receipts = ?, attachments = ?, held = ?, first = ?,
        last = ? WHERE number = ?
        """
      ).bind(1, totals.generation).bind(2, totals.messages).bind(3, totals.events).bind(4, totals.receipts).bind(
        5, totals.attachments
      ).bind(6, totals.held).bind(7, totals.first).bind(8, totals.last).bind(9, shard).run()
      for (id, state) in outcome.conversations {
        guard let conversation = try conversationNumber(id) else { continue }
        try connection.statement(
          """
          INSERT OR REPLACE INTO conversation_shards(conversation, shard, messages, events, held, first, last, preview)
          VALUES(?, ?, ?, ?, ?, ?, ?, ?)
          """
        ).bind(1, conversation).bind(2, shard).bind(3, state.messages).bind(4, state.events).bind(5, state.held).bind(
          6, state.first
        ).bind(7, state.last).bind(8, state.preview).run()
        try connection.statement("DELETE FROM held_shards WHERE conversation = ? AND shard = ?").bind(1, conversation)
          .bind(2, shard).run()
        for (hold, messages) in state.heldByHold {
          try connection.statement("INSERT OR REPLACE INTO held_shards VALUES(?, ?, ?, ?)").bind(1, hold).bind(
            2, conversation
          ).bind(3, shard).bind(4, messages).run()
        }
        try connection.statement("DELETE FROM matter_shards WHERE conversation = ? AND shard = ?").bind(
          1, conversation
        ).bind(2, shard).run()
        for (matter, messages) in state.heldByMatter {
          try connection.statement("INSERT OR REPLACE INTO matter_shards VALUES(?, ?, ?, ?)").bind(1, matter).bind(
            2, conversation
          ).bind(3, shard).bind(4, messages).run()
        }
      }
      for (party, messages) in outcome.parties {
        try connection.statement("INSERT OR REPLACE INTO party_shards(party, shard, messages) VALUES(?, ?, ?)").bind(
          1, party
        ).bind(2, shard).bind(3, messages).run()
      }
      for (day, messages) in outcome.days {
        try connection.statement("INSERT OR REPLACE INTO days(day, shard, messages) VALUES(?, ?, ?)").bind(1, day).bind(
          2, shard
        ).bind(3, messages).run()
      }
      try writeExceptions(outcome.exceptions)
    }
  }

  private func writeExceptions(_ exceptions: [CatalogFacts.ExceptionFact]) throws {
    for fact in exceptions {
      try connection.statement(
        """
        INSERT OR IGNORE INTO exceptions(address, code, detail, conversation, message, at) VALUES(?, ?, ?, ?, ?, ?)
        """
      ).bind(1, fact.address.description).bind(2, fact.code).bind(3, fact.detail).bind(4, fact.conversation?.text)
        .bind(5, fact.message?.text).bind(6, fact.at).run()
    }
  }

  private func writeGaps(_ work: Work) throws {
    for fact in work.facts.gaps {
      try connection.statement(
        """
        INSERT INTO gaps(id, reason, detail, conversation, message, provider, at, since, until, filled, address)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING
        """
      ).bind(1, fact.id).bind(2, fact.gap.reason).bind(3, fact.gap.detail).bind(4, fact.conversation?.text).bind(
        5, fact.message?.text
      ).bind(6, fact.provider.rawValue).bind(7, fact.at).bind(8, fact.gap.from?.milliseconds).bind(
        9, fact.gap.until?.milliseconds
      ).bind(10, fact.address.description).run()
    }
    for key in work.readable {
      try connection.statement("UPDATE gaps SET filled = 1 WHERE message = ?").bind(1, key.messageID.text).run()
    }
    try writeExceptions(work.facts.exceptions)
    for fact in work.facts.identities {
      try connection.statement(
        "INSERT OR IGNORE INTO identities(address, reason, previous, current, at) VALUES(?, ?, ?, ?, ?)"
      ).bind(1, fact.address.description).bind(2, fact.change.reason).bind(
        3, fact.previous == 0 ? nil : fact.previous
      ).bind(4, fact.current).bind(5, fact.at).run()
    }
  }

  private func writeOfficers(_ facts: CatalogFacts) throws {
    for fact in facts.acts {
      let act = fact.act
      try connection.statement(
        "INSERT OR IGNORE INTO acts(at, id, kind, officer, writer, address) VALUES(?, ?, ?, ?, ?, ?)"
      ).bind(1, act.doneAt.milliseconds).bind(2, act.id.text).bind(3, act.kind.rawValue).bind(4, act.officer.text).bind(
        5, fact.writer.text
      ).bind(6, fact.address.description).run()
      switch act.kind {
      case .openMatter:
        guard let opening = MatterOpening(details: act.details) else { continue }
        // The first opening of a name stands.
        try connection.statement(
          """
          INSERT INTO matters(name, title, at, officer, act, address) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
          ON CONFLICT DO UPDATE SET title = ?2, at = ?3, officer = ?4, act = ?5, address = ?6
          WHERE (excluded.at, excluded.act) < (at, act)
          """
        ).bind(1, opening.matter).bind(2, opening.title).bind(3, act.doneAt.milliseconds).bind(4, act.officer.text)
          .bind(5, act.id.text).bind(6, fact.address.description).run()
      case .placeHold:
        guard let placement = HoldPlacement(details: act.details) else { continue }
        var json = CanonicalJSON()
        json.value(.object(placement.details))
        try connection.statement(
          """
          INSERT OR IGNORE INTO holds(id, matter, details, at, officer, act, address) VALUES(?, ?, ?, ?, ?, ?, ?)
          """
        ).bind(1, placement.hold.text).bind(2, placement.matter).bind(3, String(decoding: json.bytes, as: UTF8.self))
          .bind(4, act.doneAt.milliseconds).bind(5, act.officer.text).bind(6, act.id.text).bind(
            7, fact.address.description
          ).run()
      case .releaseHold:
        guard let hold = act.details["hold"]?.string else { continue }
        try connection.statement("INSERT OR IGNORE INTO releases(hold, at, officer) VALUES(?, ?, ?)").bind(1, hold).bind(
          2, act.doneAt.milliseconds
        ).bind(3, act.officer.text).run()
      default: break
      }
    }
    for (delivery, address) in facts.homes {
      try connection.statement("INSERT OR IGNORE INTO homes(delivery, address) VALUES(?, ?)").bind(1, delivery.text)
        .bind(2, address.description).run()
    }
  }

  private func writeWaiting(_ work: Work) throws {
    for (target, fact) in work.waiting {
      try connection.statement(
        "INSERT OR IGNORE INTO waiting(target, key, kind, data) VALUES(?, ?, ?, ?)"
      ).bind(1, target.bytes).bind(2, fact.eventKey).bind(3, fact.kind.rawValue).bind(4, fact.encoded).run()
    }
    for (_, fact) in work.arrived {
      for target in fact.targets {
        try connection.statement("DELETE FROM waiting WHERE target = ? AND key = ?").bind(1, target.bytes).bind(
          2, fact.eventKey
        ).run()
      }
    }
  }

  private func writeKnown(_ work: Work) throws {
    var deliveries: [UInt8] = []
    for id in work.facts.deliveries { deliveries += HashRuns.delivery(id) }
    try HashRuns(connection: connection, kind: .deliveries).add(deliveries)
    if !work.facts.deliveries.isEmpty {
      try ShardMeta.add(connection, "deliveries", Int64(work.facts.deliveries.count))
    }
    var messages: [UInt8] = []
    for (key, shard) in work.messages {
      let number = UInt16(truncatingIfNeeded: try shardNumber(shard))
      messages += HashRuns.message(key)
      messages.append(UInt8(truncatingIfNeeded: number >> 8))
      messages.append(UInt8(truncatingIfNeeded: number))
    }
    try HashRuns(connection: connection, kind: .messages).add(messages)
  }

  /// Brings a conversation's line in the list up to date with its parts.
  private func summarise(_ id: ConversationID) throws {
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
