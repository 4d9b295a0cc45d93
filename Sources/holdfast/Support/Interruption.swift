import Glibc

/// Turns Ctrl-c and SIGTERM into an orderly end.
enum Interruption {
  /// Runs `action` on a thread of its own at the first such signal; the second one ends the process as usual.
  static func onSignal(_ action: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waiting = signals
    Background.start {
      var set = waiting
      var received: Int32 = 0
      sigwait(&set, &received)
      action()
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
  }
}

/// A detached thread.
enum Background {
  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on a new thread.
  static func start(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Box(body)).toOpaque()
    // The box is retained here and released by the thread, which alone takes it.
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, context)
    pthread_detach(thread)
  }
}
