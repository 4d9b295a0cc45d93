import Sealing

/// The hashing of RFC 6962, section 2.1.
public enum RFC6962 {
  /// The root of a tree without entries.
  public static let empty = SHA256.hash([])

  private static let leafStart = start(0)
  private static let nodeStart = start(1)

  private static func start(_ prefix: UInt8) -> SHA256Hasher {
    var hasher = SHA256Hasher()
    hasher.update(prefix)
    return hasher
  }

  /// The hash of an entry.
  public static func leafHash(_ entry: UnsafeRawBufferPointer) -> Digest {
    var hasher = leafStart
    hasher.update(entry)
    return hasher.finalize()
  }

  /// The hash of an entry.
  public static func leafHash(_ entry: [UInt8]) -> Digest { entry.withUnsafeBytes { leafHash($0) } }

  /// The hash of an entry.
  public static func leafHash(_ entry: ArraySlice<UInt8>) -> Digest { entry.withUnsafeBytes { leafHash($0) } }

  /// The hash of an entry that is itself a digest, such as a record's commitment.
  public static func leafHash(_ entry: Digest) -> Digest { entry.withBytes { leafHash($0) } }

  /// The hash of two subtrees.
  public static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = nodeStart
    hasher.update(left)
    hasher.update(right)
    return hasher.finalize()
  }
}
