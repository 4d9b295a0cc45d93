import Records
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct CaseMattersTests {
  private let session = CaseSamples.session()

  private func shown(_ session: SessionState) -> MattersScreen {
    var screen = MattersScreen()
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    _ = screen.run(.down, session)
    return screen
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(CaseSamples.draw(shown(session), session), "matters")
  }

  @Test func enterSearchesTheMatter() {
    var screen = shown(session)
    guard case .push(let pushed)? = screen.run(.open, session).first, let search = pushed as? SearchScreen else {
      Issue.record("nothing opened")
      return
    }
    #expect(search.query == "matter:M-221")
    #expect(MattersScreen.query(of: "Heron two") == "matter:\"Heron two\"")
    #expect(MattersScreen.query(of: "a\"b") == "matter:\"ab\"")
  }

  @Test func refusedReleaseStaysOnThePage() {
    var screen = shown(session)
    _ = screen.run(.release, session)
    #expect(screen.takesText)
    #expect(screen.run(.confirm, session).contains { if case .say = $0 { true } else { false } }, "a reason is needed")
    for character in "over" { _ = screen.type(.character(character), session) }
    guard case .ask(.releaseHold(let id, let reason), _)? = screen.run(.confirm, session).first else {
      Issue.record("nothing asked")
      return
    }
    #expect(id == HoldID(suffix: "holdaaaa22") && reason == "over")
    _ = screen.fail(
      ConsoleFailure(.refused, "a second officer has to agree, and there is none"),
      of: .releaseHold(id, reason: reason),
      session)
    #expect(CaseSamples.text(screen).contains("Not released: a second officer has to agree"))
    #expect(!screen.takesText)
  }

  @Test func releasedHoldIsNotReleasedAgain() {
    var screen = shown(session)
    _ = screen.run(.nextPane, session)
    _ = screen.run(.down, session)
    #expect(screen.hold?.id == HoldID(suffix: "holdbbbb33"))
    #expect(screen.refusal(of: .release, session) != nil)
  }

  @Test func matterWithoutHoldsIsNotExported() {
    var screen = shown(session)
    #expect(screen.refusal(of: .export, session) == nil)
    _ = screen.run(.up, session)
    #expect(screen.refusal(of: .export, session) != nil)
  }

  @Test func emptyListSaysWhatToDo() {
    var screen = MattersScreen()
    _ = screen.receive(.matters([]), to: .matters, session)
    #expect(CaseSamples.text(screen).contains("n opens one"))
  }

  @Test func newMatterNeedsNameAndTitle() {
    var screen = NewMatterScreen()
    #expect(screen.run(.confirm, session).contains { if case .say = $0 { true } else { false } })
    for character in "M-9" { _ = screen.type(.character(character), session) }
    #expect(screen.run(.confirm, session).isEmpty)
    for character in "Nine" { _ = screen.type(.character(character), session) }
    guard case .ask(.openMatter(let name, let title), _)? = screen.run(.confirm, session).first else {
      Issue.record("nothing asked")
      return
    }
    #expect(name == "M-9" && title == "Nine")
    _ = screen.fail(ConsoleFailure(.refused, "M-9 is open already"), of: .openMatter(name: name, title: title), session)
    #expect(CaseSamples.text(screen).contains("M-9 is open already"))
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var matters = CaseSamples.matters
    matters[1].name = CaseGolden.hostile
    matters[1].title = CaseGolden.hostile
    matters[1].holds[0].placement.reason = CaseGolden.hostile
    matters[1].holds[0].placement.predicate = CaseGolden.hostile
    matters[1].holds[0].problem = CaseGolden.hostile
    var screen = MattersScreen()
    _ = screen.receive(.matters(matters), to: .matters, session)
    _ = screen.run(.down, session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    _ = screen.run(.nextPane, session)
    _ = screen.run(.release, session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    CaseGolden.checkSafe(CaseSamples.draw(ExportScreen(matter: matters[1]), session))
  }
}
