import Sealing
import Testing
import TestSupport

@Suite struct SlotTests {
  static let cheap = ScryptParameters(logN: 4, r: 8, p: 1)
  let passphrase = SecretBytes(Array("correct horse".utf8))

  private func contents() throws -> SlotContents {
    let randomness = SystemRandomness()
    return SlotContents(
      identities: [try .generate(using: randomness), try .generate(version: 2, using: randomness)],
      officer: OfficerSecret(id: "o-1", name: "Zoë Müller", signingKey: try .generate(using: randomness)))
  }

  private func slot(_ contents: SlotContents) throws -> PassphraseSlot {
    try PassphraseSlot.seal(
      contents, passphrase: passphrase, vaultID: "vault1", slotID: "slot1", parameters: SlotTests.cheap,
      using: SystemRandomness())
  }

  @Test func aPassphraseOpensItsSlot() throws {
    let contents = try contents()
    let sealed = try slot(contents)
    let read = try PassphraseSlot(encoded: sealed.encoded)
    #expect(read == sealed)
    #expect(read.encoded == sealed.encoded)
    #expect(read.vaultID == "vault1" && read.slotID == "slot1" && read.officerID == "o-1")
    #expect(try SlotKind.of(encoded: sealed.encoded) == .passphrase)
    let opened = try read.open(passphrase: passphrase)
    #expect(opened.identities.map(\.version) == [1, 2])
    #expect(opened.identities.map(\.publicIdentity) == contents.identities.map(\.publicIdentity))
    #expect(opened.officer?.name == "Zoë Müller")
    #expect(opened.officer?.signingKey.verifyingKey == contents.officer?.signingKey.verifyingKey)
    #expect(try opened.officer?.exchangeKey().publicKey == contents.officer?.exchangeKey().publicKey)
  }

  @Test func wrongPassphraseAndDamageAreDifferentErrors() throws {
    let sealed = try slot(try contents())
    let wrong = #expect(throws: SealingError.self) { try sealed.open(passphrase: SecretBytes([1])) }
    #expect(wrong?.code == .wrongPassphrase)
    let empty = #expect(throws: SealingError.self) { try sealed.open(passphrase: SecretBytes([])) }
    #expect(empty?.code == .wrongPassphrase)
    let text = String(decoding: sealed.encoded, as: UTF8.self)
    // Two letters alone turn up in base64 by chance.
    #expect(!text.contains("Zoë") && !text.contains(Base64.encode(Array("Zoë Mü".utf8))))
  }

  @Test func everyChangedByteOfASlotIsNoticed() throws {
    let encoded = try slot(try contents()).encoded
    for i in encoded.indices {
      for bit in [0x01, 0x20, 0x80] as [UInt8] {
        var changed = encoded
        changed[i] ^= bit
        let error = #expect(throws: SealingError.self, "byte \(i)") {
          try PassphraseSlot(encoded: changed).open(passphrase: passphrase)
        }
        #expect([.corruptSlot, .unsupportedVersion].contains(error?.code), "byte \(i): \(String(describing: error))")
      }
      #expect(throws: SealingError.self) { try PassphraseSlot(encoded: Array(encoded.prefix(i))) }
    }
    #expect(throws: SealingError.self) { try PassphraseSlot(encoded: encoded + [10]) }
  }

  /// Somebody who rewrites a line and its check gets no further.
  @Test(arguments: ["vault", "slot", "officer", "scrypt", "salt", "commitment", "sealed"])
  func aRewrittenLineIsNoticed(key: String) throws {
    var lines = String(decoding: try slot(try contents()).encoded, as: UTF8.self).split(separator: "\n").map(
      String.init)
    let at = try #require(lines.firstIndex { $0.hasPrefix(key + " ") })
    let value = String(lines[at].dropFirst(key.count + 1))
    let changed =
      switch key {
      case "scrypt": "5 8 1"
      case "salt", "commitment", "sealed":
        Base64.encode([try #require(Base64.decode(value)?.first) ^ 1] + (Base64.decode(value) ?? []).dropFirst())
      default: value + "x"
      }
    lines[at] = "\(key) \(changed)"
    let body = lines.dropLast().joined(separator: "\n") + "\n"
    let check = Derivation.digest(label: .slotCheck, parts: [Array(body.utf8)]).hex
    let forged = try PassphraseSlot(encoded: Array((body + "check \(check)\n").utf8))
    let error = #expect(throws: SealingError.self) { try forged.open(passphrase: passphrase) }
    let expected: SealingError.Code =
      ["scrypt", "salt", "commitment"].contains(key) ? .wrongPassphrase : .corruptSlot
    #expect(error?.code == expected)
  }

  @Test func otherWaysToWriteASlotAreRefused() throws {
    let text = String(decoding: try slot(try contents()).encoded, as: UTF8.self)
    let body = String(text[..<text.range(ofCheck: ())])
    for other in [
      body.replacing("scrypt 4 8 1", with: "scrypt 04 8 1"), body.replacing("scrypt 4 8 1", with: "scrypt  4 8 1"),
      body.replacing("scrypt 4 8 1", with: "scrypt +4 8 1"), body.replacing("scrypt 4 8 1", with: "scrypt 40 8 1"),
      body.replacing("vault vault1", with: "vault vault1 "), body.replacing("vault vault1", with: "vault "),
      body.replacing("vault vault1\n", with: "vault vault1\r\n"), body.replacing("vault vault1", with: "vault é"),
      body + "more 1\n", body.replacing("slot slot1\n", with: ""),
    ] {
      let check = Derivation.digest(label: .slotCheck, parts: [Array(other.utf8)]).hex
      let error = #expect(throws: SealingError.self, "\(other)") {
        try PassphraseSlot(encoded: Array((other + "check \(check)\n").utf8))
      }
      #expect(error?.code == .corruptSlot)
    }
  }

  @Test func aSlotOfALaterVersionSaysSo() throws {
    for text in ["holdfast/v2/slot-passphrase\n", "holdfast/v1/slot-kms\n"] {
      let error = #expect(throws: SealingError.self) { try SlotKind.of(encoded: Array(text.utf8)) }
      #expect(error?.code == .unsupportedVersion)
    }
    let error = #expect(throws: SealingError.self) { try SlotKind.of(encoded: [0xff, 0x00]) }
    #expect(error?.code == .corruptSlot)
  }

  @Test func idsThatDoNotFitAreRefused() throws {
    let contents = try contents()
    for bad in ["", "a b", "a\nb", "é", String(repeating: "a", count: 129)] {
      #expect(throws: SealingError.self) {
        try PassphraseSlot.seal(
          contents, passphrase: passphrase, vaultID: bad, slotID: "s", parameters: SlotTests.cheap,
          using: SystemRandomness())
      }
    }
  }

  @Test func theSameSealedTwiceDiffers() throws {
    let contents = try contents()
    #expect(try slot(contents).encoded != slot(contents).encoded)
  }
}

extension String {
  /// Where the check line starts.
  fileprivate func range(ofCheck: Void) -> String.Index {
    let lines = split(separator: "\n")
    return lines[lines.count - 1].startIndex
  }
}
