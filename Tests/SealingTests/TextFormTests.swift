import Sealing
import Testing
import TestSupport

@Suite struct TextFormTests {
  @Test func knownBase64AndBase32Values() {
    let plain = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map { Array($0.utf8) }
    #expect(plain.map(Base64.encode) == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
    #expect(plain.map(Base32.encode) == ["", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"])
  }

  @Test func everyFormComesBack() {
    var random = SeededGenerator.reported()
    for count in 0..<70 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base32.decode(Base32.encode(bytes)) == bytes)
      #expect(Crockford32.decode(Crockford32.encode(bytes)) == bytes)
    }
  }

  @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Z===", "====", "Zg==Zg==", "Zm9-"])
  func onlyCanonicalBase64IsRead(text: String) { #expect(Base64.decode(text) == nil) }

  @Test(arguments: ["MY", "mz", "m", "mzx", "my======", "m1", "my "])
  func onlyCanonicalBase32IsRead(text: String) { #expect(Base32.decode(text) == nil) }

  @Test func crockfordReadsWhatPeopleType() {
    #expect(Crockford32.decode("o1-il 0") == Crockford32.decode("01110"))
    #expect(Crockford32.decode("U") == nil)
  }

  @Test func identifiersAreTwentyCharactersAndDependOnEveryPart() {
    let a = Derivation.identifier(label: .messageIdentifier, texts: "ab", "c")
    #expect(a.utf8.count == 20)
    #expect(a == Derivation.identifier(label: .messageIdentifier, parts: [[97, 98], [99]]))
    #expect(a != Derivation.identifier(label: .messageIdentifier, texts: "a", "bc"))
    #expect(a != Derivation.identifier(label: .messageIdentifier, texts: "ab", "c", ""))
    #expect(a != Derivation.identifier(label: .deliveryIdentifier, texts: "ab", "c"))
    #expect(
      a
        == String(
          Base32.encode(Derivation.digest(label: .messageIdentifier, parts: [[97, 98], [99]]).bytes).prefix(20)))
    let keyed = Derivation.keyedFingerprint(key: [1], label: .credentialFingerprint, value: [7])
    #expect(keyed != Derivation.keyedFingerprint(key: [2], label: .credentialFingerprint, value: [7]))
  }
}
