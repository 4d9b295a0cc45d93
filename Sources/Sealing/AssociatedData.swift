/// What a sealed thing is bound to: a label, a version and fields, each with its length.
///
/// The encoding is `u16 count ‖ label ‖ u16 version ‖ (u32 count ‖ field)*`, big-endian, so that no two
/// different lists of fields have the same bytes.
public struct AssociatedData: Sendable, Hashable {
  /// The encoding so far.
  public private(set) var bytes: [UInt8]

  /// Starts with a label and the version of the format that is bound.
  public init(_ label: Label, version: UInt16 = 1) {
    let text = label.rawValue.utf8
    bytes = []
    bytes.reserveCapacity(128)
    bytes.appendBigEndian(UInt16(truncatingIfNeeded: text.count))
    bytes.append(contentsOf: text)
    bytes.appendBigEndian(version)
  }

  /// Adds a field of bytes.
  public mutating func append(_ field: some Collection<UInt8>) {
    // A field is at most a few kilobytes; the mask keeps a count beyond 4 GiB from trapping.
    bytes.appendBigEndian(UInt32(truncatingIfNeeded: field.count))
    bytes.append(contentsOf: field)
  }

  /// Adds a field of text, as UTF-8.
  public mutating func append(_ field: String) { append(Array(field.utf8)) }

  /// Adds a field that is a number, as eight big-endian bytes.
  public mutating func append(_ field: UInt64) {
    bytes.appendBigEndian(UInt32(8))
    bytes.appendBigEndian(field)
  }

  /// Adds a field that is a digest.
  public mutating func append(_ field: Digest) { append(field.bytes) }

  /// This with one more field of bytes.
  public func appending(_ field: some Collection<UInt8>) -> AssociatedData {
    var copy = self
    copy.append(field)
    return copy
  }

  /// This with one more field of text.
  public func appending(_ field: String) -> AssociatedData {
    var copy = self
    copy.append(field)
    return copy
  }

  /// This with one more field that is a number.
  public func appending(_ field: UInt64) -> AssociatedData {
    var copy = self
    copy.append(field)
    return copy
  }
}
