/// Identifiers and fingerprints that anybody with the same parts computes again.
public enum Derivation {
  /// The SHA-256 of a label and parts, each with its length: `label ‖ 0 ‖ (u32 count ‖ part)*`.
  public static func digest(label: Label, parts: [[UInt8]]) -> Digest {
    SHA256.hash(framed(label, parts))
  }

  /// An identifier: the first 100 bits of the digest as 20 base32 characters.
  public static func identifier(label: Label, parts: [[UInt8]]) -> String {
    Base32.prefix(digest(label: label, parts: parts), characters: 20)
  }

  /// An identifier from texts.
  public static func identifier(label: Label, texts: String...) -> String {
    identifier(label: label, parts: texts.map { Array($0.utf8) })
  }

  /// A fingerprint that cannot be tried out without the key: it replaces a credential in what is kept.
  public static func keyedFingerprint(key: [UInt8], label: Label, value: [UInt8]) -> String {
    Base32.prefix(HMACSHA256(key: key).authenticate(framed(label, [value])), characters: 20)
  }

  private static func framed(_ label: Label, _ parts: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(64) { $0 + $1.count + 4 })
    bytes.append(contentsOf: label.rawValue.utf8)
    bytes.append(0)
    for part in parts {
      bytes.appendBigEndian(UInt32(truncatingIfNeeded: part.count))
      bytes.append(contentsOf: part)
    }
    return bytes
  }
}
