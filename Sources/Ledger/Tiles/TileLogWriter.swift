import Sealing

/// Turns entries into the tiles and bundles of a growing log.
///
/// A value: keep a copy to go back when storing fails. Store all objects of an append, then publish the
/// checkpoint of the new size. Objects that a crash left behind without a checkpoint do not count: a later
/// append may give other bytes for their paths, which then replace them.
public struct TileLogWriter: Sendable {
  /// The longest entry.
  public static let maximumEntryCount = EntryBundle.maximumEntryCount

  /// How many entries there are.
  public private(set) var size: UInt64
  private var edge: TileEdge
  /// The bytes of the last, incomplete bundle.
  private var bundle: [UInt8]

  /// Starts an empty log.
  public init() {
    size = 0
    edge = TileEdge()
    bundle = []
  }

  /// Continues a log from its last tiles.
  ///
  /// With a root given, they must lead to it.
  public init(size: UInt64, root: Digest?, read: @escaping @Sendable (String) throws -> [UInt8]) throws {
    let source = TileSource(read: read)
    self.size = size
    edge = try TileEdge(size: size) { try source.hashes($0) }
    bundle = []
    let width = Int(size % UInt64(TileAddress.fullWidth))
    if width > 0 {
      let address = TileAddress(kind: .entries, index: size / UInt64(TileAddress.fullWidth), width: width)
      let entries = try source.entries(address)
      for entry in entries { try EntryBundle.append(entry, to: &bundle) }
      guard entries.map({ RFC6962.leafHash($0) }) == edge.levels.first else {
        throw LedgerError(code: .inconsistent, message: "\(address.path) does not match its tile")
      }
    }
    if let root, try edge.root() != root {
      throw LedgerError(
        code: .inconsistent, message: "the log's last tiles do not lead to the root of its checkpoint at size \(size)",
        remedy: "Restore the ledger's files from a backup, then run 'holdfast verify'")
    }
  }

  /// The root over all entries.
  public func root() throws -> Digest { try edge.root() }

  /// Adds entries and returns what to store: bundles first, then tiles.
  public mutating func append(_ entries: [[UInt8]]) throws -> [LedgerObject] {
    guard !entries.isEmpty else { return [] }
    var next = self
    let objects = try next.add(entries)
    self = next
    return objects
  }

  private mutating func add(_ entries: [[UInt8]]) throws -> [LedgerObject] {
    let width = UInt64(TileAddress.fullWidth)
    var bundles: [LedgerObject] = []
    var tiles: [LedgerObject] = []
    let before = edge.counts
    for entry in entries {
      try EntryBundle.append(entry, to: &bundle)
      edge.append(leafHash: RFC6962.leafHash(entry)) { address, hashes in
        tiles.append(LedgerObject(path: address.path, bytes: TileBytes.encode(hashes)))
      }
      size += 1
      if size % width == 0 {
        bundles.append(LedgerObject(path: TilePath.entries(index: size / width - 1), bytes: bundle))
        bundle = []
      }
    }
    if !bundle.isEmpty {
      bundles.append(
        LedgerObject(path: TilePath.entries(index: size / width, width: Int(size % width)), bytes: bundle))
    }
    for (address, hashes) in edge.partialTiles {
      guard case .hashes(let level) = address.kind, level >= before.count || before[level] != edge.counts[level] else {
        continue
      }
      tiles.append(LedgerObject(path: address.path, bytes: TileBytes.encode(hashes)))
    }
    return bundles + tiles
  }
}
