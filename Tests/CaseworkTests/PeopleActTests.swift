import Foundation
import Records
import SearchIndex
import TestSupport
import Testing
import Vault

@testable import Casework

/// A clock by which a second passes between any two questions: what is done later is later.
private final class LaterClock: Records.Clock, @unchecked Sendable {
  // Unchecked: every access is behind the lock.
  private let lock = NSLock()
  private var last = CaseFixture.start

  func now() -> Instant {
    lock.withLock {
      last = Instant(milliseconds: last.milliseconds + 1000)
      return last
    }
  }
}

/// Merging and splitting people as sealed acts, on a vault.
@Suite struct PeopleActTests {
  let base: CaseFixture
  let index: ArchiveIndex
  let manager: CaseManager
  let ana: PersonID
  let lee: PersonID

  init() throws {
    base = try CaseFixture(clock: LaterClock())
    index = try ArchiveIndex.open(vault: base.vault)
    manager = CaseManager(vault: base.vault, index: index)
    ana = PersonID(ClaimKey(.phone, "34612555092"))
    lee = PersonID(ClaimKey(.lid, "77777777"))
    try say("nnaa2", Party(phone: "34612555092", name: "Ana Ruiz"))
    try say("nnll2", Party(lid: "77777777", name: "Lee"))
    try index.catchUp()
  }

  private func say(_ id: String, _ party: Party) throws {
    let event = MessageEvent(
      .message, provider: .wasender, account: "447700900000",
      conversation: ConversationReference(id: CaseFixture.other, kind: .group, key: "group:g"),
      messageID: MessageID(suffix: id), direction: .inbound, sender: party, sentAt: CaseFixture.start,
      content: Content(.text, text: id))
    let writer = try base.vault.writer(kind: .importer)
    try writer.append(
      .event(
        EventRecord(
          delivery: DeliveryID(suffix: "people" + id), part: "$", sequence: 0, capturedAt: CaseFixture.start,
          reader: "test/1", event: event)), period: CaseFixture.period)
    try writer.seal()
  }

  private func found(_ text: String) throws -> Set<String> {
    Set(try index.search(try QueryParser.read(text), limit: 100).hits.map(\.text))
  }

  private func code(_ body: () throws -> Void) -> CaseworkError.Code? {
    do { try body() } catch let error as CaseworkError { return error.code } catch { Issue.record("\(error)") }
    return nil
  }

  @Test func aMergeIsSealedBeforeItIsInForceAndIsUndoneBySplitting() throws {
    #expect(try !found("from:lee").contains("nnaa2"))
    let merged = try manager.mergePeople([ana, lee], reason: " her card says so ")
    #expect(merged.line.isMerged && merged.ids.contains(lee) && merged.ids.contains(ana))
    #expect(try found("from:lee").isSuperset(of: ["nnaa2", "nnll2"]))
    let act = try #require(merged.history.first)
    #expect(act.kind == .mergePeople && act.reason == "her card says so" && act.officer == base.vault.officer.id)
    let sealed = try #require(try index.acts().map(\.act).first { $0.id == act.id })
    #expect(!sealed.signature.isEmpty)
    #expect(PeopleMerge(details: sealed.details)?.groups == act.groups)
    #expect(code { _ = try manager.mergePeople([ana, lee], reason: "again") } == .badMerge)
    let parted = try manager.undoMerge(act.id, reason: "two cards")
    #expect(parted.count == 2 && parted.allSatisfy { !$0.line.isMerged })
    #expect(try !found("from:lee").contains("nnaa2"))
    #expect(try manager.person(ana).history.map(\.undoneBy?.text).compactMap { $0 }.count == 1)
    #expect(code { try manager.undoMerge(act.id, reason: "again") } == .badSplit)
    // All of it is in the vault: an index made anew says the same.
    try index.rebuild()
    #expect(try manager.person(lee).history.map(\.kind) == [.splitPeople, .mergePeople])
  }

  @Test func claimsAreSplitOffAndTheRestStays() throws {
    try say("nnxx2", Party(phone: "34612555092", lid: "99999999"))
    try index.catchUp()
    let lid = ClaimKey(.lid, "99999999")
    #expect(try manager.person(ana).line.id == manager.person(PersonID(lid)).line.id)
    let parted = try manager.splitPerson(ana, taking: [lid], reason: "a number that was handed on")
    #expect(parted.count == 2)
    #expect(try found("from:lid:99999999") == ["nnxx2"])
    #expect(try !found("from:\"ana ruiz\"").contains("nnxx2"))
    #expect(try manager.mergePeople([ana, PersonID(lid)], reason: "no, she has both").line.isMerged)
    #expect(try found("from:lid:99999999").contains("nnaa2"))
  }

  @Test func whatCannotBeIsRefusedAndSealsNothing() throws {
    let before = try index.peopleActs().count
    let nobody = PersonID(ClaimKey(.phone, "1"))
    #expect(code { try manager.mergePeople([ana, lee], reason: "  ") } == .missingReason)
    #expect(code { try manager.mergePeople([ana], reason: "r") } == .badMerge)
    #expect(code { try manager.mergePeople([ana, ana], reason: "r") } == .badMerge)
    #expect(code { try manager.mergePeople([ana, nobody], reason: "r") } == .unknownPerson)
    #expect(code { try manager.undoMerge(ActID(suffix: "abcd"), reason: "r") } == .badSplit)
    #expect(code { try manager.splitPerson(ana, taking: [], reason: "r") } == .badSplit)
    #expect(code { try manager.splitPerson(lee, taking: [ClaimKey(.lid, "77777777")], reason: "r") } == .badSplit)
    #expect(code { try manager.splitPerson(ana, taking: [ClaimKey(.lid, "77777777")], reason: "r") } == .badSplit)
    #expect(code { _ = try manager.previewMerge([ana, ana]) } == .badMerge)
    #expect(code { _ = try manager.previewUndo(ActID(suffix: "abcd")) } == .badSplit)
    #expect(code { _ = try manager.previewSplit(lee, taking: [ClaimKey(.lid, "77777777")]) } == .badSplit)
    #expect(try index.peopleActs().count == before)
  }

  @Test func aPreviewNamesTheHoldsThatWouldCoverMore() throws {
    try manager.openMatter(name: "M-1", title: "Heron")
    let query = try QueryParser.read("from:+34612555092")
    let hold = try manager.placeHold(matter: "M-1", on: .query(query), reason: "regulator")
    _ = try manager.placeHold(matter: "M-1", on: .query(try QueryParser.read("heron")), reason: "regulator")
    let preview = try manager.previewMerge([ana, lee])
    #expect(preview.holds.map(\.id) == [hold.id] && preview.people.count == 2)
    let held = hold.messages
    let reach = try #require(preview.holds.first)
    #expect(reach.widens && reach.through == held && reach.messagesAfter == held + 1 && reach.gained == 1)
    #expect(try manager.hold(hold.id).messages == held, "asking does nothing")
    try manager.mergePeople([ana, lee], reason: "one card")
    #expect(try manager.hold(hold.id).messages == reach.messagesAfter)
    let after = try #require(try manager.holds(selecting: [ana, lee]).first)
    #expect(after.hold.messages == reach.messagesAfter && after.through == reach.throughAfter && !after.widens)
    let merge = try #require(try index.peopleActs().first?.id)
    let undo = try manager.previewUndo(merge)
    #expect(undo.people.count == 1 && undo.groups.count == 2)
    #expect(undo.holds.map(\.messagesAfter) == [reach.messagesAfter] && undo.holds.map(\.widens) == [false])
    let act = try #require(try index.peopleActs().first?.id)
    try manager.undoMerge(act, reason: "two cards")
    try say("nnll3", Party(lid: "77777777", name: "Lee"))
    try index.catchUp()
    // What the hold covered while the merge stood, it covers for good; what is exported for the matter has it.
    #expect(try manager.hold(hold.id).messages == held + 2)
    try index.rebuild()
    #expect(try manager.hold(hold.id).messages == held + 2)
  }

  @Test func aSplitIsPreviewedWithWhatHoldsKeep() throws {
    try say("nnxx2", Party(phone: "34612555092", lid: "99999999"))
    try index.catchUp()
    try manager.openMatter(name: "M-1", title: "Heron")
    let query = try QueryParser.read("from:lid:99999999")
    let hold = try manager.placeHold(matter: "M-1", on: .query(query), reason: "regulator")
    let lid = ClaimKey(.lid, "99999999")
    let preview = try manager.previewSplit(ana, taking: [lid])
    let whole = try manager.person(ana).line.id
    #expect(preview.groups.last == [lid] && preview.people.map(\.id) == [whole])
    let reach = try #require(preview.holds.first)
    #expect(reach.id == hold.id && !reach.widens && reach.messagesAfter == hold.messages && reach.through > 0)
    let parted = try manager.splitPerson(ana, taking: [lid], reason: "handed on")
    let after = try #require(try manager.holds(selecting: parted.map(\.line.id)).first)
    #expect(after.hold.messages == reach.messagesAfter && after.through == reach.throughAfter)
  }
}
