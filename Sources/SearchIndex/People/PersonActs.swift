import Records

/// Reads officers' merges and splits from the catalog.
enum PersonActs {
  /// Acts for which a condition holds, as it orders them.
  static func list(_ condition: String, _ values: [SQLValue], _ connection: Connection) throws -> [PersonAct] {
    var acts: [PersonAct] = []
    let statement = try connection.freshStatement(
      """
      SELECT act, kind, at, officer, undoes, details, address,
      (SELECT u.act FROM people_acts u WHERE u.undoes = a.act ORDER BY u.at, u.act LIMIT 1)
      FROM people_acts a WHERE \(condition)
      """)
    statement.bind(all: values)
    try statement.forEach {
      guard let id = ActID($0.text(0)), let officer = OfficerID($0.text(3)), let record = RecordAddress($0.text(6)),
        let details = try? JSONReader.parse(Array($0.text(5).utf8)).object
      else { return true }
      let kind = OfficerAct.Kind(rawValue: $0.text(1))
      let merge = kind == .mergePeople ? PeopleMerge(details: details) : nil
      let split = kind == .splitPeople ? PeopleSplit(details: details) : nil
      acts.append(
        PersonAct(
          id: id, kind: kind, at: Instant(milliseconds: $0.integer(2)), officer: officer,
          reason: merge?.reason ?? split?.reason ?? "", groups: merge?.groups ?? split?.groups ?? [],
          undoes: $0.optionalText(4).flatMap { ActID($0) }, undoneBy: $0.optionalText(7).flatMap { ActID($0) },
          record: record))
      return true
    }
    return acts
  }

  /// The acts that name any of a person's identifiers, and those that undo them; newest first.
  static func of(_ person: Int64, _ connection: Connection) throws -> [PersonAct] {
    try list(
      """
      a.act IN (SELECT c.act FROM people_act_claims c JOIN identifiers i ON i.id = c.id WHERE i.person = ?1)
      OR a.undoes IN (SELECT c.act FROM people_act_claims c JOIN identifiers i ON i.id = c.id WHERE i.person = ?1)
      ORDER BY a.at DESC, a.act DESC LIMIT 500
      """, [.integer(person)], connection)
  }
}
