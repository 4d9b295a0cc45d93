import Storage

/// Names and frames of a spool's files (docs/format.md §13).
enum SpoolFormat {
  static let firstLine = Array("holdfast spool v1\n".utf8)
  static let suffix = ".spool"
  static let acknowledgementSuffix = ".ack"
  static let lockName = "lock"
  static let purpose = "spool"

  /// Length, checksum and number before each sealed entry.
  static let frameLength = 16
  /// The time before the content, and the tag.
  static let sealedOverhead = 8 + 16
  /// No entry's content is longer.
  static let maximumContentLength = 64 << 20

  static func name(_ number: UInt64, _ suffix: String) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + suffix
  }

  /// The number in a name; nil when it is no such name.
  static func number(of name: String, _ suffix: String) -> UInt64? {
    guard name.hasSuffix(suffix), name.utf8.count == 16 + suffix.utf8.count,
      let number = UInt64(name.dropLast(suffix.count), radix: 16), SpoolFormat.name(number, suffix) == name
    else { return nil }
    return number
  }

  /// The bytes an entry takes on disk.
  static func diskLength(_ contentLength: Int) -> Int { frameLength + sealedOverhead + contentLength }

  static func append(_ sealed: [UInt8], number: UInt64, to bytes: inout [UInt8]) {
    let length = UInt32(truncatingIfNeeded: sealed.count)
    bytes.appendBigEndian(length)
    bytes.appendBigEndian(checksum(length, number, sealed))
    bytes.appendBigEndian(number)
    bytes.append(contentsOf: sealed)
  }

  private static func checksum(_ length: UInt32, _ number: UInt64, _ sealed: [UInt8]) -> UInt32 {
    var head: [UInt8] = []
    head.appendBigEndian(length)
    head.appendBigEndian(number)
    return sealed.withUnsafeBytes { CRC32C.checksum($0, after: CRC32C.checksum(head)) }
  }

  /// The entry that begins at an offset, when it is whole and its checksum holds; for the number only what is possible.
  static func entry(
    in bytes: UnsafeRawBufferPointer, at offset: Int, numbers: ClosedRange<UInt64>
  ) -> (number: UInt64, length: Int)? {
    guard offset >= 0, bytes.count - offset >= frameLength else { return nil }
    let length = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    let number = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
    guard numbers.contains(number), Int(length) >= sealedOverhead,
      Int(length) <= bytes.count - offset - frameLength
    else { return nil }
    let expected = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
    let head = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 4]))
    let rest = UnsafeRawBufferPointer(rebasing: bytes[offset + 8..<offset + frameLength + Int(length)])
    return CRC32C.checksum(rest, after: head) == expected ? (number, Int(length)) : nil
  }
}

extension [UInt8] {
  /// Appends an integer, most significant byte first.
  mutating func appendBigEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
