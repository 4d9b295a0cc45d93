import Sealing

extension TileLog {
  /// Rebuilds the tree from the entries and compares every tile and the root: the faults found, or none.
  ///
  /// Each entry is handed out with its index. A bundle that cannot be read is a fault, and the walk goes on
  /// with the hashes of its tile.
  public func verify(
    root expected: Digest, each: (UInt64, [UInt8]) throws -> Void = { _, _ in }
  ) throws -> [LedgerFault] {
    let width = UInt64(TileAddress.fullWidth)
    var faults: [LedgerFault] = []
    var edge = TileEdge()
    func compare(_ address: TileAddress, _ hashes: [Digest]) {
      do {
        if try storedTile(address) != hashes {
          faults.append(LedgerFault(path: address.path, what: "the tile does not match the entries"))
        }
      } catch {
        faults.append(LedgerFault(path: address.path, what: TileLog.reason(error)))
      }
    }
    var index: UInt64 = 0
    while index < size {
      let bundleIndex = index / width
      let count = min(width, size - index)
      let hashes: [Digest]
      let entries: [[UInt8]]
      do {
        entries = try bundle(bundleIndex)
        hashes = entries.map { RFC6962.leafHash($0) }
      } catch let error as LedgerError {
        let address = TileAddress(kind: .entries, index: bundleIndex, width: Int(count))
        faults.append(LedgerFault(path: address.path, what: error.message))
        entries = []
        do {
          hashes = try storedTile(TileAddress(kind: .hashes(level: 0), index: bundleIndex, width: Int(count)))
        } catch {
          // Neither entries nor their hashes are there: nothing after this can be checked.
          faults.append(LedgerFault(path: TilePath.checkpoint, what: "the root cannot be recomputed"))
          return faults
        }
      }
      // Outside the catch: what the caller throws is the caller's.
      for (offset, entry) in entries.enumerated() { try each(index + UInt64(offset), entry) }
      for hash in hashes { edge.append(leafHash: hash, onFull: compare) }
      index += count
    }
    for (address, hashes) in edge.partialTiles { compare(address, hashes) }
    if try edge.root() != expected {
      faults.append(LedgerFault(path: TilePath.checkpoint, what: "the entries do not lead to the checkpoint's root"))
    }
    return faults
  }

  private static func reason(_ error: any Error) -> String {
    (error as? LedgerError)?.message ?? "\(error)"
  }
}
