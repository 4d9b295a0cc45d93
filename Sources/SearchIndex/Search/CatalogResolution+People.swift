import Records

extension CatalogResolution {
  /// Parties whose own claims fit, and the people of those that are one with others.
  struct Literal {
    var hashes: [Int64] = []
    var people: Set<Int64> = []
  }

  /// The hashes of the parties that belong to somebody of whom any claim fits.
  static func parties(_ pattern: PersonPattern, _ connection: Connection) throws -> [Int64] {
    let found = try literal(pattern, connection)
    guard !found.people.isEmpty else { return found.hashes }
    var hashes = Set(found.hashes)
    let find = try connection.statement("SELECT hash FROM parties WHERE person = ?")
    for person in found.people where hashes.count < limit {
      try find.bind(1, person).forEach {
        hashes.insert($0.integer(0))
        return true
      }
    }
    return hashes.sorted()
  }

  /// The parties whose own claims fit.
  static func literal(_ pattern: PersonPattern, _ connection: Connection) throws -> Literal {
    var found = Literal()
    var seen: Set<Int64> = []
    func collect(_ condition: String, _ value: String) throws {
      try connection.statement("SELECT p.hash, p.person, p.shared FROM parties p \(condition)").bind(1, value).forEach {
        guard seen.insert($0.integer(0)).inserted else { return true }
        found.hashes.append($0.integer(0))
        if $0.integer(2) != 0, let person = $0.optionalInteger(1) { found.people.insert(person) }
        return found.hashes.count < limit
      }
    }
    switch pattern {
    case .phone(.exact(let digits)):
      try collect("WHERE p.phone = ?", digits)
      try collect("WHERE p.lid = ?", digits)
    case .phone(.prefix(let digits)):
      try collect("WHERE p.phone >= ?1 AND p.phone < ?1 || ':'", digits)
    case .phone(.suffix(let digits)):
      try collect("WHERE p.reversed >= ?1 AND p.reversed < ?1 || ':'", String(digits.reversed()))
      try collect("WHERE p.lid = ?", digits)
    case .name(let text, let isPrefix):
      if let match = nameMatch(text, isPrefix: isPrefix) {
        try collect("JOIN party_names n ON p.number = n.rowid WHERE party_names MATCH ?", match)
      }
      if !isPrefix { try collect("WHERE p.user = ?", text) }
    case .claim(let key):
      if key.kind == .username {
        try collect("WHERE p.username = ? COLLATE NOCASE", key.value)
        try collect("WHERE p.username = ? COLLATE NOCASE", "@" + key.value)
      }
      try collect(identified, PersonID(key).text)
    case .person(let id): try collect(identified, id.text)
    }
    return found
  }

  private static let identified: String = """
    JOIN party_identifiers c ON c.party = p.hash JOIN identifiers i ON i.number = c.identifier WHERE i.id = ?
    """
}

/// Asks of one party what the catalog is asked of all.
struct PersonTest {
  private let pattern: PersonPattern
  private let tokens: [Tokenizer.Token]
  private let isPrefix: Bool

  init(_ pattern: PersonPattern) {
    self.pattern = pattern
    guard case .name(let text, let isPrefix) = pattern else {
      tokens = []
      isPrefix = false
      return
    }
    tokens = Tokenizer.tokens(text, isQuery: true)
    self.isPrefix = isPrefix
  }

  /// Whether the party's own claims fit; a bare name's conversation, which only the catalog knows, is left to it.
  func matches(_ party: Party) -> Bool {
    switch pattern {
    case .phone(let phone):
      if let digits = party.phone, phone.matches(digits: digits) { return true }
      if case .prefix = phone { return false }
      return party.lid == phone.digits
    case .name(let text, _):
      if !isPrefix, party.userID == text { return true }
      let names = [party.name, party.username].compactMap { $0 }.joined(separator: "\n")
      return Tokenizer.matches(tokens, isPrefix: isPrefix, in: names)
    case .claim(let key):
      switch key.kind {
      case .phone: return party.phone == key.value
      case .lid: return party.lid == key.value
      case .user: return party.userID == key.value
      case .username: return party.username.map { ClaimKey.username($0) } == key.value
      case .name: return false
      }
    case .person: return false
    }
  }
}
