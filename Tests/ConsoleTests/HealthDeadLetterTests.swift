import Intake
import Records
import TerminalKit
import Testing
import Vault

@testable import Console
@testable import Intake

@Suite struct HealthDeadLetterTests {
  private struct Missing: Error { var what: String }

  static func letter(_ name: String, _ reason: DeadLetter.Reason, _ time: String, notes: Int = 0) -> DeadLetter {
    DeadLetter(
      id: DeadLetterID(suffix: name), at: CaseSamples.at(time), endpoint: "desk-emea", reason: reason,
      tries: reason == .unauthenticated ? 0 : 5, size: 1_204, notes: notes)
  }

  static let letters = [
    letter("lettera22", .unauthenticated, "2025-11-11T09:00:00Z"),
    letter("letterb22", .crashed, "2025-11-12T09:00:00Z"),
    letter("letterc22", .unreadable, "2025-11-12T16:00:00Z", notes: 2),
  ]

  static func opened(_ body: String = "{\"object\":\"whatsapp_business_account\",\n \"entry\":[{]}") -> OpenDeadLetter {
    let captured = CapturedDelivery(
      endpoint: "desk-emea", provider: .meta, capturedAt: CaseSamples.at("2025-11-12T15:59:58Z"),
      authenticity: Authenticity(.hmacSHA256, .valid),
      headers: [Delivery.Header("Content-Type", "application/json")], body: Array(body.utf8))
    return OpenDeadLetter(
      letter: letters[2], error: "line 2, column 12: a name was expected", bytes: captured.encoded(),
      captured: captured,
      notes: [.init(at: CaseSamples.at("2025-11-12T16:20:00Z"), text: "reported to the provider, ticket 4711")])
  }

  private func list(_ session: SessionState) -> DeadLettersScreen {
    var screen = DeadLettersScreen()
    _ = screen.receive(.deadLetters(Self.letters), to: .deadLetters, session)
    return screen
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    try CaseGolden.check(CaseSamples.draw(list(session), session), "dead-letters")
    var screen = DeadLetterScreen(Self.letters[2].id)
    _ = screen.receive(.deadLetter(Self.opened()), to: .deadLetter(screen.id), session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "dead-letter")
  }

  @Test func oneKindAtATimeIsShown() {
    let session = CaseSamples.session()
    var screen = list(session)
    #expect(CaseSamples.text(screen).contains("2 deliveries not filed · 1 without proof of origin (401)"))
    #expect(screen.run(.nextKind, session).isEmpty)
    #expect(screen.list.rows?.map(\.id) == [Self.letters[2].id, Self.letters[1].id])
    #expect(CaseSamples.text(screen).contains("shown: could not be filed"))
    _ = screen.run(.nextKind, session)
    #expect(screen.list.rows?.map(\.id) == [Self.letters[0].id])
    // What is chosen stays when the list comes anew.
    _ = screen.receive(.deadLetters(Array(Self.letters.dropFirst())), to: .deadLetters, session)
    #expect(screen.list.rows?.isEmpty == true)
    #expect(CaseSamples.text(screen).contains("without proof of origin"))
    _ = screen.run(.nextKind, session)
    #expect(screen.list.rows?.count == 2)
  }

  @Test func theListOpensRetriesAndAnnotates() {
    let session = CaseSamples.session()
    var screen = list(session)
    guard case .push(let pushed)? = screen.run(.open, session).first, let opened = pushed as? DeadLetterScreen else {
      Issue.record("nothing opened")
      return
    }
    #expect(opened.id == Self.letters[2].id, "the newest is first")
    guard case .ask(.retryDeadLetter(let id), _)? = screen.run(.retry, session).first else {
      Issue.record("nothing retried")
      return
    }
    #expect(id == Self.letters[2].id)
    guard case .push(let form)? = screen.run(.annotate, session).first, var note = form as? DeadLetterNoteScreen else {
      Issue.record("no form")
      return
    }
    #expect(note.run(.confirm, session).contains { if case .say = $0 { true } else { false } })
    _ = note.paste("kept for the auditor", session)
    guard case .ask(.annotateDeadLetter(id, let text), _)? = note.run(.confirm, session).first else {
      Issue.record("no note")
      return
    }
    #expect(text == "kept for the auditor")
    #expect(note.run(.confirm, session).isEmpty, "once is enough")
    var none = DeadLettersScreen()
    _ = none.receive(.deadLetters([]), to: .deadLetters, session)
    #expect(none.refusal(of: .open, session) != nil && none.run(.open, session).isEmpty)
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var opened = Self.opened(CaseGolden.hostile)
    opened.error = CaseGolden.hostile
    opened.letter.endpoint = CaseGolden.hostile
    opened.letter.reason = DeadLetter.Reason(rawValue: CaseGolden.hostile)
    opened.notes[0].text = CaseGolden.hostile
    var list = DeadLettersScreen()
    _ = list.receive(.deadLetters([opened.letter]), to: .deadLetters, session)
    CaseGolden.checkSafe(CaseSamples.draw(list, session))
    var screen = DeadLetterScreen(opened.letter.id)
    _ = screen.receive(.deadLetter(opened), to: .deadLetter(screen.id), session)
    CaseGolden.checkSafe(CaseSamples.draw(screen, session))
  }

  @Test func aLetterIsSeenNotedAndFiledInARealVault() throws {
    let fixture = try WorkerFixture(["hello"])
    let vault = try fixture.worker.opened().vault
    let store = DeadLetterStore(vault: vault.locked, key: try GatewayKey.generate())
    let captured = CapturedDelivery(
      endpoint: "desk-emea", provider: .meta, account: "447700900000", capturedAt: WorkerFixture.start,
      authenticity: Authenticity(.hmacSHA256, .valid), body: Array("{\"object\":\"unknown\"}".utf8))
    let id = try #require(try store.quarantine(captured, error: "no signature"))
    guard case .deadLetters(let letters) = try fixture.ask(.deadLetters) else { throw Missing(what: "no list") }
    #expect(letters.map(\.id) == [id])
    guard case .deadLetter(let opened) = try fixture.ask(.deadLetter(id)) else { throw Missing(what: "not opened") }
    #expect(opened.error == "no signature" && opened.captured == captured)
    _ = try fixture.ask(.annotateDeadLetter(id, "kept for the auditor"))
    guard case .deadLetter(let noted) = try fixture.ask(.deadLetter(id)) else { throw Missing(what: "not opened") }
    #expect(noted.notes.map(\.text) == ["kept for the auditor"])
    guard case .filed(let words) = try fixture.ask(.retryDeadLetter(id)) else { throw Missing(what: "not filed") }
    #expect(words.hasPrefix("Filed: "))
    guard case .deadLetters(let rest) = try fixture.ask(.deadLetters) else { throw Missing(what: "no list") }
    #expect(rest.isEmpty)
    let kinds: Set<OfficerAct.Kind> = [.showDeadLetter, .annotateDeadLetter, .retryDeadLetter]
    // All at one instant of a clock that stands.
    let done = try fixture.acts(kinds).map(\.kind.rawValue).sorted()
    #expect(done == ["dead-letter-annotate", "dead-letter-retry", "dead-letter-show", "dead-letter-show"])
    guard case .health(let health) = try fixture.ask(.health) else { throw Missing(what: "no health") }
    #expect(health.gateway == nil && health.problem == nil && health.coverage.isComplete && health.disk != nil)
  }
}
