import Ledger
import Sealing
import Testing
import TestSupport

@Suite struct MerkleTreeTests {
  /// The entries and roots that the reference implementations of RFC 6962 test with.
  static let entries = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
  ].map { Hex.decode($0)! }
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test func knownRoots() throws {
    var tree = MerkleTree()
    var compact = CompactTree()
    #expect(tree.root().hex == Self.roots[0] && compact.root().hex == Self.roots[0])
    for (i, entry) in Self.entries.enumerated() {
      tree.append(entry: entry)
      compact.append(entry: entry)
      #expect(tree.root().hex == Self.roots[i + 1] && compact.root().hex == Self.roots[i + 1])
    }
    for size in 0...8 { #expect(try tree.root(at: UInt64(size)).hex == Self.roots[size]) }
  }

  @Test func everyProofOfSmallTreesIsTheNaiveOne() throws {
    let entries = sampleEntries(40)
    var tree = MerkleTree()
    for entry in entries { tree.append(entry: entry) }
    for size in 1...40 {
      let part = entries.prefix(size)
      let root = NaiveTree.root(part)
      #expect(try tree.root(at: UInt64(size)) == root)
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: UInt64(index), in: UInt64(size))
        #expect(proof == NaiveTree.path(index, part))
        let leaf = RFC6962.leafHash(entries[index])
        #expect(
          MerkleProof.verifyInclusion(
            leafHash: leaf, index: UInt64(index), size: UInt64(size), root: root, proof: proof))
        for wrong in 0..<size where wrong != index {
          #expect(
            !MerkleProof.verifyInclusion(
              leafHash: leaf, index: UInt64(wrong), size: UInt64(size), root: root, proof: proof))
        }
      }
      for old in 1...size {
        let proof = try tree.consistencyProof(from: UInt64(old), to: UInt64(size))
        #expect(proof == NaiveTree.consistency(old, part))
        #expect(
          MerkleProof.verifyConsistency(
            size1: UInt64(old), root1: NaiveTree.root(entries.prefix(old)), size2: UInt64(size), root2: root,
            proof: proof))
        if old < size {
          #expect(
            !MerkleProof.verifyConsistency(
              size1: UInt64(old), root1: NaiveTree.root(entries.prefix(old - 1)), size2: UInt64(size), root2: root,
              proof: proof))
        }
      }
    }
  }

  @Test func changedProofsAreRefused() throws {
    var random = SeededGenerator.reported()
    let entries = sampleEntries(300)
    var tree = MerkleTree()
    for entry in entries { tree.append(entry: entry) }
    for _ in 0..<60 {
      let size = UInt64.random(in: 2...300, using: &random)
      let index = UInt64.random(in: 0..<size, using: &random)
      let old = UInt64.random(in: 1..<size, using: &random)
      let leaf = try tree.leafHash(at: index)
      let root = try tree.root(at: size)
      let oldRoot = try tree.root(at: old)
      func includes(_ proof: [Digest]) -> Bool {
        MerkleProof.verifyInclusion(leafHash: leaf, index: index, size: size, root: root, proof: proof)
      }
      func continues(_ proof: [Digest]) -> Bool {
        MerkleProof.verifyConsistency(size1: old, root1: oldRoot, size2: size, root2: root, proof: proof)
      }
      let inclusion = try tree.inclusionProof(of: index, in: size)
      let consistency = try tree.consistencyProof(from: old, to: size)
      #expect(includes(inclusion) && continues(consistency))
      for (proof, holds) in [(inclusion, includes), (consistency, continues)] {
        #expect(!holds(proof + [root]) && !holds([leaf] + proof))
        for i in proof.indices {
          var changed = proof
          changed[i] = SHA256.hash(proof[i].bytes)
          #expect(!holds(changed))
          changed.remove(at: i)
          #expect(!holds(changed))
        }
      }
    }
  }

  @Test func impossibleQuestionsAreErrors() throws {
    var tree = MerkleTree()
    tree.append(entry: Digest.zero)
    #expect(throws: LedgerError.self) { try tree.inclusionProof(of: 1) }
    #expect(throws: LedgerError.self) { try tree.inclusionProof(of: 0, in: 2) }
    #expect(throws: LedgerError.self) { try tree.consistencyProof(from: 2, to: 1) }
    #expect(throws: LedgerError.self) { try tree.consistencyProof(from: 0, to: 2) }
    #expect(throws: LedgerError.self) { try tree.root(at: 2) }
    #expect(throws: LedgerError.self) { try tree.leafHash(at: 1) }
    #expect(throws: LedgerError.self) { try CompactTree(size: 3, peaks: [.zero]) }
    for size in [UInt64.max, 1 << 63, 1] {
      #expect(
        !MerkleProof.verifyInclusion(leafHash: .zero, index: size - 1, size: size, root: .zero, proof: [.zero, .zero]))
      #expect(!MerkleProof.verifyConsistency(size1: size - 1, root1: .zero, size2: size, root2: .zero, proof: []))
      #expect(!MerkleProof.verifyConsistency(size1: 1, root1: .zero, size2: size, root2: .zero, proof: [.zero, .zero]))
    }
  }
}
