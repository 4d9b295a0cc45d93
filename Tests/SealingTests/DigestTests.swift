import Sealing
import Testing
import TestSupport

@Suite struct DigestTests {
  @Test func knownSHA256Values() {
    #expect(SHA256.hash([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(SHA256.hash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hash([UInt8](repeating: 97, count: 1_000_000)).hex
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func knownSHA512Value() {
    #expect(
      Hex.encode(SHA512.hash(Array("abc".utf8)))
        == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        + "454d4423643ce80e2a9ac94fa54ca49f")
  }

  @Test func piecesGiveTheDigestOfTheWhole() {
    var random = SeededGenerator.reported()
    for _ in 0..<50 {
      let bytes = (0..<Int.random(in: 0..<400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      var hasher = SHA256Hasher()
      var hasher512 = SHA512Hasher()
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &random)
        hasher.update(rest.prefix(count))
        hasher512.update(rest.prefix(count))
        _ = hasher.finalize()
        rest = rest.dropFirst(count)
      }
      #expect(hasher.finalize() == SHA256.hash(bytes))
      #expect(hasher512.finalize() == SHA512.hash(bytes))
      #expect(SHA256.hash(parts: [Array(bytes.prefix(7)), Array(bytes.dropFirst(7))]) == SHA256.hash(bytes))
    }
  }

  @Test func digestsSortBytewise() throws {
    var random = SeededGenerator.reported()
    let digests = (0..<200).map { _ in SHA256.hash((0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }) }
    let sorted = digests.sorted().map(\.bytes)
    #expect(sorted == digests.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test func textFormsComeBack() throws {
    let digest = SHA256.hash("x")
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(base64: digest.base64) == digest)
    #expect(Digest(bytes: digest.bytes) == digest)
    #expect(Digest(bytes: digest.bytes.dropLast()) == nil)
    #expect(Digest(hex: "zz") == nil)
    #expect(Digest(base64: digest.base64 + " ") == nil)
    #expect(MemoryLayout<Digest>.size == 32)
  }

  @Test func knownHMACValues() {
    // RFC 4231, cases 1, 2 and 6.
    let cases: [(key: [UInt8], data: String, mac: String)] = [
      (
        .init(repeating: 0x0b, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        .init(repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ]
    for one in cases {
      let data = Array(one.data.utf8)
      #expect(HMACSHA256(key: one.key).authenticate(data).hex == one.mac)
      #expect(HMACSHA256(key: SecretBytes(one.key)).authenticate(parts: [data]).hex == one.mac)
      #expect(HMACSHA256.isValid(mac: Hex.decode(one.mac)!, of: data, key: one.key))
      #expect(!HMACSHA256.isValid(mac: Hex.decode(one.mac)!, of: data + [0], key: one.key))
      #expect(!HMACSHA256.isValid(mac: [], of: data, key: one.key))
    }
  }
}
