/// A set of keys that may say yes by mistake, never no: twelve bits a key, eight of them asked, mistaken once in 300.
///
/// Its keys are digests already, so that their own bytes serve as hashes.
struct BloomFilter: Sendable {
  private static let bitsPerKey = 12
  private static let probes: UInt64 = 8

  private var words: [UInt64]
  private let bits: UInt64

  /// Makes a filter for about this many keys.
  init(capacity: Int) {
    let (wanted, overflow) = max(0, capacity).multipliedReportingOverflow(by: BloomFilter.bitsPerKey)
    bits = capacity <= 0 ? 0 : UInt64(max(64, overflow ? Int.max >> 1 : wanted))
    words = [UInt64](repeating: 0, count: Int((bits + 63) / 64))
  }

  mutating func insert(_ key: UnsafeRawBufferPointer) {
    guard bits > 0 else { return }
    var (place, step) = BloomFilter.hashes(key)
    for _ in 0..<BloomFilter.probes {
      let bit = place % bits
      words[Int(bit >> 6)] |= 1 << (bit & 63)
      place &+= step
    }
  }

  func mayContain(_ key: [UInt8]) -> Bool {
    guard bits > 0 else { return false }
    var (place, step) = key.withUnsafeBytes { BloomFilter.hashes($0) }
    for _ in 0..<BloomFilter.probes {
      let bit = place % bits
      if words[Int(bit >> 6)] & 1 << (bit & 63) == 0 { return false }
      place &+= step
    }
    return true
  }

  /// Where to begin and how far to go: from the first eight bytes, mixed so that all of them count in both.
  private static func hashes(_ key: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    var head: UInt64 = 0
    for byte in key.prefix(8) { head = head << 8 | UInt64(byte) }
    var mixed = (head ^ (head >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (head, (mixed ^ (mixed >> 31)) | 1)
  }
}
