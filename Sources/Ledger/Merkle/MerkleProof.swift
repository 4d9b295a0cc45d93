import Sealing

/// Checking proofs, which may come from anybody.
public enum MerkleProof {
  /// The root that an inclusion proof leads to; nil when the proof has the wrong length for its place.
  public static func rootFromInclusion(
    leafHash: Digest, index: UInt64, size: UInt64, proof: [Digest]
  ) -> Digest? {
    guard index < size else { return nil }
    // Below the height where the paths of this and the last entry part, siblings lie on both sides; above it
    // only on the left, and only where the index has a bit set.
    let inner = 64 - (index ^ (size - 1)).leadingZeroBitCount
    let border = inner < 64 ? (index >> UInt64(inner)).nonzeroBitCount : 0
    guard proof.count == inner + border else { return nil }
    var hash = chainInner(leafHash, proof[0..<inner], index)
    for sibling in proof[inner...] { hash = RFC6962.nodeHash(sibling, hash) }
    return hash
  }

  /// Whether an entry is in a tree.
  public static func verifyInclusion(
    leafHash: Digest, index: UInt64, size: UInt64, root: Digest, proof: [Digest]
  ) -> Bool {
    rootFromInclusion(leafHash: leafHash, index: index, size: size, proof: proof) == root
  }

  /// Whether a tree continues an earlier one, which must not be empty: nothing can be proved about that.
  public static func verifyConsistency(
    size1: UInt64, root1: Digest, size2: UInt64, root2: Digest, proof: [Digest]
  ) -> Bool {
    guard size1 > 0, size1 <= size2 else { return false }
    guard size1 < size2 else { return proof.isEmpty && root1 == root2 }
    guard !proof.isEmpty else { return false }
    let last = size1 - 1
    let fullInner = 64 - (last ^ (size2 - 1)).leadingZeroBitCount
    let shift = size1.trailingZeroBitCount
    // The largest complete subtree at the end of the old tree: where the proof starts.
    var seed = proof[0]
    var rest = proof[1...]
    if size1 == 1 << UInt64(shift) {
      // The old tree is one complete subtree, and its root stands for the missing first hash.
      seed = root1
      rest = proof[...]
    }
    let inner = fullInner - shift
    let border = fullInner < 64 ? (last >> UInt64(fullInner)).nonzeroBitCount : 0
    guard inner >= 0, rest.count == inner + border else { return false }
    let innerProof = rest.prefix(inner)
    let borderProof = rest.dropFirst(inner)
    let mask = last >> UInt64(shift)
    var old = chainInnerRight(seed, innerProof, mask)
    var new = chainInner(seed, innerProof, mask)
    for sibling in borderProof {
      old = RFC6962.nodeHash(sibling, old)
      new = RFC6962.nodeHash(sibling, new)
    }
    return old == root1 && new == root2
  }

  private static func chainInner(_ seed: Digest, _ proof: ArraySlice<Digest>, _ index: UInt64) -> Digest {
    var hash = seed
    var bits = index
    for sibling in proof {
      hash = bits & 1 == 0 ? RFC6962.nodeHash(hash, sibling) : RFC6962.nodeHash(sibling, hash)
      bits >>= 1
    }
    return hash
  }

  private static func chainInnerRight(_ seed: Digest, _ proof: ArraySlice<Digest>, _ index: UInt64) -> Digest {
    var hash = seed
    var bits = index
    for sibling in proof {
      if bits & 1 == 1 { hash = RFC6962.nodeHash(sibling, hash) }
      bits >>= 1
    }
    return hash
  }
}
