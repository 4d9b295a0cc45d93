import Ledger
import Records
import Sealing

/// The last 120 bytes of a segment: enough to log it without opening it.
struct SegmentTrailer: Sendable {
  static let length = 120
  static let signedLength = 48

  var footerLength: Int
  var recordCount: Int
  var recordRoot: Digest
  var signature: [UInt8]

  /// What the signature covers: footer length, count and root.
  static func unsigned(footerLength: Int, recordCount: Int, recordRoot: Digest) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(u32: UInt32(footerLength))
    bytes.append(u32: 0)
    bytes.append(u64: UInt64(recordCount))
    return bytes + recordRoot.bytes
  }

  init(parsing bytes: [UInt8], what: String) throws {
    guard bytes.count == SegmentTrailer.length, bytes.suffix(8).elementsEqual(SealedFile.endMark) else {
      throw SealedFile.truncated(what)
    }
    var reader = ByteReader(bytes)
    guard let footer = reader.u32(), let zero = reader.u32(), zero == 0, let count = reader.u64(),
      count <= UInt64(UInt32.max), let root = reader.take(32).flatMap({ Digest(bytes: $0) }),
      let signature = reader.take(64)
    else { throw VaultError(.tampered, "the trailer of \(what) is damaged", remedy: "restore it from a backup") }
    footerLength = Int(footer)
    recordCount = Int(count)
    recordRoot = root
    self.signature = signature
  }

  /// What the writer signs, given the digest of everything before the signature.
  static func signedMessage(_ label: Label, _ digest: Digest) -> [UInt8] { label.bytes + digest.bytes }
}
