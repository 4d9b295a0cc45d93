import Records
import Sealing

/// The sealed record table of a segment (docs/format.md §5).
struct SegmentFooter: Sendable, Hashable {
  struct Block: Sendable, Hashable {
    var sealedLength: Int
    var records: Int
  }

  /// A record that is an object of its own.
  struct Large: Sendable, Hashable {
    var number: Int
    var length: Int
    var digest: Digest
    var path: String
  }

  var blocks: [Block] = []
  /// The length of each record in its block; 0 for a large one.
  var lengths: [UInt32] = []
  var large: [Large] = []
  var earliest = Instant(milliseconds: .max)
  var latest = Instant(milliseconds: .min)
  var recordRoot = Digest.zero

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + blocks.count * 8 + lengths.count * 2)
    bytes.append(u32: UInt32(blocks.count))
    for block in blocks {
      bytes.append(u32: UInt32(block.sealedLength))
      bytes.append(u32: UInt32(block.records))
    }
    bytes.append(u64: UInt64(lengths.count))
    for length in lengths { bytes.append(leb128: Int(length)) }
    bytes.append(u32: UInt32(large.count))
    for record in large {
      bytes.append(u64: UInt64(record.number))
      bytes.append(u64: UInt64(record.length))
      bytes += record.digest.bytes
      bytes.append(u16: UInt16(record.path.utf8.count))
      bytes += Array(record.path.utf8)
    }
    bytes.append(u64: UInt64(bitPattern: earliest.milliseconds))
    bytes.append(u64: UInt64(bitPattern: latest.milliseconds))
    return bytes + recordRoot.bytes
  }

  init() {}

  init(parsing bytes: [UInt8], what: String) throws {
    guard let footer = SegmentFooter(bytes) else {
      throw VaultError(.tampered, "the record table of \(what) is damaged", remedy: "restore it from a backup")
    }
    self = footer
  }

  private init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let blockCount = reader.u32(), Int(blockCount) * 8 <= reader.remaining else { return nil }
    var total = 0
    for _ in 0..<blockCount {
      guard let length = reader.u32(), let records = reader.u32() else { return nil }
      blocks.append(Block(sealedLength: Int(length), records: Int(records)))
      total += Int(records)
    }
    guard let count = reader.u64(), count == UInt64(total), count <= UInt64(reader.remaining) else { return nil }
    lengths.reserveCapacity(total)
    for _ in 0..<count {
      guard let length = reader.leb128() else { return nil }
      lengths.append(UInt32(length))
    }
    guard let largeCount = reader.u32(), Int(largeCount) * 50 <= reader.remaining else { return nil }
    for _ in 0..<largeCount {
      guard let number = reader.u64(), number < count, let length = reader.u64(), length <= UInt64(Int32.max),
        let digest = reader.take(32).flatMap({ Digest(bytes: $0) }), let nameLength = reader.u16(),
        let path = reader.take(Int(nameLength)).flatMap({ String(validating: $0, as: UTF8.self) })
      else { return nil }
      large.append(Large(number: Int(number), length: Int(length), digest: digest, path: path))
    }
    guard let earliest = reader.u64(), let latest = reader.u64(),
      let root = reader.take(32).flatMap({ Digest(bytes: $0) }), reader.isAtEnd
    else { return nil }
    self.earliest = Instant(milliseconds: Int64(bitPattern: earliest))
    self.latest = Instant(milliseconds: Int64(bitPattern: latest))
    recordRoot = root
  }
}
