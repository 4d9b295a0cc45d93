/// Reads big-endian fields from bytes of unknown origin: never traps, fails by nil.
struct ByteReader {
  private let buffer: UnsafeRawBufferPointer
  private(set) var position = 0

  /// Reads from memory that must outlive the reader.
  init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

  var isAtEnd: Bool { position == buffer.count }
  var remaining: Int { buffer.count - position }

  mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value? {
    let width = Value.bitWidth / 8
    guard remaining >= width else { return nil }
    let value = buffer.loadUnaligned(fromByteOffset: position, as: Value.self)
    position += width
    return Value(bigEndian: value)
  }

  mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: buffer[position..<position + count])
  }

  mutating func text16() -> String? {
    guard let count = integer(UInt16.self), let bytes = bytes(Int(count)) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
