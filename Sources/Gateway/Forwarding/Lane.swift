import Intake
import Synchronization

/// The deliveries that wait for one bot: some in memory, the rest only by their positions, so that a bot that does not
/// answer holds up no other.
final class Lane: Sendable {
  typealias Item = (position: SpoolPosition, forward: Forward)

  private struct State {
    var waiting = 0
    var parked: [SpoolPosition] = []
  }

  let stream: AsyncStream<Item>
  private let continuation: AsyncStream<Item>.Continuation
  private let state = Mutex(State())
  private let window: Int

  init(window: Int) {
    self.window = window
    (stream, continuation) = AsyncStream.makeStream()
  }

  /// Adds one; where as many wait as may, only its position is kept.
  func offer(_ item: Item) {
    let hasRoom = state.withLock { state in
      guard state.waiting < window else {
        state.parked.append(item.position)
        return false
      }
      state.waiting += 1
      return true
    }
    if hasRoom { continuation.yield(item) }
  }

  /// Whether some are known by their positions only.
  var isParking: Bool { state.withLock { !$0.parked.isEmpty } }

  /// One was taken out.
  func taken() { state.withLock { $0.waiting -= 1 } }

  /// The oldest parked positions for which there is room again.
  func unpark() -> [SpoolPosition] {
    state.withLock { state in
      // Half a window at a time: each is read from the spool once more.
      guard !state.parked.isEmpty, state.waiting <= window / 2 else { return [] }
      let returning = Array(state.parked.prefix(window - state.waiting))
      state.parked.removeFirst(returning.count)
      return returning
    }
  }

  func finish() { continuation.finish() }
}
