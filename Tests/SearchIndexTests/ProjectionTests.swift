import Records
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct ProjectionTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")

  init() throws { folder = try TemporaryDirectory() }

  @Test func aMessageIsFoundAndShown() throws {
    source.append([
      Make.deliveryRecord("one"),
      Make.message("A1", "Can you move the fix a little?", at: "2024-05-14T09:14:02Z", in: ana),
      Make.message("A2", "call me, not here", at: "2024-05-14T09:14:41Z", in: ana, direction: .outbound, replyTo: "A1"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.texts("fix") == ["Can you move the fix a little?"])
    #expect(try index.texts("\"call me\"") == ["call me, not here"])
    #expect(try index.texts("me call").count == 1)
    #expect(try index.texts("\"me call\"").isEmpty)
    let page = try index.timeline(ana.id, from: .newest)
    #expect(page.items.map(\.text) == ["Can you move the fix a little?", "call me, not here"])
    #expect(page.items[1].reply?.message == Make.messageID("A1"))
    #expect(page.items[1].reply?.quoted == "Can you move the fix a little?")
    #expect(page.items[0].sender?.name == "Ana Ruiz")
    #expect(!page.hasOlder && !page.hasNewer)
    let coverage = try index.coverage()
    #expect(coverage.indexed == 3 && coverage.records == 3 && coverage.isComplete)
    let list = try index.conversations().conversations
    #expect(list.count == 1 && list[0].title == "Ana Ruiz" && list[0].messages == 2)
    #expect(list[0].last?.preview == "call me, not here")
    #expect(list[0].phone == "34600000921")
  }

  @Test func theSameMessageTwiceIsOne() throws {
    let text = "only once"
    source.append([Make.message("A1", text, at: "2024-05-14T09:14:02Z", in: ana, captured: "2024-05-14T09:20:00Z")])
    source.append(
      [Make.message("A1", text, at: "2024-05-14T09:14:02Z", in: ana, captured: "2024-05-14T09:15:00Z")], writer: "other"
    )
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.texts("once") == [text])
    #expect(try index.statistics().messages == 1)
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.provenance.map(\.role) == ["message", "duplicate"])
    #expect(detail.capturedAt == Make.time("2024-05-14T09:15:00Z"))
    #expect(try index.exceptions().isEmpty)
  }

  @Test func differentContentUnderOneIdStandsTwice() throws {
    source.append([Make.message("A1", "the first words", at: "2024-05-14T09:14:02Z", in: ana)])
    source.append([
      Make.message("A1", "other words", at: "2024-05-14T09:14:02Z", in: ana, captured: "2024-05-15T00:00:00Z")
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.versions.map(\.content.text) == ["the first words", "other words"])
    #expect(detail.versions.map(\.origin) == [.original, .conflict])
    #expect(detail.item.hasConflict && detail.item.text == "the first words")
    #expect(try index.exceptions().map(\.code) == ["conflicting-reading"])
    #expect(try index.search(.of("other")).hits.map(\.version) == [2])
    #expect(try index.count(.of("words"), cap: nil).count == 1)
  }

  @Test func anEditIsAVersionAndBothAreFound() throws {
    source.append([
      Make.message("A1", "sell at 40", at: "2024-05-14T09:14:02Z", in: ana),
      Make.late(.edit, of: "A1", at: "2024-05-14T09:16:00Z", in: ana, text: "sell at 50"),
      Make.late(.edit, of: "A1", at: "2024-05-14T09:15:00Z", in: ana, text: "sell at 45"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let hit = try #require(try index.search(.of("40")).hits.first)
    #expect(hit.version == 1 && hit.versions == 3 && hit.text == "sell at 40")
    #expect(try index.search(.of("45")).hits.first?.version == 2)
    #expect(try index.search(.of("sell")).hits.map(\.version) == [3])
    #expect(try index.count(.of("sell"), cap: nil).count == 1)
    let item = try #require(try index.timeline(ana.id, from: .newest).items.first)
    #expect(item.text == "sell at 50" && item.versions == 3)
    #expect(try index.texts("has:edit") == ["sell at 50"])
    #expect(try index.conversations().conversations[0].last?.preview == "sell at 50")
  }

  @Test func anEditBeforeItsOriginalWaitsInSight() throws {
    source.append([Make.late(.edit, of: "A1", at: "2024-06-01T00:00:30Z", in: ana, text: "the corrected price")])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.texts("corrected") == ["the corrected price"])
    #expect(try index.statistics().messages == 0)
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.isStub) == [true])
    source.append([Make.message("A1", "the price", at: "2024-05-31T23:59:00Z", in: ana)])
    try index.catchUp()
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.text) == ["the corrected price"])
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.versions) == [2])
    #expect(try index.texts("corrected") == ["the corrected price"])
    #expect(try index.search(.of("price")).hits.count == 1)
    #expect(try index.statistics().messages == 1)
    #expect(try index.statistics().waiting == 0)
  }

  @Test func aDeletionMarksAndKeeps() throws {
    source.append([
      Make.late(.revoke, of: "A1", at: "2024-05-14T09:20:00Z", in: ana),
      Make.message("A1", "delete this later", at: "2024-05-14T09:14:02Z", in: ana),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let hit = try #require(try index.search(.of("delete")).hits.first)
    #expect(hit.isDeleted && hit.text == "delete this later")
    #expect(try index.texts("has:deletion") == ["delete this later"])
    let detail = try #require(try index.message(hit.id))
    #expect(detail.revocations.map(\.at) == [Make.time("2024-05-14T09:20:00Z")])
    #expect(detail.item.deletedAt == Make.time("2024-05-14T09:20:00Z"))
  }

  @Test func receiptsRankAndAreNeverDowngraded() throws {
    for status in ["read", "sent", "delivered"] {
      source.append([
        Make.late(.receipt, of: "B1", at: "2024-05-14T09:1\(status.count % 10):00Z", in: ana, status: status)
      ])
    }
    source.append([Make.message("B1", "out", at: "2024-05-14T09:14:02Z", in: ana, direction: .outbound)])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.receipt) == ["read"])
    source.append([Make.late(.receipt, of: "B1", at: "2024-05-14T10:00:00Z", in: ana, status: "delivered")])
    try index.catchUp()
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.receipt) == ["read"])
    #expect(try index.message(Make.messageID("B1", fromMe: true))?.receipts.count == 4)
    #expect(try index.statistics().messages == 1)
    #expect(try index.statistics().receipts == 4)
  }

  @Test func reactionsKeepTheirHistory() throws {
    source.append([
      Make.message("A1", "nice", at: "2024-05-14T09:14:02Z", in: ana),
      Make.late(.reaction, of: "A1", at: "2024-05-14T09:15:00Z", in: ana, emoji: "👍"),
      Make.late(.reaction, of: "A1", at: "2024-05-14T09:16:00Z", in: ana, emoji: nil),
      Make.late(.reaction, of: "A1", at: "2024-05-14T09:17:00Z", in: ana, emoji: "🔥"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.timeline(ana.id, from: .newest).items[0].reactions.map(\.emoji) == ["🔥"])
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.reactions.map(\.emoji) == ["👍", nil, "🔥"])
    #expect(detail.reactions.map(\.stands) == [false, false, true])
    #expect(try index.texts("has:reaction") == ["nice"])
  }

  @Test func lateEventsReachOtherMonths() throws {
    source.append([Make.message("A1", "from march", at: "2024-03-01T00:00:00Z", in: ana)])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([
      Make.message("A2", "from may", at: "2024-05-01T00:00:00Z", in: ana),
      Make.late(.reaction, of: "A1", at: "2024-05-02T00:00:00Z", in: ana, emoji: "👍"),
    ])
    try index.catchUp()
    #expect(try index.texts("has:reaction") == ["from march"])
    #expect(try index.texts("from") == ["from may", "from march"])
  }

  @Test func gapsAreShownAndFilled() throws {
    let id = Make.messageID("A9")
    source.append([
      Make.other(
        .gap, at: "2024-05-14T09:14:02Z", in: ana, gap: Gap(reason: "undecryptable", detail: "no key"), message: id),
      Make.other(.gap, at: "2024-05-14T10:00:00Z", in: nil, gap: Gap(reason: "session-down", detail: "off")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.gaps().map(\.reason).sorted() == ["session-down", "undecryptable"])
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.category) == [.gap])
    #expect(try index.conversation(ana.id)?.gaps == 1)
    source.append([Make.message("A9", "here I am", at: "2024-05-14T09:14:02Z", in: ana)])
    try index.catchUp()
    #expect(try index.gaps().map(\.reason) == ["session-down"])
    #expect(try index.timeline(ana.id, from: .newest).items.map(\.category) == [.message])
    #expect(try index.conversation(ana.id)?.gaps == 0)
    #expect(try index.message(id)?.provenance.map(\.role).sorted() == ["gap", "message"])
  }

  @Test func groupEventsStandInTheTimelineAndAreNotCounted() throws {
    let group = Make.group("g1", title: "Desk EMEA FX")
    source.append([
      Make.message(
        "A1", "morning", at: "2024-05-14T09:00:00Z", in: group, from: Party(phone: "34600000921", name: "Ana")),
      Make.other(
        .group, at: "2024-05-14T09:01:00Z", in: group,
        group: GroupChange(action: "add", participants: [Party(phone: "447700900123", name: "J. Lee")])),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let summary = try #require(try index.conversation(group.id))
    #expect(summary.title == "Desk EMEA FX" && summary.messages == 1 && summary.events == 1)
    #expect(summary.participants == 2)
    #expect(try index.timeline(group.id, from: .newest).items.map(\.category) == [.message, .group])
    #expect(try index.texts("in:group") == ["morning"])
    #expect(try index.texts("with:lee") == ["morning"])
    #expect(try index.texts("in:direct").isEmpty)
  }

  @Test func unreadableRecordsAreExceptionsNotSilence() throws {
    let broken = Record.event(
      EventRecord(
        delivery: Make.delivery("x"), part: "p", sequence: 0, capturedAt: Make.time("2024-05-01T00:00:00Z"),
        reader: "test/1", event: MessageEvent(.message, provider: .meta, account: "acct")))
    source.append([broken, Make.message("A1", "fine", at: "2024-05-14T09:14:02Z", in: ana)])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.exceptions().map(\.code) == ["incomplete-message"])
    #expect(try index.texts("fine") == ["fine"])
  }

  @Test func knownDeliveriesAndMessages() throws {
    source.append([Make.deliveryRecord("one"), Make.message("A1", "x", at: "2024-05-14T09:14:02Z", in: ana)])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.contains(delivery: Make.delivery("one")))
    #expect(try !index.contains(delivery: Make.delivery("two")))
    #expect(try index.contains(message: Make.messageID("A1")))
    #expect(try !index.contains(message: Make.messageID("A2")))
  }
}
