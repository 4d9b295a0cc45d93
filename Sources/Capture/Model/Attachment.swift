/// A file that came with an event, read only when it is sealed.
public struct Attachment: Sendable {
  /// The event in `Reading.events` that it belongs to.
  public var eventIndex: Int
  /// The name it came under, without a folder.
  public var fileName: String
  public var mimeType: String?
  /// Size in bytes, where the container says it.
  public var size: Int64?
  /// Where it lies on its own, which an import then need not read as a file of messages; nil in a container.
  public var path: String?
  /// Hands the bytes over piece by piece.
  public var read: @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void

  /// Creates an attachment.
  public init(
    eventIndex: Int, fileName: String, mimeType: String? = nil, size: Int64? = nil,
    read: @escaping @Sendable ((UnsafeRawBufferPointer) throws -> Void) throws -> Void, path: String? = nil
  ) {
    self.eventIndex = eventIndex
    self.fileName = fileName
    self.mimeType = mimeType
    self.size = size
    self.read = read
    self.path = path
  }
}
