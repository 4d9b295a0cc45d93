import Records

/// Reads lines of the list of people from the catalog.
enum PeopleReader {
  static let columns = """
    e.number, e.id, e.name, e.folded, e.phone, e.numbers, e.claims, e.messages, e.conversations, e.first, e.last,
    e.merged, EXISTS(SELECT 1 FROM parties o JOIN sightings s ON s.party = o.hash WHERE o.person = e.number AND s.how = 3)
    """

  struct Row {
    var number: Int64
    var line: PersonLine
    var folded: String
  }

  static func rows(_ statement: Statement) throws -> [Row] {
    var rows: [Row] = []
    try statement.forEach {
      rows.append(
        Row(
          number: $0.integer(0),
          line: PersonLine(
            id: PersonID(unchecked: $0.text(1)), name: $0.text(2), phone: $0.optionalText(4), numbers: $0.integer(5),
            claims: $0.integer(6), messages: $0.integer(7), conversations: $0.integer(8),
            firstAt: $0.optionalInteger(9).map(Instant.init(milliseconds:)),
            lastAt: $0.optionalInteger(10).map(Instant.init(milliseconds:)), isMerged: $0.integer(11) != 0,
            isOurs: $0.integer(12) != 0),
          folded: $0.text(3)))
      return true
    }
    return rows
  }

  /// The person whom an id finds, whether it is the id that stands for the person or not.
  static func find(_ id: PersonID, _ connection: Connection) throws -> Row? {
    guard
      let number = try connection.statement("SELECT person FROM identifiers WHERE id = ?").bind(1, id.text)
        .firstInteger()
    else { return nil }
    return try row(number, connection)
  }

  static func row(_ number: Int64, _ connection: Connection) throws -> Row? {
    let statement = try connection.statement("SELECT \(columns) FROM people e WHERE e.number = ?").bind(1, number)
    guard var row = try rows(statement).first else { return nil }
    row.line.flags = try PersonFlags.of(number, connection)
    return row
  }

  static func line(_ number: Int64, _ connection: Connection) throws -> PersonLine? {
    try row(number, connection)?.line
  }

  /// Whom a party in a conversation belongs to; nil when it was never seen.
  static func number(of party: Party, in conversation: ConversationID?, _ connection: Connection) throws -> Int64? {
    let hash = PartyHash.of(party, in: conversation)
    var number = try connection.statement("SELECT person FROM parties WHERE hash = ?").bind(1, hash).firstInteger()
    for key in party.keys(in: conversation) where number == nil {
      number = try connection.statement("SELECT person FROM identifiers WHERE id = ?").bind(1, PersonID(key).text)
        .firstInteger()
    }
    return number
  }

  /// A person as others refer to it.
  static func reference(_ number: Int64, _ connection: Connection) throws -> PersonReference? {
    let statement = try connection.statement("SELECT \(columns) FROM people e WHERE e.number = ?").bind(1, number)
    return try rows(statement).first?.line.reference
  }

  static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }

  /// The people of whom any claim fits what somebody typed.
  static func matching(_ text: String, _ connection: Connection) throws -> Set<Int64> {
    let text = trimmed(text)
    var people: Set<Int64> = []
    func collect(_ condition: String, _ value: String) throws {
      try connection.statement("SELECT DISTINCT p.person FROM parties p \(condition)").bind(1, value).forEach {
        if let person = $0.optionalInteger(0) { people.insert(person) }
        return true
      }
    }
    func add(_ pattern: PersonPattern) throws {
      for hash in try CatalogResolution.literal(pattern, connection).hashes { try collect("WHERE p.hash = ?", hash) }
    }
    func collect(_ condition: String, _ value: Int64) throws {
      if let person = try connection.statement("SELECT p.person FROM parties p \(condition)").bind(1, value)
        .firstInteger()
      {
        people.insert(person)
      }
    }
    if let id = PersonID(text), text.utf8.count == 22 {
      if let number = try connection.statement("SELECT person FROM identifiers WHERE id = ?").bind(1, id.text)
        .firstInteger()
      {
        people.insert(number)
      }
      return people
    }
    if let key = ClaimKey(text) {
      try add(.claim(key))
      return people
    }
    if text.utf8.first == 0x40, text.utf8.count > 1 {
      let name = ClaimKey.username(text)
      // Beginnings, as one types: every user name that begins so, with and without its sign.
      for beginning in [name, "@" + name] {
        try collect("WHERE lower(p.username) >= ?1 AND lower(p.username) < ?1 || '\u{10FFFF}'", beginning)
      }
      return people
    }
    let digits = text.filter { $0.isASCII && $0.isNumber }
    let isNumber = text.allSatisfy { ($0.isASCII && $0.isNumber) || " +-()*./…".contains($0) }
    if isNumber, digits.count >= 3 {
      try collect("WHERE p.phone LIKE '%' || ? || '%'", digits)
      try collect("WHERE p.lid LIKE ? || '%'", digits)
      if digits.utf8.first == 0x30 { try collect("WHERE p.phone LIKE '%' || ?", String(digits.dropFirst())) }
    }
    if let match = CatalogResolution.nameMatch(text, isPrefix: true, everyWord: true) {
      try collect("JOIN party_names n ON p.number = n.rowid WHERE party_names MATCH ?", match)
    }
    try collect("WHERE p.user >= ?1 AND p.user < ?1 || '\u{10FFFF}'", text)
    return people
  }
}
