import Sealing

/// Where one log stands.
public struct LogHead: Sendable, Hashable {
  /// The log's name.
  public let origin: String
  /// How many entries it has.
  public let size: UInt64
  /// The root over them.
  public let root: Digest

  /// States a log's size and root.
  public init(origin: String, size: UInt64, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }
}
