import Ledger
import Sealing
import Testing
import TestSupport

@Suite struct NoteTests {
  /// The example of the signed-note specification.
  static let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
  static let note =
    "This is an example message.\n\n"
    + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

  static func signer(_ name: String, seed: UInt64, kind: NoteKeyKind = .ed25519) throws -> NoteSigner {
    try NoteSigner(name: name, key: .generate(using: SeededRandomness(seed: seed)), kind: kind)
  }

  @Test func theSpecificationsExampleVerifies() throws {
    let verifier = try NoteVerifier(vkey: Self.key)
    #expect(verifier.name == "example.com/foo" && verifier.keyID == 0x530d_903a && verifier.vkey == Self.key)
    let note = try SignedNote(parsing: Self.note)
    #expect(note.text == "This is an example message.\n")
    #expect(note.serialized == Self.note)
    #expect(try note.verify(with: [verifier]) == [verifier])
  }

  @Test func everyChangedByteOfANoteIsNoticed() throws {
    let verifier = try NoteVerifier(vkey: Self.key)
    let bytes = Array(Self.note.utf8)
    for i in bytes.indices {
      var changed = bytes
      changed[i] ^= 1
      #expect(throws: LedgerError.self, "byte \(i)") { try SignedNote(parsing: changed).verify(with: [verifier]) }
      #expect(throws: LedgerError.self) { try SignedNote(parsing: Array(bytes.prefix(i))) }
    }
  }

  @Test func unknownSignersAreIgnoredAndKnownFailuresRefuse() throws {
    let a = try Self.signer("a.example", seed: 1)
    let b = try Self.signer("b.example", seed: 2)
    var note = try SignedNote(text: "text\n\nwith an empty line\n", signatures: [])
    #expect(throws: LedgerError.self) { try note.verify(with: [a.verifier]) }
    try note.sign(a)
    try note.sign(b)
    try note.sign(b)
    #expect(note.signatures.count == 2)
    let read = try SignedNote(parsing: note.serialized)
    #expect(read == note)
    #expect(try read.verify(with: [b.verifier]) == [b.verifier])
    #expect(try read.verify(with: [b.verifier, a.verifier]) == [a.verifier, b.verifier])
    let unknown = #expect(throws: LedgerError.self) { try read.verify(with: []) }
    #expect(unknown?.code == .unknownSigner)

    let broken = NoteSignature(
      name: "b.example", keyID: b.verifier.keyID, signature: [UInt8](repeating: 0, count: 64))
    let forged = try SignedNote(text: note.text, signatures: [note.signatures[0], broken])
    #expect(try forged.verify(with: [a.verifier]) == [a.verifier])
    let bad = #expect(throws: LedgerError.self) { try forged.verify(with: [a.verifier, b.verifier]) }
    #expect(bad?.code == .badSignature)
    // The same name under another key is another key.
    let namesake = try Self.signer("b.example", seed: 3)
    #expect(throws: LedgerError.self) { try read.verify(with: [namesake.verifier]) }
  }

  @Test(arguments: [
    "", "\n", "\n\n", "text\n", "text\n\n", "text\n— a AAAAAAE=\n", "text\n\n- a AAAAAAE=\n", "text\n\n—  AAAAAAE=\n",
    "text\n\n— a AAAAAAE=", "text\n\n— a AAAA\n", "text\n\n— a AAAAAAE\n", "text\n\n— a b AAAAAAE=\n",
    "text\n\n— a+b AAAAAAE=\n", "te\u{1}xt\n\n— a AAAAAAE=\n", "te\rxt\n\n— a AAAAAAE=\n", "text\n\n— a AAAAAAE=\r\n",
    "text\n\n— a AAAAAAE=\nmore\n", "text\n\n— a\u{a0}b AAAAAAE=\n", "\n— a AAAAAAE=\n",
  ])
  func malformedNotesAreRefused(text: String) {
    #expect(throws: LedgerError.self) { try SignedNote(parsing: text) }
  }

  @Test func manySignaturesAreReadAndTooManyRefused() throws {
    let line = "— a AAAAAAE=\n"
    #expect(try SignedNote(parsing: "t\n\n" + String(repeating: line, count: 100)).signatures.count == 100)
    #expect(throws: LedgerError.self) { try SignedNote(parsing: "t\n\n" + String(repeating: line, count: 101)) }
    #expect(throws: LedgerError.self) { try SignedNote(parsing: [0xff, 10, 10] + Array(line.utf8)) }
  }

  @Test func malformedKeysAreRefused() throws {
    for text in [
      "", "a", "a+b", "a+530d903a", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      "example.com/fob+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", "+530d903a+Aek=", "a+530d903a+",
      "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "a+530d903a+Ag==",
    ] {
      #expect(throws: LedgerError.self, "\(text)") { try NoteVerifier(vkey: text) }
    }
    // The base64 of a key may hold a plus itself.
    let plus = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"
    #expect(try NoteVerifier(vkey: plus).vkey == plus)
  }

  @Test func aCosignatureCarriesItsTime() throws {
    let log = try Self.signer("log.example", seed: 1)
    let witness = try Self.signer("witness.example", seed: 2, kind: .cosignatureV1)
    var note = try Checkpoint(origin: "log.example", size: 1, root: .zero).signed(by: log)
    let cosignature = try witness.cosign(text: note.text, time: 1_700_000_000)
    #expect(cosignature.cosignatureTime == 1_700_000_000)
    note.add(cosignature)
    let read = try SignedNote(parsing: note.serialized)
    #expect(try read.verify(with: [witness.verifier]) == [witness.verifier])
    #expect(try NoteVerifier(vkey: witness.verifier.vkey) == witness.verifier)
    var later = cosignature.signature
    later[7] ^= 1
    let forged = NoteSignature(name: cosignature.name, keyID: cosignature.keyID, signature: later)
    #expect(!witness.verifier.isValid(forged, of: note.text))
    #expect(throws: LedgerError.self) { try log.cosign(text: note.text, time: 1) }
    #expect(throws: LedgerError.self) { try witness.sign(text: note.text) }
  }
}
