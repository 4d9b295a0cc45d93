import Synchronization

/// Lets one task wait for something to happen, or for a time to pass.
final class WakeSignal: Sendable {
  private struct State {
    var isWoken = false
    var sleeper: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Ends the waiting; what happens while nobody waits ends the next one.
  func wake() {
    let sleeper = state.withLock { state in
      defer { state.sleeper = nil }
      if state.sleeper == nil { state.isWoken = true }
      return state.sleeper
    }
    sleeper?.resume()
  }

  /// Waits; returns early when the task is cancelled.
  func wait(atMost time: Duration) async {
    let timer = Task {
      guard (try? await Task.sleep(for: time)) != nil else { return }
      self.wake()
    }
    defer { timer.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          defer { state.isWoken = false }
          if !state.isWoken { state.sleeper = continuation }
          return state.isWoken
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      wake()
    }
  }
}
