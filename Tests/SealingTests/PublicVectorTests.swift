import Foundation
import Testing
import TestSupport

@testable import Sealing

/// Public vector files beside the project; skipped where they are absent.
@Suite struct PublicVectorTests {
  static var isPresent: Bool { Fixtures.url("crypto") != nil }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: try #require(Fixtures.url("crypto/\(name)")), encoding: .utf8)
  }

  /// Blocks of `key = value` lines, separated by lines that start a new `first` key.
  private func blocks(_ name: String, first: String) throws -> [[String: String]] {
    var blocks: [[String: String]] = []
    for line in try text(name).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if parts[0] == first { blocks.append([:]) }
      guard !blocks.isEmpty else { continue }
      if parts.count == 2 { blocks[blocks.count - 1][parts[0]] = parts[1] }
      if parts[0] == "FAIL" { blocks[blocks.count - 1]["FAIL"] = "" }
    }
    return blocks
  }

  @Test(.enabled(if: isPresent), arguments: ["gcmEncryptExtIV256.rsp", "gcmDecrypt256.rsp"])
  func gcm(file: String) throws {
    let blocks = try blocks(file, first: "Count")
    #expect(blocks.count > 100)
    for block in blocks {
      let key = SecretBytes(Hex.decode(block["Key"]!)!)
      let nonce = Hex.decode(block["IV"]!)!
      let aad = Hex.decode(block["AAD"]!)!
      let sealed = Hex.decode(block["CT"]!)! + Hex.decode(block["Tag"]!)!
      guard block["FAIL"] == nil else {
        let error = #expect(throws: SealingError.self) { try AES256GCM.open(sealed, key: key, nonce: nonce, aad: aad) }
        #expect(error?.code == .authenticationFailed)
        continue
      }
      let plain = Hex.decode(block["PT"]!)!
      #expect(try AES256GCM.open(sealed, key: key, nonce: nonce, aad: aad) == plain)
      #expect(try AES256GCM.seal(plain, key: key, nonce: nonce, aad: aad) == sealed)
    }
  }

  @Test(.enabled(if: isPresent)) func hkdf() throws {
    let blocks = try blocks("rfc-5869-HKDF-SHA256.txt", first: "COUNT")
    #expect(blocks.count >= 3)
    for block in blocks {
      let prk = HKDF.extract(salt: Hex.decode(block["salt"]!)!, inputKey: SecretBytes(Hex.decode(block["IKM"]!)!))
      #expect(Hex.encode(prk.copyBytes()) == block["PRK"])
      let okm = try HKDF.expand(key: prk, info: Hex.decode(block["info"]!)!, length: Int(block["L"]!)!)
      #expect(Hex.encode(okm.copyBytes()) == block["OKM"])
    }
  }

  @Test(.enabled(if: isPresent)) func scrypt() throws {
    for block in try blocks("scrypt.txt", first: "COUNT") where block["N"]! != "1048576" {
      let parameters = ScryptParameters(
        logN: Int(block["N"]!)!.trailingZeroBitCount, r: Int(block["r"]!)!, p: Int(block["p"]!)!)
      let key = try Scrypt.derive(
        passphrase: SecretBytes(Array(block["PASSWORD"]!.utf8)), salt: Array(block["SALT"]!.utf8),
        parameters: parameters, length: Int(block["LENGTH"]!)!)
      #expect(Hex.encode(key.copyBytes()) == block["DERIVED_KEY"])
    }
  }

  @Test(.enabled(if: isPresent)) func x25519() throws {
    let blocks = try blocks("rfc7748.txt", first: "COUNT").filter { $0["INPUT_SCALAR"] != nil && $0["OUTPUT_U"] != nil }
    #expect(!blocks.isEmpty)
    for block in blocks {
      let key = try X25519PrivateKey(SecretBytes(Hex.decode(block["INPUT_SCALAR"]!)!))
      let shared = try key.sharedSecret(with: X25519PublicKey(bytes: Hex.decode(block["INPUT_U"]!)!))
      #expect(Hex.encode(shared.copyBytes()) == block["OUTPUT_U"])
    }
  }

  @Test(.enabled(if: isPresent)) func ed25519() throws {
    let lines = try text("ed25519-sign.input").split(whereSeparator: \.isNewline)
    #expect(lines.count > 100)
    for line in stride(from: 0, to: lines.count, by: 4).map({ lines[$0] }) {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false).map { Hex.decode(String($0)) }
      let key = try SigningKey(seed: SecretBytes(Array(fields[0]!.prefix(32))))
      #expect(key.verifyingKey.bytes == fields[1])
      let message = fields[2]!
      let signature = Array(fields[3]!.prefix(64))
      #expect(try key.sign(message) == signature)
      #expect(key.verifyingKey.isValid(signature: signature, of: message))
    }
  }

  private struct HPKEVector: Decodable {
    struct Encryption: Decodable { let aad: String; let ct: String; let pt: String }
    let info: String
    let skRm: String
    let skEm: String
    let pkRm: String
    let enc: String
    let encryptions: [Encryption]
  }

  @Test(.enabled(if: isPresent)) func hpke() throws {
    let name = "hpke-rfc9180-base-x25519-sha256-aes256gcm.json"
    let vectors = try JSONDecoder().decode([HPKEVector].self, from: Data(try text(name).utf8))
    #expect(!vectors.isEmpty)
    for vector in vectors {
      let recipient = try X25519PrivateKey(SecretBytes(Hex.decode(vector.skRm)!))
      #expect(Hex.encode(recipient.publicKey.bytes) == vector.pkRm)
      let info = Hex.decode(vector.info)!
      let first = try #require(vector.encryptions.first)
      let sealed = Hex.decode(vector.enc)! + Hex.decode(first.ct)!
      let opened = try HPKE.open(sealed, with: recipient, info: info, aad: Hex.decode(first.aad)!)
      #expect(Hex.encode(opened.copyBytes()) == first.pt)
      let ephemeral = try X25519PrivateKey(SecretBytes(Hex.decode(vector.skEm)!))
      #expect(
        try HPKE.seal(
          Hex.decode(first.pt)!, to: recipient.publicKey, info: info, aad: Hex.decode(first.aad)!,
          ephemeral: ephemeral) == sealed)
    }
  }
}
