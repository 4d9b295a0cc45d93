import Sealing

/// RFC 6962 exactly as its text says, for comparison.
enum NaiveTree {
  static func root(_ entries: ArraySlice<[UInt8]>) -> Digest {
    guard entries.count > 1 else {
      return SHA256.hash(entries.first.map { [0] + $0 } ?? [])
    }
    let k = split(entries.count)
    return SHA256.hash(parts: [[1], root(entries.prefix(k)).bytes, root(entries.dropFirst(k)).bytes])
  }

  static func path(_ m: Int, _ entries: ArraySlice<[UInt8]>) -> [Digest] {
    guard entries.count > 1 else { return [] }
    let k = split(entries.count)
    return m < k
      ? path(m, entries.prefix(k)) + [root(entries.dropFirst(k))]
      : path(m - k, entries.dropFirst(k)) + [root(entries.prefix(k))]
  }

  static func consistency(_ m: Int, _ entries: ArraySlice<[UInt8]>, _ isWhole: Bool = true) -> [Digest] {
    if m == entries.count { return isWhole ? [] : [root(entries)] }
    let k = split(entries.count)
    return m <= k
      ? consistency(m, entries.prefix(k), isWhole) + [root(entries.dropFirst(k))]
      : consistency(m - k, entries.dropFirst(k), false) + [root(entries.prefix(k))]
  }

  private static func split(_ n: Int) -> Int {
    var k = 1
    while k * 2 < n { k *= 2 }
    return k
  }
}

/// Entries that differ from each other.
func sampleEntries(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("entry \($0)".utf8) } }
