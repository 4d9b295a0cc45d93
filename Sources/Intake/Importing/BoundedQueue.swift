import Dispatch
import Synchronization

/// Hands elements from one thread to another, a bounded number at a time.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var failure: (any Error)?
    var isEnded = false
    var isAbandoned = false
  }

  private let state = Mutex(State())
  // Both begin at zero: a semaphore that is let go below its first value ends the process.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init(room: Int) { for _ in 0..<max(1, room) { free.signal() } }

  /// Produces on a thread of its own until `body` returns or throws; `put` answers whether anybody still takes.
  func start(_ body: @escaping @Sendable (_ put: (Element) -> Bool) throws -> Void) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      do {
        try body(put)
        end(nil)
      } catch {
        end(error)
      }
    }
  }

  private func put(_ element: Element) -> Bool {
    free.wait()
    let goesOn = state.withLock { state in
      if !state.isAbandoned { state.elements.append(element) }
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

  /// The next element; nil after the last.
  ///
  /// Throws what stopped the producer, after everything before it was handed over.
  func next() throws -> Element? {
    filled.wait()
    let element = try state.withLock { state -> Element? in
      if !state.elements.isEmpty { return state.elements.removeFirst() }
      if let failure = state.failure { throw failure }
      return nil
    }
    if element != nil { free.signal() }
    return element
  }

  /// Lets the producer stop: nobody takes its elements any more.
  func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.elements = []
    }
    free.signal()
  }
}
