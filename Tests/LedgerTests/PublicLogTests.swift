import Foundation
import Ledger
import Sealing
import Testing
import TestSupport

/// Public vectors and a public log beside the project; skipped where they are absent.
@Suite struct PublicLogTests {
  static var isPresent: Bool { Fixtures.url("tlog") != nil }

  private struct Inclusion: Decodable {
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: String
    let leafHash: String
    let proof: [String]?
    let wantErr: Bool
  }

  private struct Consistency: Decodable {
    let size1: UInt64
    let size2: UInt64
    let root1: String
    let root2: String
    let proof: [String]?
    let wantErr: Bool
  }

  private func files(_ folder: String) throws -> [URL] {
    let url = try #require(Fixtures.url(folder))
    let all = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return all.filter { $0.pathExtension == "json" }
  }

  private func digests(_ texts: [String]?) -> [Digest]? {
    let digests = (texts ?? []).map { Digest(base64: $0) }
    return digests.contains(nil) ? nil : digests.compactMap { $0 }
  }

  /// Some vectors have placeholders instead of hashes, which only matter by being equal or not.
  private func root(_ text: String) -> Digest? {
    Digest(base64: text) ?? Base64.decode(text).map { SHA256.hash($0) }
  }

  @Test(.enabled(if: isPresent)) func inclusionVectors() throws {
    let files = try files("tlog/merkle/inclusion")
    #expect(files.count > 80)
    for file in files {
      let vector = try JSONDecoder().decode(Inclusion.self, from: Data(contentsOf: file))
      var holds = false
      if let root = Digest(base64: vector.root), let leaf = Digest(base64: vector.leafHash),
        let proof = digests(vector.proof)
      {
        holds = MerkleProof.verifyInclusion(
          leafHash: leaf, index: vector.leafIdx, size: vector.treeSize, root: root, proof: proof)
      }
      #expect(holds == !vector.wantErr, "\(file.path)")
    }
  }

  @Test(.enabled(if: isPresent)) func consistencyVectors() throws {
    let files = try files("tlog/merkle/consistency")
    #expect(files.count > 80)
    for file in files {
      let vector = try JSONDecoder().decode(Consistency.self, from: Data(contentsOf: file))
      var holds = false
      if let root1 = root(vector.root1), let root2 = root(vector.root2), let proof = digests(vector.proof) {
        holds = MerkleProof.verifyConsistency(
          size1: vector.size1, root1: root1, size2: vector.size2, root2: root2, proof: proof)
      }
      #expect(holds == !vector.wantErr, "\(file.path)")
    }
  }

  @Test(.enabled(if: isPresent)) func aWholePublicLogVerifies() throws {
    let folder = try #require(Fixtures.url("tlog/tessera-testdata/log"))
    let read: @Sendable (String) throws -> [UInt8] = { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
    func checkpoint(_ name: String) throws -> Checkpoint {
      try Checkpoint(text: SignedNote(parsing: read(name)).text)
    }
    let last = try checkpoint("checkpoint")
    #expect(last.size == 15)
    var entries: [[UInt8]] = []
    #expect(
      try TileLog(size: last.size, read: read).verify(root: last.root) { _, entry in entries.append(entry) } == [])
    #expect(entries.count == 15)
    let log = TileLog(size: last.size, read: read)
    // Written by us, the same entries give the same objects.
    var writer = TileLogWriter()
    for (i, entry) in entries.enumerated() {
      let earlier = try checkpoint("checkpoint.\(i)")
      #expect(earlier.size == UInt64(i))
      #expect(try writer.root() == earlier.root)
      try last.requireContinuation(of: earlier, proof: log.consistencyProof(from: earlier.size))
      #expect(
        MerkleProof.verifyInclusion(
          leafHash: RFC6962.leafHash(entry), index: UInt64(i), size: last.size, root: last.root,
          proof: try log.inclusionProof(of: UInt64(i))))
      for object in try writer.append([entry]) { #expect(try read(object.path) == object.bytes, "\(object.path)") }
    }
    #expect(try writer.root() == last.root)
    _ = try TileLogWriter(size: last.size, root: last.root, read: read)
  }
}
