import Storage
import Testing

/// RFC 3720 §B.4, and that pieces make the whole.
@Suite struct CRC32CTests {
  @Test func knownValues() {
    #expect(CRC32C.checksum([]) == 0)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func piecesMakeTheWhole() {
    let bytes = (0..<100).map { UInt8($0 &* 37 & 0xFF) }
    let whole = CRC32C.checksum(bytes)
    for cut in 0...100 {
      let first = bytes[..<cut].withUnsafeBytes { CRC32C.checksum($0) }
      #expect(bytes[cut...].withUnsafeBytes { CRC32C.checksum($0, after: first) } == whole)
    }
  }
}
