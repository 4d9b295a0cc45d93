/// A zstd frame with its lengths, padded: the plain text of a block or footer.
enum PaddedFrame {
  /// The largest plain text that a reader takes.
  static let maximumPlainLength = 1 << 28

  static func pack(_ plain: UnsafeRawBufferPointer, with compressor: Zstandard.Compressor) throws -> [UInt8] {
    let frame = try compressor.compress(plain)
    var bytes: [UInt8] = []
    let length = Padding.length(for: frame.count + 8)
    bytes.reserveCapacity(length)
    bytes.append(u32: UInt32(frame.count))
    bytes.append(u32: UInt32(plain.count))
    bytes += frame
    bytes.pad(to: length)
    return bytes
  }

  static func unpack(_ bytes: [UInt8]) -> [UInt8]? {
    var reader = ByteReader(bytes)
    guard let frameLength = reader.u32(), let plainLength = reader.u32(), Int(frameLength) <= reader.remaining,
      Int(plainLength) <= maximumPlainLength
    else { return nil }
    let end = 8 + Int(frameLength)
    guard bytes[end...].allSatisfy({ $0 == 0 }) else { return nil }
    return Zstandard.decompress(bytes[8..<end], plainLength: Int(plainLength))
  }
}
