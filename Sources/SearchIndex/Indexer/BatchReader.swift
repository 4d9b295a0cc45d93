import Records
import Storage

/// Some records, read and understood, and how far they bring each writer.
struct Batch {
  var projection = Projection()
  var positions: [(writer: WriterID, leaf: Int64, record: Int64)] = []
  /// Segments of records on their way that a ledger lists by now, and how many of their records were read.
  var settled: [SegmentID: Int] = [:]
  /// Records that may have been applied already, under another address.
  var returned: [(address: RecordAddress, digest: RecordDigest, bytes: [UInt8])] = []
  /// Records that no ledger lists yet.
  var noted: [(address: RecordAddress, digest: RecordDigest)] = []
}

/// Reads records behind the positions, batch by batch, in the order of each ledger.
struct BatchReader {
  let source: any RecordSource
  let size: Int
  /// What may come back under another address, and the segments that are waited for.
  private let digests: Set<RecordDigest>
  private let segments: Set<SegmentID>
  private var projector: Projector
  private var positions: [String: (leaf: Int64, record: Int64)]

  init(
    source: any RecordSource, positions: [String: (leaf: Int64, record: Int64)], size: Int,
    provisional: ProvisionalRecords? = nil
  ) {
    self.source = source
    digests = provisional?.digests ?? []
    segments = provisional?.segments ?? []
    self.positions = positions
    self.size = size
    projector = Projector(source: source)
  }

  /// Reads everything that lies between the positions and the ledgers' ends, handing over each full batch.
  ///
  /// `body` returns false to stop.
  mutating func read(_ writers: [SourceWriter], cancel: CancellationFlag?, _ body: (Batch) throws -> Bool) throws {
    var batch = Batch()
    var reached: [WriterID: (leaf: Int64, record: Int64)] = [:]
    func flush(_ batch: inout Batch) throws -> Bool {
      guard !reached.isEmpty else { return true }
      batch.positions = reached.map { ($0.key, $0.value.leaf, $0.value.record) }.sorted { $0.0 < $1.0 }
      reached = [:]
      let full = batch
      batch = Batch()
      return try body(full)
    }
    for writer in writers {
      var position = positions[writer.id.text] ?? (0, 0)
      while UInt64(position.leaf) < writer.size {
        let leaves = try source.leaves(of: writer.id, from: UInt64(position.leaf), limit: 256)
        if leaves.isEmpty { break }
        for leaf in leaves where leaf.index < writer.size {
          if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "indexing was cancelled") }
          if let segment = leaf.segment {
            var goesOn = true
            var next = Int(position.record)
            let first = next
            try source.forEachRecord(in: segment, from: first) { number, bytes in
              projector.add(
                bytes, at: RecordAddress(segment: segment.id, number: number), isAudit: segment.isAudit,
                writer: writer.id, to: &batch.projection)
              next = number + 1
              if !digests.isEmpty || !segments.isEmpty {
                note(bytes, RecordAddress(segment: segment.id, number: number), in: &batch)
              }
              if batch.projection.count >= size {
                reached[writer.id] = (Int64(leaf.index), Int64(next))
                goesOn = try flush(&batch)
              }
              return goesOn
            }
            guard goesOn else { return }
          }
          position = (Int64(leaf.index) + 1, 0)
          positions[writer.id.text] = position
          reached[writer.id] = position
        }
      }
    }
    _ = try flush(&batch)
  }

  private func note(_ bytes: Result<[UInt8], any Error>, _ address: RecordAddress, in batch: inout Batch) {
    if segments.contains(address.segment) { batch.settled[address.segment] = address.number + 1 }
    guard !digests.isEmpty, case .success(let bytes) = bytes else { return }
    let digest = RecordDigest(bytes)
    if digests.contains(digest) { batch.returned.append((address, digest, bytes)) }
  }
}
