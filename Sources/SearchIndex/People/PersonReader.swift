import Records

/// Reads everything that the catalog knows of one person.
struct PersonReader {
  let number: Int64
  let line: PersonLine
  let connection: Connection

  /// The most sightings that are looked at.
  private static let limit = 20_000

  func detail() throws -> PersonDetail {
    var ids: [PersonID] = [line.id]
    var keys: [ClaimKey] = []
    try connection.statement("SELECT id, key FROM identifiers WHERE person = ? ORDER BY key").bind(1, number).forEach {
      let id = PersonID(unchecked: $0.text(0))
      if id != line.id { ids.append(id) }
      if let key = ClaimKey($0.text(1)) { keys.append(key) }
      return true
    }
    let changes = try changes()
    let history = try PersonActs.of(number, connection)
    // A number that was several people's is nobody's own, and no act can name it for one of them.
    let own = Set(keys)
    var claims = try sightings().map { claim in
      var claim = claim
      if let key = claim.key, !own.contains(key) { claim.key = nil }
      return claim
    }
    supersede(&claims, by: changes)
    attribute(&claims, to: history, main: keys.first { PersonID($0) == line.id })
    let order = PersonClaim.Kind.allCases
    let sorted = claims.sorted {
      let ranks = (order.firstIndex(of: $0.kind) ?? 0, order.firstIndex(of: $1.kind) ?? 0)
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      return ($0.lastAt, $1.value) > ($1.lastAt, $0.value)
    }
    return PersonDetail(
      line: line, ids: ids, claims: sorted, changes: changes, history: history,
      coverage: try ArchiveIndex.coverage(connection))
  }

  // MARK: Claims

  private struct Place: Hashable {
    var kind: PersonClaim.Kind
    var value: String
    var scope: ConversationID?
  }

  private func sightings() throws -> [PersonClaim] {
    var found: [Place: PersonClaim] = [:]
    var providers: [Place: Set<String>] = [:]
    var counted: [Place: Set<Int64>] = [:]
    try connection.statement(
      """
      SELECT p.hash, p.phone, p.lid, p.user, p.username, p.name, p.scope, s.how, s.provider, s.account, s.first,
      s.first_address, s.last, s.last_address,
      (SELECT ifnull(sum(messages), 0) FROM party_shards WHERE party = p.hash)
      FROM parties p JOIN sightings s ON s.party = p.hash WHERE p.person = ? ORDER BY s.last DESC LIMIT ?
      """
    ).bind(1, number).bind(2, PersonReader.limit).forEach { row in
      guard let first = RecordAddress(row.text(11)), let last = RecordAddress(row.text(13)) else { return true }
      let party = Party(
        phone: row.optionalText(1), lid: row.optionalText(2), userID: row.optionalText(3),
        username: row.optionalText(4), name: row.optionalText(5))
      let scope = row.optionalText(6).flatMap { ConversationID($0) }
      let keys = party.keys(in: scope)
      for claim in PersonReader.claims(of: party, how: row.integer(7), provider: row.text(8)) {
        let key = keys.first { $0.value == claim.value && claim.kind.names($0.kind) }
        let place = Place(kind: claim.kind, value: claim.value, scope: key?.scope)
        var entry =
          found[place]
          ?? PersonClaim(
            kind: claim.kind, value: claim.value, key: key, firstAt: Instant(milliseconds: row.integer(10)),
            firstRecord: first, lastAt: Instant(milliseconds: row.integer(12)), lastRecord: last)
        if entry.key == nil { entry.key = key }
        if (row.integer(10), first) < (entry.firstAt.milliseconds, entry.firstRecord) {
          (entry.firstAt, entry.firstRecord) = (Instant(milliseconds: row.integer(10)), first)
        }
        if row.integer(12) > entry.lastAt.milliseconds {
          (entry.lastAt, entry.lastRecord) = (Instant(milliseconds: row.integer(12)), last)
        }
        if !entry.accounts.contains(row.text(9)) { entry.accounts.append(row.text(9)) }
        if counted[place, default: []].insert(row.integer(0)).inserted { entry.messages += row.integer(14) }
        providers[place, default: []].insert(row.text(8))
        found[place] = entry
      }
      return true
    }
    return found.map { place, claim in
      var claim = claim
      claim.accounts.sort()
      if let names = providers[place], names.count == 1, let name = names.first {
        claim.provider = Provider(rawValue: name)
      }
      return claim
    }
  }

  private static func claims(
    of party: Party, how: Int64, provider: String
  ) -> [(kind: PersonClaim.Kind, value: String)] {
    var claims: [(kind: PersonClaim.Kind, value: String)] = []
    if let phone = party.phone { claims.append((.phone, phone)) }
    if let lid = party.lid { claims.append((.lid, lid)) }
    if let user = party.userID { claims.append((.user, user)) }
    if let username = party.username { claims.append((.username, ClaimKey.username(username))) }
    // A change repeats the name that the reader knew already.
    if let name = party.name, !name.isEmpty, how != Sightings.How.change.rawValue {
      let kind: PersonClaim.Kind
      if how == Sightings.How.contact.rawValue {
        kind = .contactName
      } else if provider == Provider.chatExport.rawValue {
        kind = .exportLabel
      } else {
        kind = provider == Provider.meta.rawValue ? .profileName : .pushName
      }
      claims.append((kind, name))
    }
    return claims
  }

  // MARK: Validity

  private func changes() throws -> [IdentityClaim] {
    var changes: [IdentityClaim] = []
    try connection.statement(
      """
      SELECT c.reason, c.previous, c.current, c.at, c.address FROM identities c WHERE c.previous IS NOT NULL AND
      (c.previous IN (SELECT hash FROM parties WHERE person = ?1)
      OR c.current IN (SELECT hash FROM parties WHERE person = ?1)) ORDER BY c.at DESC, c.address LIMIT 1000
      """
    ).bind(1, number).forEach {
      guard let record = RecordAddress($0.text(4)) else { return true }
      changes.append(
        IdentityClaim(
          reason: $0.text(0), previous: try ConversationReader.party($0.integer(1), connection),
          current: try ConversationReader.party($0.integer(2), connection) ?? Party(),
          at: Instant(milliseconds: $0.integer(3)), record: record))
      return true
    }
    return changes
  }

  private func supersede(_ claims: inout [PersonClaim], by changes: [IdentityClaim]) {
    func ending(_ part: (Party) -> String?, _ value: String) -> Supersession? {
      // Newest first: whatever was taken up again last stands.
      for change in changes {
        if part(change.current) == value { return nil }
        if let previous = change.previous, part(previous) == value {
          return Supersession(
            at: change.at, by: part(change.current) ?? change.current.phone.map { "+" + $0 } ?? "",
            record: change.record, reason: change.reason)
        }
      }
      return nil
    }
    for index in claims.indices {
      let claim = claims[index]
      switch claim.kind {
      case .phone: claims[index].superseded = ending({ $0.phone }, claim.value)
      case .user: claims[index].superseded = ending({ $0.userID }, claim.value)
      case .lid: claims[index].superseded = ending({ $0.lid }, claim.value)
      case .exportLabel: break
      case .username, .contactName, .profileName, .pushName:
        let later = claims.filter {
          $0.kind == claim.kind && $0.value != claim.value && $0.firstAt > claim.lastAt
            // Address books differ from account to account.
            && (claim.kind != .contactName || !Set($0.accounts).isDisjoint(with: claim.accounts))
        }.min { ($0.firstAt, $0.value) < ($1.firstAt, $1.value) }
        if let later {
          claims[index].superseded = Supersession(
            at: later.firstAt, by: later.value, record: later.firstRecord,
            reason: claim.kind == .username ? "later-username" : "later-name")
        }
      }
    }
  }

  /// Says which claims came by an officer's merge: those of the people that the person was not called by.
  private func attribute(_ claims: inout [PersonClaim], to history: [PersonAct], main: ClaimKey?) {
    for act in history where act.kind == .mergePeople && act.undoneBy == nil {
      let own = act.groups.firstIndex { group in main.map { group.contains($0) } ?? false }
      for (side, group) in act.groups.enumerated() where side != own {
        for index in claims.indices {
          if let key = claims[index].key, group.contains(key) { claims[index].mergedBy = act.id }
        }
      }
    }
  }
}

extension PersonClaim.Kind {
  /// Whether a key of this kind names such a claim.
  func names(_ kind: ClaimKey.Kind) -> Bool {
    switch self {
    case .phone: return kind == .phone
    case .lid: return kind == .lid
    case .user: return kind == .user
    case .username: return kind == .username
    case .contactName, .profileName, .pushName, .exportLabel: return kind == .name
    }
  }
}
