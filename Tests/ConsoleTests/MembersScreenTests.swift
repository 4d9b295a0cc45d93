import Records
import TerminalKit
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex

/// Who was in a group on a day, on the screen.
@Suite struct MembersScreenTests {
  private typealias Samples = PeopleSamples

  private static func entry(
    _ party: Party, _ person: PersonReference?, _ how: String, _ time: String, _ number: Int, admin: Bool? = nil
  ) -> GroupOnDay.Entry {
    GroupOnDay.Entry(
      member: GroupMembers.Member(
        party: party, isAdmin: admin, since: Samples.at(time), how: how, record: CaseSamples.record(number)),
      person: person)
  }

  private static func reference(_ id: String, _ name: String, _ phone: String?, ours: Bool = false) -> PersonReference {
    PersonReference(id: Samples.id(id), name: name, phone: phone, isOurs: ours)
  }

  private static let group = GroupOnDay(
    conversation: CaseSamples.group, at: Samples.at("2024-05-14T22:59:59.999Z"),
    members: [
      entry(
        Party(phone: "34612555092"), reference("ana22222", "Ana Ruiz", "34612555092"), "add", "2024-05-01T08:05:00Z",
        12, admin: true),
      entry(
        Party(lid: "812345"), reference("wang2222", "王 秀英", "8613800138000"), "join", "2024-05-02T09:00:00Z", 31),
      entry(
        Party(phone: "442079460123"), reference("firm2222", "442079460123", "442079460123", ours: true), "create",
        "2024-05-01T08:00:00Z", 11),
      entry(Party(phone: "15550100998"), nil, "invite", "2024-05-03T09:00:00Z", 33),
    ],
    former: [
      entry(
        Party(phone: "971501234567", name: "د. ليلى حداد"), reference("laila222", "د. ليلى حداد", "971501234567"),
        "remove", "2024-05-10T12:30:00Z", 40)
    ],
    writers: [
      GroupOnDay.Writer(
        party: Party(name: "J. Lee"), person: nil, messages: 4, lastAt: Samples.at("2024-05-14T08:16:00Z"),
        record: CaseSamples.record(55))
    ], isWhole: false, knownFrom: Samples.at("2024-05-01T08:00:00Z"), unclear: 1, undated: 2,
    changes: ["2024-05-01T08:00:00Z", "2024-05-10T12:30:00Z", "2024-06-02T12:00:00Z"].map { Samples.at($0) })

  private func day(_ text: String) throws -> CivilDate { CivilTime(Samples.at(text + "T00:00:00Z")).date }

  private func screen(_ session: SessionState, _ group: GroupOnDay = group) throws -> MembersScreen {
    var screen = MembersScreen(CaseSamples.group, name: "Desk EMEA FX", day: try day("2024-05-14"))
    for request in BrowseFixtures.requests(screen.appear(session)) {
      _ = screen.receive(.members(group), to: request, session)
    }
    return screen
  }

  @Test(arguments: [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 32), Size(columns: 160, rows: 45),
  ]) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = try screen(session)
    _ = screen.run(.down, session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "members")
    var none = Self.group
    (none.members, none.former, none.writers, none.changes) = ([], [], [], [])
    (none.knownFrom, none.unclear, none.undated) = (nil, 0, 0)
    try CaseGolden.check(CaseSamples.draw(try self.screen(session, none), session), "members-none")
  }

  @Test func everybodyIsListedByRecordAndTheRestIsSaid() throws {
    let session = CaseSamples.session()
    let text = CaseSamples.text(try screen(session))
    for words in [
      "At the end of Tue 14 May 2024", "4 members known · 1 gone · 1 only wrote", "In the group, by the records",
      "No longer in it", "Wrote there, and no record says when they came", "the firm", "+44 20 7946 0123", "王 秀英",
      "+86 138 0013 8000", "added", "admin", "removed 10 May 2024", "What the records cannot tell",
      "No full list: who came before 1 May 2024 09:00 may be missing.", "2 changes without a usable time", "record 12",
      "before: 10 May 2024",
      "next: 2 Jun 2024",
    ] { #expect(text.contains(words), "\(words) in:\n\(text)") }
  }

  @Test func theDayMoves() throws {
    let session = CaseSamples.session()
    var screen = try screen(session)
    #expect(screen.instant(session) == Samples.at("2024-05-14T22:59:59.999Z"), "the day ends by the shown clock")
    func asked(_ effects: [Effect]) -> Instant? {
      for case .members(CaseSamples.group, let at) in BrowseFixtures.requests(effects) { return at }
      return nil
    }
    #expect(asked(screen.run(.right, session)) == Samples.at("2024-05-15T22:59:59.999Z"))
    #expect(asked(screen.run(.left, session)) == Samples.at("2024-05-14T22:59:59.999Z"))
    #expect(asked(screen.run(.nextDay, session)) == Samples.at("2024-06-02T22:59:59.999Z"))
    #expect(asked(screen.run(.previousDay, session)) == Samples.at("2024-05-10T22:59:59.999Z"))
    #expect(asked(screen.run(.previousDay, session)) == Samples.at("2024-05-01T22:59:59.999Z"))
    #expect(screen.refusal(of: .previousDay, session) != nil && screen.refusal(of: .nextDay, session) == nil)
    _ = screen.run(.goto, session)
    #expect(screen.takesText)
    for letter in "14 Mayy 2024" { _ = screen.type(.character(letter), session) }
    #expect(asked(screen.type(.enter, session).effects) == nil)
    #expect(CaseSamples.text(screen, session).contains("no such day"))
    _ = screen.type(.escape, session)
    #expect(!screen.takesText)
    #expect(asked(screen.runWithArgument(.goto, "2024-07-01", session)) == Samples.at("2024-07-01T22:59:59.999Z"))
    #expect(asked(screen.runWithArgument(.goto, "2031-07-01", session)) == nil, "the future is not known")
    // A late answer about another day is of no use.
    var other = Self.group
    other.members = []
    _ = screen.receive(
      .members(other), to: .members(CaseSamples.group, at: Samples.at("2024-05-14T22:59:59.999Z")), session)
    #expect(screen.group?.members.count == 4)
  }

  @Test func aPersonAndARecordAreOneKeyAway() throws {
    let session = CaseSamples.session()
    var screen = try screen(session)
    _ = screen.run(.down, session)
    let person = Samples.pushed(screen.run(.open, session), as: PersonScreen.self)
    #expect(person?.target == .party(Party(lid: "812345"), in: CaseSamples.group))
    guard case .record(let address)? = BrowseFixtures.requests(screen.run(.latest, session)).first else {
      Issue.record("no record")
      return
    }
    #expect(address == CaseSamples.record(31))
    let empty = MembersScreen(CaseSamples.group, name: "Desk", day: try day("2024-05-14"))
    #expect(empty.refusal(of: .open, session) != nil)
    var failed = empty
    _ = failed.fail(
      ConsoleFailure(.other, "The index is damaged."), of: .members(CaseSamples.group, at: CaseSamples.now), session)
    #expect(CaseSamples.text(failed, session).contains("The index is damaged."))
  }

  @Test func aGroupsTimelineLeadsThere() {
    let session = BrowseFixtures.session(120, 32)
    var browse = BrowseFixtures.screen(session)
    _ = browse.run(.open, session)
    #expect(!browse.commands.contains(.members), "nobody comes or goes in a chat of two")
    browse = BrowseFixtures.screen(session, list: BrowseFixtures.page([BrowseFixtures.conversations[1]]))
    _ = browse.run(.open, session)
    #expect(browse.commands.contains(.members) && browse.refusal(of: .members, session) == nil)
    let members = Samples.pushed(browse.run(.members, session), as: MembersScreen.self)
    #expect(members?.title == "Members of Desk EMEA FX")
    #expect(members?.day == session.zone.civil(BrowseFixtures.at("2024-05-15T07:48:00Z")).date)
  }

  @Test func whatOthersWroteIsShownAndNotObeyed() throws {
    let session = CaseSamples.session(Size(columns: 80, rows: 24))
    var group = Self.group
    group.members[0].member.party.name = CaseGolden.hostile
    group.members[0].member.how = CaseGolden.hostile
    CaseGolden.checkSafe(CaseSamples.draw(try screen(session, group), session))
  }
}
