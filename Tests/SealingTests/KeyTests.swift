import Sealing
import Testing

@Suite struct KeyTests {
  let randomness = SystemRandomness()

  private func binding(_ class: String = "default", period: String = "2025-10") -> RetentionKeyBinding {
    RetentionKeyBinding(vaultID: "v", keyID: "k", retentionClass: `class`, period: period, writer: "w")
  }

  @Test func aRetentionKeyOpensOnlyForItsIdentityAndBinding() throws {
    let identity = try VaultIdentity.generate(using: randomness)
    let older = try VaultIdentity.generate(version: 2, using: randomness)
    let pair = try RetentionKeyPair.generate(using: randomness)
    let envelope = try pair.wrap(to: identity.publicIdentity, binding: binding(), using: randomness)
    let again = try Envelope(encoded: envelope.encoded)
    #expect(again == envelope && again.recipientVersion == 1)
    #expect(try Envelope(base64: envelope.base64) == envelope)
    let opened = try RetentionKeyPair.unwrap(
      again, identities: [older, identity], binding: binding(), expecting: pair.publicKey)
    #expect(opened.publicKey == pair.publicKey)

    let wrongKey = #expect(throws: SealingError.self) {
      try RetentionKeyPair.unwrap(again, identities: [older], binding: binding(), expecting: pair.publicKey)
    }
    #expect(wrongKey?.code == .wrongKey)
    for other in [binding("audit"), binding(period: "2025-11")] {
      let error = #expect(throws: SealingError.self) {
        try RetentionKeyPair.unwrap(again, identities: [identity], binding: other, expecting: pair.publicKey)
      }
      #expect(error?.code == .authenticationFailed)
    }
    let swapped = try RetentionKeyPair.generate(using: randomness).publicKey
    #expect(throws: SealingError.self) {
      try RetentionKeyPair.unwrap(again, identities: [identity], binding: binding(), expecting: swapped)
    }
  }

  @Test func everyChangedByteOfAnEnvelopeIsNoticed() throws {
    let key = try X25519PrivateKey.generate(using: randomness)
    let data = AssociatedData(.indexRoot).appending("x")
    let envelope = try Envelope.seal(
      [1, 2, 3], to: key.publicKey, recipientVersion: 3, binding: data, using: randomness)
    #expect(try envelope.open(with: key, binding: data).copyBytes() == [1, 2, 3])
    for i in envelope.encoded.indices {
      var changed = envelope.encoded
      changed[i] ^= 1
      #expect(throws: SealingError.self) { try Envelope(encoded: changed).open(with: key, binding: data) }
    }
    for count in 0..<61 {
      #expect(throws: SealingError.self) { try Envelope(encoded: .init(envelope.encoded.prefix(count))) }
    }
  }

  @Test func aSegmentKeyComesBackWithAllItDerives() throws {
    let retention = try RetentionKeyPair.generate(using: randomness)
    let binding = SegmentKeyBinding(
      vaultID: "v", segmentID: "s", retentionKeyID: "k", retentionClass: "default", period: "2025-10", writer: "w")
    let key = try SegmentKey.generate(using: randomness)
    let envelope = try key.wrap(to: retention.publicKey, binding: binding, using: randomness)
    let opened = try SegmentKey.unwrap(envelope, with: retention, binding: binding, commitment: key.commitment)
    #expect(opened.blockKey == key.blockKey && opened.footerKey == key.footerKey)
    #expect(opened.salt(3) == key.salt(3))
    #expect(opened.isValid(headerMAC: key.headerMAC([1, 2]), of: [1, 2]))
    #expect(!opened.isValid(headerMAC: key.headerMAC([1, 2]), of: [1, 3]))
    #expect(key.blockKey != key.footerKey)
    #expect(try key.mediaKey(0) != key.mediaKey(1))
    #expect(Set((0..<100).map { key.salt($0) }).count == 100)
    let error = #expect(throws: SealingError.self) {
      try SegmentKey.unwrap(envelope, with: retention, binding: binding, commitment: .zero)
    }
    #expect(error?.code == .wrongKey)
  }

  @Test func aRecordsCommitmentIsWhatAnybodyComputes() throws {
    let key = try SegmentKey(SecretBytes([UInt8](repeating: 9, count: 32)))
    let text = Array("{\"a\":1}".utf8)
    let byHand = SHA256.hash(parts: [Array("holdfast/v1/record-commitment\0".utf8), key.salt(7), text])
    #expect(key.recordCommitment(7, text) == byHand)
    #expect(key.recordCommitment(7, text[...]) == byHand)
    #expect(RecordCommitment.compute(salt: key.salt(7), canonical: text) == byHand)
    #expect(key.recordCommitment(8, text) != byHand)
    // Format v1: what these derive to must never change.
    #expect(Hex.encode(key.salt(0)) == "09162540491718e6c098af6312909323df702f0f2f56389c6ab842a6b682a76c")
    #expect(key.commitment.hex == "4ff2ae5bc8382dc56a522dca4fdba7c7560e24527ba0cbbe013e032f7c14a387")
  }

  @Test func fingerprintsNameTheVaultAndItsIdentity() throws {
    let identity = try VaultIdentity.generate(using: randomness)
    let text = Fingerprint.text(of: identity.publicIdentity, vaultID: "v")
    #expect(text.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4, 4])
    #expect(text != Fingerprint.text(of: identity.publicIdentity, vaultID: "w"))
    let rotated = VaultPublicIdentity(version: 2, publicKey: identity.publicIdentity.publicKey)
    #expect(text != Fingerprint.text(of: rotated, vaultID: "v"))
  }
}
