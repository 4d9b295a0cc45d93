import Ledger
import Sealing
import Testing

@Suite struct CheckpointTests {
  @Test func aCheckpointComesBack() throws {
    let signer = try NoteTests.signer("log.example/w", seed: 1)
    let checkpoint = try Checkpoint(origin: "log.example/w", size: 20_852_163, root: SHA256.hash("r"))
    let bytes = Array(try checkpoint.signed(by: signer).serialized.utf8)
    let opened = try Checkpoint.open(bytes, verifiers: [signer.verifier], origin: "log.example/w")
    #expect(opened.checkpoint == checkpoint && opened.checkpoint.text == checkpoint.text)
    let error = #expect(throws: LedgerError.self) {
      try Checkpoint.open(bytes, verifiers: [signer.verifier], origin: "log.example/x")
    }
    #expect(error?.code == .inconsistent)
  }

  @Test func malformedCheckpointsAreRefused() throws {
    let root = Digest.zero.base64
    for text in [
      "", "o\n1\n", "o\n1\n\(root)", "o\n01\n\(root)\n", "o\n+1\n\(root)\n", "o\n-1\n\(root)\n",
      "o\n1\n\(root.dropLast())\n",
      "\n1\n\(root)\n", "o\n1\n\(root)\n\n", "o\n18446744073709551616\n\(root)\n", "o\n0\n\(root)\n", "o\n１\n\(root)\n",
      "o\r\n1\r\n\(root)\r\n",
    ] {
      #expect(throws: LedgerError.self, "\(text)") { try Checkpoint(text: text) }
    }
    #expect(try Checkpoint(text: "o\n1\n\(root)\nmore\n").extensions == ["more"])
    #expect(try Checkpoint(text: "o\n18446744073709551615\n\(root)\n").size == .max)
    #expect(throws: LedgerError.self) { try Checkpoint(origin: "a\nb", size: 0, root: RFC6962.empty) }
  }

  @Test func rollingBackAndRewritingAreNoticed() throws {
    var tree = MerkleTree()
    var other = MerkleTree()
    for entry in sampleEntries(9) {
      tree.append(entry: entry)
      other.append(entry: entry + [0])
    }
    func at(_ size: UInt64) throws -> Checkpoint { try Checkpoint(origin: "o", size: size, root: tree.root(at: size)) }
    try at(9).requireContinuation(of: at(4), proof: tree.consistencyProof(from: 4, to: 9))
    try at(9).requireContinuation(of: at(0), proof: [])
    try at(0).requireContinuation(of: at(0), proof: [])
    let back = #expect(throws: LedgerError.self) { try at(4).requireContinuation(of: at(9), proof: []) }
    #expect(back?.code == .rolledBack)
    let rewritten = try Checkpoint(origin: "o", size: 9, root: other.root())
    let error = #expect(throws: LedgerError.self) {
      try rewritten.requireContinuation(of: at(4), proof: other.consistencyProof(from: 4, to: 9))
    }
    #expect(error?.code == .inconsistent)
    #expect(throws: LedgerError.self) {
      try Checkpoint(origin: "p", size: 9, root: tree.root()).requireContinuation(of: at(9), proof: [])
    }
  }

  @Test func aVaultCheckpointComesBackWhateverTheOrder() throws {
    let heads = [
      LogHead(origin: "holdfast/v/b", size: 3, root: SHA256.hash("b")),
      LogHead(origin: "holdfast/v/a", size: 0, root: RFC6962.empty),
    ]
    let checkpoint = try VaultCheckpoint(vaultID: "v1", logs: heads)
    #expect(try checkpoint == VaultCheckpoint(vaultID: "v1", logs: heads.reversed()))
    #expect(
      checkpoint.text == """
        holdfast vault checkpoint v1
        vault v1
        log holdfast/v/a 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
        log holdfast/v/b 3 \(SHA256.hash("b").base64)

        """)
    #expect(try VaultCheckpoint(text: checkpoint.text) == checkpoint)
    #expect(checkpoint.head(of: "holdfast/v/b")?.size == 3 && checkpoint.head(of: "x") == nil)
    let signer = try NoteTests.signer("holdfast/v/b", seed: 4)
    let bytes = Array(try checkpoint.signed(by: signer).serialized.utf8)
    #expect(try VaultCheckpoint.open(bytes, verifiers: [signer.verifier]).checkpoint == checkpoint)
    #expect(checkpoint.identifier.count == 20)
  }

  @Test func malformedVaultCheckpointsAreRefused() throws {
    let root = SHA256.hash("b").base64
    let start = "holdfast vault checkpoint v1\nvault v\n"
    for text in [
      "", start.replacing("v1", with: "v2"), start + "log a 1 \(root)", start + "log b 1 \(root)\nlog a 1 \(root)\n",
      start + "log a 1 \(root)\nlog a 1 \(root)\n", start + "log a 01 \(root)\n", start + "log  a 1 \(root)\n",
      start + "log a 1 \(root) \n", start + "other a 1 \(root)\n", start + "log a 0 \(root)\n", start + "\n",
      "holdfast vault checkpoint v1\nvault \n",
    ] {
      #expect(throws: LedgerError.self, "\(text)") { try VaultCheckpoint(text: text) }
    }
    #expect(try VaultCheckpoint(text: start).logs.isEmpty)
  }
}
