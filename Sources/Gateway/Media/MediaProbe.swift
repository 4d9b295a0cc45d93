import Records

/// Keeps the beginning and the end of what streams by.
struct MediaProbe {
  private var head: [UInt8] = []
  private var tail: [UInt8] = []

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    if head.count < MediaFacts.headLength { head.append(contentsOf: bytes.prefix(MediaFacts.headLength - head.count)) }
    tail.append(contentsOf: bytes.suffix(MediaFacts.tailLength))
    if tail.count > 2 * MediaFacts.tailLength { tail.removeFirst(tail.count - MediaFacts.tailLength) }
  }

  var facts: MediaFacts { MediaFacts(head: head, tail: tail) }
}
