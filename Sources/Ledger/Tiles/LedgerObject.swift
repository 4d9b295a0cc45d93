/// Something a log stores: its path below the log's prefix, and its bytes.
public struct LedgerObject: Sendable, Hashable {
  /// The path.
  public let path: String
  /// The bytes.
  public let bytes: [UInt8]

  /// Names bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
