import Sealing

/// A tile of hashes as bytes.
enum TileBytes {
  static func encode(_ hashes: [Digest]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * Digest.count)
    for hash in hashes { hash.withBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// The first `width` hashes; nil when the count of bytes is not that of `width` hashes.
  static func decode(_ bytes: [UInt8], width: Int, allowingMore: Bool) -> [Digest]? {
    let count = width * Digest.count
    guard bytes.count == count || allowingMore && bytes.count > count && bytes.count % Digest.count == 0 else {
      return nil
    }
    return (0..<width).compactMap { Digest(bytes: bytes[$0 * Digest.count..<($0 + 1) * Digest.count]) }
  }
}
