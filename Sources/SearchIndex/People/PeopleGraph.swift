import Records

/// Some identifiers, the records that tie them together and what officers said of them: who is one person.
///
/// Pure: the answer depends on what is in it and not on the order in which it came, so that a rebuilt index says the
/// same. It has to hold every identifier that is tied to any of those in it.
struct PeopleGraph {
  /// A claim that somebody can be named by.
  struct Node: Sendable {
    /// What orders nodes, the same on every machine.
    var id: String
    var kind: ClaimKey.Kind
  }

  /// One set of claims that records make together: its identifiers, the strongest first, and where it was seen.
  struct PartyNode: Sendable {
    var identifiers: [Int64]
    var accounts: Set<AccountName> = []
  }

  /// An officer's word; the sides list the identifiers that are known.
  struct Act: Sendable {
    var id: String
    var isMerge: Bool
    var at: Int64
    var undoes: String?
    var sides: [[Int64]]
  }

  var nodes: [Int64: Node] = [:]
  var parties: [Int64: PartyNode] = [:]
  /// Changes that a provider told of, as the parties before and after.
  var changes: [(previous: Int64, current: Int64)] = []
  var acts: [Act] = []

  // MARK: Who is who now

  /// The person of each identifier, by the identifier that stands for the person; and who was merged by officers.
  func people() -> (person: [Int64: Int64], merged: Set<Int64>) {
    let standing = ActLog(acts, until: nil)
    var union = LabelledUnion(nodes, labels: standing.labels)
    var merges: [(Int64, Int64)] = []
    for merge in standing.merges {
      for part in merge.parts {
        for node in part.dropFirst() { union.join(part[0], node) }
        if part.count > 1 { merges += part.dropFirst().map { (part[0], $0) } }
      }
    }
    let merged = merges.filter { standing.joinsSides($0, $1) }
    for (first, second) in edges(changes.compactMap(representatives)) { union.join(first, second) }
    var ids: [(Int64, Int64)] = []
    for party in parties.values {
      let strong = party.identifiers.filter { nodes[$0]?.kind != .phone }
      for node in strong.dropFirst() { ids.append((strong[0], node)) }
    }
    for (first, second) in edges(ids) { union.join(first, second) }
    var ofPhone: [Int64: [Owner]] = [:]
    for party in parties.values {
      guard let phone = party.identifiers.last(where: { nodes[$0]?.kind == .phone }) else { continue }
      for node in party.identifiers where node != phone {
        ofPhone[phone, default: []].append(Owner(node: node, accounts: party.accounts))
      }
    }
    var phones: [(Int64, Int64)] = []
    for (phone, owners) in ofPhone where !areSeveral(owners, &union) {
      phones += Set(owners.map(\.node)).map { (phone, $0) }
    }
    for (first, second) in edges(phones) { union.join(first, second) }
    var person: [Int64: Int64] = [:]
    for node in nodes.keys { person[node] = union.smallest(of: node) }
    return (person, Set(merged.compactMap { person[$0.0] }))
  }

  private struct Owner {
    var node: Int64
    var accounts: Set<AccountName>
  }

  /// Whether a number was several people's: ids that stay with a person for life differ.
  private func areSeveral(_ owners: [Owner], _ union: inout LabelledUnion) -> Bool {
    var lids: Set<Int64> = []
    var users: [AccountName: Set<Int64>] = [:]
    for owner in owners {
      let root = union.root(of: owner.node)
      switch nodes[owner.node]?.kind {
      case .lid: lids.insert(root)
      // Each business sees ids of its own.
      case .user: for account in owner.accounts { users[account, default: []].insert(root) }
      default: break
      }
    }
    return lids.count > 1 || users.values.contains { $0.count > 1 }
  }

  /// The identifiers that a change ties together: ids rather than numbers, which pass from hand to hand.
  private func representatives(_ change: (previous: Int64, current: Int64)) -> (Int64, Int64)? {
    guard let previous = parties[change.previous]?.identifiers.first,
      let current = parties[change.current]?.identifiers.first
    else { return nil }
    return (previous, current)
  }

  /// Ties in an order that does not depend on how they were found.
  private func edges(_ found: [(Int64, Int64)]) -> [(Int64, Int64)] {
    found.filter { $0.0 != $0.1 }.map { edge in
      name(edge.0) < name(edge.1) ? edge : (edge.1, edge.0)
    }.sorted { (name($0.0), name($0.1)) < (name($1.0), name($1.1)) }
  }

  private func name(_ node: Int64) -> String { nodes[node]?.id ?? "" }

  // MARK: Holds

  /// Everybody who may be one with some identifiers, for a hold that was placed at a time.
  ///
  /// What a hold covers may only grow: every tie counts that any record ever made, every merge that was not undone
  /// before the hold was placed, and no split that came later.
  func covered(by seeds: Set<Int64>, placedAt: Int64) -> Set<Int64> {
    let standing = ActLog(acts, until: placedAt)
    var neighbours: [Int64: [Int64]] = [:]
    func tie(_ list: [Int64]) {
      guard let first = list.first else { return }
      for other in list.dropFirst() where !standing.parts(first, other) {
        neighbours[first, default: []].append(other)
        neighbours[other, default: []].append(first)
      }
    }
    for merge in standing.merges { for part in merge.parts { tie(part) } }
    for party in parties.values {
      for (index, node) in party.identifiers.enumerated() {
        for other in party.identifiers.dropFirst(index + 1) { tie([node, other]) }
      }
    }
    for change in changes {
      for first in parties[change.previous]?.identifiers ?? [] {
        for second in parties[change.current]?.identifiers ?? [] { tie([first, second]) }
      }
    }
    var found = seeds
    var next = Array(seeds)
    while let node = next.popLast() {
      for other in neighbours[node] ?? [] where found.insert(other).inserted { next.append(other) }
    }
    return found
  }
}
