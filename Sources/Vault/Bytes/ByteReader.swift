/// Reads fixed-width fields from bytes of unknown origin; every read is checked.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position: Int
  private let end: Int

  init(_ bytes: [UInt8], from position: Int = 0, to end: Int? = nil) {
    self.bytes = bytes
    self.position = max(0, position)
    self.end = min(end ?? bytes.count, bytes.count)
  }

  var remaining: Int { max(0, end - position) }
  var isAtEnd: Bool { remaining == 0 }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func u8() -> UInt8? {
    guard remaining >= 1 else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func u16() -> UInt16? { integer(2).map { UInt16($0) } }
  mutating func u32() -> UInt32? { integer(4).map { UInt32($0) } }
  mutating func u64() -> UInt64? { integer(8) }

  private mutating func integer(_ width: Int) -> UInt64? {
    guard remaining >= width else { return nil }
    var value: UInt64 = 0
    for index in position..<position + width { value = value << 8 | UInt64(bytes[index]) }
    position += width
    return value
  }

  /// An unsigned LEB128 number below 2³², in its shortest form.
  mutating func leb128() -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = u8() {
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value > UInt64(UInt32.max) || (byte == 0 && shift > 0) ? nil : Int(value) }
      shift += 7
      if shift > 28 { return nil }
    }
    return nil
  }
}
