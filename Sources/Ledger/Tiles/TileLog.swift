import Sealing
import Synchronization

/// Reads a log of a known size from its tiles and bundles.
///
/// What it returns is only as good as the tiles: compare ``root()`` with a verified checkpoint, or verify the
/// proofs against one.
public final class TileLog: Sendable, MerkleNodes {
  /// How many entries the log has, as a checkpoint said.
  public let size: UInt64
  private let source: TileSource
  private let cache = Mutex<[TileAddress: [Digest]]>([:])

  private static let cachedTiles = 1024

  /// Reads a log; the function gives the object at a path below the log's prefix, or throws.
  public init(size: UInt64, read: @escaping @Sendable (String) throws -> [UInt8]) {
    self.size = size
    source = TileSource(read: read)
  }

  /// The root over all entries, from the tiles.
  public func root() throws -> Digest { try root(at: size) }

  /// The root that the log had at a smaller size, from the tiles.
  public func root(at size: UInt64) throws -> Digest {
    guard size <= self.size else { throw LedgerError.notInTree("the log has \(self.size) entries, not \(size)") }
    return try root(start: 0, count: size)
  }

  /// An entry's hash, from its tile.
  public func leafHash(at index: UInt64) throws -> Digest {
    guard index < size else { throw LedgerError.notInTree("entry \(index) is not in a log of \(size)") }
    return try node(height: 0, index: index)
  }

  /// An entry.
  public func entry(at index: UInt64) throws -> [UInt8] {
    guard index < size else { throw LedgerError.notInTree("entry \(index) is not in a log of \(size)") }
    let width = UInt64(TileAddress.fullWidth)
    return try bundle(index / width)[Int(index % width)]
  }

  /// Entries of a range.
  public func entries(_ range: Range<UInt64>) throws -> [[UInt8]] {
    guard range.upperBound <= size else {
      throw LedgerError.notInTree("entries up to \(range.upperBound) are not in a log of \(size)")
    }
    guard !range.isEmpty else { return [] }
    let width = UInt64(TileAddress.fullWidth)
    var entries: [[UInt8]] = []
    for index in range.lowerBound / width...(range.upperBound - 1) / width {
      let first = index * width
      let from = max(range.lowerBound, first) - first
      let to = min(range.upperBound - first, width)
      entries += try bundle(index)[Int(from)..<Int(to)]
    }
    return entries
  }

  /// The proof that an entry is in the first `size` entries, all by default.
  public func inclusionProof(of index: UInt64, in size: UInt64? = nil) throws -> [Digest] {
    let size = size ?? self.size
    guard size <= self.size else { throw LedgerError.notInTree("the log has \(self.size) entries, not \(size)") }
    return try inclusionPath(of: index, size: size)
  }

  /// The proof that the log at one size continues what it was at a smaller size.
  public func consistencyProof(from old: UInt64, to size: UInt64? = nil) throws -> [Digest] {
    let size = size ?? self.size
    guard size <= self.size else { throw LedgerError.notInTree("the log has \(self.size) entries, not \(size)") }
    return try consistencyPath(from: old, to: size)
  }

  func node(height: Int, index: UInt64) throws -> Digest {
    let level = height / 8
    let count = UInt64(1) << UInt64(height % 8)
    let first = index * count
    let width = UInt64(TileAddress.fullWidth)
    let hashes = try tile(level: level, index: first / width)
    let from = Int(first % width)
    guard from + Int(count) <= hashes.count else {
      throw LedgerError.notInTree("the log has no subtree \(index) at height \(height)")
    }
    return TileEdge.fold(hashes[from..<from + Int(count)])
  }

  private func tile(level: Int, index: UInt64) throws -> [Digest] {
    let address = try address(.hashes(level: level), index: index, count: size >> UInt64(8 * level))
    if let hashes = cache.withLock({ $0[address] }) { return hashes }
    let hashes = try source.hashes(address)
    cache.withLock { cache in
      if cache.count >= TileLog.cachedTiles { cache.removeAll(keepingCapacity: true) }
      cache[address] = hashes
    }
    return hashes
  }

  /// The entries of a bundle, of which the last may be incomplete.
  func bundle(_ index: UInt64) throws -> [[UInt8]] {
    try source.entries(address(.entries, index: index, count: size))
  }

  /// Reads a tile without remembering it.
  func storedTile(_ address: TileAddress) throws -> [Digest] { try source.hashes(address) }

  /// The tile of a level with `count` hashes or entries.
  private func address(_ kind: TileAddress.Kind, index: UInt64, count: UInt64) throws -> TileAddress {
    let width = UInt64(TileAddress.fullWidth)
    guard index <= count / width, count - index * width > 0 else {
      throw LedgerError.notInTree("the log has no tile \(index) with \(count) hashes in its level")
    }
    return TileAddress(kind: kind, index: index, width: Int(min(width, count - index * width)))
  }
}
