import Records
import Testing

@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct CaseListsTests {
  private static func act(
    _ name: String, _ kind: OfficerAct.Kind, _ time: String, _ details: [(String, JSONValue)] = []
  )
    -> ActEntry
  {
    ActEntry(
      act: OfficerAct(
        id: ActID(suffix: name), kind: kind, officer: CaseSamples.officer, doneAt: CaseSamples.at(time),
        details: JSONObject(details.map { JSONObject.Member(name: $0.0, value: $0.1) }), signature: "c2ln"),
      writer: WriterID(suffix: "console22"), record: CaseSamples.record(5))
  }

  static let acts = [
    act("acta", .unlock, "2025-11-12T09:00:00Z"),
    act(
      "actb", .search, "2025-11-12T09:01:10Z",
      [("query", .string("from:ruiz fix")), ("hits", .number("14")), ("time_zone", .string("Europe/London"))]),
    act(
      "actc", .view, "2025-11-12T09:02:00Z",
      [("conversation", .string("c-anaruiz2")), ("messages", .array([.string("m-hita"), .string("m-hitb")]))]),
    act(
      "actd", .placeHold, "2025-11-12T09:05:00Z",
      [
        ("hold", .string("h-holdaaaa22")), ("matter", .string("M-221")), ("predicate", .string("from:ruiz fix")),
        ("reason", .string("Regulator request 2025/417")),
      ]),
    act("acte", .refuseRelease, "2025-11-12T09:06:00Z", [("hold", .string("h-holdaaaa22"))]),
  ]

  static let gaps = [
    GapSummary(
      id: "g1", reason: "session-disconnected", detail: "the session was not connected: messages may be missing",
      conversation: nil, message: nil, provider: .wasender, at: CaseSamples.at("2024-05-15T07:02:00Z"),
      from: CaseSamples.at("2024-05-15T07:02:00Z"), until: CaseSamples.at("2024-05-15T07:41:00Z"), isFilled: false,
      record: CaseSamples.record(40)),
    GapSummary(
      id: "g2", reason: "unsupported", detail: "the provider does not say what was sent",
      conversation: CaseSamples.conversation, message: CaseSamples.message("hita"), provider: .meta,
      at: CaseSamples.at("2024-06-15T07:02:00Z"), from: nil, until: nil, isFilled: true, record: CaseSamples.record(41)),
  ]

  static let statistics = ArchiveStatistics(
    conversations: 60, messages: 2410, events: 96, receipts: 5120, people: 71, deliveries: 2514, attachments: 188,
    gaps: 1,
    exceptions: 2, waiting: 4, matters: 2, holds: 1, held: 1031, firstAt: CaseSamples.at("2024-03-03T09:00:00Z"),
    lastAt: CaseSamples.at("2025-11-12T17:32:00Z"), shards: 21, indexBytes: 4_120_000, coverage: CaseSamples.coverage)

  private func activity(_ session: SessionState) -> ActivityScreen {
    var screen = ActivityScreen()
    let names = Names(
      officers: [CaseSamples.officer: "M. Okafor"], conversations: [CaseSamples.conversation: "Ana Ruiz"])
    _ = screen.receive(.acts(Self.acts, names: names), to: .acts, session)
    return screen
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(CaseSamples.draw(activity(session), session), "activity")
    var gaps = GapsScreen()
    _ = gaps.receive(.gaps(Self.gaps), to: .gaps, session)
    try CaseGolden.check(CaseSamples.draw(gaps, session), "gaps")
    var status = StatusScreen()
    _ = status.receive(.status(Self.statistics), to: .status, session)
    try CaseGolden.check(CaseSamples.draw(status, session), "status")
  }

  @Test func actsAreNewestFirstAndInWords() {
    let screen = activity(CaseSamples.session())
    #expect(screen.list.rows?.first?.act.kind == .refuseRelease)
    let text = CaseSamples.text(screen)
    #expect(text.contains("looked at 2 messages in “Ana Ruiz”"))
    #expect(text.contains("searched  from:ruiz fix · 14 hits"))
  }

  @Test func anActOpensWithAllItsDetails() {
    let session = CaseSamples.session()
    var screen = activity(session)
    _ = screen.run(.down, session)
    guard case .push(let pushed)? = screen.run(.open, session).first, let report = pushed as? ReportScreen else {
      Issue.record("nothing opened")
      return
    }
    #expect(CaseSamples.text(report).contains("Regulator request 2025/417"))
  }

  @Test func gapsWithoutConversationDoNotOpen() {
    let session = CaseSamples.session()
    var screen = GapsScreen()
    _ = screen.receive(.gaps(Self.gaps), to: .gaps, session)
    #expect(screen.refusal(of: .open, session) != nil, "open gaps come first")
    _ = screen.run(.down, session)
    #expect(screen.refusal(of: .open, session) == nil)
  }

  @Test func reportScrolls() {
    let session = CaseSamples.session(Size(columns: 80, rows: 24))
    var screen = ReportScreen(title: "Import", lines: (1...100).map { "line \($0)" })
    #expect(CaseSamples.text(screen, session).contains("lines 1–18 of 100"))
    _ = screen.run(.bottom, session)
    #expect(CaseSamples.text(screen, session).contains("line 100"))
    _ = screen.run(.top, session)
    #expect(CaseSamples.text(screen, session).contains("line 1\n"))
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var activity = ActivityScreen()
    let act = Self.act(
      "actx", OfficerAct.Kind(rawValue: CaseGolden.hostile), "2025-11-12T09:00:00Z",
      [(CaseGolden.hostile, .string(CaseGolden.hostile))])
    _ = activity.receive(.acts([act]), to: .acts, session)
    CaseGolden.checkSafe(CaseSamples.draw(activity, session))
    CaseGolden.checkSafe(
      CaseSamples.draw(ReportScreen(title: "x", lines: ActWords.lines(act, session.zone, Names())), session))
    var gaps = GapsScreen()
    var gap = Self.gaps[0]
    gap.reason = CaseGolden.hostile
    gap.detail = CaseGolden.hostile
    _ = gaps.receive(.gaps([gap]), to: .gaps, session)
    CaseGolden.checkSafe(CaseSamples.draw(gaps, session))
  }
}
