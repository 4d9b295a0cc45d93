import Records

extension PeopleGraph {
  /// Loads everything that is tied to some parties or identifiers, by whatever record or act.
  init(parties seeds: some Sequence<Int64>, identifiers: some Sequence<Int64> = [], _ connection: Connection) throws {
    var openParties = Array(seeds)
    var openNodes = Array(identifiers)
    var known: Set<String> = []
    while true {
      if let hash = openParties.popLast() {
        guard parties[hash] == nil else { continue }
        openNodes += try addParty(hash, connection)
        try addChanges(of: hash, connection, &openParties)
      } else if let node = openNodes.popLast() {
        guard nodes[node] == nil else { continue }
        try addNode(node, connection, &openParties)
        for act in try Self.acts(of: nodes[node]?.id ?? "", connection) where known.insert(act).inserted {
          openNodes += try addAct(act, connection)
        }
      } else {
        return
      }
    }
  }

  private mutating func addParty(_ hash: Int64, _ connection: Connection) throws -> [Int64] {
    var party = PartyNode(identifiers: [])
    try connection.statement("SELECT identifier FROM party_identifiers WHERE party = ? ORDER BY place").bind(1, hash)
      .forEach {
        party.identifiers.append($0.integer(0))
        return true
      }
    // Accounts matter only where ids and numbers meet.
    if party.identifiers.count > 1 {
      try connection.statement("SELECT DISTINCT provider, account FROM sightings WHERE party = ?").bind(1, hash)
        .forEach {
          party.accounts.insert(AccountName(provider: $0.text(0), account: $0.text(1)))
          return true
        }
    }
    parties[hash] = party
    return party.identifiers
  }

  private mutating func addChanges(of hash: Int64, _ connection: Connection, _ open: inout [Int64]) throws {
    for sql in [
      "SELECT previous, current FROM identities WHERE previous = ?",
      "SELECT previous, current FROM identities WHERE current = ? AND previous IS NOT NULL",
    ] {
      var found: [(previous: Int64, current: Int64)] = []
      try connection.statement(sql).bind(1, hash).forEach {
        found.append(($0.integer(0), $0.integer(1)))
        return true
      }
      for change in found {
        let other = change.previous == hash ? change.current : change.previous
        // Once: from whichever side is seen first.
        if parties[other] == nil || other == hash {
          changes.append(change)
          open.append(other)
        }
      }
    }
  }

  private mutating func addNode(_ node: Int64, _ connection: Connection, _ open: inout [Int64]) throws {
    var found: Node?
    try connection.statement("SELECT id, kind FROM identifiers WHERE number = ?").bind(1, node).forEach {
      found = Node(id: $0.text(0), kind: ClaimKinds.kind($0.integer(1)))
      return false
    }
    nodes[node] = found ?? Node(id: "", kind: .name)
    try connection.statement("SELECT party FROM party_identifiers WHERE identifier = ?").bind(1, node).forEach {
      open.append($0.integer(0))
      return true
    }
  }

  private static func acts(of id: String, _ connection: Connection) throws -> [String] {
    var acts: [String] = []
    try connection.statement("SELECT DISTINCT act FROM people_act_claims WHERE id = ?").bind(1, id).forEach {
      acts.append($0.text(0))
      return true
    }
    return acts
  }

  private mutating func addAct(_ name: String, _ connection: Connection) throws -> [Int64] {
    var sides: [Int: [Int64]] = [:]
    try connection.statement(
      """
      SELECT c.side, i.number FROM people_act_claims c JOIN identifiers i ON i.id = c.id WHERE c.act = ?
      ORDER BY c.side, i.id
      """
    ).bind(1, name).forEach {
      sides[$0.int(0), default: []].append($0.integer(1))
      return true
    }
    var listed: [[Int64]] = []
    for side in 0...(sides.keys.max() ?? 0) { listed.append(sides[side] ?? []) }
    try connection.statement("SELECT act, kind, at, undoes FROM people_acts WHERE act = ?1 OR undoes = ?1").bind(
      1, name
    ).forEach {
      let id = $0.text(0)
      let isMerge = $0.text(1) == OfficerAct.Kind.mergePeople.rawValue
      // A split that undoes this merge counts even where it names no claims that are known.
      guard id == name || !acts.contains(where: { $0.id == id }) else { return true }
      if id == name { acts.removeAll { $0.id == id } }
      acts.append(
        Act(id: id, isMerge: isMerge, at: $0.integer(2), undoes: $0.optionalText(3), sides: id == name ? listed : []))
      return true
    }
    return listed.flatMap { $0 }
  }
}

extension PeopleGraph {
  /// Some parties, and all who may be one with them, for a hold that was placed at a time.
  ///
  /// With `supposing` as if that act had been done just now.
  static func covered(
    by parties: [Int64], placedAt: Int64, supposing supposed: SupposedAct? = nil, _ connection: Connection
  ) throws -> [Int64] {
    guard !parties.isEmpty else { return [] }
    let sides = try supposed?.groups.map { try nodes(of: $0, connection) } ?? []
    var graph = try PeopleGraph(parties: parties, identifiers: sides.joined(), connection)
    if let supposed {
      graph.acts.append(
        Act(id: "~", isMerge: supposed.isMerge, at: .max, undoes: supposed.undoes?.text, sides: sides))
    }
    var seeds: Set<Int64> = []
    for party in parties { seeds.formUnion(graph.parties[party]?.identifiers ?? []) }
    let covered = graph.covered(by: seeds, placedAt: placedAt)
    var found = Set(parties)
    for (hash, party) in graph.parties where !covered.isDisjoint(with: party.identifiers) { found.insert(hash) }
    return found.sorted()
  }

  private static func nodes(of keys: [ClaimKey], _ connection: Connection) throws -> [Int64] {
    let find = try connection.statement("SELECT number FROM identifiers WHERE id = ?")
    return try keys.compactMap { try find.bind(1, PersonID($0).text).firstInteger() }
  }
}

/// The kinds of identifiers as the catalog numbers them.
enum ClaimKinds {
  private static let all: [ClaimKey.Kind] = [.phone, .lid, .user, .username, .name]

  static func number(_ kind: ClaimKey.Kind) -> Int64 { Int64(all.firstIndex(of: kind) ?? 0) }
  static func kind(_ number: Int64) -> ClaimKey.Kind {
    all.indices.contains(Int(number)) ? all[Int(number)] : .name
  }
}
