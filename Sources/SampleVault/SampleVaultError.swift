/// Why the sample could not be made.
public struct SampleVaultError: Error, Sendable, CustomStringConvertible {
  public var message: String

  /// Creates an error.
  public init(message: String) { self.message = message }

  public var description: String { message }
}
