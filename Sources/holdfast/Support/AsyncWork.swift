import Dispatch
import Synchronization

/// Runs asynchronous work for a command, which waits for it.
enum AsyncWork {
  static func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws -> Result {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Result>()
    Task {
      do {
        let value = try await body()
        box.outcome.withLock { $0 = .success(value) }
      } catch {
        box.outcome.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = box.outcome.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }

  private final class Box<Value: Sendable>: Sendable {
    let outcome = Mutex<Swift.Result<Value, any Error>?>(nil)
  }
}
