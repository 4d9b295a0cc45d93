/// The cost of turning a passphrase into a key.
public struct ScryptParameters: Sendable, Hashable {
  /// The highest exponent that is accepted from a file: 4 GiB of memory at r = 8.
  public static let maximumLogN = 22
  /// About one second and 256 MiB.
  public static let `default` = ScryptParameters(logN: 18)

  /// The exponent of N.
  public let logN: Int
  /// The block size.
  public let r: Int
  /// The parallelisation.
  public let p: Int

  /// Takes parameters as they are; ``isAcceptable`` says whether they may be used.
  public init(logN: Int, r: Int = 8, p: Int = 1) {
    self.logN = logN
    self.r = r
    self.p = p
  }

  /// Whether work and memory stay below the cap, so that a hostile file cannot stall the machine.
  public var isAcceptable: Bool {
    guard (1...ScryptParameters.maximumLogN).contains(logN), (1...32).contains(r), (1...16).contains(p) else {
      return false
    }
    return (UInt64(1) << UInt64(logN)) * UInt64(r) * UInt64(p) <= 1 << 25
  }
}
