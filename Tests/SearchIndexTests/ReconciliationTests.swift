import Records
import TestSupport
import Testing

@testable import SearchIndex

/// What gateways counted each day is listed from the index, later revisions added, replays not.
@Suite struct ReconciliationTests {
  private func counted(
    _ day: String, _ received: Int, stored: Int, endpoint: String = "desk", revision: Int = 1,
    reader: String = "coverage/1", delivery: String = "aaaa"
  ) -> Record {
    let attributes = [
      "operation": "reconciliation", "day": day, "endpoint": endpoint, "revision": String(revision),
      "received": String(received), "stored": String(stored), "duplicates": String(received - stored), "messages": "1",
      "gaps": "0", "exceptions": "0", "dead_letters": "0",
    ]
    let at = Make.time("2024-05-14T09:00:00Z")
    let event = MessageEvent(
      .operations, provider: .meta, account: "900", providerMessageID: "reconciliation:\(endpoint):\(day):\(revision)",
      attributes: attributes)
    return .event(
      EventRecord(
        delivery: DeliveryID(unchecked: "d-" + delivery), part: "observation", sequence: 0, capturedAt: at,
        reader: reader, event: event))
  }

  @Test func daysAreListedNewestFirst() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    source.append([
      counted("2024-05-13", 10, stored: 8), counted("2024-05-12", 7, stored: 7),
      counted("2024-05-13", 4, stored: 4, endpoint: "asia"),
      // Came late, and the same once more after a crash.
      counted("2024-05-13", 3, stored: 2, revision: 2), counted("2024-05-13", 3, stored: 2, revision: 2),
      // No provider counts for the gateway.
      counted("2024-05-13", 1000, stored: 0, reader: "meta/1"), counted("nonsense", 1, stored: 1),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let days = try index.reconciliation()
    #expect(days.map(\.day.description) == ["2024-05-13", "2024-05-13", "2024-05-12"])
    #expect(days.map(\.endpoint) == ["asia", "desk", "desk"])
    #expect(days.map(\.received) == [4, 13, 7] && days.map(\.stored) == [4, 10, 7])
    #expect(days.map(\.unaccounted) == [0, 0, 0])
    #expect(days.map(\.records.count) == [1, 2, 1])
    let since = CivilDate(year: 2024, month: 5, day: 13)
    #expect(try index.reconciliation(since: since).count == 2)
    #expect(try index.reconciliation(limit: 1).count == 1)
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 1, 2, 0]]) func theOrderChangesNothing(_ order: [Int]) throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let records = [
      counted("2024-05-13", 10, stored: 8), counted("2024-05-13", 3, stored: 2, revision: 2),
      counted("2024-05-12", 7, stored: 7),
    ]
    source.append(order.map { records[$0] })
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.reconciliation().map(\.received) == [13, 7])
  }
}
