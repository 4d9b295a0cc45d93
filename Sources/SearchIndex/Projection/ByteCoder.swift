/// Writes the small binary fields of the index: tagged, length-prefixed, unknown tags skipped by readers.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func field(_ tag: UInt8, _ value: [UInt8]) {
    bytes.append(tag)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func field(_ tag: UInt8, _ text: String?) {
    guard let text else { return }
    bytes.append(tag)
    varint(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func field(_ tag: UInt8, _ value: Int64?) {
    guard let value else { return }
    var inner = ByteWriter()
    inner.varint(UInt64(bitPattern: value << 1 ^ value >> 63))
    field(tag, inner.bytes)
  }
}

/// Reads what `ByteWriter` wrote; malformed bytes end the reading.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.endIndex, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// The next field; nil at the end.
  mutating func next() -> (tag: UInt8, value: ArraySlice<UInt8>)? {
    guard position < bytes.endIndex else { return nil }
    let tag = bytes[position]
    position += 1
    guard let count = varint(), count <= UInt64(bytes.endIndex - position) else { return nil }
    let value = bytes[position..<position + Int(count)]
    position += Int(count)
    return (tag, value)
  }

  static func integer(_ value: ArraySlice<UInt8>) -> Int64 {
    var reader = ByteReader(value)
    let raw = reader.varint() ?? 0
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  static func text(_ value: ArraySlice<UInt8>) -> String { String(decoding: value, as: UTF8.self) }
}
