import Ledger

/// The incomplete tiles of a log at one size: all that readers of that size need besides the full ones.
enum PartialTiles {
  /// Their paths in the log.
  static func paths(size: UInt64) -> Set<String> {
    var paths: Set<String> = []
    let width = UInt64(TileAddress.fullWidth)
    if size % width > 0 { paths.insert(TilePath.entries(index: size / width, width: Int(size % width))) }
    var level = 0
    var count = size
    while count > 0 {
      if count % width > 0 {
        paths.insert(TilePath.tile(level: level, index: count / width, width: Int(count % width)))
      }
      count /= width
      level += 1
    }
    return paths
  }

  /// The smallest size of a log that has a partial tile; nil for a full tile and for any other path.
  static func size(of path: String) -> UInt64? {
    guard let address = TilePath.parse(path), !address.isFull else { return nil }
    var (count, isTooLarge) = address.index.multipliedReportingOverflow(by: UInt64(TileAddress.fullWidth))
    if isTooLarge { return nil }
    (count, isTooLarge) = count.addingReportingOverflow(UInt64(address.width))
    if isTooLarge { return nil }
    guard case .hashes(let level) = address.kind else { return count }
    for _ in 0..<level {
      (count, isTooLarge) = count.multipliedReportingOverflow(by: UInt64(TileAddress.fullWidth))
      if isTooLarge { return nil }
    }
    return count
  }
}
