import Records

/// Finds what is odd about a person's names and numbers, by itself and beside everybody else's.
enum PersonFlags {
  private static let strong = "(%.phone IS NOT NULL OR %.lid IS NOT NULL OR %.user IS NOT NULL)"
  private static func isStrong(_ alias: String) -> String { strong.replacing("%", with: alias) }

  /// Whether a row `e` of the table of people has any flag.
  static let condition = """
    EXISTS(SELECT 1 FROM parties p WHERE p.person = e.number AND (p.oddities <> 0
    OR EXISTS(SELECT 1 FROM parties q WHERE \(looksAlike))
    OR (\(isStrong("p")) AND EXISTS(SELECT 1 FROM parties q WHERE \(isNamesake)))
    OR (p.digits IS NOT NULL AND EXISTS(SELECT 1 FROM parties q WHERE \(hasNumber))
      AND NOT EXISTS(SELECT 1 FROM parties q WHERE \(hasNumberItself)))
    OR (p.phone IS NOT NULL AND EXISTS(SELECT 1 FROM parties q WHERE q.phone = p.phone AND q.person <> p.person))
    OR EXISTS(\(reuses))))
    """

  private static let looksAlike = "q.skeleton = p.skeleton AND q.person <> p.person AND q.folded <> p.folded"
  private static let isNamesake =
    "q.folded = p.folded AND p.folded <> '' AND q.person <> p.person AND \(isStrong("q"))"
  private static let numberRange = "q.reversed >= p.digits AND q.reversed < p.digits || ':'"
  private static let hasNumber = "\(numberRange) AND q.person <> p.person"
  private static let hasNumberItself = "\(numberRange) AND q.person = p.person"
  /// Numbers that the person gave up and that were seen later than that.
  private static let reuses = """
    SELECT f.phone FROM identities c JOIN parties f ON f.hash = c.previous JOIN parties t ON t.hash = c.current
    WHERE c.previous = p.hash AND f.phone IS NOT NULL AND t.phone IS NOT NULL AND t.phone <> f.phone AND EXISTS(
    SELECT 1 FROM parties q JOIN sightings s ON s.party = q.hash WHERE q.phone = f.phone AND s.how IN (0, 3) AND s.last > c.at)
    """

  private struct Name {
    var text: String
    var hash: Int64
    var isStrong: Bool
    var oddities: NameShape.Oddities
    var hasDigits: Bool
  }

  /// The flags of a person; of each kind one for each name or number.
  static func of(_ person: Int64, _ connection: Connection) throws -> [PersonFlag] {
    var names: [Name] = []
    try connection.statement(
      """
      SELECT p.name, min(p.hash), max(\(isStrong("p"))), p.oddities, p.digits IS NOT NULL FROM parties p
      WHERE p.person = ? AND p.name <> '' GROUP BY p.name ORDER BY p.name LIMIT 200
      """
    ).bind(1, person).forEach {
      names.append(
        Name(
          text: $0.text(0), hash: $0.integer(1), isStrong: $0.integer(2) != 0,
          oddities: NameShape.Oddities(rawValue: $0.integer(3)), hasDigits: $0.integer(4) != 0))
      return true
    }
    var flags: [PersonFlag] = []
    for name in names { flags += spelling(name) + (try resemblance(name, person, connection)) }
    flags += try numbers(person, connection)
    var seen: Set<PersonFlag> = []
    flags = flags.filter { seen.insert($0).inserted }
    let order = PersonFlag.Kind.allCases
    return flags.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.value) < (order.firstIndex(of: $1.kind) ?? 0, $1.value)
    }
  }

  private static func spelling(_ name: Name) -> [PersonFlag] {
    var flags: [PersonFlag] = []
    func points(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
      var found: [String] = []
      for scalar in name.text.unicodeScalars.prefix(256) where isWanted(scalar) {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let point = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        if !found.contains(point), found.count < 5 { found.append(point) }
      }
      return found.joined(separator: ", ")
    }
    if name.oddities.contains(.bidiControl) {
      flags.append(
        PersonFlag(
          kind: .bidiControl, value: name.text,
          reason: "the name has invisible characters that turn the direction of writing ("
            + points(NameShape.isBidiControl) + "): what is shown may not be what is written"))
    }
    if name.oddities.contains(.invisible) {
      flags.append(
        PersonFlag(
          kind: .invisible, value: name.text,
          reason: "the name has characters that cannot be seen ("
            + points { NameShape.isInvisible($0, isAfterAlphabet: true) } + ")"))
    }
    if name.oddities.contains(.mixedScripts) {
      var scripts: [String] = []
      for scalar in name.text.unicodeScalars.prefix(256) {
        if let script = Script.of(scalar)?.name, !scripts.contains(script) { scripts.append(script) }
      }
      flags.append(
        PersonFlag(
          kind: .mixedScripts, value: name.text,
          reason: "one word of the name mixes the letters of several scripts (" + scripts.joined(separator: ", ") + ")")
      )
    }
    return flags
  }

  private static func resemblance(
    _ name: Name, _ person: Int64, _ connection: Connection
  ) throws -> [PersonFlag] {
    // Whoever was first, among the first hundred: thousands may be called Ana.
    func other(_ condition: String) throws -> PersonReference? {
      let number = try connection.statement(
        """
        SELECT o.number FROM (SELECT q.person FROM parties p JOIN parties q WHERE p.hash = ? AND \(condition) LIMIT 100) r
        JOIN people o ON o.number = r.person ORDER BY o.first, o.id LIMIT 1
        """
      ).bind(1, name.hash).firstInteger()
      return try number.flatMap { try PeopleReader.reference($0, connection) }
    }
    func whose(_ other: PersonReference) -> String {
      other.phone.map { "whose number is +" + $0 } ?? "who has no known number"
    }
    var flags: [PersonFlag] = []
    if let found = try other(looksAlike) {
      flags.append(
        PersonFlag(
          kind: .lookalike, value: name.text,
          reason: "the name looks like another person's, \(whose(found)), and is written with other characters",
          other: found))
    }
    if name.isStrong, let found = try other(isNamesake) {
      flags.append(
        PersonFlag(
          kind: .sameName, value: name.text,
          reason: found.phone == nil
            ? "another person, who has another id, has the same name"
            : "another person, \(whose(found)), has the same name", other: found))
    }
    if name.hasDigits, let found = try other(hasNumber) {
      let isOwn =
        try connection.statement(
          "SELECT 1 FROM parties p JOIN parties q WHERE p.hash = ? AND \(hasNumberItself) LIMIT 1"
        ).bind(1, name.hash).firstInteger() != nil
      if !isOwn {
        flags.append(
          PersonFlag(
            kind: .namedAsNumber, value: name.text, reason: "the name is somebody else's number", other: found))
      }
    }
    return flags
  }

  private static func numbers(_ person: Int64, _ connection: Connection) throws -> [PersonFlag] {
    var flags: [PersonFlag] = []
    var shared: [(phone: String, other: Int64)] = []
    try connection.statement(
      """
      SELECT DISTINCT p.phone, (SELECT q.person FROM parties q JOIN people o ON o.number = q.person
      WHERE q.phone = p.phone AND q.person <> p.person ORDER BY o.messages DESC, o.id LIMIT 1) AS other
      FROM parties p WHERE p.person = ? AND p.phone IS NOT NULL AND other IS NOT NULL ORDER BY p.phone LIMIT 20
      """
    ).bind(1, person).forEach {
      shared.append(($0.text(0), $0.integer(1)))
      return true
    }
    for (phone, other) in shared {
      flags.append(
        PersonFlag(
          kind: .sharedNumber, value: "+" + phone,
          reason: "records give this number to several people: it may have passed from one to another",
          other: try PeopleReader.reference(other, connection)))
    }
    var reused: [String] = []
    try connection.statement(
      """
      SELECT DISTINCT p.phone FROM parties p WHERE p.person = ? AND p.phone IS NOT NULL AND EXISTS(\(reuses))
      ORDER BY p.phone LIMIT 20
      """
    ).bind(1, person).forEach {
      reused.append($0.text(0))
      return true
    }
    for phone in reused {
      flags.append(
        PersonFlag(
          kind: .reusedNumber, value: "+" + phone,
          reason: "the person gave this number up, and it was seen again later: it may be somebody else's by now"))
    }
    return flags
  }
}
