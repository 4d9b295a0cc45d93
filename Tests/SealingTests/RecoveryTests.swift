import Sealing
import Testing

@Suite struct RecoveryTests {
  let randomness = SystemRandomness()

  @Test func aRecoverySecretOpensItsSlotAndGivesNoOfficer() throws {
    let secret = try RecoverySecret.generate(using: randomness)
    let identity = try VaultIdentity.generate(using: randomness)
    let slot = try RecoverySlot.seal(
      [identity], to: secret.publicKey, vaultID: "vault1", slotID: "r1", using: randomness)
    let read = try RecoverySlot(encoded: slot.encoded)
    #expect(read == slot && read.encoded == slot.encoded)
    #expect(try SlotKind.of(encoded: slot.encoded) == .recovery)
    let again = try RecoverySecret(text: secret.fileText(vaultID: "vault1", fingerprint: "AAAA-BBBB"))
    #expect(try read.open(with: again).map(\.publicIdentity) == [identity.publicIdentity])
    let other = try RecoverySecret.generate(using: randomness)
    let error = #expect(throws: SealingError.self) { try read.open(with: other) }
    #expect(error?.code == .wrongKey)
  }

  @Test func everyChangedByteOfASlotIsNoticed() throws {
    let secret = try RecoverySecret.generate(using: randomness)
    let slot = try RecoverySlot.seal(
      [.generate(using: randomness)], to: secret.publicKey, vaultID: "vault1", slotID: "r1", using: randomness)
    for i in slot.encoded.indices {
      var changed = slot.encoded
      changed[i] ^= 1
      let error = #expect(throws: SealingError.self, "byte \(i)") {
        try RecoverySlot(encoded: changed).open(with: secret)
      }
      #expect([.corruptSlot, .unsupportedVersion].contains(error?.code))
    }
    // A rewritten line with a fitting check is still noticed.
    let text = String(decoding: slot.encoded, as: UTF8.self)
    let body =
      text.split(separator: "\n").dropLast().joined(separator: "\n").replacing("slot r1", with: "slot r2") + "\n"
    let check = Derivation.digest(label: .slotCheck, parts: [Array(body.utf8)]).hex
    let forged = try RecoverySlot(encoded: Array((body + "check \(check)\n").utf8))
    let error = #expect(throws: SealingError.self) { try forged.open(with: secret) }
    #expect(error?.code == .corruptSlot)
  }

  @Test func aSecretIsReadAsPeopleTypeIt() throws {
    let secret = try RecoverySecret.generate(using: SeededRandomness(seed: 3))
    let line = secret.line
    #expect(line.hasPrefix("HOLDFAST-RECOVERY-SECRET-1 "))
    let name = "HOLDFAST-RECOVERY-SECRET-1 "
    let body = String(line.dropFirst(name.count))
    for text in [
      line, line.lowercased(), "  \(line)\n", name + body.replacing("-", with: " "),
      name + body.replacing("-", with: ""),
      "# comment\n\n" + name + body.replacing("0", with: "O").replacing("1", with: "l"),
      name + "\r\n" + body.replacing("-", with: "-\r\n"),
    ] {
      #expect(try RecoverySecret(text: text).publicKey == secret.publicKey, "\(text)")
    }
  }

  @Test func aMistypedSecretIsNoticed() throws {
    let line = Array(try RecoverySecret.generate(using: randomness).line.utf8)
    let start = "HOLDFAST-RECOVERY-SECRET-1 ".utf8.count
    for i in start..<line.count where line[i] != UInt8(ascii: "-") {
      var changed = line
      changed[i] = changed[i] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
      #expect(throws: SealingError.self) { try RecoverySecret(text: String(decoding: changed, as: UTF8.self)) }
    }
    for text in ["", "HOLDFAST-RECOVERY-SECRET-1", "HOLDFAST-RECOVERY-SECRET-1 AAAA", "# only a comment"] {
      #expect(throws: SealingError.self) { try RecoverySecret(text: text) }
    }
    let later = #expect(throws: SealingError.self) { try RecoverySecret(text: "HOLDFAST-RECOVERY-SECRET-2 AAAA") }
    #expect(later?.code == .unsupportedVersion)
  }
}
