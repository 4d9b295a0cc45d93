import Synchronization

/// A registration for changes; cancel it to hear no more.
public final class ChangeToken: Sendable {
  private let remove: @Sendable () -> Void

  init(_ remove: @escaping @Sendable () -> Void) { self.remove = remove }

  deinit { remove() }

  /// Ends the registration.
  public func cancel() { remove() }
}

/// Who wants to know of committed batches.
final class Listeners: Sendable {
  private let callbacks = Mutex<(next: Int, byNumber: [Int: @Sendable () -> Void])>((0, [:]))

  func add(_ callback: @escaping @Sendable () -> Void) -> ChangeToken {
    let number = callbacks.withLock { state in
      state.next += 1
      state.byNumber[state.next] = callback
      return state.next
    }
    return ChangeToken { [weak self] in
      guard let self else { return }
      self.callbacks.withLock { $0.byNumber[number] = nil }
    }
  }

  func post() {
    for callback in callbacks.withLock({ Array($0.byNumber.values) }) { callback() }
  }
}
