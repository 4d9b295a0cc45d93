import Records
import Storage

/// Records on their way that are applied together.
private struct TailBatch {
  var batch = Batch()
  /// The segment that each was last seen in.
  var segments: [RecordDigest: SegmentID] = [:]
}

extension Indexer {
  func loadProvisional() throws {
    try catalog.use { connection in
      try connection.statement("SELECT segment, record, digest, state FROM provisional").forEach {
        if let segment = SegmentID($0.text(0)), let digest = RecordDigest(stored: $0.bytes(2)) {
          provisional.set(
            RecordAddress(segment: segment, number: Int(clamping: $0.integer(1))), digest,
            ProvisionalRecords.State(rawValue: $0.integer(3)) ?? .noted)
        }
        return true
      }
    }
  }

  /// Applies what is on its way into a ledger, under the addresses that it will have there. The positions stay: when
  /// the ledgers list these records they are read again, and nothing changes.
  ///
  /// Returns why a file could not be read: it must not keep the ledgers from being read.
  func followTail(
    cancel: CancellationFlag?, committed: () -> Void, _ changed: () -> Void
  ) throws -> (any Error)? {
    var failure: (any Error)?
    let files: [any SourceTailFile]
    do { files = try source.tail() } catch { return error }
    var logged: [SegmentID: Bool] = [:]
    var projector = Projector(source: source)
    for file in files {
      var tail = TailBatch()
      func flush() throws {
        guard !tail.batch.noted.isEmpty else { return }
        if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "indexing was cancelled") }
        try catalog.write { try ShardMeta.set($0, "open", 1) }
        try apply(tail.batch)
        tail = TailBatch()
        changed()
        committed()
      }
      while true {
        let first = tailPositions[file.name] ?? 0
        let entries: [SourceTailEntry]
        do { entries = try file.entries(from: first) } catch {
          failure = error
          break
        }
        if entries.isEmpty { break }
        for entry in entries where !entry.isAudit {
          let segment = entry.address.segment
          if logged[segment] == nil { logged[segment] = try source.isLogged(segment) }
          guard logged[segment] == false else { continue }
          let known = provisional.state(entry.address)
          if known == .applied || known == .superseded { continue }
          let digest = RecordDigest(entry.bytes)
          // The same record twice: the first is applied before the second takes its place.
          if let other = tail.segments[digest], other != segment { try flush() }
          tail.segments[digest] = segment
          projector.add(
            .success(entry.bytes), at: entry.address, isAudit: false, writer: WriterID(suffix: ""),
            to: &tail.batch.projection)
          tail.batch.noted.append((entry.address, digest))
          tail.batch.returned.append((entry.address, digest, entry.bytes))
          if tail.batch.noted.count >= profile.batch { try flush() }
        }
        try flush()
        tailPositions[file.name] = first + entries.count
        tailSegments[file.name, default: []].formUnion(entries.map(\.address.segment))
      }
    }
    let names = Set(files.map(\.name))
    tailPositions = tailPositions.filter { names.contains($0.key) }
    tailSegments = tailSegments.filter { names.contains($0.key) }
    let present = tailSegments.values.reduce(into: Set<SegmentID>()) { $0.formUnion($1) }
    if failure == nil { try writer.forget(provisional.forgetSuperseded(except: present)) }
    return failure
  }

  /// How many of these deliveries the catalog does not know.
  func newDeliveries(_ ids: [DeliveryID]) throws -> Int64 {
    guard !ids.isEmpty else { return 0 }
    let keys = Set(ids.map { HashRuns.delivery($0) })
    return try catalog.use { connection in
      let runs = HashRuns(connection: connection, kind: .deliveries)
      let known = try deliveries.known ?? runs.greatestCount()
      deliveries.known = known + keys.count
      deliveries.asked += keys.count
      if known > profile.filteredMessages {
        deliveries.filter = nil
      } else if deliveries.filter == nil, deliveries.asked * 8 >= known {
        var filter = MessageFilter(capacity: known + known / 2)
        try runs.forEachHead { filter.insert($0) }
        deliveries.filter = filter
      }
      var new: Int64 = 0
      for key in keys {
        let head = Array(key.prefix(8))
        if let filter = deliveries.filter, !filter.mayContain(head) {
          new += 1
        } else if try !runs.contains(key) {
          new += 1
        }
        head.withUnsafeBytes { deliveries.filter?.insert($0) }
      }
      return new
    }
  }
}
