/// The bytes of an entry bundle: entries one after the other, each with its length in two bytes.
public enum EntryBundle {
  /// The longest entry.
  public static let maximumEntryCount = 65_535

  /// The first `count` entries of a bundle.
  ///
  /// A bundle that is fetched for a smaller tree may hold more entries than were asked for; otherwise what is
  /// left over is an error.
  public static func parse(_ bytes: [UInt8], count: Int, allowingMore: Bool = false) throws -> [[UInt8]] {
    var entries: [[UInt8]] = []
    entries.reserveCapacity(min(max(count, 0), TileAddress.fullWidth))
    var position = 0
    while entries.count < count {
      guard bytes.count - position >= 2 else { throw LedgerError.malformed("the bundle ends within an entry") }
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      position += 2
      guard bytes.count - position >= length else { throw LedgerError.malformed("the bundle ends within an entry") }
      entries.append(Array(bytes[position..<position + length]))
      position += length
    }
    guard allowingMore || position == bytes.count else {
      throw LedgerError.malformed("the bundle has bytes after its \(count) entries")
    }
    return entries
  }

  /// Adds an entry to a bundle's bytes.
  static func append(_ entry: [UInt8], to bytes: inout [UInt8]) throws {
    guard let count = UInt16(exactly: entry.count) else {
      throw LedgerError(
        code: .tooLarge, message: "a ledger entry of \(entry.count) bytes is longer than \(maximumEntryCount)")
    }
    bytes.append(UInt8(count >> 8))
    bytes.append(UInt8(count & 0xff))
    bytes.append(contentsOf: entry)
  }
}
