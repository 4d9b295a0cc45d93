import Records
import Sealing
import TestSupport
import Testing

@testable import Capture

/// Sealed bodies that do not open, keys, and checksums.
@Suite struct ArchiveBodyTests {
  private func sealed(_ name: String, _ value: String) -> String {
    var value = value
    if !value.hasPrefix("[") && !value.hasPrefix("{") && value != "null" { value = "\"\(value)\"" }
    let fields = [
      "content": #""9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed35""#,
      "iv": #""000102030405060708090a0b""#, "tag": #""30b1915e49883a76f7c0926cba207718""#, "salt": #""00010203""#,
    ].merging([name: value]) { $1 }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  @Test func withoutAKeyItIsKeptAndLaterTheSame() throws {
    let text = ArchiveSample.first()
    let locked = ArchiveSample.read(text, ArchiveSample.context(keys: nil))
    #expect(locked.kinds == ["gap"] && locked.exceptions.map(\.code) == ["no-key"])
    #expect(locked.exceptions.first?.where_ == "payload.body_encrypted")
    #expect(locked.delivery.body == Array(text.utf8))
    let opened = ArchiveSample.read(text)
    #expect(opened.delivery.id == locked.delivery.id && opened.first?.messageID == locked.first?.messageID)
    #expect(locked.first?.messageID != nil && locked.first?.conversation != nil && locked.first?.sentAt != nil)
  }

  @Test(arguments: [
    ("content", "9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed36", "bad-tag"),
    ("tag", "30b1915e49883a76f7c0926cba207719", "bad-tag"), ("iv", "000102030405060708090a0c", "bad-tag"),
    ("iv", "0001", "bad-body"), ("iv", "00010", "bad-body"), ("iv", "zz0102030405060708090a0b", "bad-body"),
    ("iv", "", "bad-body"), ("tag", "30", "bad-body"), ("salt", "", "bad-body"), ("salt", "[1]", "bad-body"),
    ("salt", "null", "bad-body"), ("content", "null", "bad-body"), ("content", "{\"a\":1}", "bad-body"),
  ]) func whatDoesNotOpen(_ name: String, _ value: String, _ code: String) {
    let keys = ArchiveKeys(master: SecretBytes(Array(ArchiveSample.master.utf8)), rounds: 3)
    let reading = ArchiveSample.read(
      ArchiveSample.first(body: sealed(name, value)), ArchiveSample.context(keys: keys))
    #expect(reading.exceptions.map(\.code) == [code], "\(reading.exceptions)")
    #expect(reading.kinds == ["gap"] && reading.first?.gap?.reason == code)
  }

  @Test func aBodyThatIsNoSealIsSaidToBeNone() {
    #expect(ArchiveSample.read(ArchiveSample.first(body: #""plain words""#)).exceptions.map(\.code) == ["bad-body"])
    #expect(ArchiveSample.read(ArchiveSample.first(body: #"{"a":1}"#)).exceptions.map(\.code) == ["bad-body"])
    let plain = ArchiveSample.read(ArchiveSample.first(body: "true", more: #","body":"plain words""#))
    #expect(plain.exceptions.isEmpty && plain.first?.content?.text == "plain words")
    #expect(ArchiveSample.read(ArchiveSample.first(body: "null")).exceptions.map(\.code) == ["no-body"])
  }

  @Test func aHexadecimalKeyInEitherForm() throws {
    let hexadecimal = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
    let salt =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
    let asBytes =
      #"{"content":"6031f9f373ceac71fed51a7e75ba85717185e2dc0a74b13c2c9147fa1ac68bb192c49bfc","iv":"000102030405060708090a0b0c0d0e0f","tag":"3636e4898075f1724e9fb95d208a6e5c","salt":"\#(salt)"}"#
    let asText =
      #"{"content":"0f416b637304b3cea2fcde05109acb7110d442f9e925ae94f30f5d69ac77e223011555","iv":"000102030405060708090a0b0c0d0e0f","tag":"036a53610851ad021957855c827af9c7","salt":"\#(salt)"}"#
    for (body, words) in [
      (asBytes, "Under the bytes of a hexadecimal key"), (asText, "Under the text of a hexadecimal key"),
    ] {
      let keys = ArchiveKeys(master: try #require(ArchiveKeys.master(inFile: Array((hexadecimal + "\n").utf8))))
      let reading = ArchiveSample.read(ArchiveSample.first(body: body), ArchiveSample.context(keys: keys))
      #expect(reading.first?.content?.text == words)
      #expect(keys.derivations == 1)
    }
  }

  @Test func keyFiles() throws {
    func bytes(_ file: [UInt8]) -> [UInt8]? { ArchiveKeys.master(inFile: file)?.copyBytes() }
    #expect(bytes(Array("secret\r\n".utf8)) == Array("secret".utf8))
    #expect(bytes(Array("two words ".utf8)) == Array("two words ".utf8))
    #expect(bytes([1, 2, 3, 0x0A]) == [1, 2, 3, 0x0A])
    #expect(bytes([]) == nil && bytes(Array("\n".utf8)) == nil)
  }

  @Test func derivedKeysAreKeptInBounds() throws {
    let keys = ArchiveKeys(master: SecretBytes([7, 8]), rounds: 2, limit: 4)
    func open(_ salt: UInt8) throws {
      let key = try PBKDF2.deriveSHA512(password: SecretBytes([7, 8]), salt: [salt], rounds: 2)
      let sealed = try AES256GCM.seal([1, 2, 3], key: key, nonce: [UInt8](repeating: 9, count: 12), aad: [])
      let text =
        #"{"content":"\#(Hex.encode(sealed.prefix(3)))","iv":"090909090909090909090909","tag":"\#(Hex.encode(sealed.suffix(16)))","salt":"\#(Hex.encode([salt]))"}"#
      #expect(try keys.open(SealedBody(try JSONReader.parse(Array(text.utf8)))) == [1, 2, 3])
    }
    for salt in [1, 2, 3, 4, 1, 2, 3, 4] as [UInt8] { try open(salt) }
    #expect(keys.derivations == 4)
    try open(5)
    try open(4)
    #expect(keys.derivations == 5)
    // The oldest went.
    try open(1)
    #expect(keys.derivations == 6)
    keys.prepare([[20], [21], [22], [23], [24], [25]])
    #expect(keys.derivations == 10)
  }

  @Test func checksumsTellTheirMeaningThemselves() throws {
    let digest = SHA256.hash("the kestrel waits").hex
    var reader = PayloadReader(context: ArchiveSample.context())
    func read(_ text: String) -> Reading { reader.read(body: Array(text.utf8)) }
    let other = SHA256.hash("something else").hex
    // Before anything fitted, nobody knows what the digest is of.
    let doubtful = read(ArchiveSample.second(id: "1", checksum: other))
    #expect(doubtful.exceptions.isEmpty && doubtful.first?.attributes["checksum"] == "unverified")
    #expect(read(ArchiveSample.second(id: "2", checksum: digest)).first?.attributes["checksum"] == "verified")
    let changed = read(ArchiveSample.second(id: "3", checksum: other))
    #expect(changed.exceptions.map(\.code) == ["checksum"] && changed.first?.gap?.reason == "checksum")
    #expect(changed.first?.kind == .message && changed.first?.content?.text == "the kestrel waits")
    #expect(read(ArchiveSample.second(id: "4", checksum: "sha256:" + digest.uppercased())).exceptions.isEmpty)
    #expect(read(ArchiveSample.second(id: "5", checksum: "d41d8cd98f00b204e9800998ecf8427e")).exceptions.isEmpty)
    // What is locked cannot be compared with its words.
    let locked = PayloadReader(context: ArchiveSample.context(keys: nil))
    var lockedReader = locked
    #expect(
      lockedReader.read(body: Array(ArchiveSample.first(checksum: other).utf8)).exceptions.map(\.code) == ["no-key"])
  }

  @Test func everyMeaningOfAChecksum() throws {
    let content = try #require(
      Hex.decode("9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed35"))
    let payload = #"{"type":"text","body_encrypted":\#(ArchiveSample.sealed),"has_media":false}"#
    let canonical = CanonicalJSON.encode(try JSONReader.parse(Array(payload.utf8)))
    for digest in [
      SHA256.hash(ArchiveSample.words), SHA256.hash(content), SHA256.hash(Hex.encode(content)), SHA256.hash(payload),
      SHA256.hash(canonical),
    ] {
      let reading = ArchiveSample.read(ArchiveSample.first(checksum: digest.hex))
      #expect(reading.first?.attributes["checksum"] == "verified")
    }
  }
}
