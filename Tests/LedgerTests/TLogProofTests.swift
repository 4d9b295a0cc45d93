import Ledger
import Sealing
import Testing

@Suite struct TLogProofTests {
  private func sample(_ extra: [UInt8]? = nil) throws -> (TLogProof, NoteSigner, [[UInt8]]) {
    let entries = sampleEntries(11)
    var tree = MerkleTree()
    for entry in entries { tree.append(entry: entry) }
    let signer = try NoteTests.signer("log.example/w", seed: 1)
    let note = try Checkpoint(origin: "log.example/w", size: 11, root: tree.root()).signed(by: signer)
    return (
      TLogProof(index: 6, hashes: try tree.inclusionProof(of: 6), checkpoint: note, extra: extra), signer, entries
    )
  }

  @Test(arguments: [nil, [], [1, 2, 3]] as [[UInt8]?])
  func aProofComesBackAndHolds(extra: [UInt8]?) throws {
    let (proof, signer, entries) = try sample(extra)
    let read = try TLogProof(text: proof.text)
    #expect(read == proof && read.text == proof.text)
    let checkpoint = try read.verify(
      leafHash: RFC6962.leafHash(entries[6]), verifiers: [signer.verifier], origin: "log.example/w")
    #expect(checkpoint.size == 11)
    let error = #expect(throws: LedgerError.self) {
      try read.verify(leafHash: RFC6962.leafHash(entries[7]), verifiers: [signer.verifier])
    }
    #expect(error?.code == .badProof)
  }

  @Test func everyChangedByteIsNoticed() throws {
    let (proof, signer, entries) = try sample()
    let bytes = Array(proof.text.utf8)
    for i in bytes.indices {
      var changed = bytes
      changed[i] ^= 1
      #expect(throws: LedgerError.self, "byte \(i)") {
        try TLogProof(text: String(decoding: changed, as: UTF8.self))
          .verify(leafHash: RFC6962.leafHash(entries[6]), verifiers: [signer.verifier])
      }
      #expect(throws: LedgerError.self) { try TLogProof(text: String(decoding: bytes.prefix(i), as: UTF8.self)) }
    }
  }

  @Test func aTreeOfOneEntryHasAnEmptyProof() throws {
    var tree = MerkleTree()
    tree.append(entry: [1])
    let signer = try NoteTests.signer("log.example/w", seed: 1)
    let note = try Checkpoint(origin: "log.example/w", size: 1, root: tree.root()).signed(by: signer)
    let proof = try TLogProof(text: TLogProof(index: 0, hashes: [], checkpoint: note).text)
    _ = try proof.verify(leafHash: RFC6962.leafHash([1]), verifiers: [signer.verifier])
  }

  @Test func otherWaysToWriteAProofAreRefused() throws {
    let text = try sample([1]).0.text
    for other in [
      text.replacing("index 6", with: "index 06"), text.replacing("index 6", with: "index  6"),
      text.replacing("@v1", with: "@v2"), text.replacing("extra AQ==\n", with: "extra AQ==\nextra AQ==\n"),
      text.replacing("extra AQ==", with: "extra AR=="), text.replacing("index 6\n", with: ""),
      text.replacing("\n\n", with: "\n"), "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nextra AQ==\n\nx\n",
      text.replacing("index 6\n", with: "index 6\r\n"),
    ] {
      #expect(throws: LedgerError.self, "\(other)") { try TLogProof(text: other) }
    }
  }
}
