import Records
import TestSupport
import Testing

@testable import SearchIndex

/// Edits and deletions in the orders that nobody expects.
@Suite struct LateOrderTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let id = Make.messageID("A1")

  init() throws { folder = try TemporaryDirectory() }

  /// Any of the six orders in which the three may arrive, each in a batch of its own.
  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func anEditAfterADeletion(order: [Int]) throws {
    let records = [
      Make.message("A1", "sell at 40", at: "2024-05-14T09:14:02Z", in: ana),
      Make.late(.revoke, of: "A1", at: "2024-05-14T09:20:00Z", in: ana),
      Make.late(.edit, of: "A1", at: "2024-05-14T09:25:00Z", in: ana, text: "sell at 50"),
    ]
    let index = try ArchiveIndex.make(source, folder.path)
    for number in order {
      source.append([records[number]])
      try index.catchUp()
    }
    let item = try #require(try index.timeline(ana.id, from: .newest).items.first)
    #expect(item.isDeleted && item.text == "sell at 50" && item.versions == 2 && !item.isStub)
    let detail = try #require(try index.message(id))
    #expect(detail.versions.map(\.content.text) == ["sell at 40", "sell at 50"])
    #expect(detail.revocations.map(\.at) == [Make.time("2024-05-14T09:20:00Z")])
    // Both wordings are found, and it counts once.
    for word in ["40", "50"] { #expect(try index.search(.of(word)).hits.map(\.id) == [id]) }
    #expect(try index.count(.of("has:deletion has:edit"), cap: nil).count == 1)
    #expect(try index.statistics().messages == 1 && index.statistics().waiting == 0)
  }

  /// The deletion stands in the timeline, and is no message.
  @Test func aDeletionWhoseMessageNeverComes() throws {
    source.append([
      Make.message("A0", "still here", at: "2024-05-14T09:10:00Z", in: ana),
      Make.late(.revoke, of: "A1", at: "2024-05-14T09:20:00Z", in: ana),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    for round in 0..<2 {
      let items = try index.timeline(ana.id, from: .newest).items
      #expect(items.map(\.isStub) == [false, true] && items.last?.isDeleted == true)
      #expect(try index.statistics().messages == 1 && index.statistics().waiting == 1)
      #expect(try index.conversation(ana.id)?.messages == 1)
      if round == 0 { try index.rebuild() }
    }
  }

  @Test func theHistoryOfAGroup() throws {
    let desk = Make.group("g1", title: "Desk")
    source.append([
      Make.message("A1", "hello", at: "2024-04-14T09:10:00Z", in: desk),
      Make.other(
        .group, at: "2024-05-02T00:00:00Z", in: desk,
        group: GroupChange(action: "remove", participants: [Party(phone: "4499")])),
      Make.other(
        .group, at: "2024-04-01T00:00:00Z", in: desk,
        group: GroupChange(action: "add", participants: [Party(phone: "4499")])),
      Make.other(
        .group, at: "2024-04-01T00:00:00Z", in: Make.group("g2", title: nil),
        group: GroupChange(action: "add", participants: [Party(phone: "4400")])),
      Make.other(.system, at: "2024-04-02T00:00:00Z", in: desk, text: "security code changed"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    func actions(_ until: String) throws -> [String?] {
      try index.groupHistory(desk.id, until: Make.time(until)).changes.map {
        try index.event(at: $0.record).event.group?.action
      }
    }
    #expect(try actions("2024-06-01T00:00:00Z") == ["add", "remove"])
    #expect(try actions("2024-05-02T00:00:00Z") == ["add", "remove"])
    #expect(try actions("2024-05-01T23:59:59Z") == ["add"])
    #expect(try actions("2024-03-31T23:59:59Z").isEmpty)
    #expect(try index.groupHistory(ana.id, until: Make.time("2024-06-01T00:00:00Z")).changes.isEmpty)
  }
}
