import TestSupport

/// Changes inputs at random but repeatably, as a fuzzer does that cannot see what its inputs reach.
struct FuzzMutator {
  private var random: SeededGenerator
  private let pool: [[UInt8]]
  private let tokens: [[UInt8]]
  private let limit: Int

  init(seed: UInt64, pool: [[UInt8]], target: FuzzTarget) {
    random = SeededGenerator(seed: seed)
    self.pool = pool.filter { !$0.isEmpty }
    tokens = target.dictionary.map { Array($0.utf8) }
    limit = target.maximumLength
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    var bytes = pool.randomElement(using: &random) ?? [0]
    for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes) }
    return Array(bytes.prefix(limit))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let at = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 0...24, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 4: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [0xFF], at: at)
    case 5: bytes.replaceSubrange(at..<end, with: tokens.randomElement(using: &random) ?? [0])
    case 6:
      // The beginning of one, the end of another.
      guard let other = pool.randomElement(using: &random) else { return }
      bytes = Array(bytes[..<at]) + other.suffix(Int.random(in: 0...other.count, using: &random))
    default: bytes.insert([0x00, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0, at: at)
    }
  }
}
