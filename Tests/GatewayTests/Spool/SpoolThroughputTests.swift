import Foundation
import Intake
import Testing

@testable import Gateway

/// Many callers share one sync: how many appends of 1 KB a second that makes.
@Suite(.serialized) struct SpoolThroughputTests {
  @Test func manyCallersShareASync() async throws {
    let fixture = try SpoolFixture()
    let spool = try fixture.open()
    let callers = ProcessInfo.processInfo.environment["SPOOL_CALLERS"].flatMap { Int($0) } ?? 64
    #if DEBUG
      let each = 30
    #else
      let each = 128_000 / callers
    #endif
    let bytes = [UInt8](repeating: 7, count: 1024)
    let start = ContinuousClock.now
    let longest = try await withThrowingTaskGroup(of: Duration.self) { group in
      for _ in 0..<callers {
        group.addTask {
          var longest = Duration.zero
          for _ in 0..<each {
            let begin = ContinuousClock.now
            try await spool.append(bytes)
            longest = max(longest, ContinuousClock.now - begin)
          }
          return longest
        }
      }
      return try await group.reduce(.zero) { max($0, $1) }
    }
    let appending = ContinuousClock.now - start
    let middle = ContinuousClock.now
    var count = 0
    while case let entries = try await spool.next(limit: 1000, wait: .zero), !entries.isEmpty {
      count += entries.count
      try await spool.acknowledge(entries.map(\.position))
    }
    let draining = ContinuousClock.now - middle
    #expect(count == callers * each)
    func rate(_ time: Duration) -> Int { Int(Double(count) / (time / .seconds(1))) }
    print(
      "append \(rate(appending))/s by \(callers) callers, longest \(longest); "
        + "take and acknowledge \(rate(draining))/s")
    await spool.close()
  }
}
