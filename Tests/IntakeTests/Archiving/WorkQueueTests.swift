import Glibc
import Synchronization
import Testing

@testable import Intake

/// The archiver's own threads: one piece of work after the other, behind those that receive.
@Suite struct WorkQueueTests {
  private static func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

  @Test func itsThreadStandsBackAndNoOtherDoes() async throws {
    let before = Self.niceness()
    let queue = WorkQueue("test", niceness: 3)
    #expect(try await queue.run { Self.niceness() } == min(19, before + 3))
    #expect(try await WorkQueue("test").run { Self.niceness() } == before)
    #expect(Self.niceness() == before)
  }

  @Test func workIsDoneInOrderAndFailuresAreTold() async throws {
    let queue = WorkQueue("test")
    let done = Mutex<[Int]>([])
    for number in 0..<100 { queue.start { done.withLock { $0.append(number) } } }
    try await queue.run {}
    #expect(done.withLock { $0 } == Array(0..<100))
    await #expect(throws: Crash.self) { try await queue.run { throw Crash() } }
  }
}
