import Records
import SearchIndex
import Testing

@testable import Casework
@testable import Console

/// People in a real vault, asked for as the screens ask.
@Suite struct PeopleWorkerTests {
  private struct Missing: Error {}

  private static let ana = Party(phone: "34612555092", name: "Ana Ruiz")
  private static let impostor = Party(phone: "447700900555", name: "\u{410}na Ruiz")

  private func fixture() throws -> WorkerFixture {
    try WorkerFixture(["good morning", "hello", "call me", "who is this?"], senders: [Self.ana, Self.impostor])
  }

  private func people(_ fixture: WorkerFixture, _ text: String = "", flagged: Bool = false) throws -> [PersonLine] {
    let request = Request.people(PersonFilter(text: text, flaggedOnly: flagged), .lastSeen, after: nil)
    guard case .people(let page) = try fixture.ask(request) else { throw Missing() }
    return page.people
  }

  private func person(_ fixture: WorkerFixture, _ party: Party) throws -> PersonDetail {
    let request = Request.person(.party(party, in: WorkerFixture.conversation), isOpening: true)
    guard case .person(let found?) = try fixture.ask(request) else { throw Missing() }
    return found
  }

  @Test func theListFindsByNameAndNumberAndMarksTheImpostor() throws {
    let fixture = try fixture()
    let all = try people(fixture)
    #expect(Set(all.compactMap(\.phone)).isSuperset(of: ["34612555092", "447700900555"]))
    #expect(try people(fixture, "5092").map(\.phone) == ["34612555092"])
    #expect(try people(fixture, flagged: true).contains { $0.phone == "447700900555" && !$0.flags.isEmpty })
    guard case .flaggedPeople(let odd) = try fixture.ask(.flaggedPeople(WorkerFixture.conversation)) else {
      throw Missing()
    }
    #expect(odd.people.contains { $0.phone == "447700900555" })
    #expect(odd.contains(Self.impostor) && !odd.contains(Party(name: "Ruiz")))
    guard case .message(let opened) = try fixture.ask(.message(WorkerFixture.id(1))) else { throw Missing() }
    #expect(opened.sender?.flags.isEmpty == false)
  }

  @Test func aPersonsPageIsRecordedAndItsEvidenceOpens() throws {
    let fixture = try fixture()
    let found = try person(fixture, Self.ana)
    let number = try #require(found.claims.first { $0.kind == .phone })
    #expect(number.value == "34612555092" && number.messages == 2)
    #expect(found.claims.contains { $0.value == "Ana Ruiz" })
    guard case .record(let record) = try fixture.ask(.record(number.firstRecord)) else { throw Missing() }
    #expect(record.message == WorkerFixture.id(0) && record.proof.contains("signed ledger"))
    guard case .conversationsOf(let places) = try fixture.ask(.conversationsOf(found.line.id)) else { throw Missing() }
    #expect(places.map(\.conversation.id) == [WorkerFixture.conversation] && places.first?.messages == 2)
    let views = try fixture.acts([.view])
    #expect(views.contains { $0.details["person"]?.string == found.line.id.text })
    #expect(views.contains { ActWords.sentence($0, Names()).hasPrefix("looked at the person p-") })
  }

  @Test func aMergeIsSealedAndUndone() throws {
    let fixture = try fixture()
    let ids = [try person(fixture, Self.ana).line.id, try person(fixture, Self.impostor).line.id]
    guard case .mergePreview(let preview) = try fixture.ask(.previewMerge(ids)) else { throw Missing() }
    #expect(preview.messages == 4 && preview.people.count == 2)
    guard case .merged(let merged) = try fixture.ask(.mergePeople(ids, reason: "one passport")) else { throw Missing() }
    #expect(merged.line.isMerged && merged.line.messages == 4)
    let act = try #require(merged.history.first)
    #expect(act.reason == "one passport" && act.undoneBy == nil)
    #expect(try person(fixture, Self.impostor).line.id == merged.line.id)
    guard case .parted(let parts) = try fixture.ask(.undoMerge(act.id, reason: "two passports")) else {
      throw Missing()
    }
    #expect(parts.count == 2 && parts.allSatisfy { !$0.line.isMerged && $0.line.messages == 2 })
    let done = try fixture.acts([.mergePeople, .splitPeople])
    #expect(done.count == 2)
    let words = done.map { ActWords.sentence($0, Names()) }
    #expect(words.contains { $0.hasPrefix("merged ") && $0.contains("one passport") })
    #expect(words.contains { $0.hasPrefix("undid a merge") && $0.contains("two passports") })
  }

  @Test func aMergeOfOneIsRefusedInWords() throws {
    let fixture = try fixture()
    let id = try person(fixture, Self.ana).line.id
    #expect(throws: (any Error).self) { try fixture.ask(.mergePeople([id, id], reason: "slip")) }
    #expect(try fixture.acts([.mergePeople]).isEmpty)
  }

  @Test func aLinkedIdIsMarkedAsItsPersonIs() throws {
    let known = Party(phone: "447700900555", lid: "812345", name: "\u{410}na Ruiz")
    let fixture = try WorkerFixture(["a", "b", "c"], senders: [Self.ana, known, Party(lid: "812345")])
    guard case .flaggedPeople(let odd) = try fixture.ask(.flaggedPeople(WorkerFixture.conversation)) else {
      throw Missing()
    }
    #expect(odd.contains(Party(lid: "812345")) && odd.contains(known))
  }

  @Test func whoWasInAGroupIsAskedAndJournaled() throws {
    let fixture = try fixture()
    guard case .members(let group) = try fixture.ask(.members(WorkerFixture.conversation, at: WorkerFixture.start))
    else { throw Missing() }
    #expect(group.members.isEmpty && group.writers.map(\.party) == [Self.ana] && !group.isWhole)
    #expect(group.writers.first?.person?.phone == "34612555092")
    #expect(try fixture.acts([.view]).contains { $0.details["shown"]?.array?.first?.string == "members" })
  }

  @Test func aSplitIsPreviewed() throws {
    let fixture = try fixture()
    let ids = [try person(fixture, Self.ana).line.id, try person(fixture, Self.impostor).line.id]
    guard case .merged(let merged) = try fixture.ask(.mergePeople(ids, reason: "one passport")) else { throw Missing() }
    let act = try #require(merged.history.first)
    guard case .splitPreview(let undo) = try fixture.ask(.previewUndo(act.id)) else { throw Missing() }
    #expect(undo.groups.count == 2 && undo.holds.isEmpty && undo.people.map(\.id) == [merged.line.id])
    let key = ClaimKey(.phone, "447700900555")
    guard case .splitPreview(let split) = try fixture.ask(.previewSplit(merged.line.id, taking: [key])) else {
      throw Missing()
    }
    #expect(split.groups.last == [key])
    #expect(try fixture.acts([.splitPeople]).isEmpty)
  }
}
