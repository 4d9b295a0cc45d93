/// Which messages the catalog may know: twelve bits each, in filters that are added as the number grows.
struct MessageFilter {
  private var filters: [BloomFilter] = []
  private var count = 0
  private var room = 0
  private static let least = 1 << 17

  /// Makes an empty filter with room for about this many.
  init(capacity: Int) { grow(by: capacity) }

  mutating func insert(_ head: UnsafeRawBufferPointer) {
    if room == 0 { grow(by: 3 * count) }
    filters[filters.count - 1].insert(head)
    count += 1
    room -= 1
  }

  func mayContain(_ head: [UInt8]) -> Bool { filters.contains { $0.mayContain(head) } }

  private mutating func grow(by number: Int) {
    room = max(MessageFilter.least, number)
    filters.append(BloomFilter(capacity: room))
  }
}
