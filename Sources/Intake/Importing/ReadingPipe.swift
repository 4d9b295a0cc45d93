import Capture

/// Hands readings from the thread that reads to the thread that seals, a bounded number at a time.
final class ReadingPipe: Sendable {
  /// Some readings, and how far the reader had come.
  struct Batch: Sendable {
    var readings: [Reading] = []
    var done: Int64 = 0
  }

  private static let room = 4
  private static let batchCount = 128
  private static let batchBytes = 4 << 20

  private let queue = BoundedQueue<Batch>(room: ReadingPipe.room)

  /// Reads to the end on a thread of its own; `open` makes the reader there.
  func start(_ open: @escaping @Sendable () throws -> any SourceReader, opened: @escaping @Sendable (String) -> Void) {
    queue.start { put in
      var reader = try open()
      opened(reader.format)
      var batch = Batch()
      var bytes = 0
      while let reading = try reader.next() {
        bytes += reading.delivery.body.count
        batch.readings.append(reading)
        guard batch.readings.count >= ReadingPipe.batchCount || bytes >= ReadingPipe.batchBytes else { continue }
        batch.done = reader.progress.done
        guard put(batch) else { return }
        batch = Batch()
        bytes = 0
      }
      batch.done = reader.progress.total
      if !batch.readings.isEmpty { _ = put(batch) }
    }
  }

  /// The next readings; nil after the last.
  ///
  /// Throws what stopped the reader, after everything before it was handed over.
  func next() throws -> Batch? { try queue.next() }

  /// Lets the reader stop: nobody takes its readings any more.
  func abandon() { queue.abandon() }
}
