import Intake
import Records
import Synchronization

/// A test double: a spool in memory that behaves as a durable one does, and fails when told to.
final class MemorySpool: Spool {
  private struct State {
    var entries: [SpoolPosition: [UInt8]] = [:]
    var waiting: [SpoolPosition] = []
    var handedOut: Set<SpoolPosition> = []
    var acknowledged: [SpoolPosition] = []
    var returned = 0
    var next: UInt64 = 1
    var isFull = false
    var capacity = Int.max
  }

  private let state = Mutex(State())

  var contents: [[UInt8]] { state.withLock { state in state.entries.sorted { $0.key < $1.key }.map(\.value) } }
  var depth: Int { state.withLock { $0.entries.count } }
  var acknowledged: [SpoolPosition] { state.withLock { $0.acknowledged } }
  var returned: Int { state.withLock { $0.returned } }
  /// The most entries that it holds.
  func setCapacity(_ capacity: Int) { state.withLock { $0.capacity = capacity } }
  func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

  /// What a process that opens the spool anew gets: everything that is not acknowledged, in order.
  func reopen() {
    state.withLock { state in
      state.waiting = state.entries.keys.sorted()
      state.handedOut = []
    }
  }

  @discardableResult
  func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    try state.withLock { state in
      if state.isFull || state.entries.count >= state.capacity { throw SpoolError(.full, "the spool is full") }
      let position = SpoolPosition(major: 1, minor: state.next)
      state.next += 1
      state.entries[position] = bytes
      state.waiting.append(position)
      return position
    }
  }

  func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    let deadline = ContinuousClock.now + wait
    while true {
      let found = state.withLock { state -> [SpooledEntry] in
        let taken = state.waiting.prefix(limit)
        state.waiting.removeFirst(taken.count)
        state.handedOut.formUnion(taken)
        return taken.compactMap { position in
          state.entries[position].map { SpooledEntry(position: position, bytes: $0) }
        }
      }
      if !found.isEmpty || ContinuousClock.now >= deadline { return found }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  func acknowledge(_ positions: [SpoolPosition]) async throws {
    state.withLock { state in
      for position in positions {
        precondition(state.entries.removeValue(forKey: position) != nil, "acknowledged twice: \(position)")
        state.handedOut.remove(position)
      }
      state.acknowledged += positions
    }
  }

  func giveBack(_ positions: [SpoolPosition]) async throws {
    state.withLock { state in
      for position in positions { precondition(state.handedOut.remove(position) != nil, "not handed out: \(position)") }
      state.waiting = (state.waiting + positions).sorted()
      state.returned += positions.count
    }
  }

  func status() async -> SpoolStatus {
    state.withLock { SpoolStatus(entries: Int64($0.entries.count), limit: 1 << 30) }
  }

  func close() async {}
}
