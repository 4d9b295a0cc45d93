import Sealing

/// A growing tree that remembers only the roots of its complete subtrees: enough for its root.
public struct CompactTree: Sendable {
  /// How many entries there are.
  public private(set) var size: UInt64 = 0
  /// Roots of complete subtrees, largest first: one for each set bit of the size.
  public private(set) var peaks: [Digest] = []

  /// Starts without entries.
  public init() {}

  /// Continues a tree from the roots of its complete subtrees, largest first.
  public init(size: UInt64, peaks: [Digest]) throws {
    guard peaks.count == size.nonzeroBitCount else {
      throw LedgerError.malformed("a tree of \(size) entries has \(size.nonzeroBitCount) peaks, not \(peaks.count)")
    }
    self.size = size
    self.peaks = peaks
  }

  /// Adds an entry's hash.
  public mutating func append(leafHash: Digest) {
    var hash = leafHash
    var bits = size
    while bits & 1 == 1, let left = peaks.popLast() {
      hash = RFC6962.nodeHash(left, hash)
      bits >>= 1
    }
    peaks.append(hash)
    size += 1
  }

  /// Adds an entry.
  public mutating func append(entry: [UInt8]) { append(leafHash: RFC6962.leafHash(entry)) }

  /// Adds an entry that is itself a digest.
  public mutating func append(entry: Digest) { append(leafHash: RFC6962.leafHash(entry)) }

  /// The tree's root.
  public func root() -> Digest {
    guard var hash = peaks.last else { return RFC6962.empty }
    for left in peaks.dropLast().reversed() { hash = RFC6962.nodeHash(left, hash) }
    return hash
  }
}
