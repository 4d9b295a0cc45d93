import Records
import TestSupport
import Testing

@testable import SearchIndex

/// A gap that the gateway tells of when it begins and again when it ends is one gap, whichever record comes first.
@Suite struct CoverageGapTests {
  private func told(
    _ id: String, from: String, until: String?, reader: String = "coverage/1", delivery: String
  ) -> Record {
    let from = Make.time(from)
    let gap = Gap(reason: "session-down", detail: "disconnected", from: from, until: until.map { Make.time($0) })
    let event = MessageEvent(
      .gap, provider: .wasender, account: "desk", session: "s1", sentAt: from, gap: gap, attributes: ["gap_id": id])
    return .event(
      EventRecord(
        delivery: DeliveryID(unchecked: "d-" + delivery), part: "observation", sequence: 0, capturedAt: from,
        reader: reader, event: event))
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 0, 2, 1, 0]]) func closes(_ order: [Int]) throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let records = [
      told("g-a", from: "2024-05-14T09:00:00Z", until: nil, delivery: "aaaa"),
      told("g-a", from: "2024-05-14T09:00:00Z", until: "2024-05-14T09:20:00Z", delivery: "bbbb"),
      told("g-a", from: "2024-05-14T09:00:00Z", until: "2024-05-14T09:30:00Z", delivery: "cccc"),
    ]
    source.append(order.map { records[$0] })
    let index = try ArchiveIndex.make(source, folder.path)
    let gaps = try index.gaps()
    #expect(gaps.count == 1)
    #expect(gaps.first?.id == "g-a")
    #expect(gaps.first?.from == Make.time("2024-05-14T09:00:00Z"))
    #expect(gaps.first?.until == Make.time("2024-05-14T09:30:00Z"))
    #expect(gaps.first?.isFilled == false)
  }

  @Test func closesInALaterBatch() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    source.append([told("g-a", from: "2024-05-14T09:00:00Z", until: nil, delivery: "aaaa")])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.gaps().map(\.until) == [nil])
    source.append([told("g-a", from: "2024-05-14T09:00:00Z", until: "2024-05-14T09:20:00Z", delivery: "bbbb")])
    try index.catchUp()
    #expect(try index.gaps().map(\.until) == [Make.time("2024-05-14T09:20:00Z")])
  }

  @Test func noProviderNamesAGap() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    source.append([
      told("g-a", from: "2024-05-14T09:00:00Z", until: nil, delivery: "aaaa"),
      told("g-a", from: "2024-05-14T09:00:00Z", until: "2024-05-14T09:20:00Z", reader: "wasender/1", delivery: "bbbb"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.gaps().count == 2)
  }
}
