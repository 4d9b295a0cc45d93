import Sealing
import Testing
import TestSupport

@Suite struct CipherTests {
  @Test func knownGCMValues() throws {
    let key = SecretBytes([UInt8](repeating: 0, count: 32))
    let nonce = [UInt8](repeating: 0, count: 12)
    let empty = try AES256GCM.seal([], key: key, nonce: nonce, aad: [])
    #expect(Hex.encode(empty) == "530f8afbc74536b9a963b4f1c4cb738b")
    #expect(try AES256GCM.open(empty, key: key, nonce: nonce, aad: []) == [])
    let zeros = try AES256GCM.seal([UInt8](repeating: 0, count: 16), key: key, nonce: nonce, aad: [])
    #expect(Hex.encode(zeros) == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
  }

  @Test func oneContextSealsAndOpensManyMessages() throws {
    var random = SeededGenerator.reported()
    let context = try AES256GCMContext(key: .random(count: 32, using: SystemRandomness()))
    for number in 0..<100 as Range<UInt64> {
      let text = (0..<Int.random(in: 0..<300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let nonce = AES256GCM.counterNonce(number)
      let aad = AssociatedData(.segmentBlock).appending(number).bytes
      let sealed = try context.seal(text, nonce: nonce, aad: aad)
      #expect(sealed.count == text.count + AES256GCM.tagCount)
      #expect(try context.open(sealed[...], nonce: nonce, aad: aad) == text)
      var changed = sealed
      changed[Int.random(in: 0..<changed.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      for attempt in [
        { try context.open(changed, nonce: nonce, aad: aad) },
        { try context.open(sealed, nonce: AES256GCM.counterNonce(number + 1), aad: aad) },
        { try context.open(sealed, nonce: nonce, aad: aad + [0]) },
        { try context.open(sealed.dropLast(), nonce: nonce, aad: aad) },
      ] {
        let error = #expect(throws: SealingError.self) { try attempt() }
        #expect(error?.code == .authenticationFailed)
      }
    }
  }

  @Test func shortInputAndBadParametersAreErrors() throws {
    let key = SecretBytes([UInt8](repeating: 1, count: 32))
    let nonce = AES256GCM.counterNonce(0)
    for count in 0..<16 {
      #expect(throws: SealingError.self) {
        try AES256GCM.open([UInt8](repeating: 0, count: count), key: key, nonce: nonce, aad: [])
      }
    }
    #expect(throws: SealingError.self) { try AES256GCM.seal([], key: key, nonce: [0], aad: []) }
    #expect(throws: SealingError.self) { try AES256GCMContext(key: SecretBytes([1])) }
    #expect(AES256GCM.counterNonce(0x0102_0304_0506_0708) == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func knownHKDFValue() throws {
    // RFC 5869, A.1.
    let prk = HKDF.extract(
      salt: Hex.decode("000102030405060708090a0b0c")!, inputKey: SecretBytes([UInt8](repeating: 0x0b, count: 22)))
    #expect(Hex.encode(prk.copyBytes()) == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    let okm = try HKDF.expand(key: prk, info: Hex.decode("f0f1f2f3f4f5f6f7f8f9")!, length: 42)
    #expect(
      Hex.encode(okm.copyBytes())
        == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    #expect(throws: SealingError.self) { try HKDF.expand(key: prk, info: [], length: 0) }
    #expect(throws: SealingError.self) { try HKDF.expand(key: prk, info: [], length: 8161) }
  }

  @Test func derivedKeysDifferByLabelContextAndSalt() throws {
    let secret = SecretBytes([UInt8](repeating: 7, count: 32))
    let keys = [
      try HKDF.derive(secret: secret, label: .indexShard), try HKDF.derive(secret: secret, label: .indexFile),
      try HKDF.derive(secret: secret, label: .indexShard, context: [1]),
      try HKDF.derive(secret: secret, salt: [1], label: .indexShard),
    ].map { $0.copyBytes() }
    #expect(Set(keys).count == 4)
    #expect(try HKDF.derive(secret: secret, label: .indexShard).copyBytes() == keys[0])
  }

  @Test func knownScryptValues() throws {
    // RFC 7914, section 12.
    let first = try Scrypt.derive(
      passphrase: SecretBytes([]), salt: [], parameters: ScryptParameters(logN: 4, r: 1, p: 1), length: 64)
    #expect(
      Hex.encode(first.copyBytes())
        == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
    let second = try Scrypt.derive(
      passphrase: SecretBytes(Array("password".utf8)), salt: Array("NaCl".utf8),
      parameters: ScryptParameters(logN: 10, r: 8, p: 16), length: 64)
    #expect(
      Hex.encode(second.copyBytes())
        == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
  }

  @Test(arguments: [
    ScryptParameters(logN: 23), ScryptParameters(logN: 0), ScryptParameters(logN: 22, r: 16),
    ScryptParameters(logN: 22, r: 8, p: 2), ScryptParameters(logN: 10, r: 0), ScryptParameters(logN: 10, r: 8, p: -1),
    ScryptParameters(logN: Int.max, r: Int.max, p: Int.max),
  ])
  func expensiveScryptIsRefused(parameters: ScryptParameters) {
    #expect(throws: SealingError.self) {
      try Scrypt.derive(passphrase: SecretBytes([1]), salt: [], parameters: parameters)
    }
  }

  @Test func theHighestScryptCostIsAcceptable() { #expect(ScryptParameters(logN: 22).isAcceptable) }
}
