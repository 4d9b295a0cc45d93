import CSealedSQLite
import Testing

@Suite struct XAESTests {
  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  struct Vector: Sendable {
    var key: UInt8
    var aad: String
    var sealed: String
  }

  /// C2SP XAES-256-GCM.md, "Test vectors".
  static let vectors = [
    Vector(key: 0x01, aad: "", sealed: "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
    Vector(
      key: 0x03, aad: "c2sp.org/XAES-256-GCM",
      sealed: "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"),
  ]

  @Test(arguments: vectors)
  func publishedVectorsSealAndOpen(_ vector: Vector) {
    let key = [UInt8](repeating: vector.key, count: 32)
    let nonce = Array("ABCDEFGHIJKLMNOPQRSTUVWX".utf8)
    let text = Array("XAES-256-GCM".utf8)
    let aad = Array(vector.aad.utf8)
    var sealed = [UInt8](repeating: 0, count: text.count + 16)
    #expect(hf_xaes256gcm_seal(key, nonce, aad, aad.count, text, text.count, &sealed) == 1)
    #expect(Self.hex(sealed) == vector.sealed)

    var opened = [UInt8](repeating: 0xff, count: text.count)
    #expect(hf_xaes256gcm_open(key, nonce, aad, aad.count, sealed, text.count, &opened) == 1)
    #expect(opened == text)
  }

  @Test func anyChangedBitFailsAndGivesZeros() {
    let key = [UInt8](repeating: 7, count: 32)
    let nonce = [UInt8](repeating: 9, count: 24)
    let text = Array("some text".utf8)
    let aad: [UInt8] = [1, 2, 3]
    var sealed = [UInt8](repeating: 0, count: text.count + 16)
    #expect(hf_xaes256gcm_seal(key, nonce, aad, aad.count, text, text.count, &sealed) == 1)
    for bit in 0..<(sealed.count * 8) {
      var changed = sealed
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      var opened = [UInt8](repeating: 0xff, count: text.count)
      #expect(hf_xaes256gcm_open(key, nonce, aad, aad.count, changed, text.count, &opened) == 0)
      #expect(opened.allSatisfy { $0 == 0 })
    }
    for bit in 0..<(24 * 8) {
      var changed = nonce
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      var opened = [UInt8](repeating: 0xff, count: text.count)
      #expect(hf_xaes256gcm_open(key, changed, aad, aad.count, sealed, text.count, &opened) == 0)
    }
  }
}
