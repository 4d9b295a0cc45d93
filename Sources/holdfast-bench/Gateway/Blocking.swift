import Dispatch
import Synchronization

/// Runs asynchronous work to its end from a thread that may wait.
enum Blocking {
  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  static func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let box = Box<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        let value = try await body()
        box.result.withLock { $0 = .success(value) }
      } catch { box.result.withLock { $0 = .failure(error) } }
      done.signal()
    }
    done.wait()
    guard let result = box.result.withLock({ $0 }) else { throw BenchError("nothing came of it") }
    return try result.get()
  }
}
