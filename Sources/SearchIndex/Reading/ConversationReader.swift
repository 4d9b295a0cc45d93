import Records

/// Reads lines of the list of conversations from the catalog.
enum ConversationReader {
  static let columns = """
    c.number, c.id, c.kind, c.provider, c.account, c.title, c.messages, c.events, c.gaps, c.held, c.first, c.last,
    c.preview, p.phone, p.lid, p.user, p.username, p.name, c.key, c.folded
    """

  static func summary(_ row: Statement, _ connection: Connection) throws -> ConversationSummary {
    let number = row.integer(0)
    let counterpart = Party(
      phone: row.optionalText(13), lid: row.optionalText(14), userID: row.optionalText(15),
      username: row.optionalText(16), name: row.optionalText(17))
    let key = row.text(18)
    let kind = ItemBits.conversationKind(row.integer(2))
    var last: ConversationSummary.LastMessage?
    if !row.isNull(12), let preview = ItemPreview(row.bytes(12)) {
      last = ConversationSummary.LastMessage(
        id: preview.key.messageID, sender: try party(preview.sender, connection), direction: preview.bits.direction,
        kind: Content.Kind(rawValue: preview.kind), preview: preview.text,
        isDeleted: preview.bits.has(ItemBits.revoked), at: Instant(milliseconds: preview.at))
    }
    var names: [String] = []
    try connection.statement(
      "SELECT name FROM conversation_names WHERE conversation = ? ORDER BY last DESC, name LIMIT 50"
    ).bind(1, number).forEach {
      if !names.contains($0.text(0)) { names.append($0.text(0)) }
      return true
    }
    var matters: [String] = []
    if row.integer(9) > 0 {
      try connection.statement(
        "SELECT DISTINCT matter FROM matter_shards WHERE conversation = ? AND messages > 0 ORDER BY matter"
      ).bind(1, number).forEach {
        matters.append($0.text(0))
        return true
      }
    }
    let participants =
      try connection.statement("SELECT count(*) FROM conversation_parties WHERE conversation = ?").bind(1, number)
      .firstInteger() ?? 0
    let phone = counterpart.phone ?? (key.hasPrefix("phone:") ? String(key.dropFirst(6)) : nil)
    return ConversationSummary(
      id: ConversationID(unchecked: row.text(1)), kind: kind, provider: Provider(rawValue: row.text(3)),
      account: row.text(4), title: row.text(5), phone: kind == .group ? nil : phone,
      counterpart: counterpart.isEmpty ? nil : counterpart, names: names, last: last, messages: row.integer(6),
      events: row.integer(7), held: row.integer(9), matters: matters, gaps: row.integer(8),
      firstAt: row.optionalInteger(10).map(Instant.init(milliseconds:)),
      lastAt: row.optionalInteger(11).map(Instant.init(milliseconds:)), participants: participants)
  }

  static func party(_ hash: Int64, _ connection: Connection) throws -> Party? {
    if hash == 0 { return nil }
    var party: Party?
    try connection.statement("SELECT phone, lid, user, username, name FROM parties WHERE hash = ?").bind(1, hash)
      .forEach {
        party = Party(
          phone: $0.optionalText(0), lid: $0.optionalText(1), userID: $0.optionalText(2), username: $0.optionalText(3),
          name: $0.optionalText(4))
        return false
      }
    return party
  }

  /// The conversations whose names, titles or numbers begin with the words of a filter.
  static func matching(_ text: String, _ connection: Connection) throws -> Set<Int64> {
    var numbers: Set<Int64> = []
    if let match = CatalogResolution.nameMatch(text, isPrefix: true, everyWord: true) {
      try connection.statement(
        """
        SELECT t.conversation FROM conversation_words w JOIN name_texts t ON t.number = w.rowid
        WHERE conversation_words MATCH ?
        """
      ).bind(1, match).forEach {
        numbers.insert($0.integer(0))
        return true
      }
    }
    let digits = text.filter { $0.isASCII && $0.isNumber }
    let isNumber = text.allSatisfy { ($0.isASCII && $0.isNumber) || " +-()*./".contains($0) }
    if isNumber, digits.count >= 3 {
      // Any part of the number: beginnings with the index, the rest by looking.
      try connection.statement(
        """
        SELECT m.conversation FROM parties p JOIN conversation_parties m ON m.party = p.hash
        WHERE p.phone LIKE '%' || ? || '%'
        """
      ).bind(1, digits).forEach {
        numbers.insert($0.integer(0))
        return true
      }
    }
    return numbers
  }
}
