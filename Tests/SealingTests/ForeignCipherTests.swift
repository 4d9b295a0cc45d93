import Foundation
import Testing

@testable import Sealing

/// What other systems sealed, opened: vectors computed with Python's hashlib and cryptography.
@Suite struct ForeignCipherTests {
  @Test func derivesAsOthersDo() throws {
    func derived(_ password: String, _ salt: [UInt8], _ rounds: Int, _ count: Int) throws -> String {
      Hex.encode(
        try PBKDF2.deriveSHA512(
          password: SecretBytes(Array(password.utf8)), salt: salt, rounds: rounds, count: count
        ).copyBytes())
    }
    #expect(
      try derived("passwd", Array("salt".utf8), 1, 64)
        == "c74319d99499fc3e9013acff597c23c5baf0a0bec5634c46b8352b793e324723d55caa76b2b25c43402dcfdc06cdcf66f95b7d0429420b39520006749c51a04e"
    )
    #expect(
      try derived("correct-horse-battery-staple-2019", Array(0..<64), 100_000, 32)
        == "10005de5d004a2f0670bdc128a73e9e30de669ef0d8acb184e9b31b7fe2f2747")
    #expect(
      try derived("", Array("salt".utf8), 1000, 32)
        == "f930bd1aa48d2e83b0202406030ed64b16161c4e252b08d19b54531e72b17dc3")
  }

  @Test func refusesSenselessParameters() {
    let password = SecretBytes(Array("p".utf8))
    for rounds in [0, -1, 100_000_000] {
      #expect(throws: SealingError.self) { try PBKDF2.deriveSHA512(password: password, salt: [1], rounds: rounds) }
    }
    #expect(throws: SealingError.self) {
      try PBKDF2.deriveSHA512(password: password, salt: [UInt8](repeating: 1, count: 2000), rounds: 1)
    }
  }

  @Test(arguments: [12, 16]) func opensUnderBothLengthsOfNonce(_ length: Int) throws {
    let key = try PBKDF2.deriveSHA512(
      password: SecretBytes(Array("correct-horse-battery-staple-2019".utf8)), salt: Array(0..<64), rounds: 100_000)
    let (content, nonce, tag, text) =
      length == 12
      ? (
        "9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed35",
        "000102030405060708090a0b", "30b1915e49883a76f7c0926cba207718", "The heron flies at noon. Ünïcode 我们"
      )
      : (
        "636e2420f28abc0a49d77d736a2b87fd24238723c032", "6465666768696a6b6c6d6e6f70717273",
        "0417688e8040df50a5a90db34b796089", "Sixteen bytes of nonce"
      )
    let parts = try [content, nonce, tag].map { try #require(Hex.decode($0)) }
    let plain = try ForeignGCM.open(parts[0], tag: parts[2], nonce: parts[1], key: key)
    #expect(String(decoding: plain, as: UTF8.self) == text)
    for place in [0, 1, 2] {
      var changed = parts
      changed[place][3] ^= 1
      #expect(throws: SealingError.self) {
        try ForeignGCM.open(changed[0], tag: changed[2], nonce: changed[1], key: key)
      }
    }
    for wrong in [[], [1], [UInt8](repeating: 0, count: 13)] {
      #expect(throws: SealingError.self) { try ForeignGCM.open(parts[0], tag: parts[2], nonce: wrong, key: key) }
      #expect(throws: SealingError.self) { try ForeignGCM.open(parts[0], tag: wrong, nonce: parts[1], key: key) }
    }
  }

  /// NIST's vectors for nonces of 128 bits, where they are at hand.
  @Test func vectorsOfTheStandard() throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let path = root.appendingPathComponent("shared/fixtures/crypto/gcmDecrypt256.rsp").path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    var fields: [String: String] = [:]
    var opened = 0
    var refused = 0
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("[") || line.hasPrefix("Count") { fields = line.hasPrefix("[") ? [:] : fields }
      let pair = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if pair.count == 2 { fields[pair[0]] = pair[1] }
      if pair.count == 1, pair[0].hasSuffix("=") {
        fields[String(pair[0].dropLast()).trimmingCharacters(in: .whitespaces)] = ""
      }
      guard line.hasPrefix("PT") || line.hasPrefix("FAIL"), fields["AAD"] == "" || fields["AAD"] == nil,
        let key = fields["Key"].flatMap(Hex.decode), let nonce = fields["IV"].flatMap(Hex.decode),
        let tag = fields["Tag"].flatMap(Hex.decode), tag.count == 16, ForeignGCM.nonceCounts.contains(nonce.count)
      else { continue }
      let content = fields["CT"].flatMap(Hex.decode) ?? []
      if line.hasPrefix("FAIL") {
        #expect(throws: SealingError.self) {
          try ForeignGCM.open(content, tag: tag, nonce: nonce, key: SecretBytes(key))
        }
        refused += 1
      } else {
        let plain = try ForeignGCM.open(content, tag: tag, nonce: nonce, key: SecretBytes(key))
        #expect(Hex.encode(plain) == (fields["PT"] ?? ""))
        opened += 1
      }
      fields["PT"] = nil
    }
    #expect(opened > 10 && refused > 10, "\(opened) opened, \(refused) refused")
  }
}
