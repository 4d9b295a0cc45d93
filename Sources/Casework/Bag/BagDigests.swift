import Sealing

/// The two digests that a bag keeps of each file, and the file's size.
struct BagDigests: Sendable, Hashable {
  var sha256: String
  var sha512: String
  var size: Int64
}

/// Takes both digests of a stream at once.
struct BagHasher {
  private var sha256 = SHA256Hasher()
  private var sha512 = SHA512Hasher()
  private var size: Int64 = 0

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    sha256.update(bytes)
    sha512.update(bytes)
    size += Int64(bytes.count)
  }

  func finish() -> BagDigests {
    BagDigests(sha256: sha256.finalize().hex, sha512: Hex.encode(sha512.finalize()), size: size)
  }
}
