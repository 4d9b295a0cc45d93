import Dispatch
import Synchronization

/// Runs asynchronous work to its end from a thread that may wait.
enum Blocking {
  private final class Box: Sendable {
    let result = Mutex<Result<Void, any Error>?>(nil)
  }

  static func run(_ body: @escaping @Sendable () async throws -> Void) throws {
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await body()
        box.result.withLock { $0 = .success(()) }
      } catch { box.result.withLock { $0 = .failure(error) } }
      done.signal()
    }
    done.wait()
    try box.result.withLock { $0 }?.get()
  }
}
