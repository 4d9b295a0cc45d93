import Records
import Testing

@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct MessageScreenTests {
  private func shown(_ message: OpenedMessage, _ session: SessionState) -> MessageScreen {
    var screen = MessageScreen(CaseSamples.message("7q2kx4aa"))
    _ = screen.receive(.message(message), to: .message(screen.id), session)
    return screen
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(CaseSamples.draw(shown(CaseSamples.opened(), session), session), "message")
  }

  @Test func saysWhileItOpens() {
    let screen = MessageScreen(CaseSamples.message("7q2kx4aa"))
    #expect(CaseSamples.text(screen).contains("opening the sealed record…"))
    #expect(screen.refusal(of: .raw, CaseSamples.session()) != nil)
    #expect(screen.refusal(of: .back, CaseSamples.session()) == nil)
  }

  @Test func showsEveryVersionAndTheDeletion() {
    let text = CaseSamples.text(
      shown(CaseSamples.opened(), CaseSamples.session(Size(columns: 120, rows: 90))),
      CaseSamples.session(Size(columns: 120, rows: 90)))
    for words in [
      "Version 1 of 2", "ok, but keep this between us", "Version 2 of 2", "Deleted for everyone", "by Ana Ruiz",
      "sent 09:17:02   delivered 09:17:03   read 09:17:20", "👍", "HOLD M-221", "“can you move the fix",
      "valid (HMAC-SHA256 over raw bytes)", "webhook-2024-05.ndjson  line 812",
      "changed in 1 place from version 1", "ok[-, but keep this between us-]",
      "by Ana Ruiz, its sender   captured 14 May 2024 09:17:41",
      "Was version 1 read before it was edited to version 2?",
      "Yes: version 1 was reported read by J. Lee at 09:17:20, 10 s before the edit.",
      "Was version 2 read before it was deleted?",
      "Reading is told once for a message: whether version 2 was seen cannot be known.",
      "Of the 2 messages that our side had sent before: 1 reported read, 1 delivered and not reported read.",
      "Only the last 2 messages before were looked at.",
      "commitment ✓ · equals the index ✓ · ledger w-gatewa… leaf 2,291 of 2,318 ✓ checkpoint signed ✓",
    ] { #expect(text.contains(words), "\(words)") }
  }

  @Test func whatDoesNotHoldIsSaidFirst() {
    let session = CaseSamples.session(Size(columns: 120, rows: 90))
    let problem = "the record's commitment is not in the segment's tree"
    let frame = CaseSamples.draw(shown(CaseSamples.opened(problem: problem), session), session)
    let rows = frame.textRows
    let first = rows.firstIndex { $0.contains(problem) }
    let version = rows.firstIndex { $0.contains("Version 1") }
    #expect(first != nil && version != nil)
    if let first, let version {
      #expect(first < version)
      #expect(frame.styleRows[first].contains("e"))
    }
    #expect(rows.contains { $0.contains("commitment ✗") && $0.contains("differs from the index ✗") })
  }

  @Test func signatureInWords() {
    #expect(ProvenancePaper.signature(.file).text == "file: nothing signs it")
    #expect(
      ProvenancePaper.signature(Authenticity(.sharedSecret, .valid)).text
        == "shared secret in a header: says nothing about the body")
    #expect(
      ProvenancePaper.signature(Authenticity(.hmacSHA256, .invalid)).text == "INVALID (HMAC-SHA256 over raw bytes)")
    #expect(ProvenancePaper.signature(nil).text.contains("not found"))
  }

  @Test func pagesAndBack() {
    let session = CaseSamples.session()
    var screen = shown(CaseSamples.opened(), session)
    _ = screen.run(.raw, session)
    #expect(CaseSamples.text(screen).contains("whatsapp_business_account"))
    #expect(CaseSamples.text(screen).contains("1.2 kB"))
    _ = screen.run(.inspect, session)
    #expect(CaseSamples.text(screen).contains("U+006F"))
    #expect(CaseSamples.text(screen).contains("LATIN SMALL LETTER O"))
    _ = screen.run(.explain, session)
    #expect(CaseSamples.text(screen).contains("kept for ever"))
    #expect(screen.run(.back, session).isEmpty)
    #expect(screen.page == .versions)
    guard case .pop? = screen.run(.back, session).first else {
      Issue.record("Esc does not leave")
      return
    }
  }

  @Test func scrollsToTheLastLineAndNoFurther() {
    let session = CaseSamples.session(Size(columns: 80, rows: 24))
    var screen = shown(CaseSamples.opened(), session)
    for _ in 0..<200 { _ = screen.run(.down, session) }
    #expect(CaseSamples.text(screen, session).contains("checkpoint signed"))
    _ = screen.run(.top, session)
    #expect(CaseSamples.text(screen, session).contains("Ana Ruiz"))
  }

  @Test func holdIsOnThisMessage() {
    let session = CaseSamples.session()
    var screen = shown(CaseSamples.opened(), session)
    guard case .push(let pushed)? = screen.run(.hold, session).first, let hold = pushed as? HoldScreen else {
      Issue.record("no form")
      return
    }
    #expect(hold.target == .messages([screen.id]))
  }

  @Test func citationNamesRecordAndLeaf() {
    let lines = Citation.lines(
      of: CaseSamples.opened(), vault: "Meridian Wealth", fingerprint: "7QK4", CaseSamples.session().zone)
    #expect(lines.contains("message    m-7q2kx4aa"))
    #expect(lines.contains { $0.contains("leaf 2291 of 2318") })
    #expect(lines[0].contains("2024-05-14T08:17:02Z"))
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var message = CaseSamples.opened(problem: CaseGolden.hostile, text: CaseGolden.hostile)
    message.raw = CaseGolden.hostile
    message.explanation = [CaseGolden.hostile]
    message.detail.conversationTitle = CaseGolden.hostile
    message.detail.exceptions = [CaseGolden.hostile]
    var screen = shown(message, session)
    for command in [CommandID.versions, .raw, .inspect, .explain] {
      _ = screen.run(command, session)
      CaseGolden.checkSafe(CaseSamples.draw(screen, session))
      _ = screen.run(.bottom, session)
      CaseGolden.checkSafe(CaseSamples.draw(screen, session))
    }
  }
}
