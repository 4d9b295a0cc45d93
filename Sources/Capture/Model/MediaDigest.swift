import Records
import Sealing

/// The SHA-256 that providers claim for a file, in the forms they write it.
enum MediaDigest {
  /// Lower-case hexadecimal, from base64 or hexadecimal; nil when it is not 32 bytes.
  static func hex(_ claim: String) -> String? {
    let bytes = Array(claim.utf8)
    if bytes.count == 64, bytes.allSatisfy({ ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) || (0x30...0x39).contains($0) }) {
      return claim.lowercased()
    }
    guard bytes.count == 44, let decoded = Base64.decode(claim), decoded.count == 32 else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in decoded { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
