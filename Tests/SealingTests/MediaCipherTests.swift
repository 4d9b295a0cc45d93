import Foundation
import Records
import TestSupport
import Testing

@testable import Sealing

@Suite struct MediaCipherTests {
  private struct Vector: Sendable {
    var purpose: MediaKeys.Purpose
    var mediaKey: [UInt8]
    var file: [UInt8]
    var plain: [UInt8]
    var plainDigest: String
    var fileDigest: String
  }

  private static let vectors: [Vector] = {
    guard let url = Fixtures.url("payloads/baileys/MEDIA_CRYPTO_VECTORS.json"), let data = try? Data(contentsOf: url),
      let json = try? JSONReader.parse(Array(data))
    else { return [] }
    return json["vectors"]?.array?.compactMap { vector in
      func bytes(_ name: String) -> [UInt8]? { vector[name]?.string.flatMap { Base64.decode($0) } }
      guard let info = vector["info"]?.string, let purpose = MediaKeys.Purpose(rawValue: info),
        let key = bytes("mediaKey_b64"), let file = bytes("enc_file_b64"), let plain = vector["plaintext_utf8"]?.string,
        let digest = vector["fileSha256_b64"]?.string, let encrypted = vector["fileEncSha256_b64"]?.string
      else { return nil }
      return Vector(
        purpose: purpose, mediaKey: key, file: file, plain: Array(plain.utf8), plainDigest: digest,
        fileDigest: encrypted)
    } ?? []
  }()

  private func keys(_ key: [UInt8], _ purpose: MediaKeys.Purpose) throws -> MediaKeys {
    try MediaKeys(mediaKey: SecretBytes(key), purpose: purpose)
  }

  /// Decrypts in pieces; what came out counts only when the end is right.
  private func open(
    _ file: [UInt8], _ keys: MediaKeys, piece: Int
  ) throws -> (plain: [UInt8], digests: (plain: Digest, encrypted: Digest)) {
    let decryptor = try MediaDecryptor(keys: keys)
    var plain: [UInt8] = []
    var at = 0
    while at < file.count {
      let end = min(file.count, at + piece)
      try file[at..<end].withUnsafeBytes { try decryptor.update($0) { plain.append(contentsOf: $0) } }
      at = end
    }
    let digests = try decryptor.finish { plain.append(contentsOf: $0) }
    #expect(decryptor.plainCount == plain.count && decryptor.encryptedCount == file.count)
    return (plain, digests)
  }

  @Test(.enabled(if: !vectors.isEmpty)) func publicVectorsOpenInPiecesOfAnyLength() throws {
    for vector in Self.vectors {
      for piece in [1, 7, 10, 16, 17, 1000] {
        let opened = try open(vector.file, keys(vector.mediaKey, vector.purpose), piece: piece)
        #expect(opened.plain == vector.plain)
        #expect(opened.digests.plain.base64 == vector.plainDigest)
        #expect(opened.digests.encrypted.base64 == vector.fileDigest)
      }
      #expect(MediaDecryptor.encryptedCount(ofPlain: Int64(vector.plain.count)) == Int64(vector.file.count))
    }
  }

  @Test(.enabled(if: !vectors.isEmpty)) func whatWasEncryptedHereIsWhatOthersEncrypt() throws {
    for vector in Self.vectors {
      #expect(try MediaEncryptor.encrypt(vector.plain, keys: keys(vector.mediaKey, vector.purpose)) == vector.file)
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 4096, 131_072, 300_001])
  func roundTripOfEveryLength(count: Int) throws {
    let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let keys = try keys([UInt8](repeating: 7, count: 32), .video)
    let file = try MediaEncryptor.encrypt(plain, keys: keys)
    #expect(MediaDecryptor.encryptedCount(ofPlain: Int64(count)) == Int64(file.count))
    let opened = try open(file, keys, piece: 65_536)
    #expect(opened.plain == plain && opened.digests.plain == SHA256.hash(plain))
    #expect(opened.digests.encrypted == SHA256.hash(file))
  }

  @Test func everyFlippedBitOfAnyByteIsFound() throws {
    let keys = try keys([UInt8](repeating: 1, count: 32), .image)
    let file = try MediaEncryptor.encrypt(Array("a picture of forty-eight bytes, more or less....".utf8), keys: keys)
    for index in file.indices {
      var changed = file
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(throws: SealingError.self) { try open(changed, keys, piece: 13) }
    }
  }

  @Test func everyCutIsFound() throws {
    let keys = try keys([UInt8](repeating: 1, count: 32), .image)
    let file = try MediaEncryptor.encrypt([UInt8](repeating: 9, count: 100), keys: keys)
    for count in 0..<file.count {
      #expect(throws: SealingError.self) { try open(Array(file.prefix(count)), keys, piece: 50) }
    }
    #expect(throws: SealingError.self) { try open(file + [0], keys, piece: 50) }
    #expect(throws: SealingError.self) { try open(Array(file.dropFirst()), keys, piece: 50) }
  }

  @Test func anotherPurposeOrKeyDoesNotOpen() throws {
    let file = try MediaEncryptor.encrypt([1, 2, 3], keys: keys([UInt8](repeating: 1, count: 32), .image))
    #expect(throws: SealingError.self) { try open(file, keys([UInt8](repeating: 1, count: 32), .video), piece: 9) }
    #expect(throws: SealingError.self) { try open(file, keys([UInt8](repeating: 2, count: 32), .image), piece: 9) }
    #expect(throws: SealingError.self) { try keys([1, 2, 3], .image) }
    #expect(MediaKeys.Purpose(.sticker) == .image && MediaKeys.Purpose(.voice) == .audio)
    #expect(MediaKeys.Purpose(.location) == nil)
  }

  @Test func streamedCodesAreTheUsualOnes() throws {
    let key = [UInt8](0..<32)
    var stream = try HMACSHA256Stream(key: SecretBytes(key))
    stream.update([1, 2])
    stream.update([3])
    #expect(stream.finalize() == HMACSHA256(key: key).authenticate([1, 2, 3]))
    #expect(throws: SealingError.self) { try HMACSHA256Stream(key: SecretBytes([UInt8](repeating: 0, count: 65))) }
  }
}
