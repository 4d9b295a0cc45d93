import Records

/// Which deliveries and messages an index had at one moment, for an import that asks about each of many.
///
/// A filter in memory, twelve bits an item, answers for what is new, nearly always at once; only what may be known is
/// looked up. What is indexed after it was made is not in it: whoever imports remembers what it has added itself.
public final class KnownItems: Sendable {
  private let index: ArchiveIndex
  private let deliveries: BloomFilter
  private let messages: BloomFilter

  /// Reads what the index knows now.
  public init(_ index: ArchiveIndex) throws {
    self.index = index
    (deliveries, messages) = try index.current().readCatalog { connection in
      (
        try HashRuns(connection: connection, kind: .deliveries).filter(keyLength: HashRuns.width),
        try HashRuns(connection: connection, kind: .messages).filter(keyLength: 8)
      )
    }
  }

  /// Whether a delivery was archived when this was made, and still is.
  public func contains(delivery: DeliveryID) throws -> Bool {
    guard deliveries.mayContain(HashRuns.delivery(delivery)) else { return false }
    return try index.contains(delivery: delivery)
  }

  /// Whether a message was archived when this was made, and still is.
  public func contains(message: MessageID) throws -> Bool {
    guard messages.mayContain(HashRuns.message(ItemKey(message))) else { return false }
    return try index.contains(message: message)
  }

  /// Whether a message was archived with what it says when this was made, and still is.
  public func isReadable(message: MessageID) throws -> Bool {
    guard messages.mayContain(HashRuns.message(ItemKey(message))) else { return false }
    return try index.isReadable(message: message)
  }
}

extension HashRuns {
  /// A filter of every key's first `keyLength` bytes.
  func filter(keyLength: Int) throws -> BloomFilter {
    let bytes = try connection.statement("SELECT sum(length(data)) FROM runs WHERE kind = ?").bind(1, kind.rawValue)
      .firstInteger()
    var filter = BloomFilter(capacity: Int(bytes ?? 0) / HashRuns.width)
    try connection.statement("SELECT data FROM runs WHERE kind = ?").bind(1, kind.rawValue).forEach { row in
      row.withBytes(0) { data in
        var start = 0
        while start + HashRuns.width <= data.count {
          filter.insert(UnsafeRawBufferPointer(rebasing: data[start..<start + keyLength]))
          start += HashRuns.width
        }
      }
      return true
    }
    return filter
  }
}
