/// Which tile or entry bundle a path names.
public struct TileAddress: Sendable, Hashable {
  /// What an object holds.
  public enum Kind: Sendable, Hashable {
    /// Hashes of a level: level 0 is the entries'.
    case hashes(level: Int)
    /// Entries.
    case entries
  }

  /// Hashes or entries in a full tile.
  public static let fullWidth = 256

  /// What the object holds.
  public let kind: Kind
  /// Its place in the level.
  public let index: UInt64
  /// How many hashes or entries it has, 1 to 256.
  public let width: Int

  /// Names an object.
  public init(kind: Kind, index: UInt64, width: Int = TileAddress.fullWidth) {
    self.kind = kind
    self.index = index
    self.width = width
  }

  /// Whether there are 256 hashes or entries.
  public var isFull: Bool { width == TileAddress.fullWidth }

  /// The same tile, full.
  public var full: TileAddress { TileAddress(kind: kind, index: index) }

  /// The path below the log's prefix.
  public var path: String {
    let folder =
      switch kind {
      case .hashes(let level): "tile/\(level)/"
      case .entries: "tile/entries/"
      }
    return folder + TilePath.elements(index) + (isFull ? "" : ".p/\(width)")
  }
}
