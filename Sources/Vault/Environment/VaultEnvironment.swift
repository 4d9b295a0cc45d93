import Records
import Sealing
import Storage

/// What a vault takes from the world: time, randomness and files.
public struct VaultEnvironment: Sendable {
  public var clock: any Clock
  public var randomness: any Randomness
  public var files: any FileOperations

  /// Creates an environment; by default the machine's own.
  public init(
    clock: any Clock = SystemClock(), randomness: any Randomness = SystemRandomness(),
    files: any FileOperations = SystemFiles()
  ) {
    self.clock = clock
    self.randomness = randomness
    self.files = files
  }
}
