import Testing
import TestSupport

@testable import Sealing

@Suite struct CurveTests {
  private func secret(_ hex: String) -> SecretBytes { SecretBytes(Hex.decode(hex)!) }

  @Test func knownX25519Value() throws {
    // RFC 7748, section 5.2.
    let key = try X25519PrivateKey(secret("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"))
    let peer = try X25519PublicKey(
      bytes: Hex.decode("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")!)
    #expect(
      Hex.encode(try key.sharedSecret(with: peer).copyBytes())
        == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")
  }

  @Test func keyAgreementIsSymmetric() throws {
    let a = try X25519PrivateKey.generate(using: SystemRandomness())
    let b = try X25519PrivateKey.generate(using: SystemRandomness())
    #expect(try a.sharedSecret(with: b.publicKey) == b.sharedSecret(with: a.publicKey))
  }

  @Test func lowOrderPeersAreRefused() throws {
    let key = try X25519PrivateKey.generate(using: SystemRandomness())
    for first in [0, 1] as [UInt8] {
      let peer = try X25519PublicKey(bytes: [first] + [UInt8](repeating: 0, count: 31))
      #expect(throws: SealingError.self) { try key.sharedSecret(with: peer) }
    }
  }

  @Test func knownEd25519Value() throws {
    // RFC 8032, section 7.1, test 2.
    let key = try SigningKey(seed: secret("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    #expect(
      Hex.encode(key.verifyingKey.bytes) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    let signature = try key.sign([0x72])
    #expect(
      Hex.encode(signature)
        == "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    #expect(key.verifyingKey.isValid(signature: signature, of: [0x72]))
  }

  @Test func changedSignaturesAndMessagesAreRefused() throws {
    let key = try SigningKey.generate(using: SystemRandomness())
    let message = Array("a message".utf8)
    let signature = try key.sign(message)
    for i in signature.indices {
      var changed = signature
      changed[i] ^= 0x10
      #expect(!key.verifyingKey.isValid(signature: changed, of: message))
    }
    #expect(!key.verifyingKey.isValid(signature: signature, of: message + [0]))
    #expect(!key.verifyingKey.isValid(signature: signature + [0], of: message))
    #expect(!key.verifyingKey.isValid(signature: [], of: message))
    let labelled = AssociatedData(.vaultConfiguration).appending("x")
    #expect(key.verifyingKey.isValid(signature: try key.sign(labelled), of: labelled))
    let other = try SigningKey.generate(using: SystemRandomness())
    #expect(!other.verifyingKey.isValid(signature: signature, of: message))
  }

  @Test func wrongLengthsAreErrors() {
    #expect(throws: SealingError.self) { try X25519PublicKey(bytes: [1]) }
    #expect(throws: SealingError.self) { try X25519PrivateKey(SecretBytes([1])) }
    #expect(throws: SealingError.self) { try VerifyingKey(bytes: [UInt8](repeating: 0, count: 33)) }
    #expect(throws: SealingError.self) { try SigningKey(seed: SecretBytes([])) }
  }

  @Test func hpkeOpensWhatItSealedAndNothingElse() throws {
    let key = try X25519PrivateKey.generate(using: SystemRandomness())
    let info = Array("info".utf8)
    let sealed = try HPKE.seal(
      Array("text".utf8), to: key.publicKey, info: info, aad: [1], using: SystemRandomness())
    #expect(sealed.count == 4 + HPKE.overhead)
    #expect(try HPKE.open(sealed, with: key, info: info, aad: [1]).copyBytes() == Array("text".utf8))
    for i in sealed.indices {
      var changed = sealed
      changed[i] ^= 1
      #expect(throws: SealingError.self) { try HPKE.open(changed, with: key, info: info, aad: [1]) }
    }
    #expect(throws: SealingError.self) { try HPKE.open(sealed, with: key, info: info + [0], aad: [1]) }
    #expect(throws: SealingError.self) { try HPKE.open(sealed, with: key, info: info, aad: []) }
    #expect(throws: SealingError.self) { try HPKE.open(Array(sealed.prefix(47)), with: key, info: info, aad: [1]) }
    let other = try X25519PrivateKey.generate(using: SystemRandomness())
    #expect(throws: SealingError.self) { try HPKE.open(sealed, with: other, info: info, aad: [1]) }
  }

  @Test func hpkeFormatStaysTheSame() throws {
    let randomness = SeededRandomness(seed: 1)
    let key = try X25519PrivateKey.generate(using: randomness)
    let sealed = try HPKE.seal(Array("text".utf8), to: key.publicKey, info: [1], aad: [2], using: randomness)
    #expect(SHA256.hash(sealed).hex == "b5e3e69cd8b2cefb8b7a2a32f98fec6f2fac7f893cef0e800ab73fe6acd8284d")
  }
}
