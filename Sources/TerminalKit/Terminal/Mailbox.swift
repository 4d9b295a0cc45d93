import CPlatform
import Glibc
import Synchronization

/// Carries events from other threads to the one that owns the terminal.
///
/// A descriptor wakes the loop; nothing else crosses. Posting never blocks.
public final class Mailbox<Event: Sendable>: Sendable {
  private struct State {
    var events: [Event] = []
    var isSignalled = false
  }

  private let state = Mutex(State())
  /// Becomes readable when there is an event.
  public let wakeDescriptor: Int32

  /// Makes an empty mailbox.
  /// - Throws: ``TerminalError`` when there are no descriptors left.
  public init() throws {
    let descriptor = hf_wake_descriptor()
    guard descriptor >= 0 else {
      throw TerminalError(
        code: .unavailable, message: "no descriptor is left (error \(-descriptor))", remedy: "close other programs")
    }
    wakeDescriptor = descriptor
  }

  deinit { Glibc.close(wakeDescriptor) }

  /// Adds an event and wakes the loop.
  public func post(_ event: Event) {
    state.withLock { state in
      state.events.append(event)
      guard !state.isSignalled else { return }
      state.isSignalled = true
      hf_wake(wakeDescriptor)
    }
  }

  /// Takes all events, oldest first.
  public func drain() -> [Event] {
    state.withLock { state in
      if state.isSignalled {
        hf_wake_clear(wakeDescriptor)
        state.isSignalled = false
      }
      let events = state.events
      state.events = []
      return events
    }
  }
}
