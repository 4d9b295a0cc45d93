import Sealing

/// The right edge of a tiled tree: the last, incomplete tile of each level.
struct TileEdge: Sendable {
  /// The hashes of each level's last tile, fewer than 256.
  private(set) var levels: [[Digest]] = []
  /// How many hashes each level has in full tiles and the last one together.
  private(set) var counts: [UInt64] = []

  /// A tree without entries.
  init() {}

  /// The edge of a tree, whose incomplete tiles a function gives: their levels, indexes and widths.
  init(size: UInt64, tile: (TileAddress) throws -> [Digest]) throws {
    var level = 0
    while size >> UInt64(8 * level) > 0 {
      let count = size >> UInt64(8 * level)
      let width = Int(count % UInt64(TileAddress.fullWidth))
      counts.append(count)
      levels.append(
        width == 0
          ? []
          : try tile(
            TileAddress(kind: .hashes(level: level), index: count / UInt64(TileAddress.fullWidth), width: width)))
      level += 1
    }
  }

  /// Adds an entry's hash and hands out each tile that becomes full.
  mutating func append(leafHash: Digest, onFull: (TileAddress, [Digest]) throws -> Void) rethrows {
    var hash = leafHash
    var level = 0
    while true {
      if level == levels.count {
        levels.append([])
        counts.append(0)
      }
      levels[level].append(hash)
      counts[level] += 1
      guard levels[level].count == TileAddress.fullWidth else { return }
      let tile = levels[level]
      try onFull(
        TileAddress(kind: .hashes(level: level), index: counts[level] / UInt64(TileAddress.fullWidth) - 1), tile)
      hash = TileEdge.fold(tile[...])
      levels[level] = []
      level += 1
    }
  }

  /// The incomplete tiles.
  var partialTiles: [(address: TileAddress, hashes: [Digest])] {
    levels.indices.compactMap { level in
      guard !levels[level].isEmpty else { return nil }
      let index = counts[level] / UInt64(TileAddress.fullWidth)
      return (TileAddress(kind: .hashes(level: level), index: index, width: levels[level].count), levels[level])
    }
  }

  /// The tree's root.
  func root() throws -> Digest {
    // The complete subtrees of the whole tree are those of each level's last tile, the highest level first.
    var peaks: [Digest] = []
    for hashes in levels.reversed() {
      var tile = CompactTree()
      for hash in hashes { tile.append(leafHash: hash) }
      peaks += tile.peaks
    }
    return try CompactTree(size: counts.first ?? 0, peaks: peaks).root()
  }

  /// The root of a complete subtree whose count of hashes is a power of two.
  static func fold(_ hashes: ArraySlice<Digest>) -> Digest {
    var row = Array(hashes)
    while row.count > 1 {
      row = stride(from: 0, to: row.count - 1, by: 2).map { RFC6962.nodeHash(row[$0], row[$0 + 1]) }
    }
    return row.first ?? RFC6962.empty
  }
}
