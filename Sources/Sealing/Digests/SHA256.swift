/// SHA-256 of whole inputs.
public enum SHA256 {
  /// The digest of bytes.
  public static func hash(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { hash($0) } }

  /// The digest of a slice of bytes.
  public static func hash(_ bytes: ArraySlice<UInt8>) -> Digest { bytes.withUnsafeBytes { hash($0) } }

  /// The digest of a text's UTF-8.
  public static func hash(_ text: String) -> Digest {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of memory.
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// The digest of several parts, one after the other and with nothing between them.
  public static func hash(parts: [[UInt8]]) -> Digest {
    var hasher = SHA256Hasher()
    for part in parts { hasher.update(part) }
    return hasher.finalize()
  }
}
