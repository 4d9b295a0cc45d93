import Sealing
import Testing

/// Format v1: bytes that were once written must always be read.
///
/// With the seed given, sealing is deterministic.
@Suite struct FormatGoldenTests {
  @Test func slotsAndEnvelopesStayTheSame() throws {
    let randomness = SeededRandomness(seed: 11)
    let identity = try VaultIdentity.generate(using: randomness)
    let officer = OfficerSecret(id: "o-1", name: "Ada", signingKey: try .generate(using: randomness))
    let slot = try PassphraseSlot.seal(
      SlotContents(identities: [identity], officer: officer), passphrase: SecretBytes(Array("pass".utf8)),
      vaultID: "v", slotID: "s", parameters: ScryptParameters(logN: 4), using: randomness)
    let secret = try RecoverySecret.generate(using: randomness)
    let recovery = try RecoverySlot.seal(
      [identity], to: secret.publicKey, vaultID: "v", slotID: "r", using: randomness)
    let pair = try RetentionKeyPair.generate(using: randomness)
    let wrapped = try pair.wrap(
      to: identity.publicIdentity,
      binding: RetentionKeyBinding(vaultID: "v", keyID: "k", retentionClass: "c", period: "p", writer: "w"),
      using: randomness)
    let segment = try SegmentKey.generate(using: randomness).wrap(
      to: pair.publicKey,
      binding: SegmentKeyBinding(
        vaultID: "v", segmentID: "s", retentionKeyID: "k", retentionClass: "c", period: "p", writer: "w"),
      using: randomness)
    let digests = [slot.encoded, recovery.encoded, wrapped.encoded, segment.encoded, Array(secret.line.utf8)]
      .map { SHA256.hash($0).hex.prefix(16) }
    #expect(
      digests == ["ccdc2d5535272176", "7b1531a577c97e75", "2bee93f9dde8eeb2", "343435b1417e6729", "a9cba4a69b3e3c8b"])
    #expect(Fingerprint.text(of: identity.publicIdentity, vaultID: "v") == "1VH7-CRB0-B510-F32J-31F9-KGC9")
    #expect(
      Derivation.identifier(label: .messageIdentifier, texts: "vault", "meta", "account", "wamid.1", "0")
        == "g35wj3w36xoffzw7hwve")
    let parts = String(decoding: slot.encoded, as: UTF8.self).split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(
      parts == [
        "holdfast/v1/slot-passphrase", "vault", "slot", "officer", "scrypt", "salt", "commitment", "sealed", "check",
      ])
  }
}
