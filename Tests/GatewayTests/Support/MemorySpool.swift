import Intake
import Records
import Synchronization

/// A test double of a spool, in memory: its failures and its slowness are at the test's command.
final class MemorySpool: Spool {
  private struct State {
    var next: UInt64 = 1
    var entries: [(position: SpoolPosition, bytes: [UInt8], isOut: Bool)] = []
    var failure: SpoolError?
    var delay: Duration?
    var isHeld = false
    var held = 0
  }

  private let state = Mutex(State())

  /// What is not acknowledged.
  var kept: [[UInt8]] { state.withLock { $0.entries.map(\.bytes) } }

  /// The same, as the deliveries that they are.
  var deliveries: [CapturedDelivery] { get throws { try kept.map { try CapturedDelivery(decoding: $0) } } }

  var count: Int { state.withLock { $0.entries.count } }

  /// Lets every append fail, or none.
  func fail(_ error: SpoolError?) { state.withLock { $0.failure = error } }

  /// Lets every append wait until it is released.
  func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

  /// How many appends wait to be released.
  var held: Int { state.withLock { $0.held } }

  /// Lets every append take a while.
  func slow(_ delay: Duration?) { state.withLock { $0.delay = delay } }

  func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    if let delay = state.withLock({ $0.delay }) { try await Task.sleep(for: delay) }
    if state.withLock({ $0.isHeld }) {
      state.withLock { $0.held += 1 }
      defer { state.withLock { $0.held -= 1 } }
      while state.withLock({ $0.isHeld }) { try await Task.sleep(for: .milliseconds(3)) }
    }
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      let position = SpoolPosition(major: 0, minor: state.next)
      state.next += 1
      state.entries.append((position, bytes, false))
      return position
    }
  }

  func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    let deadline = ContinuousClock.now + wait
    while true {
      let found = state.withLock { state in
        var found: [SpooledEntry] = []
        for index in state.entries.indices where !state.entries[index].isOut && found.count < limit {
          state.entries[index].isOut = true
          found.append(SpooledEntry(position: state.entries[index].position, bytes: state.entries[index].bytes))
        }
        return found
      }
      if !found.isEmpty || ContinuousClock.now >= deadline { return found }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  func acknowledge(_ positions: [SpoolPosition]) async throws {
    let gone = Set(positions)
    state.withLock { $0.entries.removeAll { gone.contains($0.position) } }
  }

  func giveBack(_ positions: [SpoolPosition]) async throws {
    let back = Set(positions)
    state.withLock { state in
      for index in state.entries.indices where back.contains(state.entries[index].position) {
        state.entries[index].isOut = false
      }
    }
  }

  func status() async -> SpoolStatus {
    state.withLock { state in
      SpoolStatus(
        entries: Int64(state.entries.count), bytes: Int64(state.entries.reduce(0) { $0 + $1.bytes.count }),
        limit: .max, failure: state.failure?.message)
    }
  }

  func close() async {}
}
