extension Spool {
  /// Adds entries beside one another, so that they share a sync; all are durable when this returns.
  ///
  /// Their order among each other is open. Throws the first failure; others of them may be in the spool then.
  public func append(contentsOf entries: [[UInt8]]) async throws {
    guard entries.count > 1 else {
      if let only = entries.first { try await append(only) }
      return
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      // More at once would share no more.
      var rest = entries.makeIterator()
      for entry in rest.next(256) { group.addTask { _ = try await append(entry) } }
      while try await group.next() != nil {
        if let entry = rest.next() { group.addTask { _ = try await append(entry) } }
      }
    }
  }
}

extension IndexingIterator<[[UInt8]]> {
  fileprivate mutating func next(_ count: Int) -> [[UInt8]] {
    var taken: [[UInt8]] = []
    while taken.count < count, let element = next() { taken.append(element) }
    return taken
  }
}
