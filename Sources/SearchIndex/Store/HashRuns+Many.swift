/// Questions about many keys at once.
extension HashRuns {
  /// The shards' numbers behind many messages, each given by the first eight bytes of its key; unknown ones are left
  /// out. Reads a chunk once for all the keys that lie in it.
  func shards(of heads: Set<UInt64>) throws -> [UInt64: Set<UInt16>] {
    var found: [UInt64: Set<UInt16>] = [:]
    let sorted = heads.sorted()
    for run in try runs(nil) {
      var chunk: [UInt8] = []
      for head in sorted {
        // Strictly inside: what stands at an end of a chunk may go on in the next one.
        if chunk.count > HashRuns.width, HashRuns.unpack(chunk, 0).0 < head,
          HashRuns.unpack(chunk, chunk.count - HashRuns.width).0 > head
        {
          HashRuns.collect(head, in: chunk, &found)
          continue
        }
        let upper = HashRuns.bytes(of: head) + [0xFF, 0xFF]
        try connection.statement("SELECT data FROM runs WHERE kind = ? AND run = ? AND first <= ? ORDER BY first DESC")
          .bind(1, kind.rawValue).bind(2, run).bind(3, upper).forEach {
            chunk = $0.bytes(0)
            HashRuns.collect(head, in: chunk, &found)
            return chunk.count >= HashRuns.width && HashRuns.unpack(chunk, 0).0 == head
          }
      }
    }
    return found
  }

  /// Hands over the first eight bytes of every key.
  func forEachHead(_ body: (UnsafeRawBufferPointer) -> Void) throws {
    try connection.statement("SELECT data FROM runs WHERE kind = ?").bind(1, kind.rawValue).forEach { row in
      row.withBytes(0) { data in
        var start = 0
        while start + HashRuns.width <= data.count {
          body(UnsafeRawBufferPointer(rebasing: data[start..<start + 8]))
          start += HashRuns.width
        }
      }
      return true
    }
  }

  /// No fewer keys than there are.
  func greatestCount() throws -> Int {
    Int(
      try connection.statement("SELECT count(*) FROM runs WHERE kind = ?").bind(1, kind.rawValue).firstInteger() ?? 0)
      * HashRuns.chunk
  }

  private static func collect(_ head: UInt64, in chunk: [UInt8], _ found: inout [UInt64: Set<UInt16>]) {
    var low = 0
    var high = chunk.count / width
    while low < high {
      let middle = (low + high) / 2
      if unpack(chunk, middle * width).0 < head { low = middle + 1 } else { high = middle }
    }
    while low < chunk.count / width, case let slot = unpack(chunk, low * width), slot.0 == head {
      found[head, default: []].insert(slot.1)
      low += 1
    }
  }

  private static func bytes(of head: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: head >> UInt64(56 - 8 * $0)) }
  }
}
