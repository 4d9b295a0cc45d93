import Records
import Sealing

/// What is known about a medium before it comes: all of it is checked.
struct MediaPromise: Sendable {
  /// The keys, when it comes encrypted.
  var keys: MediaKeys?
  /// SHA-256 of the plain bytes, in hexadecimal; one of them must match.
  var digests: [String] = []
  /// SHA-256 of the encrypted bytes, in hexadecimal.
  var encryptedDigest: String?
  /// The number of plain bytes.
  var size: Int64?

  /// How many bytes may come, where that is known.
  var transferSize: Int64? {
    guard let size else { return nil }
    return keys == nil ? size : MediaDecryptor.encryptedCount(ofPlain: size)
  }

  /// Throws unless what came is what was promised.
  func check(size found: Int64, digest: Digest, encrypted: Digest?) throws {
    if let size, size != found {
      throw MediaFailure.damaged("\(found) bytes came where \(size) were promised")
    }
    if let encryptedDigest, let encrypted, encrypted.hex != encryptedDigest {
      throw MediaFailure.damaged("the SHA-256 of the encrypted file is not the promised one")
    }
    guard digests.isEmpty || digests.contains(digest.hex) else {
      throw MediaFailure.damaged("the SHA-256 of the file is not the promised one")
    }
  }
}
