import Records
import TerminalKit
import Testing

@testable import Console
@testable import SearchIndex

@Suite struct HealthGapTests {
  private let zone = NamedZone("Europe/London")!

  @Test func aGapSaysFromWhenToWhen() {
    let from = CaseSamples.at("2024-05-15T07:02:00Z")
    let until = CaseSamples.at("2024-05-15T07:41:00Z")
    let tomorrow = CaseSamples.at("2024-05-16T07:41:00Z")
    #expect(Wording.span(from: from, until: until, zone) == "08:02–08:41")
    #expect(Wording.span(from: from, until: until, zone, isDated: true) == "15 May 2024 08:02–08:41")
    #expect(Wording.span(from: from, until: tomorrow, zone) == "15 May 2024 08:02–16 May 2024 08:41")
    #expect(Wording.span(from: from, until: nil, zone) == "since 15 May 2024 08:02")
    #expect(Wording.span(from: nil, until: until, zone) == "until 15 May 2024 08:41")
    #expect(Wording.span(from: nil, until: nil, zone) == nil)
    let attributes = ["gap_from": String(from.milliseconds), "gap_until": String(until.milliseconds)]
    #expect(Wording.span(attributes, zone) == "08:02–08:41")
    #expect(Wording.span(["gap_from": "x"], zone) == nil)
  }

  @Test func theTimelineShowsWhenAGapBeganAndEnded() {
    var item = CaseSamples.item("gapa", "2024-05-15T07:02:00Z", "the session was not connected")
    item.category = .gap
    item.attributes = [
      "gap_from": String(CaseSamples.at("2024-05-15T07:02:00Z").milliseconds),
      "gap_until": String(CaseSamples.at("2024-05-15T07:41:00Z").milliseconds),
    ]
    var screen = BrowseScreen(opening: CaseSamples.conversation, at: CaseSamples.at("2024-05-15T07:02:00Z"))
    let session = CaseSamples.session()
    let asked = screen.appear(session)
    var page = CaseSamples.timeline
    page.items = [item]
    page.anchorIndex = 0
    for case .ask(let request, _) in asked {
      if case .timeline(_, let anchor, _, _) = request {
        #expect(anchor == .date(CaseSamples.at("2024-05-15T07:02:00Z")))
        _ = screen.receive(.timeline(page), to: request, session)
      }
    }
    #expect(CaseSamples.text(screen).contains("gap 08:02–08:41: the session was not connected"))
  }

  @Test func aGapWithoutAMessageOpensAtItsTime() {
    let session = CaseSamples.session()
    var gap = CaseListsTests.gaps[0]
    gap.conversation = CaseSamples.conversation
    var screen = GapsScreen()
    _ = screen.receive(.gaps([gap]), to: .gaps, session)
    guard case .push(let pushed)? = screen.run(.open, session).first, let browse = pushed as? BrowseScreen else {
      Issue.record("nothing opened")
      return
    }
    #expect(browse.opensAtTime == gap.at && browse.opensAt == nil)
  }
}
