import Records
import TestSupport
import Testing

@testable import SearchIndex

/// The receipts before a moment, in bounds; and what a timeline tells of deletions.
@Suite struct ReceiptWindowTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")

  init() throws { folder = try TemporaryDirectory() }

  private func ids(_ window: ReceiptWindow) -> [String] { window.messages.map(\.text) }

  @Test func givesMessagesBeforeAMomentWithTheirReceipts() throws {
    source.append([
      Make.message("B1", "one", at: "2024-04-30T23:59:00Z", in: ana, direction: .outbound),
      Make.message("B2", "two", at: "2024-05-14T09:14:02Z", in: ana, direction: .outbound),
      Make.message("A1", "theirs", at: "2024-05-14T09:15:00Z", in: ana),
      Make.message("B3", "three", at: "2024-05-14T09:16:00Z", in: ana, direction: .outbound),
      Make.late(.receipt, of: "B1", at: "2024-05-02T08:00:00Z", in: ana, status: "read", fromMe: true),
      Make.late(.receipt, of: "B2", at: "2024-05-14T09:14:03Z", in: ana, status: "delivered", fromMe: true),
      Make.late(.receipt, of: "B2", at: "2024-05-14T09:17:00Z", in: ana, status: "read", fromMe: true),
      Make.other(.system, at: "2024-05-14T09:15:30Z", in: ana, text: "no message"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let window = try index.receipts(in: ana.id, until: Make.time("2024-05-14T09:15:59Z"))
    #expect(ids(window) == ["one", "two", "theirs"])
    #expect(window.isWhole)
    #expect(window.messages.map(\.direction) == [.outbound, .outbound, .inbound])
    #expect(window.messages.map { $0.receipts.map(\.status) } == [["read"], ["delivered", "read"], []])
    #expect(window.messages[0].receipts[0].at == Make.time("2024-05-02T08:00:00Z"))
    #expect(window.messages[1].receipts[0].party?.phone == "34600000921")
    // What stands at the moment itself counts as before it.
    #expect(ids(try index.receipts(in: ana.id, until: Make.time("2024-05-14T09:16:00Z"))).last == "three")
    #expect(try index.receipts(in: ana.id, until: Make.time("2020-01-01T00:00:00Z")).messages.isEmpty)
    let unknown = try index.receipts(in: ConversationID(suffix: "nobody"), until: Make.time("2024-05-14T09:16:00Z"))
    #expect(unknown.messages.isEmpty && unknown.isWhole)
  }

  @Test func looksAtNoMoreThanItMay() throws {
    var records: [Record] = []
    for number in 0..<40 {
      let clock = "2024-05-14T09:\(10 + number):00Z"
      records.append(Make.message("B\(number)", "m\(number)", at: clock, in: ana, direction: .outbound))
      for status in ["delivered", "read"] {
        records.append(Make.late(.receipt, of: "B\(number)", at: clock, in: ana, status: status, fromMe: true))
      }
    }
    source.append(records)
    let index = try ArchiveIndex.make(source, folder.path)
    let until = Make.time("2024-05-14T10:00:00Z")
    let few = try index.receipts(in: ana.id, until: until, limit: 5)
    #expect(ids(few) == ["m35", "m36", "m37", "m38", "m39"])
    #expect(!few.isWhole)
    #expect(try index.receipts(in: ana.id, until: until, limit: 40).isWhole)
    let capped = try index.receipts(in: ana.id, until: until, receipts: 7)
    #expect(capped.messages.map(\.receipts.count).reduce(0, +) == 7)
    #expect(!capped.isWhole)
  }

  private func revoke(
    _ target: String, at: String?, by party: Party?, captured: String, kind: MessageEvent.Kind = .revoke,
    uncertain: Bool = false
  ) -> Record {
    .event(
      EventRecord(
        delivery: Make.delivery("r\(target)\(captured)\(uncertain)"), part: "x", sequence: 0,
        capturedAt: Make.time(captured), reader: "test/1",
        event: MessageEvent(
          kind, provider: .meta, account: "acct", conversation: ana, messageID: Make.messageID(target), target: target,
          direction: .inbound, sender: party, sentAt: at.map { Make.time($0) },
          attributes: uncertain ? ["uncertain": "true"] : [:])))
  }

  @Test func aDeletionSaysWhoWhenAndHowSure() throws {
    source.append([
      Make.message("A1", "sure", at: "2024-05-14T09:14:02Z", in: ana),
      Make.message("A2", "unsure", at: "2024-05-14T09:15:02Z", in: ana),
      Make.message("A3", "removed", at: "2024-05-14T09:16:02Z", in: ana),
      Make.message("A4", "kept", at: "2024-05-14T09:17:02Z", in: ana),
      Make.message("A5", "both", at: "2024-05-14T09:18:02Z", in: ana),
      revoke("A1", at: "2024-05-14T09:20:00Z", by: ana.counterpart, captured: "2024-05-14T09:20:02Z"),
      revoke("A1", at: nil, by: nil, captured: "2024-05-14T09:20:01Z"),
      revoke("A2", at: nil, by: nil, captured: "2024-05-14T09:21:00Z", uncertain: true),
      revoke(
        "A3", at: "2024-05-14T09:22:00Z", by: nil, captured: "2024-05-14T09:22:01Z", kind: .localDeletion),
      revoke("A5", at: nil, by: nil, captured: "2024-05-14T09:23:00Z", uncertain: true),
      revoke("A5", at: "2024-05-14T09:22:58Z", by: nil, captured: "2024-05-14T09:23:01Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let items = try index.timeline(ana.id, from: .newest).items
    let deletions = items.map(\.deletion)
    #expect(items.map(\.isDeleted) == [true, true, false, false, true])
    #expect(deletions[0]?.party?.phone == "34600000921" && deletions[0]?.isDated == true)
    #expect(deletions[0]?.at == Make.time("2024-05-14T09:20:00Z") && deletions[0]?.isUncertain == false)
    #expect(deletions[0]?.records.count == 2)
    #expect(deletions[1]?.isUncertain == true && deletions[1]?.isDated == false)
    #expect(deletions[1]?.capturedAt == Make.time("2024-05-14T09:21:00Z"))
    #expect(deletions[2]?.isForEveryone == false)
    #expect(deletions[3] == nil)
    #expect(deletions[4]?.isUncertain == false, "one telling is sure")
    #expect(items[0].deletedAt == Make.time("2024-05-14T09:20:00Z"))

    let detail = try #require(try index.message(Make.messageID("A2")))
    #expect(detail.revocations.map(\.isUncertain) == [true])
    #expect(detail.revocations.map(\.isDated) == [false])
    #expect(detail.revocations[0].capturedAt == Make.time("2024-05-14T09:21:00Z"))
  }
}
