import Sealing

/// Sixteen bytes of a record's SHA-256: by them a record is known again when it is sealed under another address.
struct RecordDigest: Sendable, Hashable {
  var high: UInt64
  var low: UInt64

  init(_ bytes: [UInt8]) { self.init(digest: SHA256.hash(bytes).bytes) }

  /// Reads what `bytes` gives; nil where it is shorter.
  init?(stored bytes: [UInt8]) {
    guard bytes.count >= 16 else { return nil }
    self.init(digest: bytes)
  }

  private init(digest bytes: [UInt8]) {
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
  }
}
