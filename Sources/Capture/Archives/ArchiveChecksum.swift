import Records
import Sealing

/// The checksums of archives, whose meaning no document tells: SHA-256 of one of five things, or something else.
///
/// A digest cannot fit by chance, so one that fits tells what the archive's checksums are of. From then on one that
/// does not fit is a finding; before, only a doubt.
struct ArchiveChecksum: Sendable, Hashable {
  /// What a checksum may be of; a set of bits, so that it can be written down.
  struct Meaning: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// The words in clear.
    static let words = Meaning(rawValue: 1)
    /// The sealed content's bytes.
    static let sealedBytes = Meaning(rawValue: 2)
    /// The sealed content as the hexadecimal text that it stands in.
    static let sealedText = Meaning(rawValue: 4)
    /// The payload as JSON, its members in the order they came.
    static let payload = Meaning(rawValue: 8)
    /// The payload as canonical JSON.
    static let canonicalPayload = Meaning(rawValue: 16)
    static let all: [Meaning] = [.words, .payload, .sealedBytes, .sealedText, .canonicalPayload]
  }

  enum Finding: Hashable {
    case verified
    /// It fits nothing, and what it should fit is known.
    case mismatch
    /// It fits nothing, and nobody knows what it should.
    case unverified
    /// There is none, or none of a kind that is known.
    case absent
  }

  /// What the checksums of this source turned out to be of.
  private(set) var known: Meaning

  init(known: Meaning = []) { self.known = known }

  /// Compares a checksum with what it may be of; what cannot be computed is nil.
  mutating func check(_ claim: JSONValue?, words: [UInt8]?, sealed: SealedBody?, payload: JSONValue) -> Finding {
    guard let digest = ArchiveChecksum.digest(claim) else { return .absent }
    func fits(_ meaning: Meaning) -> Bool? {
      switch meaning {
      case .words: return words.map { SHA256.hash($0).bytes == digest }
      case .sealedBytes: return sealed.map { SHA256.hash($0.content).bytes == digest }
      case .sealedText: return sealed.map { SHA256.hash(Hex.encode($0.content)).bytes == digest }
      case .payload: return SHA256.hash(CompactJSON.encode(payload)).bytes == digest
      default: return SHA256.hash(CanonicalJSON.encode(payload)).bytes == digest
      }
    }
    var isComputable = false
    for meaning in Meaning.all where known.contains(meaning) {
      guard let isRight = fits(meaning) else { continue }
      if isRight { return .verified }
      isComputable = true
    }
    for meaning in Meaning.all where !known.contains(meaning) && fits(meaning) == true {
      known.insert(meaning)
      return .verified
    }
    return isComputable ? .mismatch : .unverified
  }

  /// The 32 bytes of `sha256:…` or 64 hexadecimal digits.
  private static func digest(_ claim: JSONValue?) -> [UInt8]? {
    guard var text = claim?.string, text.utf8.count <= 80 else { return nil }
    for prefix in ["sha256:", "sha-256:", "sha256-", "sha256="] where text.lowercased().hasPrefix(prefix) {
      text = String(text.dropFirst(prefix.count))
    }
    guard text.utf8.count == 64 else { return nil }
    return Hex.decode(text)
  }
}

/// JSON without blanks, members in the order they came, as programs write out what they hold.
enum CompactJSON {
  static func encode(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    write(value, &bytes)
    return bytes
  }

  /// Recursion is bounded by the depth that the reader of JSON allows.
  private static func write(_ value: JSONValue, _ bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let token): bytes += token.utf8
    case .string(let text): bytes += CanonicalJSON.encode(.string(text))
    case .array(let elements):
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        write(element, &bytes)
      }
      bytes.append(0x5D)
    case .object(let object):
      bytes.append(0x7B)
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        bytes += CanonicalJSON.encode(.string(member.name))
        bytes.append(0x3A)
        write(member.value, &bytes)
      }
      bytes.append(0x7D)
    }
  }
}
