import Ledger
import Sealing
import Testing

@Suite struct WitnessTests {
  private let log: NoteSigner
  private let witness: Witness
  private let tree: MerkleTree

  init() throws {
    log = try NoteTests.signer("log.example", seed: 1)
    witness = try Witness(
      signer: NoteTests.signer("witness.example", seed: 2, kind: .cosignatureV1),
      logs: ["log.example": [log.verifier]])
    tree = MerkleTree(leafHashes: sampleEntries(20).map { RFC6962.leafHash($0) })
  }

  private func request(
    old: UInt64, new: UInt64, proof: [Digest]? = nil, root: Digest? = nil, by signer: NoteSigner? = nil,
    origin: String = "log.example"
  ) throws -> WitnessRequest {
    let note = try Checkpoint(origin: origin, size: new, root: root ?? tree.root(at: new)).signed(by: signer ?? log)
    return WitnessRequest(
      oldSize: old, proof: try proof ?? tree.consistencyProof(from: min(old, new), to: new), note: note)
  }

  private func answer(_ request: WitnessRequest, known: UInt64?) throws -> WitnessAnswer {
    try witness.answer(
      try WitnessRequest(parsing: Array(request.text.utf8)),
      latest: { origin in
        try known.map { LogHead(origin: origin, size: $0, root: try tree.root(at: $0)) }
      }, time: 99)
  }

  @Test func whatContinuesIsCosigned() throws {
    for (known, new) in [(nil, 5), (5, 13), (13, 13), (0, 20), (19, 20)] as [(UInt64?, UInt64)] {
      let request = try request(old: known ?? 0, new: new)
      let answer = try answer(request, known: known)
      guard case .cosigned(let signature, let head) = answer else {
        Issue.record("\(answer)")
        continue
      }
      #expect(answer.status == 200)
      #expect(head == LogHead(origin: "log.example", size: new, root: try tree.root(at: new)))
      var note = request.note
      note.add(try NoteSignature(line: String(answer.body.dropLast())))
      #expect(try note.verify(with: [log.verifier, witness.verifier]).count == 2)
      #expect(signature.cosignatureTime == 99)
    }
  }

  @Test func everythingElseGetsTheStatusOfTheSpecification() throws {
    let stranger = try NoteTests.signer("log.example", seed: 3)
    #expect(try answer(request(old: 5, new: 13, by: stranger), known: 5) == .forbidden)
    #expect(try answer(request(old: 5, new: 13, origin: "other.example"), known: 5) == .unknownLog)
    #expect(try answer(request(old: 13, new: 5), known: 13) == .badRequest)
    #expect(try answer(request(old: 4, new: 13), known: 5) == .conflict(size: 5))
    #expect(try answer(request(old: 0, new: 13), known: 5).body == "5\n")
    #expect(try answer(request(old: 5, new: 13), known: nil) == .conflict(size: 0))
    #expect(try answer(request(old: 5, new: 5, proof: [], root: SHA256.hash("x")), known: 5) == .conflict(size: 5))
    #expect(try answer(request(old: 5, new: 13, proof: []), known: 5) == .badProof)
    #expect(try answer(request(old: 5, new: 13, root: SHA256.hash("x")), known: 5) == .badProof)
    #expect(try answer(request(old: 0, new: 13, proof: [.zero]), known: nil) == .badProof)
    #expect(
      [WitnessAnswer.forbidden, .unknownLog, .badRequest, .conflict(size: 1), .badProof].map(\.status) == [
        403, 404, 400, 409, 422,
      ])
  }

  @Test func malformedRequestsAreRefused() throws {
    let text = try request(old: 5, new: 13).text
    for other in [
      "", "old 5\n", text.replacing("old 5", with: "old 05"), text.replacing("old 5", with: "new 5"),
      text.replacing("old 5\n", with: "old 5\nAAAA\n"),
      "old 0\n" + String(repeating: Digest.zero.base64 + "\n", count: 64) + "\n" + NoteTests.note,
    ] {
      #expect(throws: LedgerError.self, "\(other)") { try WitnessRequest(parsing: Array(other.utf8)) }
    }
    #expect(try WitnessRequest(parsing: Array(text.utf8)).text == text)
  }
}
