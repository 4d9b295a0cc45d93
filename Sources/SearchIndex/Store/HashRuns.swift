import Records

/// Sorted runs of short keys in the catalog: which deliveries and messages are known, in ten bytes each.
///
/// A table with an index on random keys would dirty a page for almost every key that is added. Here a batch of keys
/// becomes one sorted run of chunks, a page each; four runs of one level are merged into one of the next. A look-up
/// reads one chunk for each run.
struct HashRuns {
  /// What the keys are.
  enum Kind: Int64 {
    /// 10 bytes of a delivery's id.
    case deliveries = 0
    /// 8 bytes of a message's id, and the number of its shard in 2.
    case messages = 1
  }

  static let width = 10
  static let chunk = 790
  static let fanout = 4
  /// The most bytes that a merge may take.
  static let greatest = 24 << 20

  let connection: Connection
  let kind: Kind

  /// Adds keys, sorted and joined, as a new run; merges where a level is full.
  func add(_ keys: [UInt8]) throws {
    guard !keys.isEmpty else { return }
    var sorted = HashRuns.sort(keys)
    var level: Int64 = 0
    while true {
      let runs = try runs(level)
      if runs.count + 1 < HashRuns.fanout { break }
      // Merging is done in memory: the greatest runs stay apart.
      if try size(runs) + sorted.count > HashRuns.greatest { break }
      var pieces = [sorted]
      for run in runs { pieces.append(try read(run)) }
      sorted = HashRuns.merge(pieces)
      for run in runs {
        try connection.statement("DELETE FROM runs WHERE kind = ? AND run = ?").bind(1, kind.rawValue).bind(2, run)
          .run()
      }
      level += 1
    }
    try write(sorted, level)
  }

  /// Every value behind a prefix of `length` bytes: the rest of each key that begins so.
  func find(_ prefix: [UInt8]) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    for run in try runs(nil) {
      let select = try connection.statement(
        "SELECT data FROM runs WHERE kind = ? AND run = ? AND first <= ? ORDER BY first DESC")
      // The greatest key with this prefix lies in the last chunk that begins at or before prefix ‖ ff….
      let upper = prefix + [UInt8](repeating: 0xFF, count: HashRuns.width - prefix.count)
      select.bind(1, kind.rawValue).bind(2, run).bind(3, upper)
      try select.forEach { row in
        row.withBytes(0) {
          found += HashRuns.matches(in: $0, prefix)
          // A chunk that begins with the prefix may have more of it before.
          return $0.starts(with: prefix)
        }
      }
    }
    return found
  }

  func contains(_ key: [UInt8]) throws -> Bool { try !find(key).isEmpty }

  func runs(_ level: Int64?) throws -> [Int64] {
    var runs: [Int64] = []
    let sql =
      level == nil
      ? "SELECT run FROM run_levels WHERE kind = ? ORDER BY run DESC"
      : "SELECT run FROM run_levels WHERE kind = ? AND level = ? ORDER BY run"
    let select = try connection.statement(sql)
    select.bind(1, kind.rawValue)
    if let level { select.bind(2, level) }
    try select.forEach {
      runs.append($0.integer(0))
      return true
    }
    return runs
  }

  private func size(_ runs: [Int64]) throws -> Int {
    var chunks = 0
    for run in runs {
      chunks += Int(
        try connection.statement("SELECT count(*) FROM runs WHERE kind = ? AND run = ?").bind(1, kind.rawValue).bind(
          2, run
        ).firstInteger() ?? 0)
    }
    return chunks * HashRuns.chunk * HashRuns.width
  }

  private func read(_ run: Int64) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try connection.statement("SELECT data FROM runs WHERE kind = ? AND run = ? ORDER BY first").bind(1, kind.rawValue)
      .bind(2, run).forEach {
        bytes += $0.bytes(0)
        return true
      }
    try connection.statement("DELETE FROM run_levels WHERE kind = ? AND run = ?").bind(1, kind.rawValue).bind(2, run)
      .run()
    return bytes
  }

  private func write(_ sorted: [UInt8], _ level: Int64) throws {
    let run =
      (try connection.statement("SELECT max(run) FROM run_levels WHERE kind = ?").bind(1, kind.rawValue).firstInteger()
        ?? 0) + 1
    try connection.statement("INSERT INTO run_levels(kind, run, level) VALUES(?, ?, ?)").bind(1, kind.rawValue).bind(
      2, run
    ).bind(3, level).run()
    let step = HashRuns.chunk * HashRuns.width
    var start = 0
    while start < sorted.count {
      let end = min(start + step, sorted.count)
      try connection.statement("INSERT INTO runs(kind, run, first, data) VALUES(?, ?, ?, ?)").bind(1, kind.rawValue)
        .bind(2, run).bind(3, Array(sorted[start..<start + HashRuns.width])).bind(4, Array(sorted[start..<end])).run()
      start = end
    }
  }

  // MARK: Pure parts

  static func sort(_ keys: [UInt8]) -> [UInt8] {
    var slots: [(UInt64, UInt16)] = []
    slots.reserveCapacity(keys.count / width)
    var index = 0
    while index + width <= keys.count {
      slots.append(unpack(keys, index))
      index += width
    }
    slots.sort { $0 < $1 }
    var output: [UInt8] = []
    output.reserveCapacity(keys.count)
    var last: (UInt64, UInt16)?
    for slot in slots {
      if let last, last == slot { continue }
      pack(slot, into: &output)
      last = slot
    }
    return output
  }

  static func merge(_ pieces: [[UInt8]]) -> [UInt8] {
    var merged = pieces.first ?? []
    for piece in pieces.dropFirst() {
      var output: [UInt8] = []
      output.reserveCapacity(merged.count + piece.count)
      var i = 0
      var j = 0
      while i < merged.count || j < piece.count {
        if j >= piece.count {
          output.append(contentsOf: merged[i...])
          break
        }
        if i >= merged.count {
          output.append(contentsOf: piece[j...])
          break
        }
        let left = unpack(merged, i)
        let right = unpack(piece, j)
        if left <= right {
          pack(left, into: &output)
          i += width
          if left == right { j += width }
        } else {
          pack(right, into: &output)
          j += width
        }
      }
      merged = output
    }
    return merged
  }

  static func unpack(_ bytes: [UInt8], _ at: Int) -> (UInt64, UInt16) {
    var head: UInt64 = 0
    for index in at..<at + 8 { head = head << 8 | UInt64(bytes[index]) }
    return (head, UInt16(bytes[at + 8]) << 8 | UInt16(bytes[at + 9]))
  }

  private static func pack(_ slot: (UInt64, UInt16), into output: inout [UInt8]) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 8
      output.append(UInt8(truncatingIfNeeded: slot.0 >> shift))
    }
    output.append(UInt8(truncatingIfNeeded: slot.1 >> 8))
    output.append(UInt8(truncatingIfNeeded: slot.1))
  }

  private static func matches(in chunk: UnsafeRawBufferPointer, _ prefix: [UInt8]) -> [[UInt8]] {
    let count = chunk.count / width
    func compare(_ slot: Int) -> Int {
      for index in prefix.indices {
        let byte = chunk[slot * width + index]
        if byte != prefix[index] { return byte < prefix[index] ? -1 : 1 }
      }
      return 0
    }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if compare(middle) < 0 { low = middle + 1 } else { high = middle }
    }
    var found: [[UInt8]] = []
    while low < count, compare(low) == 0 {
      found.append(Array(chunk[low * width + prefix.count..<(low + 1) * width]))
      low += 1
    }
    return found
  }

  // MARK: Keys

  static func delivery(_ id: DeliveryID) -> [UInt8] {
    let key = ItemKey(suffix: id.text.dropFirst(DeliveryID.prefix.utf8.count + 1))
    return Array((key.bytes + [UInt8](repeating: 0, count: width)).prefix(width))
  }

  static func message(_ key: ItemKey) -> [UInt8] {
    Array((key.bytes + [UInt8](repeating: 0, count: 8)).prefix(8))
  }

  static func head(of key: ItemKey) -> UInt64 { message(key).reduce(0) { $0 << 8 | UInt64($1) } }
}
