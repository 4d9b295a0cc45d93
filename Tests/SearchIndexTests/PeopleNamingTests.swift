import Records
import TestSupport
import Testing

@testable import SearchIndex

/// What answers call people: our own side, and senders of whom a message gives no name.
@Suite struct PeopleNamingTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let group = Make.group("g1", title: "Desk")

  init() throws { folder = try TemporaryDirectory() }

  @Test func ourOwnSideIsWhoWritesWhatGoesOut() throws {
    let firm = Party(phone: "442079460123")
    source.append([
      Make.message("1", "hello", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "good day", at: "2024-05-14T09:01:00Z", in: ana, from: firm, direction: .outbound),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let people = try index.people(filter: PersonFilter()).people
    let own = try #require(people.first { $0.phone == "442079460123" })
    #expect(own.isOurs && own.isUnnamed && own.reference.isOurs)
    let other = try #require(people.first { $0.phone == "34600000921" })
    #expect(!other.isOurs && !other.isUnnamed)
    #expect(try index.person(own.id)?.line.isOurs == true)
    try index.rebuild()
    #expect(try index.person(own.id)?.line.isOurs == true)
  }

  @Test func whoIsSentWhatComesInToOneAloneIsOurOwnSideToo() throws {
    func received(_ id: String, in place: ConversationReference, by recipient: Party) throws -> Record {
      guard
        case .event(var record) = Make.message(
          id, id, at: "2024-05-14T09:00:00Z", in: place, from: Party(phone: "34600000921"))
      else { throw SearchIndexError(.source, "no event") }
      record.event.recipients = [recipient]
      return .event(record)
    }
    source.append([
      try received("1", in: ana, by: Party(phone: "442079460123")),
      try received("2", in: group, by: Party(phone: "447700900999")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let people = try index.people(filter: PersonFilter()).people
    #expect(people.filter(\.isOurs).map(\.phone) == ["442079460123"])
  }

  @Test func aHitNamesWhoIsKnownByOtherRecords() throws {
    let both = Party(phone: "34600000921", lid: "77777777", name: "Ana Ruiz")
    source.append([
      Make.message("1", "with a name", at: "2024-05-14T09:00:00Z", in: group, from: both),
      Make.message("2", "by an id", at: "2024-05-14T09:01:00Z", in: group, from: Party(lid: "77777777")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let hit = try #require(try index.search(.of("\"by an id\"")).hits.first)
    #expect(hit.sender == Party(lid: "77777777"), "what the message says stays what it says")
    #expect(hit.person?.name == "Ana Ruiz" && hit.person?.phone == "34600000921")
    let id = try #require(hit.person?.id)
    let page = try index.search(.of("from:\(id)"))
    #expect(page.hits.count == 2 && page.people.map(\.id) == [id])
    #expect(page.people.first?.person.name == "Ana Ruiz")
    let query = try Query.of("from:\(id) heron")
    #expect(query.people == [id])
    #expect(query.plainWords { _ in "Ana" }.contains("sent by Ana (\(id))"))
    #expect(query.plainWords.contains("sent by the person \(id)"))
    #expect(try index.search(.of("name")).people.isEmpty)
  }

  @Test func aHoldNamesWhomItsPredicateMeans() throws {
    source.append([Make.message("1", "hello", at: "2024-05-14T09:00:00Z", in: ana)])
    let id = PersonID(ClaimKey(.phone, "34600000921"))
    source.append([Make.hold("h", matter: "M-1", "from:\(id)")], writer: "console", isAudit: true)
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.holds().first?.people.map(\.person.name) == ["Ana Ruiz"])
  }

  @Test func aHitSaysHowSureADeletionIs() throws {
    func revoke(_ target: String, uncertain: Bool) -> Record {
      let captured = Make.time("2024-05-14T09:30:00Z")
      return .event(
        EventRecord(
          delivery: Make.delivery("revoke" + target), part: "x", sequence: 0, capturedAt: captured, reader: "test/1",
          event: MessageEvent(
            .revoke, provider: .meta, account: "acct", conversation: ana,
            messageID: Make.messageID(target), target: target, direction: .inbound,
            attributes: uncertain ? ["uncertain": "true"] : [:])))
    }
    source.append([
      Make.message("1", "heron one", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "heron two", at: "2024-05-14T09:01:00Z", in: ana),
      Make.message("3", "heron three", at: "2024-05-14T09:02:00Z", in: ana), revoke("1", uncertain: true),
      revoke("2", uncertain: false),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let hits = try index.search(.of("heron")).hits
    #expect(hits.map(\.text) == ["heron three", "heron two", "heron one"])
    #expect(hits.map(\.isDeleted) == [false, true, true])
    #expect(hits.map(\.isStruck) == [false, true, false])
    let items = try index.timeline(ana.id, from: .newest, before: 10, after: 0).items
    #expect(items.map { $0.deletion?.isUncertain } == hits.reversed().map { $0.deletion?.isUncertain })
  }

  @Test func whoWroteInAConversationIsToldUpToADay() throws {
    let lee = Party(phone: "4499999999", name: "Lee")
    source.append([
      Make.message("1", "hi", at: "2024-05-14T09:00:00Z", in: group, from: Party(phone: "34600000921")),
      Make.message("2", "hi", at: "2024-05-14T10:00:00Z", in: group, from: lee),
      Make.message("3", "hi", at: "2024-06-14T10:00:00Z", in: group, from: lee),
      Make.message("4", "hi", at: "2024-05-14T11:00:00Z", in: ana),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let then = try index.writers(in: group.id, until: Make.time("2024-05-31T00:00:00Z"))
    #expect(then.map(\.party.phone) == ["4499999999", "34600000921"] && then.map(\.messages) == [1, 1])
    let later = try index.writers(in: group.id, until: Make.time("2024-12-31T00:00:00Z"))
    #expect(later.first?.messages == 2 && later.first?.lastAt == Make.time("2024-06-14T10:00:00Z"))
    #expect(later.first?.firstAt == Make.time("2024-05-14T10:00:00Z"))
    #expect(try index.writers(in: group.id, until: Make.time("2024-05-14T09:30:00Z")).count == 1)
  }
}
