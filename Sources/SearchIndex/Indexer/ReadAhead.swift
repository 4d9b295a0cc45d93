import Dispatch
import Records
import Storage
import Synchronization

/// Reads and decodes the next batch on another thread while the present one is written.
enum ReadAhead {
  private enum Message {
    case batch(Batch)
    case end
    case failure(any Error)
  }

  /// What the two threads share.
  private final class Channel: @unchecked Sendable {
    // Unchecked: `queue` and `isStopped` are used only with the lock held; batches are handed over, never shared.
    private let lock = Condition()
    private var queue: [Message] = []
    private var isStopped = false

    /// False when nobody wants more.
    func put(_ message: Message) -> Bool {
      lock.lock()
      defer { lock.unlock() }
      while queue.count >= 1, !isStopped { lock.wait() }
      if isStopped { return false }
      queue.append(message)
      lock.wake()
      return true
    }

    func take() -> Message {
      lock.lock()
      defer { lock.unlock() }
      while queue.isEmpty { lock.wait() }
      defer { lock.wake() }
      return queue.removeFirst()
    }

    func stop() {
      lock.lock()
      isStopped = true
      lock.wake()
      lock.unlock()
    }
  }

  /// Hands each batch to `body` on the calling thread.
  static func run(
    reader: inout BatchReader, writers: [SourceWriter], cancel: CancellationFlag?, _ body: (Batch) throws -> Void
  ) throws {
    let channel = Channel()
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var own = reader
    DispatchQueue.global(qos: .utility).async {
      do {
        try own.read(writers, cancel: cancel) { channel.put(.batch($0)) }
        _ = channel.put(.end)
      } catch {
        _ = channel.put(.failure(error))
      }
      done.signal()
    }
    defer {
      channel.stop()
      done.wait()
      reader = own
    }
    while true {
      switch channel.take() {
      case .batch(let batch): try body(batch)
      case .end: return
      case .failure(let error): throw error
      }
      if cancel?.isCancelled == true { throw SearchIndexError(.cancelled, "indexing was cancelled") }
    }
  }
}
