import Intake
import Records
import Synchronization

/// A test double: a spool in memory, which is durable in name only and fails on demand.
final class MemorySpool: Spool {
  private struct State {
    var entries: [SpooledEntry] = []
    var next: UInt64 = 0
    var failure: SpoolError?
    var delay: Duration?
  }

  private let state = Mutex(State())

  /// What is in it, in the order of appending.
  var deliveries: [CapturedDelivery] {
    get throws { try state.withLock { $0.entries }.map { try CapturedDelivery(decoding: $0.bytes) } }
  }

  var count: Int { state.withLock { $0.entries.count } }

  /// Lets every append fail, or none.
  func fail(_ failure: SpoolError?) { state.withLock { $0.failure = failure } }

  /// Lets every append take a while.
  func slow(_ delay: Duration?) { state.withLock { $0.delay = delay } }

  func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    if let delay = state.withLock({ $0.delay }) { try await Task.sleep(for: delay) }
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      let position = SpoolPosition(major: 0, minor: state.next)
      state.next += 1
      state.entries.append(SpooledEntry(position: position, bytes: bytes))
      return position
    }
  }

  func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    state.withLock { Array($0.entries.prefix(limit)) }
  }

  func acknowledge(_ positions: [SpoolPosition]) async throws {
    let gone = Set(positions)
    state.withLock { $0.entries.removeAll { gone.contains($0.position) } }
  }

  func giveBack(_ positions: [SpoolPosition]) async throws {}

  func status() async -> SpoolStatus {
    state.withLock { state in
      SpoolStatus(
        entries: Int64(state.entries.count), bytes: Int64(state.entries.reduce(0) { $0 + $1.bytes.count }),
        limit: 1 << 30, failure: state.failure?.message)
    }
  }

  func close() async {}
}
