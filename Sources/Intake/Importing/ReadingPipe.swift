import Capture
import Dispatch
import Storage
import Synchronization

/// Hands readings from the thread that reads to the thread that seals, a bounded number at a time.
final class ReadingPipe: Sendable {
  /// Some readings, and how far the reader had come.
  struct Batch: Sendable {
    var readings: [Reading] = []
    var done: Int64 = 0
  }

  private struct State {
    var batches: [Batch] = []
    var failure: (any Error)?
    var isEnded = false
    var isAbandoned = false
  }

  private static let room = 4
  private static let batchCount = 128
  private static let batchBytes = 4 << 20

  private let state = Mutex(State())
  // Both begin at zero: a semaphore that is let go below its first value ends the process.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init() { for _ in 0..<ReadingPipe.room { free.signal() } }

  /// Reads to the end on a thread of its own; `open` makes the reader there.
  func start(_ open: @escaping @Sendable () throws -> any SourceReader, opened: @escaping @Sendable (String) -> Void) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      do {
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
        if !batch.readings.isEmpty, !put(batch) { return }
        end(nil)
      } catch {
        end(error)
      }
    }
  }

  private func put(_ batch: Batch) -> Bool {
    free.wait()
    let goesOn = state.withLock { state in
      if !state.isAbandoned { state.batches.append(batch) }
      return !state.isAbandoned
    }
    filled.signal()
    return goesOn
  }

  private func end(_ error: (any Error)?) {
    state.withLock { state in
      state.failure = error
      state.isEnded = true
    }
    filled.signal()
  }

  /// The next readings; nil after the last.
  ///
  /// Throws what stopped the reader, after everything before it was handed over.
  func next() throws -> Batch? {
    filled.wait()
    let batch = try state.withLock { state -> Batch? in
      if !state.batches.isEmpty { return state.batches.removeFirst() }
      if let failure = state.failure { throw failure }
      return nil
    }
    if batch != nil { free.signal() }
    return batch
  }

  /// Lets the reader stop: nobody takes its readings any more.
  func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.batches = []
    }
    free.signal()
  }
}
