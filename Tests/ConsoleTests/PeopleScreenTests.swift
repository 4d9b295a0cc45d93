import Records
import TerminalKit
import Testing

@testable import Console
@testable import SearchIndex

@Suite struct PeopleScreenTests {
  private typealias Samples = PeopleSamples

  private static func type(_ text: String, into screen: inout PeopleScreen, _ session: SessionState) -> [Effect] {
    text.flatMap { screen.type(.character($0), session).effects }
  }

  @Test(arguments: PeopleSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = Samples.list(session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "people")
    _ = screen.run(.mark, session)
    _ = screen.run(.mark, session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "people-marked")
  }

  @Test func theNumberStandsBesideEveryNameAndTheMarkHasAWord() {
    let session = CaseSamples.session(Size(columns: 80, rows: 24))
    let text = CaseSamples.text(Samples.list(session), session)
    for words in [
      "+34 612 555 092", "+44 7700 900 555", "⚑ mixed letters", "⚑ is a number", "⚑ turned text", "no number",
      "8 people",
    ] {
      #expect(text.contains(words), "\(words) in\n\(text)")
    }
    #expect(!text.contains("\u{202E}"))
  }

  @Test func theFilterAsksWithEveryLetterAndKeepsTheSelection() {
    let session = CaseSamples.session()
    var screen = Samples.list(session)
    _ = screen.run(.down, session)
    _ = screen.run(.filter, session)
    #expect(screen.takesText)
    let asked = BrowseFixtures.requests(Self.type("ru", into: &screen, session))
    let texts = asked.map { if case .people(let filter, _, nil) = $0 { filter.text } else { "?" } }
    #expect(texts == ["r", "ru"])
    // An answer to what was typed before is not taken.
    _ = screen.receive(
      .people(Samples.page([])), to: .people(PersonFilter(text: "r"), screen.order, after: nil), session)
    #expect(screen.list.count == 8)
    let found = Array(Samples.people.prefix(2))
    _ = screen.receive(.people(Samples.page(found)), to: .people(screen.filter, screen.order, after: nil), session)
    #expect(screen.list.rows?.count == 2 && screen.list.selected?.id == Samples.impostor.id)
    guard let opened = Samples.pushed(screen.type(.enter, session).effects, as: PersonScreen.self) else {
      Issue.record("Enter opens nobody")
      return
    }
    #expect(opened.target == .id(Samples.impostor.id))
    _ = screen.run(.filter, session)
    let all = BrowseFixtures.requests(screen.type(.escape, session).effects)
    #expect(all.count == 1 && !screen.takesText && screen.filter == PersonFilter())
  }

  @Test func nobodyFoundSaysHowToGoOn() {
    let session = CaseSamples.session()
    var screen = Samples.list(session)
    _ = screen.run(.filter, session)
    _ = Self.type("zz", into: &screen, session)
    _ = screen.receive(.people(Samples.page([])), to: .people(screen.filter, screen.order, after: nil), session)
    #expect(CaseSamples.text(screen, session).contains("Nobody is called “zz”."))
    #expect(screen.refusal(of: .open, session) != nil)
  }

  @Test func flaggedOnlyAndTheOrderAskAnew() {
    let session = CaseSamples.session()
    var screen = Samples.list(session)
    guard case .people(let filter, _, nil)? = BrowseFixtures.requests(screen.run(.flagged, session)).first else {
      Issue.record("nothing asked")
      return
    }
    #expect(filter.flaggedOnly)
    #expect(BrowseFixtures.requests(screen.run(.order, session)).count == 1 && screen.order == .messages)
    _ = screen.run(.order, session)
    #expect(screen.order == .name)
    _ = screen.run(.order, session)
    #expect(screen.order == .lastSeen)
    // Esc shows everybody before it leaves.
    #expect(BrowseFixtures.requests(screen.run(.back, session)).count == 1)
    guard case .pop? = screen.run(.back, session).first else {
      Issue.record("Esc does not leave")
      return
    }
  }

  @Test func theNextPageIsAskedForBeforeTheEndIsReached() {
    let session = CaseSamples.session()
    let many = (0..<200).map { number in
      PersonLine(
        id: Samples.id("many\(["a", "b", "c", "d"][number / 50])\(Self.letters(number % 50))"),
        name: "Client \(number)",
        phone: "4477009\(10000 + number)", messages: 1)
    }
    let cursor = PersonCursor(order: .lastSeen, number: 7, text: "", id: many[199].id)
    var screen = Samples.list(session, Samples.page(many, next: cursor, total: -1))
    #expect(CaseSamples.text(screen, session).contains("200+ people"))
    #expect(BrowseFixtures.requests(screen.run(.down, session)).isEmpty)
    let asked = BrowseFixtures.requests(screen.run(.bottom, session))
    guard case .people(_, _, let after)? = asked.first else {
      Issue.record("no page asked for")
      return
    }
    #expect(after == cursor && BrowseFixtures.requests(screen.run(.up, session)).isEmpty, "once is enough")
    let selected = screen.list.selected?.id
    _ = screen.receive(
      .people(Samples.page([many[199], Samples.ana], total: -1)),
      to: .people(screen.filter, screen.order, after: cursor),
      session)
    #expect(screen.list.count == 201 && screen.list.selected?.id == selected, "nobody is listed twice")
    // A long list does not jump when something arrives: it says so.
    #expect(screen.archiveChanged(session).isEmpty && screen.hasNews)
    #expect(CaseSamples.text(screen, session).contains("newer: R"))
  }

  private static func letters(_ number: Int) -> String {
    let all = Array("abcdefghijklmnopqrstuvwxyz")
    return String([all[number / 26], all[number % 26]])
  }

  @Test func twoAreMarkedToBeMerged() {
    let session = CaseSamples.session()
    var screen = Samples.list(session)
    #expect(screen.refusal(of: .merge, session) != nil)
    _ = screen.run(.mark, session)
    _ = screen.run(.mark, session)
    #expect(screen.marks.map(\.id) == [Samples.ana.id, Samples.impostor.id])
    #expect(screen.refusal(of: .merge, session) == nil)
    guard let form = Samples.pushed(screen.run(.merge, session), as: MergeScreen.self) else {
      Issue.record("no form")
      return
    }
    #expect(form.people.map(\.id) == screen.marks.map(\.id))
    // Who left the form without a merge still has them marked; after one there is nobody left to merge.
    let asked = BrowseFixtures.requests(screen.uncovered(session))
    guard asked.count == 2, case .previewMerge(let ids) = asked[1] else {
      Issue.record("nobody asks what became of them")
      return
    }
    _ = screen.receive(.mergePreview(Samples.preview), to: .previewMerge(ids), session)
    #expect(screen.marks.count == 2)
    #expect(screen.fail(ConsoleFailure(.other, "one already"), of: .previewMerge(ids), session).isEmpty)
    #expect(screen.marks.isEmpty)
  }

  @Test func searchBeginsWithThePerson() {
    let session = CaseSamples.session()
    var screen = Samples.list(session)
    let search = Samples.pushed(screen.run(.search, session), as: SearchScreen.self)
    #expect(search?.query == "from:\(Samples.ana.id)")
    let typed = Samples.pushed(screen.runWithArgument(.search, "heron", session), as: SearchScreen.self)
    #expect(typed?.query == "heron")
  }

  @Test(arguments: PeopleSamples.sizes + [Size(columns: 40, rows: 10), Size(columns: 50, rows: 16)])
  func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var line = Samples.impostor
    line.name = CaseGolden.hostile
    line.phone = CaseGolden.hostile
    line.flags[0].reason = CaseGolden.hostile
    let list = Samples.list(session, Samples.page([line, Samples.ana]))
    CaseGolden.checkSafe(CaseSamples.draw(list, session))
    var detail = Samples.detail
    detail.line = line
    for index in detail.claims.indices { detail.claims[index].value = CaseGolden.hostile }
    detail.changes[0].reason = CaseGolden.hostile
    detail.history[0].reason = CaseGolden.hostile
    var person = Samples.person(session, detail)
    for _ in 0..<12 {
      CaseGolden.checkSafe(CaseSamples.draw(person, session))
      _ = person.run(.down, session)
    }
    CaseGolden.checkSafe(CaseSamples.draw(MergeScreen([line, Samples.ana]), session))
    CaseGolden.checkSafe(CaseSamples.draw(SplitScreen(detail, .merge(detail.history[0])), session))
  }
}
