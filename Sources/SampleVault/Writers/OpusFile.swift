/// Writes small voice notes: Ogg Opus files (RFC 7845) that play as silence.
enum OpusFile {
  private static let framesAPage = 50

  /// So many seconds of silence in frames of 20 ms.
  static func silence(seconds: Int, serial: UInt32) -> [UInt8] {
    let frames = max(1, seconds * 50)
    // Mono, 3840 samples of pre-skip, 16 kHz before encoding.
    let head = Array("OpusHead".utf8) + [1, 1, 0x00, 0x0F, 0x80, 0x3E, 0, 0, 0, 0, 0]
    let tags = Array("OpusTags".utf8) + [4, 0, 0, 0] + Array("none".utf8) + [0, 0, 0, 0]
    var bytes = page([head], flags: 2, granule: 0, serial: serial, sequence: 0)
    bytes += page([tags], flags: 0, granule: 0, serial: serial, sequence: 1)
    var sequence: UInt32 = 2
    var done = 0
    while done < frames {
      let count = min(framesAPage, frames - done)
      done += count
      let packets = [[UInt8]](repeating: [0xF8, 0xFF, 0xFE], count: count)
      bytes += page(
        packets, flags: done == frames ? 4 : 0, granule: UInt64(done * 960), serial: serial, sequence: sequence)
      sequence += 1
    }
    return bytes
  }

  private static func page(
    _ packets: [[UInt8]], flags: UInt8, granule: UInt64, serial: UInt32, sequence: UInt32
  ) -> [UInt8] {
    func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    let start = Array("OggS".utf8) + [0, flags] + little(granule) + little(serial) + little(sequence)
    let rest = [UInt8(packets.count)] + packets.map { UInt8($0.count) } + packets.flatMap { $0 }
    return start + little(checksum(start + [0, 0, 0, 0] + rest)) + rest
  }

  /// CRC-32 with the polynomial 0x04C11DB7, most significant bit first, as Ogg uses it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0
    for byte in bytes {
      crc ^= UInt32(byte) << 24
      for _ in 0..<8 { crc = crc & 0x8000_0000 != 0 ? crc << 1 ^ 0x04C1_1DB7 : crc << 1 }
    }
    return crc
  }
}
