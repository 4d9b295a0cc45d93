import Records
import TerminalKit
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex

@Suite struct PeopleDecisionTests {
  private typealias Samples = PeopleSamples

  private func type(_ text: String, into screen: inout some Screen, _ session: SessionState) {
    for letter in text { _ = screen.type(.character(letter), session) }
  }

  private func merge(_ session: SessionState) -> MergeScreen {
    var screen = MergeScreen([Samples.ana, Samples.impostor])
    _ = screen.appear(session)
    _ = screen.receive(.mergePreview(Samples.preview), to: .previewMerge(screen.people.map(\.id)), session)
    return screen
  }

  private func split(_ what: SplitScreen.Split, _ session: SessionState) -> SplitScreen {
    var screen = SplitScreen(Samples.detail, what)
    for request in BrowseFixtures.requests(screen.appear(session)) {
      _ = screen.receive(.splitPreview(Samples.splitPreview), to: request, session)
    }
    return screen
  }

  @Test(arguments: PeopleSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = merge(session)
    type("same passport", into: &screen, session)
    _ = screen.run(.confirm, session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "merge")
    var split = split(.claims([ClaimKey(.phone, "34699000111")]), session)
    type("not his", into: &split, session)
    try CaseGolden.check(CaseSamples.draw(split, session), "split")
    try CaseGolden.check(CaseSamples.draw(self.split(.merge(Samples.merge), session), session), "split-undo")
  }

  @Test func aMergeNeedsAPreviewAReasonAndTheWord() {
    let session = CaseSamples.session()
    var screen = MergeScreen([Samples.ana, Samples.impostor])
    #expect(BrowseFixtures.requests(screen.appear(session)).count == 1)
    #expect(Samples.said(screen.run(.confirm, session))?.contains("counted") == true)
    _ = screen.receive(.mergePreview(Samples.preview), to: .previewMerge([]), session)
    let text = CaseSamples.text(screen, session)
    #expect(text.contains("1,287 messages in up to 4 conversations"))
    #expect(text.contains("1,031 held, 990 through them; then 1,034 and 993"))
    #expect(text.contains("1,284 held, 1,284 through them; stays as it is"))
    #expect(text.contains("Holds only ever widen"))
    #expect(Samples.said(screen.run(.confirm, session))?.contains("reason") == true)
    type("same passport", into: &screen, session)
    #expect(screen.run(.confirm, session).isEmpty)
    #expect(Samples.said(screen.run(.confirm, session))?.contains("type merge") == true)
    #expect(Samples.said(screen.paste("merge", session)) != nil, "the word is typed by hand")
    type("merge", into: &screen, session)
    guard case .mergePeople(let ids, let reason)? = BrowseFixtures.requests(screen.run(.confirm, session)).first else {
      Issue.record("nothing sealed")
      return
    }
    #expect(ids == [Samples.ana.id, Samples.impostor.id] && reason == "same passport")
    #expect(screen.run(.confirm, session).isEmpty, "once is enough")
    #expect(Samples.said(screen.run(.back, session)) != nil, "nobody leaves while it is sealed")
    let after = screen.receive(.merged(Samples.detail), to: .mergePeople(ids, reason: reason), session)
    #expect(Samples.pushed(after, as: PersonScreen.self)?.target == .id(Samples.ana.id))
  }

  @Test func aMergeThatCannotBeSaysWhy() {
    let session = CaseSamples.session()
    var screen = MergeScreen([Samples.ana, Samples.ana])
    _ = screen.fail(ConsoleFailure(.other, "These are one person already."), of: .previewMerge([]), session)
    #expect(CaseSamples.text(screen, session).contains("one person already"))
    type("x", into: &screen, session)
    #expect(BrowseFixtures.requests(screen.run(.confirm, session)).isEmpty)
  }

  @Test func aMergeIsUndoneFromThePersonsPage() {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    for _ in 0..<40 where screen.selected != .act(Samples.merge.id) { _ = screen.run(.down, session) }
    #expect(screen.selected == .act(Samples.merge.id))
    #expect(screen.refusal(of: .split, session) == nil)
    guard var form = Samples.pushed(screen.run(.split, session), as: SplitScreen.self) else {
      Issue.record("no form")
      return
    }
    #expect(form.split == .merge(Samples.merge))
    guard case .previewUndo(let asked)? = BrowseFixtures.requests(form.appear(session)).first else {
      Issue.record("no preview")
      return
    }
    #expect(asked == Samples.merge.id)
    #expect(Samples.said(form.run(.confirm, session))?.contains("counted") == true)
    _ = form.receive(.splitPreview(Samples.splitPreview), to: .previewUndo(asked), session)
    #expect(CaseSamples.text(form, session).contains("1,284 through them; stays as it is"))
    type("two passports after all", into: &form, session)
    _ = form.run(.confirm, session)
    type("split", into: &form, session)
    guard case .undoMerge(let act, let reason)? = BrowseFixtures.requests(form.run(.confirm, session)).first else {
      Issue.record("nothing undone")
      return
    }
    #expect(act == Samples.merge.id && reason == "two passports after all")
    var other = Samples.detail
    other.line = Samples.impostor
    let words = Samples.said(
      form.receive(.parted([Samples.detail, other]), to: .undoMerge(act, reason: reason), session))
    #expect(words?.contains("Ana Ruiz (+34 612 555 092)") == true && words?.contains("+44 7700 900 555") == true)
    // Who is who is read again below the form.
    #expect(BrowseFixtures.requests(screen.uncovered(session)).count == 1)
    #expect(BrowseFixtures.requests(screen.uncovered(session)).isEmpty)
  }

  @Test func anUndoneMergeIsNotUndoneAgain() {
    let session = CaseSamples.session()
    var detail = Samples.detail
    detail.history[0].undoneBy = ActID(suffix: "undoaaaa")
    var screen = Samples.person(session, detail)
    for _ in 0..<40 where screen.selected != .act(Samples.merge.id) { _ = screen.run(.down, session) }
    #expect(screen.refusal(of: .split, session) != nil)
  }

  @Test func markedClaimsAreSplitOff() {
    let session = CaseSamples.session()
    var screen = Samples.person(session)
    #expect(screen.refusal(of: .mark, session) != nil, "a name goes with its number")
    for _ in 0..<40 where screen.selected != .claim(.phone, "34699000111", .meta) { _ = screen.run(.down, session) }
    #expect(screen.refusal(of: .mark, session) == nil)
    _ = screen.run(.mark, session)
    #expect(screen.marks == [ClaimKey(.phone, "34699000111")])
    guard let form = Samples.pushed(screen.run(.split, session), as: SplitScreen.self) else {
      Issue.record("no form")
      return
    }
    #expect(form.groups.map(\.keys.count) == [1, 3])
    let text = CaseSamples.text(form, session)
    #expect(text.contains("+34 699 000 111   84 messages"))
    #expect(text.contains("counting what is held"))
    var other = form
    _ = other.receive(
      .splitPreview(SplitPreview(people: [Samples.ana], groups: [], holds: [])),
      to: .previewSplit(Samples.ana.id, taking: [ClaimKey(.phone, "34699000111")]), session)
    #expect(CaseSamples.text(other, session).contains("No hold in force selects by them."))
    _ = other.fail(
      ConsoleFailure(.other, "Nothing would be left."), of: .previewSplit(Samples.ana.id, taking: []), session)
    #expect(CaseSamples.text(other, session).contains("Nothing would be left."))
  }
}
