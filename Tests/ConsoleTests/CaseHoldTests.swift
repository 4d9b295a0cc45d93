import Records
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct CaseHoldTests {
  private let session = CaseSamples.session()

  private func type(_ text: String, _ screen: inout HoldScreen) {
    for character in text { _ = screen.type(.character(character), session) }
  }

  private func ready(_ session: SessionState? = nil) -> HoldScreen {
    let session = session ?? self.session
    var screen = HoldScreen(target: .query("fix"))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    _ = screen.type(.down, session)
    _ = screen.run(.confirm, session)
    _ = screen.receive(.preview(CaseSamples.preview), to: .previewHold(screen.target, matter: "M-221"), session)
    type("Regulator request 2025/417", &screen)
    _ = screen.run(.confirm, session)
    return screen
  }

  private func placed(_ effects: [Effect]) -> (HoldTarget, String, String)? {
    for case .ask(.placeHold(let target, let matter, let reason), _) in effects { return (target, matter, reason) }
    return nil
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var screen = HoldScreen(target: .query("fix"))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "hold-matter")
    screen = ready(session)
    type("M-2", &screen)
    try CaseGolden.check(CaseSamples.draw(screen, session), "hold")
  }

  /// The list completes the word that is being typed; a hold never does, and the form says so before it is placed.
  @Test func saysWhereTheListShowsMoreThanTheHoldTakes() {
    var screen = ready()
    func words() -> String {
      CaseSamples.text(screen, session).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(!words().contains("Exact words"))
    var preview = CaseSamples.preview
    preview.listed = .init(query: "fix*", messages: 1340)
    _ = screen.receive(.preview(preview), to: .previewHold(screen.target, matter: "M-221"), session)
    #expect(words().contains("Scope whatever matches exactly: fix "))
    #expect(
      words().contains(
        "Exact words: 1,031 messages. The list shows 1,340, as it completes the last word, like the search ‘fix*’; "
          + "the hold does not."), "\(words())")
    preview.listed = .init(query: "fix*", messages: preview.messages)
    _ = screen.receive(.preview(preview), to: .previewHold(screen.target, matter: "M-221"), session)
    #expect(words().contains("Both find the same now, but not all that may arrive."), "\(words())")
  }

  @Test func countsWhatTheListShowsAndWhatTheHoldTakes() throws {
    let fixture = try WorkerFixture(["the fix", "fixing it", "fixed", "nothing"])
    defer { fixture.worker.lock() }
    _ = try fixture.ask(.openMatter(name: "M-1", title: "Heron"))
    func preview(_ text: String) throws -> HoldPreview? {
      guard case .preview(let preview) = try fixture.ask(.previewHold(.query(text), matter: "M-1")) else { return nil }
      return preview
    }
    guard case .search(let list) = try fixture.ask(.search(text: "fix", after: nil)) else { return }
    let typed = try #require(try preview("fix"))
    #expect(typed.messages == 1 && typed.predicate == "fix")
    #expect(typed.listed == .init(query: "fix*", messages: Int64(list.hits.count)) && list.hits.count == 3)
    _ = try fixture.ask(.placeHold(.query("fix"), matter: "M-1", reason: "asked for"))
    let held = try fixture.worker.opened().index.count(Query(.term(.hold(.any))), cap: nil)
    #expect(held.count == 1, "and the hold takes what was counted for it")
    let starred = try #require(try preview("fix*"))
    #expect(starred.messages == 3 && starred.listed == nil, "what the remedy says gives what the list shows")
    let phrase = try #require(try preview("\"the fix\""))
    #expect(phrase.messages == 1 && phrase.listed == nil)
  }

  @Test func needsExactlyTheMattersName() {
    for wrong in ["", "M-22", "m-221", "M-2211", "M-180", " M-221"] {
      var screen = ready()
      type(wrong, &screen)
      #expect(placed(screen.run(.confirm, session)) == nil, "‘\(wrong)’")
      #expect(!screen.isPlacing)
    }
    var screen = ready()
    type("M-221", &screen)
    let request = placed(screen.run(.confirm, session))
    #expect(request?.0 == .query("fix"))
    #expect(request?.1 == "M-221")
    #expect(request?.2 == "Regulator request 2025/417")
    #expect(placed(screen.run(.confirm, session)) == nil, "placed once")
  }

  @Test func nameIsNotTakenFromAPaste() {
    var screen = ready()
    _ = screen.paste("M-221", session)
    #expect(placed(screen.run(.confirm, session)) == nil)
  }

  @Test func nothingIsPlacedUncounted() {
    var screen = HoldScreen(target: .query("fix"))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    _ = screen.run(.confirm, session)
    #expect(screen.chosen == "M-180")
    // The count of another matter's form does not count.
    _ = screen.receive(.preview(CaseSamples.preview), to: .previewHold(screen.target, matter: "M-221"), session)
    type("why", &screen)
    _ = screen.run(.confirm, session)
    type("M-180", &screen)
    #expect(placed(screen.run(.confirm, session)) == nil)
  }

  @Test func refusedPredicateIsSaidAndNotPlaced() {
    var screen = HoldScreen(target: .query("date:7d"))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    _ = screen.run(.confirm, session)
    let why = "this query cannot be a hold: a hold needs fixed dates"
    _ = screen.fail(ConsoleFailure(.refused, why), of: .previewHold(screen.target, matter: "M-180"), session)
    #expect(CaseSamples.text(screen).contains(why))
    type("why", &screen)
    _ = screen.run(.confirm, session)
    type("M-180", &screen)
    #expect(placed(screen.run(.confirm, session)) == nil)
  }

  @Test func reasonIsNeeded() {
    var screen = HoldScreen(target: .query("fix"))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    _ = screen.run(.confirm, session)
    _ = screen.run(.confirm, session)
    #expect(screen.field == .reason)
    _ = screen.run(.nextField, session)
    _ = screen.receive(.preview(CaseSamples.preview), to: .previewHold(screen.target, matter: "M-180"), session)
    type("M-180", &screen)
    #expect(placed(screen.run(.confirm, session)) == nil)
    #expect(screen.field == .reason)
  }

  @Test func opensANewMatterOnTheWay() {
    var screen = HoldScreen(target: .messages([CaseSamples.message("hita")]))
    _ = screen.receive(.matters(CaseSamples.matters), to: .matters, session)
    type("M-300", &screen)
    #expect(screen.choices == [.new("M-300")])
    _ = screen.run(.confirm, session)
    type("Heron two", &screen)
    guard case .ask(.openMatter(let name, let title), _)? = screen.run(.confirm, session).first else {
      Issue.record("nothing asked")
      return
    }
    #expect(name == "M-300" && title == "Heron two")
    _ = screen.receive(.matters(CaseSamples.matters), to: .openMatter(name: name, title: title), session)
    #expect(screen.chosen == "M-300")
    #expect(screen.field == .reason)
  }

  @Test func leavesWithNothingPlaced() {
    var screen = ready()
    type("M-221", &screen)
    let effects = screen.run(.back, session)
    guard case .pop? = effects.first else {
      Issue.record("Esc does not leave")
      return
    }
    #expect(placed(effects) == nil)
  }

  @Test func successSaysWhatItCaught() {
    var screen = ready()
    type("M-221", &screen)
    _ = screen.run(.confirm, session)
    let effects = screen.receive(
      .held(HoldID(suffix: "holdcccc22")), to: .placeHold(screen.target, matter: "M-221", reason: "r"), session)
    guard effects.count == 2, case .pop = effects[0], case .say(let notice) = effects[1] else {
      Issue.record("not left")
      return
    }
    #expect(notice.text.contains("1,031 messages now"))
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var screen = HoldScreen(target: .conversation(CaseSamples.conversation, title: CaseGolden.hostile))
    var matters = CaseSamples.matters
    matters[0].name = CaseGolden.hostile
    matters[0].title = CaseGolden.hostile
    _ = screen.receive(.matters(matters), to: .matters, session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    _ = screen.run(.confirm, session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    _ = screen.fail(
      ConsoleFailure(.refused, CaseGolden.hostile), of: .previewHold(screen.target, matter: matters[0].name), session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
  }
}
