/// The file, or the place in a file, that a delivery was read from.
public struct DeliverySource: Sendable, Hashable {
  /// The file's name without its folder (folders name people and cases).
  public var name: String
  /// SHA-256 of the whole file, in hexadecimal.
  public var fileDigest: String
  /// The first byte of the delivery in the file.
  public var offset: Int64
  /// The line on which the delivery begins, counted from one; zero where lines say nothing.
  public var line: Int64

  /// Creates a source.
  public init(name: String, fileDigest: String, offset: Int64 = 0, line: Int64 = 0) {
    self.name = name
    self.fileDigest = fileDigest
    self.offset = offset
    self.line = line
  }
}
