import Records
import TerminalKit
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex

@Suite struct PersonScreenTests {
  private typealias Samples = PeopleSamples

  @Test(arguments: PeopleSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = Samples.person(session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "person")
    _ = screen.run(.bottom, session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "person-end")
    var odd = Samples.detail
    odd.line = Samples.impostor
    odd.history = []
    odd.changes = []
    try CaseGolden.check(CaseSamples.draw(Samples.person(session, odd), session), "person-odd")
  }

  @Test func everythingKnownStandsWithItsTimes() {
    let session = CaseSamples.session(Size(columns: 120, rows: 60))
    let text = CaseSamples.text(Samples.person(session), session)
    for words in [
      "Ana Ruiz", "Anita", "was profile name", "Ana (client)", "+34 699 000 111", "was number", "linked id",
      "3 Mar 2024 – 30 Aug 2024", "the number changed: +34 699 000 111 became +34 612 555 092", "Desk EMEA FX",
      "merged +34 612 555 092, LID 99887766 with +34 699 000 111", "“same passport in both files”",
    ] {
      #expect(text.contains(words), "\(words) in\n\(text)")
    }
  }

  /// Goes down until something is selected; false when it never is.
  private func select(
    _ screen: inout PersonScreen, _ session: SessionState, _ matches: (PersonSheet.Target) -> Bool
  ) -> Bool {
    _ = screen.run(.top, session)
    for _ in 0..<40 {
      if let selected = screen.selected, matches(selected) { return true }
      _ = screen.run(.down, session)
    }
    return false
  }

  @Test func aClaimOpensTheRecordsThatMakeIt() throws {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    #expect(screen.selected == .claim(.profileName, "Ana Ruiz", .meta), "the first claim is under the hand")
    guard case .record(let first)? = BrowseFixtures.requests(screen.run(.open, session)).first,
      case .record(let last)? = BrowseFixtures.requests(screen.run(.latest, session)).first
    else {
      Issue.record("no record asked for")
      return
    }
    #expect(first == CaseSamples.record(17) && last == CaseSamples.record(812))
    let text = CaseSamples.text(screen, session)
    #expect(text.contains("record 17") && text.contains("record 812"))
    var record = OpenedRecord(
      address: first, message: CaseSamples.message("hita"), kind: "sealed event (message)", at: CaseSamples.now,
      value: .object(JSONObject([.init(name: "party", value: .string("Ana"))])), proof: "in the ledger")
    #expect(Samples.pushed(screen.receive(.record(record), to: .record(first), session), as: MessageScreen.self) != nil)
    record.message = nil
    let page = Samples.pushed(screen.receive(.record(record), to: .record(first), session), as: ReportScreen.self)
    let shown = CaseSamples.text(try #require(page), session)
    #expect(shown.contains("in the ledger") && shown.contains("party  Ana") && shown.contains("record 17"))
  }

  @Test func aConversationOpensWhereThePersonWroteLast() {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    #expect(select(&screen, session) { if case .conversation = $0 { true } else { false } })
    let opened = Samples.pushed(screen.run(.open, session), as: BrowseScreen.self)
    #expect(opened?.timeline?.conversation == Samples.conversations[0].conversation.id)
    #expect(opened?.opensAtTime == Samples.conversations[0].lastAt)
  }

  @Test func aFlagGoesToWhomItResembles() {
    let session = CaseSamples.session()
    var detail = Samples.detail
    detail.line = Samples.impostor
    var screen = Samples.person(session, detail)
    let text = CaseSamples.text(screen, session)
    #expect(text.contains("What to look at") && text.contains("mixes Cyrillic and Latin letters"))
    #expect(select(&screen, session) { if case .flag(let flag) = $0 { flag.other != nil } else { false } })
    let other = Samples.pushed(screen.run(.open, session), as: PersonScreen.self)
    #expect(other?.target == .id(Samples.ana.id))
  }

  @Test func searchBeginsWithThePerson() {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    let search = Samples.pushed(screen.run(.search, session), as: SearchScreen.self)
    #expect(search?.query == "from:\(Samples.ana.id)")
  }

  @Test func theSelectionStaysOnWhatItIsWhenThePageIsReadAgain() {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    #expect(select(&screen, session) { $0 == .claim(.lid, "99887766", .meta) })
    var more = Samples.detail
    more.claims.insert(
      Samples.claim(.profileName, "A. R.", "2025-11-12T17:33:00Z", "2025-11-12T17:33:00Z", 1), at: 0)
    _ = screen.receive(.person(more), to: .person(screen.target, isOpening: false), session)
    #expect(screen.selected == .claim(.lid, "99887766", .meta))
  }

  @Test func whoIsNotKnownIsSaidSo() {
    let session = CaseSamples.session()
    var screen = PersonScreen(of: Party(phone: "34612555092"), in: nil)
    _ = screen.receive(.person(nil), to: .person(screen.target, isOpening: true), session)
    #expect(CaseSamples.text(screen, session).contains("knows nobody by this"))
    #expect(screen.refusal(of: .open, session) != nil && screen.refusal(of: .back, session) == nil)
  }

  @Test func theSenderIsOneKeyAway() {
    let session = BrowseFixtures.session(120, 32)
    var browse = BrowseFixtures.screen(session)
    let counterpart = Samples.pushed(browse.run(.person, session), as: PersonScreen.self)
    #expect(counterpart?.target == .party(Party(phone: "34612555092"), in: BrowseFixtures.anaChat))
    _ = browse.run(.down, session)
    let people = Samples.pushed(browse.run(.person, session), as: PeopleScreen.self)
    #expect(people?.filter.conversation == ConversationID(suffix: "desk"), "a group's people are listed")
    _ = browse.run(.up, session)
    browse = BrowseFixtures.screen(session)
    _ = browse.run(.open, session)
    _ = browse.run(.bottom, session)
    let sender = Samples.pushed(browse.run(.person, session), as: PersonScreen.self)
    #expect(sender?.target == .party(BrowseFixtures.lee, in: BrowseFixtures.anaChat))
    var message = MessageScreen(CaseSamples.message("7q2kx4aa"))
    #expect(message.refusal(of: .person, session) != nil)
    var opened = CaseSamples.opened()
    opened.sender = Samples.impostor
    _ = message.receive(.message(opened), to: .message(message.id), session)
    #expect(CaseSamples.text(message, session).contains("⚑ mixed letters"))
    let writer = Samples.pushed(message.run(.person, session), as: PersonScreen.self)
    #expect(writer?.target == .party(CaseSamples.ana, in: CaseSamples.conversation))
  }

  @Test func theTimelinesHeadSaysThatANameIsOdd() {
    let session = BrowseFixtures.session(120, 32)
    var screen = BrowseFixtures.screen(session)
    let asked = BrowseFixtures.requests(screen.run(.open, session))
    guard case .flaggedPeople(let conversation)? = asked.last else {
      Issue.record("nobody asked: \(asked)")
      return
    }
    func flagged(_ line: PersonLine, _ keys: ClaimKey...) -> Answer {
      .flaggedPeople(FlaggedPeople(conversation: conversation, people: [line], keys: keys))
    }
    let impostor = flagged(Samples.impostor, ClaimKey(.phone, "447700900555"))
    _ = screen.receive(impostor, to: .flaggedPeople(conversation), session)
    #expect(CaseSamples.text(screen, session).contains("⚑ mixed letters   1,284 messages"))
    #expect(!CaseSamples.text(screen, session).contains("⚑ Ana Ruiz"), "the impostor has another number")
    let ana = flagged(Samples.ana, ClaimKey(.phone, "34612555092"))
    _ = screen.receive(ana, to: .flaggedPeople(conversation), session)
    #expect(CaseSamples.text(screen, session).contains("⚑ Ana Ruiz"))
  }

  /// A sender of whom a message gives no number is found by what it does give.
  @Test(arguments: [
    Party(lid: "812345", name: "\u{410}na"), Party(userID: "US.1", name: "Ana"), Party(username: "@Ana"),
    Party(name: "\u{202E}Ana"),
  ]) func aSenderWithoutANumberIsMarked(party: Party) throws {
    let place = BrowseFixtures.anaChat
    let flagged = FlaggedPeople(
      conversation: place, people: [Samples.impostor], keys: party.keys(in: place))
    #expect(flagged.contains(party))
    #expect(!flagged.contains(Party(lid: "999", name: party.name)), "another with the same name")
    #expect(!flagged.contains(Party()))
    let session = BrowseFixtures.session(120, 32)
    var screen = BrowseFixtures.screen(
      session, timeline: BrowseFixtures.timeline([BrowseFixtures.item("a", "2024-05-14T08:14:00Z", "hi", by: party)]))
    _ = screen.run(.open, session)
    _ = screen.receive(.flaggedPeople(flagged), to: .flaggedPeople(place), session)
    let row = try #require(CaseSamples.draw(screen, session).textRows.first { $0.contains(" hi") })
    #expect(row.contains("⚑ "), "\(row)")
  }

  @Test func ourOwnSideIsTheFirm() {
    var firm = PersonLine(id: Samples.id("firm2222"), name: "442079460123", phone: "442079460123", messages: 4)
    #expect(PersonWords.isUnnamed(firm))
    firm.isOurs = true
    #expect(PersonWords.name(firm) == "the firm …0123" && !PersonWords.isUnnamed(firm))
    #expect(PersonWords.reference(firm.reference) == "the firm +44 20 7946 0123")
    let session = CaseSamples.session()
    let text = CaseSamples.text(Samples.list(session, Samples.page([firm])), session)
    #expect(text.contains("the firm …0123") && text.contains("+44 20 7946 0123") && !text.contains("no name"))
    firm.name = "Desk"
    #expect(PersonWords.name(firm) == "Desk")
  }
}
