import Sealing

/// Whatever knows the roots of complete subtrees, and so can prove.
protocol MerkleNodes {
  /// The root of the `index`-th complete subtree of 2^`height` entries.
  func node(height: Int, index: UInt64) throws -> Digest
}

extension MerkleNodes {
  /// The root over entries `start ..< start + count`, where a subtree begins at `start`.
  func root(start: UInt64, count: UInt64) throws -> Digest {
    guard count > 0 else { return RFC6962.empty }
    if count.nonzeroBitCount == 1 {
      let height = count.trailingZeroBitCount
      return try node(height: height, index: start >> UInt64(height))
    }
    let split = count.splitPoint
    return RFC6962.nodeHash(
      try root(start: start, count: split), try root(start: start + split, count: count - split))
  }

  /// RFC 6962, section 2.1.1: the path of an entry in the first `size` entries, from the leaf upwards.
  func inclusionPath(of index: UInt64, size: UInt64) throws -> [Digest] {
    guard index < size else { throw LedgerError.notInTree("entry \(index) is not in a tree of \(size)") }
    var siblings: [Digest] = []
    var start: UInt64 = 0
    var count = size
    while count > 1 {
      let split = count.splitPoint
      if index - start < split {
        siblings.append(try root(start: start + split, count: count - split))
        count = split
      } else {
        siblings.append(try root(start: start, count: split))
        start += split
        count -= split
      }
    }
    return siblings.reversed()
  }

  /// RFC 6962, section 2.1.2: that the first `old` entries of `size` are still the same.
  func consistencyPath(from old: UInt64, to size: UInt64) throws -> [Digest] {
    guard old <= size else { throw LedgerError.notInTree("a tree of \(size) cannot contain one of \(old)") }
    guard old > 0, old < size else { return [] }
    var path: [Digest] = []
    var start: UInt64 = 0
    var count = size
    var left = old
    var isWhole = true
    while left != count {
      let split = count.splitPoint
      if left <= split {
        path.append(try root(start: start + split, count: count - split))
        count = split
      } else {
        path.append(try root(start: start, count: split))
        start += split
        count -= split
        left -= split
        isWhole = false
      }
    }
    if !isWhole { path.append(try root(start: start, count: count)) }
    return path.reversed()
  }
}

extension UInt64 {
  /// The largest power of two below a number greater than one.
  var splitPoint: UInt64 { 1 << UInt64(63 - (self - 1).leadingZeroBitCount) }
}
