/// An object in a listing.
public struct ObjectInfo: Sendable, Hashable {
  /// The whole name.
  public var path: String
  public var size: Int64

  /// Creates an entry.
  public init(path: String, size: Int64) {
    self.path = path
    self.size = size
  }
}
