import Records
import TestSupport
import Testing

@testable import SearchIndex

/// Edits and deletions as providers tell them: twice, out of order, after one another, or of nothing that is here.
@Suite struct EditTellingTests {
  let folder: TemporaryDirectory
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let group = Make.group("1203", title: "Desk")

  init() throws { folder = try TemporaryDirectory() }

  /// An index of records that arrive one by one in an order.
  private func index(_ records: [Record], _ name: String) throws -> ArchiveIndex {
    let source = MemorySource()
    let index = try ArchiveIndex.make(source, folder.path + "/" + name)
    for record in records {
      source.append([record])
      try index.catchUp()
    }
    return index
  }

  /// The same, each with the address that it has in every order.
  private func arriving(_ records: [Record], _ order: [Int], _ name: String) throws -> ArchiveIndex {
    let source = OrderedSource(records.map { [$0] }, order: order)
    let index = try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder.path + "/" + name)
    while source.release(1) { try index.catchUp() }
    return index
  }

  private func edit(
    _ text: String, at: String, captured: String, by sender: Party? = nil, target: String = "A1"
  ) -> Record {
    .event(
      EventRecord(
        delivery: Make.delivery("e\(text)\(captured)"), part: "x", sequence: 0, capturedAt: Make.time(captured),
        reader: "test/1",
        event: MessageEvent(
          .edit, provider: .meta, account: "acct", conversation: ana, messageID: Make.messageID(target),
          target: target, direction: .inbound, sender: sender ?? ana.counterpart, sentAt: Make.time(at),
          content: Content(.text, text: text))))
  }

  private func revoke(
    _ target: String, at: String, in conversation: ConversationReference, known: Bool = true, by sender: Party? = nil,
    seed: String = ""
  ) -> Record {
    .event(
      EventRecord(
        delivery: Make.delivery("r\(target)\(at)\(seed)"), part: "x", sequence: 0,
        capturedAt: Instant(milliseconds: Make.time(at).milliseconds + 1500), reader: "test/1",
        event: MessageEvent(
          .revoke, provider: .meta, account: "acct", conversation: conversation,
          messageID: known ? Make.messageID(target) : nil, target: target, direction: .inbound, sender: sender,
          sentAt: Make.time(at))))
  }

  private func dump(_ index: ArchiveIndex) throws -> String { try IndexDump(store: index.current()).text() }

  /// Baileys tells one edit twice: with milliseconds as a message, with whole seconds as an update.
  @Test func oneEditToldTwiceIsOneVersion() throws {
    let records = [
      Make.message("A1", "old", at: "2026-01-02T15:12:00Z", in: ana),
      edit("new", at: "2026-01-02T15:12:46.505Z", captured: "2026-01-02T15:12:47Z"),
      edit("new", at: "2026-01-02T15:12:46Z", captured: "2026-01-02T15:12:48Z"),
    ]
    var dumps: Set<String> = []
    for (number, order) in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]].enumerated() {
      let ordered = try arriving(records, order, "o\(number)")
      let detail = try #require(try ordered.message(Make.messageID("A1")))
      #expect(detail.versions.map(\.content.text) == ["old", "new"], "\(order)")
      #expect(detail.versions[1].sentAt == Make.time("2026-01-02T15:12:46.505Z"), "the one captured first stands")
      #expect(detail.provenance.map(\.role).sorted() == ["duplicate", "edit", "message"])
      #expect(try ordered.timeline(ana.id, from: .newest).items.map(\.versions) == [2])
      dumps.insert(try dump(ordered))
    }
    #expect(dumps.count == 1)
  }

  @Test func twoEditsInOneSecondAreTwo() throws {
    let index = try index(
      [
        Make.message("A1", "old", at: "2026-01-02T15:12:00Z", in: ana),
        edit("first", at: "2026-01-02T15:12:46.100Z", captured: "2026-01-02T15:12:47Z"),
        edit("second", at: "2026-01-02T15:12:46.900Z", captured: "2026-01-02T15:12:48Z"),
        edit("first", at: "2026-01-02T15:12:50Z", captured: "2026-01-02T15:12:51Z"),
      ], "two")
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.versions.map(\.content.text) == ["old", "first", "second", "first"])
  }

  @Test func anEditAfterADeletionIsKept() throws {
    let index = try index(
      [
        Make.message("A1", "old", at: "2026-01-02T15:12:00Z", in: ana),
        revoke("A1", at: "2026-01-02T15:13:00Z", in: ana, by: ana.counterpart),
        edit("after", at: "2026-01-02T15:14:00Z", captured: "2026-01-02T15:14:01Z"),
      ], "after")
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.versions.map(\.content.text) == ["old", "after"])
    #expect(detail.item.isDeleted && detail.item.text == "after")
    #expect(try index.texts("old") == ["old"])
    #expect(try index.gaps().isEmpty)
  }

  /// A deletion whose message never comes is a gap, in the conversation and in the list.
  @Test func aDeletionOfNothingIsAGap() throws {
    let index = try index(
      [
        Make.message("A0", "before", at: "2026-01-02T15:00:00Z", in: ana),
        revoke("A1", at: "2026-01-02T15:13:00Z", in: ana, by: ana.counterpart),
      ], "nothing")
    let items = try index.timeline(ana.id, from: .newest).items
    #expect(items.map(\.category) == [.message, .gap])
    #expect(
      items[1].text == "a message was deleted for everyone by Ana Ruiz (+34600000921): what it said never reached the "
        + "archive")
    #expect(items[1].messageID == Make.messageID("A1"))
    let gap = try #require(try index.gaps().first)
    #expect(gap.reason == "deleted-unseen" && gap.conversation == ana.id && !gap.isFilled)
    #expect(gap.at == Make.time("2026-01-02T15:13:00Z"))
    #expect(try index.conversations().conversations[0].gaps == 1)
    #expect(try index.statistics().messages == 1)
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.versions.isEmpty)
    #expect(detail.revocations.count == 1)
    #expect(detail.provenance.map(\.role) == ["revoke"])
  }

  /// It goes when the message comes after all, whichever of the two sides it turns out to be from.
  @Test(arguments: [false, true]) func theGapGoesWhenTheMessageComes(fromMe: Bool) throws {
    let message = Make.message(
      "G1", "here it is", at: "2026-01-02T15:12:00Z", in: group, from: Party(phone: "34612555092"),
      direction: fromMe ? .outbound : .inbound)
    let deletions = [
      revoke("G1", at: "2026-01-02T15:13:00Z", in: group, known: false),
      revoke("G1", at: "2026-02-02T15:13:01Z", in: group, known: false, by: Party(phone: "34612555092"), seed: "again"),
    ]
    let waiting = try index(deletions, "waiting\(fromMe)")
    #expect(try waiting.gaps().count == 1)
    var dumps: Set<String> = []
    let records = deletions + [message]
    for (number, order) in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]].enumerated() {
      let index = try arriving(records, order, "g\(fromMe)\(number)")
      let items = try index.timeline(group.id, from: .newest).items
      #expect(items.map(\.text) == ["here it is"], "\(order)")
      #expect(items.first?.isDeleted == true)
      #expect(try index.gaps(unfilledOnly: false).isEmpty)
      #expect(try index.conversations().conversations.map(\.gaps) == [0])
      dumps.insert(try dump(index))
    }
    #expect(dumps.count == 1)
  }

  /// An edit of a message that never came stands with its words; its deletion marks it there.
  @Test func editAndDeletionOfNothing() throws {
    let records = [
      revoke("A1", at: "2026-01-02T15:13:00Z", in: ana, by: ana.counterpart),
      edit("only this", at: "2026-01-02T15:12:30Z", captured: "2026-01-02T15:12:31Z"),
    ]
    for (name, order) in [("one", records), ("other", Array(records.reversed()))] {
      let index = try index(order, name)
      let items = try index.timeline(ana.id, from: .newest).items
      #expect(items.map(\.text) == ["only this"])
      #expect(items.map(\.isStub) == [true])
      #expect(items.map(\.isDeleted) == [true])
      #expect(try index.gaps().map(\.reason) == ["deleted-unseen"])
    }
  }
}
