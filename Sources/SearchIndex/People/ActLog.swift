/// What stands of officers' merges and splits: replayed in the order they were done, without what was undone.
struct ActLog {
  struct Merge {
    var act: PeopleGraph.Act
    /// The identifiers that it brings together, apart where a later split parts them.
    var parts: [[Int64]]
  }

  private(set) var merges: [Merge] = []
  private(set) var splits: [PeopleGraph.Act] = []
  /// The side that each split puts an identifier on.
  private(set) var labels: [Int64: [Int: Int]] = [:]

  /// Replays acts; with `until`, undoing and splitting that came later does not count, as a hold of that time has it.
  init(_ acts: [PeopleGraph.Act], until: Int64?) {
    let ordered = acts.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    var undone: Set<String> = []
    for act in ordered where !act.isMerge && until.map({ act.at < $0 }) ?? true {
      if let merge = act.undoes { undone.insert(merge) }
    }
    let standing = ordered.filter { $0.isMerge && !undone.contains($0.id) }
    for act in ordered where !act.isMerge && act.undoes == nil && act.sides.count > 1 {
      if let until, act.at >= until { continue }
      // Whoever merges both sides afterwards takes the split back.
      let isTakenBack = standing.contains { merge in
        (merge.at, merge.id) > (act.at, act.id) && Self.sides(act, of: merge.sides.joined()).count > 1
      }
      if !isTakenBack { splits.append(act) }
    }
    for (index, split) in splits.enumerated() {
      for (side, nodes) in split.sides.enumerated() { for node in nodes { labels[node, default: [:]][index] = side } }
    }
    for merge in standing {
      var parts: [[Int]: [Int64]] = [:]
      let nodes = merge.sides.flatMap { $0 }
      for node in nodes {
        // What a split does not name stays with the side that it took claims from.
        let key = splits.indices.filter { (splits[$0].at, splits[$0].id) > (merge.at, merge.id) }.map {
          labels[node]?[$0] ?? 0
        }
        parts[key, default: []].append(node)
      }
      let ordered = parts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
      merges.append(Merge(act: merge, parts: ordered))
    }
  }

  private static func sides(_ split: PeopleGraph.Act, of nodes: some Sequence<Int64>) -> Set<Int> {
    var sides: Set<Int> = []
    let wanted = Set(nodes)
    for (side, list) in split.sides.enumerated() where !wanted.isDisjoint(with: list) { sides.insert(side) }
    return sides
  }

  /// Whether a split that stands puts two identifiers on different sides.
  func parts(_ first: Int64, _ second: Int64) -> Bool {
    guard let one = labels[first], let other = labels[second] else { return false }
    return one.contains { split, side in other[split].map { $0 != side } ?? false }
  }

  /// Whether a merge that stands brought these together from different people.
  func joinsSides(_ first: Int64, _ second: Int64) -> Bool {
    merges.contains { merge in
      let one = merge.act.sides.firstIndex { $0.contains(first) }
      let other = merge.act.sides.firstIndex { $0.contains(second) }
      return one != nil && other != nil && one != other
    }
  }
}

/// Joins identifiers into people, but never what a split keeps apart.
struct LabelledUnion {
  private var parent: [Int64: Int64] = [:]
  private var labels: [Int64: [Int: Int]]
  private let names: [Int64: PeopleGraph.Node]
  private var least: [Int64: Int64] = [:]

  init(_ nodes: [Int64: PeopleGraph.Node], labels: [Int64: [Int: Int]]) {
    names = nodes
    self.labels = labels
  }

  mutating func root(of node: Int64) -> Int64 {
    var root = node
    while let next = parent[root] { root = next }
    var walked = node
    while let next = parent[walked], next != root {
      parent[walked] = root
      walked = next
    }
    return root
  }

  mutating func join(_ first: Int64, _ second: Int64) {
    guard names[first] != nil, names[second] != nil else { return }
    let one = root(of: first)
    let other = root(of: second)
    guard one != other else { return }
    let mine = labels[one] ?? [:]
    let theirs = labels[other] ?? [:]
    if mine.contains(where: { split, side in theirs[split].map { $0 != side } ?? false }) { return }
    let smallest = min(least[one] ?? one, least[other] ?? other) { names[$0]?.id ?? "" }
    parent[other] = one
    least[one] = smallest
    if !theirs.isEmpty { labels[one] = mine.merging(theirs) { side, _ in side } }
  }

  /// The identifier that stands for all that are joined with one: the first by id.
  mutating func smallest(of node: Int64) -> Int64 {
    let root = root(of: node)
    return least[root] ?? root
  }

  private func min(_ first: Int64, _ second: Int64, _ name: (Int64) -> String) -> Int64 {
    name(second) < name(first) ? second : first
  }
}
