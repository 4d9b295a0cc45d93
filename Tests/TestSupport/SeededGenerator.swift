import Foundation

/// A small, fast, repeatable random generator (SplitMix64) for property and fuzz tests.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Makes a generator that always gives the same numbers for the same seed.
  public init(seed: UInt64) { state = seed }

  /// A generator with a fresh seed, which is printed so that a failure can be repeated: set `TEST_SEED` to it.
  public static func reported(_ name: String = #function) -> SeededGenerator {
    let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(UInt64.init)
    let seed = given ?? UInt64.random(in: .min ... .max)
    print("\(name): TEST_SEED=\(seed)")
    return SeededGenerator(seed: seed)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
