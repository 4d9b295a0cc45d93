import Intake
import Records
import Synchronization
import Testing

/// Entries that are added together wait for one sync together.
@Suite struct AppendingTests {
  /// Takes entries only when so many wait at once.
  private final class Gate: Spool {
    struct State {
      var waiting: [CheckedContinuation<Void, Never>] = []
      var taken: Set<UInt8> = []
    }
    let state = Mutex(State())
    let count: Int
    let failing: UInt8?

    init(count: Int, failing: UInt8? = nil) { (self.count, self.failing) = (count, failing) }

    func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
      await withCheckedContinuation { continuation in
        let all = state.withLock { state in
          state.waiting.append(continuation)
          guard state.waiting.count >= count else { return [CheckedContinuation<Void, Never>]() }
          defer { state.waiting = [] }
          return state.waiting
        }
        for one in all { one.resume() }
      }
      if bytes.first == failing { throw SpoolError(.full, "full") }
      state.withLock { _ = $0.taken.insert(bytes[0]) }
      return SpoolPosition(major: 0, minor: UInt64(bytes[0]))
    }

    func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] { [] }
    func acknowledge(_ positions: [SpoolPosition]) async throws {}
    func giveBack(_ positions: [SpoolPosition]) async throws {}
    func status() async -> SpoolStatus { SpoolStatus(limit: 0) }
    func close() async {}
  }

  @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 60]) func allWaitTogether(count: Int) async throws {
    let gate = Gate(count: count)
    let entries = (0..<count).map { [UInt8($0)] }
    try await gate.append(contentsOf: entries)
    #expect(gate.state.withLock { $0.taken } == Set(entries.map { $0[0] }))
    try await gate.append(contentsOf: [])
  }

  @Test func aFailureIsThrown() async throws {
    let gate = Gate(count: 5, failing: 3)
    await #expect(throws: SpoolError.self) { try await gate.append(contentsOf: (0..<5).map { [UInt8($0)] }) }
  }
}
