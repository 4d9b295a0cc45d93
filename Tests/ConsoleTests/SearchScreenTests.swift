import Records
import Testing

@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct SearchScreenTests {
  private let session = CaseSamples.session()

  private func typed(_ text: String, _ session: SessionState? = nil) -> SearchScreen {
    var screen = SearchScreen(query: "")
    for character in text { _ = screen.type(.character(character), session ?? self.session) }
    return screen
  }

  private func found(
    _ text: String = "fix", page: SearchPage = CaseSamples.page(), _ session: SessionState? = nil
  ) -> SearchScreen {
    let session = session ?? self.session
    var screen = typed(text, session)
    _ = screen.receive(.search(page), to: .search(text: text, after: nil), session)
    _ = screen.receive(
      .count(SearchCount(count: 1000, isExact: false, coverage: CaseSamples.coverage)), to: .count(text: text), session)
    return screen
  }

  private func asked(_ effects: [Effect]) -> [String] {
    effects.compactMap { effect in
      switch effect {
      case .ask(.search(let text, let after), let isReplacing):
        return "search \(text)\(after == nil ? "" : " more")\(isReplacing ? "!" : "")"
      case .ask(.count(let text), _): return "count \(text)"
      case .ask(.timeline(_, .message(let id), _, _), _): return "timeline \(id)"
      case .cancel(.search): return "cancel"
      default: return nil
      }
    }
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = found("fix", session)
    _ = screen.type(.enter, session)
    _ = screen.receive(
      .timeline(CaseSamples.timeline),
      to: .timeline(CaseSamples.conversation, .message(CaseSamples.message("hita")), before: 8, after: 8), session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "search")
  }

  @Test(arguments: CaseSamples.sizes) func emptyQueryLooksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(CaseSamples.draw(typed("", session), session), "search-empty")
  }

  @Test func aBareNumberThatIsNotFoundIsExplained() {
    var screen = typed("+34 612 555 092")
    var page = CaseSamples.page()
    page.hits = []
    page.next = nil
    _ = screen.receive(.search(page), to: .search(text: "+34 612 555 092", after: nil), session)
    #expect(CaseSamples.text(screen, session).contains("phone:34612555092 finds who has this number."))
    #expect(SearchGuide.number(typed: "2024") == nil)
    #expect(SearchGuide.number(typed: "call 612555092") == nil)
  }

  @Test func aSearchFromElsewhereBeginsAtItsHits() {
    var screen = SearchScreen(finding: "fix")
    #expect(asked(screen.appear(session)) == ["search fix!", "count fix"])
    #expect(screen.type(.character("h"), session).isTaken == false, "letters are commands")
    _ = screen.receive(.search(CaseSamples.page()), to: .search(text: "fix", after: nil), session)
    #expect(screen.focus == .results && screen.selected != nil)
  }

  @Test(arguments: CaseSamples.sizes) func malformedQueryLooksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = found("fix", session)
    for character in " date:2024-13" { _ = screen.type(.character(character), session) }
    _ = screen.type(.home, session)
    _ = screen.fail(
      ConsoleFailure(.query, "no month 13 in 2024; did you mean 2024-12?", column: 9, length: 7),
      of: .search(text: "fix date:2024-13", after: nil), session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "search-fault")
  }

  @Test(arguments: CaseSamples.sizes) func nothingFoundLooksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(
      CaseSamples.draw(found("zebra", page: CaseSamples.page([]), session), session), "search-nothing")
  }

  /// The footer's line of keys, as the frame around the screen draws it.
  private func footer(_ screen: SearchScreen) -> String {
    let size = Size(columns: 80, rows: 24)
    var model = ConsoleModel(session: CaseSamples.session(size), size: size)
    model.enter(screen)
    return Chrome.draw(model, size).textRows[22].trimmingSpaces
  }

  @Test func theFooterSaysWhatTabDoes() {
    #expect(footer(typed("f")) == "Esc back")
    #expect(footer(typed("typ")) == "Tab complete the word   Esc back")
    #expect(footer(found("fix")) == "Enter go to the hits   Esc back")
    #expect(footer(found("fix matt")) == "Enter go to the hits   Tab complete the word   Esc back")
    var screen = found("fix")
    _ = screen.type(.tab, session)
    #expect(screen.focus == .results)
    #expect(footer(screen).hasPrefix("Enter open   "))
    var completed = typed("typ")
    _ = completed.type(.tab, session)
    #expect(completed.query == "type:" && completed.focus == .query)
  }

  /// That views are logged is said however many writers a checkpoint names.
  @Test func theStatusLineKeepsItsPromise() {
    let size = Size(columns: 80, rows: 24)
    var session = CaseSamples.session(size)
    session.coverage = Coverage(
      indexed: 2514, records: 2514, checkpoint: "w-f3lmt7shi6rommh6anpy:35 w-ms75lhg3kd6r4w7qldxo:80",
      newestCapturedAt: nil)
    var model = ConsoleModel(session: session, size: size)
    model.enter(SearchScreen(query: ""))
    let line = Chrome.draw(model, size).textRows[23]
    #expect(
      line == " indexed 2,514 of 2,514 · views are logged · checkpoint of 2 ledgers", "\(line)")
  }

  @Test func asksFromTwoCharactersOn() {
    var screen = typed("f")
    #expect(asked(screen.type(.character("i"), session).effects) == ["search fi!", "count fi"])
    #expect(asked(screen.type(.backspace, session).effects) == ["cancel"])
    #expect(screen.results == nil)
  }

  @Test func staleAnswersChangeNothing() {
    var screen = typed("fix")
    _ = screen.receive(.search(CaseSamples.page()), to: .search(text: "fi", after: nil), session)
    #expect(screen.results == nil)
    _ = screen.fail(ConsoleFailure(.query, "bad", column: 0, length: 1), of: .search(text: "fi", after: nil), session)
    #expect(screen.fault == nil)
    _ = screen.receive(.search(CaseSamples.page()), to: .search(text: "fix", after: nil), session)
    #expect(screen.hits.count == 6)
  }

  @Test func malformedQueryKeepsTheHits() {
    var screen = found("fix")
    _ = screen.type(.character("("), session)
    _ = screen.fail(
      ConsoleFailure(.query, "this parenthesis is never closed; add )", column: 3, length: 1),
      of: .search(text: "fix(", after: nil), session)
    #expect(screen.hits.count == 6)
    let rows = CaseSamples.draw(screen, session).textRows
    #expect(rows[1].contains("this parenthesis is never closed"))
    // The pointer stands under the fault: three cells of margin, then its column.
    #expect(Array(rows[1])[6] == "─")
    #expect(screen.refusal(of: .holdAll, session) != nil)
  }

  @Test func holdAllTakesWhatIsShownAndNothingElse() {
    var screen = found("fix")
    _ = screen.type(.enter, session)
    #expect(screen.refusal(of: .holdAll, session) == nil)
    guard case .push(let pushed)? = screen.run(.holdAll, session).first, let hold = pushed as? HoldScreen else {
      Issue.record("no hold form")
      return
    }
    #expect(hold.target == .query("fix"))
    _ = screen.run(.editQuery, session)
    _ = screen.type(.character("e"), session)
    #expect(screen.refusal(of: .holdAll, session) != nil, "the hits are those of another query")
  }

  @Test func holdsMarkedMessagesByIdentity() {
    var screen = found()
    _ = screen.type(.enter, session)
    _ = screen.run(.mark, session)
    _ = screen.run(.down, session)
    _ = screen.run(.mark, session)
    #expect(screen.commands.contains(.hold) && !screen.commands.contains(.holdAll))
    // New hits above must not shift what is marked.
    let newer = [CaseSamples.hit("newer", "2025-01-01T10:00:00Z", "another fix")] + CaseSamples.hits
    _ = screen.receive(.search(CaseSamples.page(newer)), to: .search(text: "fix", after: nil), session)
    guard case .push(let pushed)? = screen.run(.hold, session).first, let hold = pushed as? HoldScreen else {
      Issue.record("no hold form")
      return
    }
    #expect(hold.target == .messages([CaseSamples.message("hita"), CaseSamples.message("hitc")]))
  }

  @Test func selectionStaysWithItsMessage() {
    var screen = found()
    _ = screen.type(.enter, session)
    _ = screen.run(.down, session)
    #expect(screen.selected?.id == CaseSamples.message("hitb"))
    let newer = [CaseSamples.hit("newer", "2025-01-01T10:00:00Z", "another fix")] + CaseSamples.hits
    _ = screen.receive(.search(CaseSamples.page(newer)), to: .search(text: "fix", after: nil), session)
    #expect(screen.selected?.id == CaseSamples.message("hitb"))
  }

  @Test func changingTheQueryForgetsMarks() {
    var screen = found()
    _ = screen.type(.enter, session)
    _ = screen.run(.markAll, session)
    #expect(screen.marks.count == 6)
    _ = screen.run(.editQuery, session)
    _ = screen.type(.character("x"), session)
    #expect(screen.marks.isEmpty)
  }

  @Test func pagesNearTheEnd() {
    var screen = found(page: CaseSamples.page(next: true))
    #expect(CaseSamples.text(screen).contains("1,000+ messages"))
    _ = screen.type(.enter, session)
    #expect(asked(screen.run(.bottom, session)).contains("search fix more"))
    #expect(asked(screen.run(.up, session)).filter { $0.hasSuffix("more") }.isEmpty, "asked once")
    guard let cursor = screen.results?.next else {
      Issue.record("no cursor")
      return
    }
    let more = [CaseSamples.hits[5], CaseSamples.hit("hitg", "2023-01-01T10:00:00Z", "old fix")]
    _ = screen.receive(.search(CaseSamples.page(more)), to: .search(text: "fix", after: cursor), session)
    #expect(screen.hits.count == 7, "a hit that is there already is not shown twice")
    #expect(CaseSamples.text(screen).contains("7 messages in 3 conversations"))
  }

  @Test func opensTheHitInItsConversation() {
    var screen = found()
    _ = screen.type(.down, session)
    #expect(!screen.takesText)
    guard case .push(let pushed)? = screen.run(.open, session).first else {
      Issue.record("nothing opened")
      return
    }
    #expect(pushed is BrowseScreen)
  }

  @Test func enterBeforeTheAnswerGoesToTheHits() {
    var screen = typed("fix")
    _ = screen.type(.enter, session)
    #expect(screen.focus == .query)
    _ = screen.receive(.search(CaseSamples.page()), to: .search(text: "fix", after: nil), session)
    #expect(screen.focus == .results)
  }

  @Test func contextIsAskedOnlyWhereItIsSeen() {
    var wide = found()
    #expect(asked(wide.type(.enter, session).effects).isEmpty, "asked when the hits came")
    #expect(asked(wide.run(.down, session)) == ["timeline m-hitb"])
    let small = CaseSamples.session(Size(columns: 80, rows: 24))
    var narrow = found("fix", small)
    _ = narrow.type(.enter, small)
    #expect(asked(narrow.run(.down, small)).isEmpty)
  }

  @Test func statementOnlyWhenNothingIsFound() {
    let some = found()
    #expect(some.refusal(of: .statement, session) != nil)
    var none = found("zebra", page: CaseSamples.page([]))
    #expect(none.refusal(of: .statement, session) == nil)
    _ = none.type(.tab, session)
    #expect(!none.takesText, "w is a command now")
    guard case .ask(.statement(let text, let file), _)? = none.run(.statement, session).first else {
      Issue.record("nothing asked")
      return
    }
    #expect(text == "zebra")
    #expect(file == "/cases/nothing-found-2025-11-12T174000Z.json")
    var behind = CaseSamples.page([])
    behind.coverage = Coverage(indexed: 1, records: 9, checkpoint: "w-a:1")
    #expect(found("zebra", page: behind).refusal(of: .statement, session) != nil)
  }

  @Test func completesFieldsAndMatters() {
    var screen = typed("fro")
    #expect(screen.ghost == "m:")
    _ = screen.type(.tab, session)
    #expect(screen.editor.text == "from:")
    screen = typed("fix -has:de")
    #expect(screen.ghost == "letion")
    screen = typed("matter:M-2")
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    #expect(screen.ghost == "21")
    _ = screen.type(.left, session)
    #expect(screen.ghost.isEmpty)
  }

  @Test func archiveGrowthDoesNotDisturbReading() {
    var screen = found()
    _ = screen.type(.enter, session)
    _ = screen.run(.down, session)
    #expect(screen.archiveChanged(session).isEmpty)
    #expect(CaseSamples.text(screen).contains("more has arrived"))
    #expect(asked(screen.run(.refresh, session)).first == "search fix!")
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10), Size(columns: 200, rows: 60)])
  func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var bad = CaseSamples.hit("bada", "2024-05-14T08:14:00Z", CaseGolden.hostile, mark: "tab")
    bad.conversationTitle = CaseGolden.hostile
    bad.sender = Party(name: CaseGolden.hostile)
    bad.held = [CaseGolden.hostile]
    bad.highlights += [500_000..<900_000, 3..<3]
    bad.versions = 2
    var screen = found("fix", page: CaseSamples.page([bad]), session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    _ = screen.type(.enter, session)
    _ = screen.fail(
      ConsoleFailure(.other, CaseGolden.hostile),
      of: .timeline(bad.conversation, .message(bad.id), before: 8, after: 8), session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    screen = SearchScreen(query: CaseGolden.hostile)
    _ = screen.fail(
      ConsoleFailure(.query, CaseGolden.hostile, column: 1_000_000, length: 1_000_000),
      of: .search(text: screen.query, after: nil), session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
  }

  @Test func whoIsMeantByAnIdIsSaid() {
    let id = PersonID(suffix: "ana22222")
    var page = CaseSamples.page()
    page.people = [
      SearchPage.Named(id: id, person: PersonReference(id: id, name: "Ana Ruiz", phone: "34612555092"))
    ]
    let text = "from:\(id)"
    var screen = found(text, page: page)
    _ = screen.type(.enter, session)
    let drawn = CaseSamples.text(screen, session)
    #expect(drawn.contains("\(Wording.short(id)) is Ana Ruiz (+34 612 555 092)"), "\(drawn)")
  }

  @Test func aHitIsCalledAsItsPersonIs() {
    var hit = CaseSamples.hit("hita", "2024-05-14T08:14:00Z", "the fix", sender: Party(lid: "812345"), title: "Desk")
    #expect(hit.senderName == "LID 812345")
    hit.person = PersonReference(id: PersonID(suffix: "ana22222"), name: "Ana Ruiz", phone: "34612555092")
    #expect(hit.senderName == "Ana Ruiz")
    hit.sender?.name = "Ana R."
    #expect(hit.senderName == "Ana R.", "what the message says comes first")
    var screen = found(page: CaseSamples.page([hit]))
    #expect(CaseSamples.text(screen, session).contains("Ana R.: the fix"))
    hit.sender = nil
    hit.person = nil
    screen = found(page: CaseSamples.page([hit]))
    #expect(CaseSamples.text(screen, session).contains("unknown: the fix"))
  }

  @Test func aHitThatIsPerhapsDeletedIsNotStruck() throws {
    func styles(_ isUncertain: Bool) throws -> (row: String, isStruck: Bool) {
      var hit = CaseSamples.hit("hita", "2024-05-14T08:14:00Z", "the words", mark: "", deleted: true)
      hit.deletion = TimelineItem.Deletion(
        isForEveryone: true, party: nil, at: hit.at, capturedAt: hit.at, isDated: false, isUncertain: isUncertain,
        records: [hit.record])
      let session = CaseSamples.session(Size(columns: 100, rows: 24))
      let frame = CaseSamples.draw(found(page: CaseSamples.page([hit]), session), session)
      let y = try #require((0..<frame.size.rows).first { frame.textRows[$0].contains("the words") })
      return (frame.textRows[y], frame.styleRows[y].contains("DDD"))
    }
    let sure = try styles(false)
    let unsure = try styles(true)
    #expect(sure.isStruck && !unsure.isStruck)
    #expect(unsure.row.contains("perhaps ") && !sure.row.contains("perhaps "))
  }
}

@Suite struct SearchMarkedTextTests {
  private func marked(_ text: SafeText) -> String {
    String(
      String.UnicodeScalarView(
        text.glyphs.filter { $0.style == .hit }.flatMap { glyph -> [Unicode.Scalar] in
          var all: [Unicode.Scalar] = []
          glyph.glyph.forEachScalar { all.append($0) }
          return all
        }))
  }

  @Test func marksBytesAsWholeCharacters() {
    #expect(marked(MarkedText.all("naïve fix", [7..<10])) == "fix")
    // A range that ends inside of a character takes all of it.
    #expect(marked(MarkedText.all("aé", [1..<2])) == "é")
    #expect(marked(MarkedText.all("abc", [9..<12])).isEmpty)
  }

  @Test func snippetShowsTheHit() {
    let text = String(repeating: "é ", count: 5000) + "needle" + String(repeating: " x", count: 5000)
    let start = text.utf8.count - 10_006
    let snippet = MarkedText.snippet(text, [start..<start + 6], width: 40)
    #expect(marked(SafeText.init()).isEmpty)
    #expect(snippet.truncated(to: 40).text.contains("needle"))
    #expect(snippet.glyphs.count < 400, "work by the width, not by the text")
  }

  @Test func sparklineCounts() {
    let instants = [0, 0, 50, 100].map { Instant(milliseconds: $0) }
    let counts = Sparkline.counts(instants, from: instants[0], until: instants[3], buckets: 2)
    #expect(counts == [2, 2])
    #expect(Sparkline.text([0, 1, 8]) == " ▁█")
  }
}
