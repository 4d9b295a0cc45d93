import Sealing

/// A growing tree that keeps all hashes of complete subtrees in memory: the tree of a segment's records.
public struct MerkleTree: Sendable, MerkleNodes {
  /// `levels[h][i]` is the root of the i-th complete subtree of 2^h entries.
  private var levels: [[Digest]] = [[]]

  /// Starts without entries.
  public init() {}

  /// Starts with entries' hashes.
  public init(leafHashes: some Sequence<Digest>) {
    for hash in leafHashes { append(leafHash: hash) }
  }

  /// How many entries there are.
  public var size: UInt64 { UInt64(levels[0].count) }

  /// Adds an entry's hash.
  public mutating func append(leafHash: Digest) {
    levels[0].append(leafHash)
    var height = 0
    while levels[height].count % 2 == 0 {
      let level = levels[height]
      let parent = RFC6962.nodeHash(level[level.count - 2], level[level.count - 1])
      height += 1
      if height == levels.count { levels.append([]) }
      levels[height].append(parent)
    }
  }

  /// Adds an entry.
  public mutating func append(entry: [UInt8]) { append(leafHash: RFC6962.leafHash(entry)) }

  /// Adds an entry that is itself a digest, such as a record's commitment.
  public mutating func append(entry: Digest) { append(leafHash: RFC6962.leafHash(entry)) }

  /// An entry's hash.
  public func leafHash(at index: UInt64) throws -> Digest { try node(height: 0, index: index) }

  /// The root over all entries.
  public func root() -> Digest {
    var root: Digest?
    for level in levels where level.count % 2 == 1 {
      guard let left = level.last else { continue }
      root = root.map { RFC6962.nodeHash(left, $0) } ?? left
    }
    return root ?? RFC6962.empty
  }

  /// The root that the tree had when it had `size` entries.
  public func root(at size: UInt64) throws -> Digest {
    guard size <= self.size else { throw LedgerError.notInTree("the tree has \(self.size) entries, not \(size)") }
    return try root(start: 0, count: size)
  }

  /// The proof that an entry is in the tree of the first `size` entries, all by default.
  public func inclusionProof(of index: UInt64, in size: UInt64? = nil) throws -> [Digest] {
    guard (size ?? self.size) <= self.size else {
      throw LedgerError.notInTree("the tree has \(self.size) entries, not \(size ?? 0)")
    }
    return try inclusionPath(of: index, size: size ?? self.size)
  }

  /// The proof that the tree of `size` entries continues that of `old` entries.
  public func consistencyProof(from old: UInt64, to size: UInt64? = nil) throws -> [Digest] {
    guard (size ?? self.size) <= self.size else {
      throw LedgerError.notInTree("the tree has \(self.size) entries, not \(size ?? 0)")
    }
    return try consistencyPath(from: old, to: size ?? self.size)
  }

  func node(height: Int, index: UInt64) throws -> Digest {
    guard height < levels.count, index < UInt64(levels[height].count) else {
      throw LedgerError.notInTree("the tree has no subtree \(index) at height \(height)")
    }
    return levels[height][Int(index)]
  }
}
