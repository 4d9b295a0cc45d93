import Dispatch
import Foundation
import Glibc
import Synchronization

/// A thread of its own for work that blocks, so that none of the few threads of the concurrency runtime waits for disks.
///
/// It is a thread and no dispatch queue because its priority is its own: the threads of dispatch queues are lent out to
/// everybody, and a priority that was lowered cannot be raised again.
final class WorkQueue: Sendable {
  /// What the thread holds; it ends with the queue.
  private final class Core: Sendable {
    struct State {
      var waiting: [@Sendable () -> Void] = []
      var isOver = false
    }

    let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    func change(_ body: (inout State) -> Void) {
      state.withLock { body(&$0) }
      signal.signal()
    }

    func run(niceness: Int32) {
      // Of the calling thread alone. Where it is not permitted the work has the priority of everything else.
      let thread = __priority_which_t(PRIO_PROCESS.rawValue)
      if niceness > 0 { setpriority(thread, 0, getpriority(thread, 0) + niceness) }
      while true {
        signal.wait()
        let (work, isOver) = state.withLock { state in
          (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isOver)
        }
        if let work { work() } else if isOver { return }
      }
    }
  }

  private let core = Core()

  /// Starts the thread; `niceness` is how much it stands back where there is more to do than cores.
  init(_ label: String, niceness: Int = 0) {
    let core = core
    let thread = Thread { core.run(niceness: Int32(clamping: niceness)) }
    thread.name = label
    thread.start()
  }

  deinit { core.change { $0.isOver = true } }

  /// Runs a function there, one after the other.
  func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      start { continuation.resume(with: Swift.Result { try body() }) }
    }
  }

  /// Begins a function there.
  func start(_ body: @escaping @Sendable () -> Void) { core.change { $0.waiting.append(body) } }
}
