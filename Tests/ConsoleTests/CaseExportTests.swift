import Records
import Testing

@testable import Casework
@testable import Console
@testable import SearchIndex
@testable import TerminalKit

@Suite struct CaseExportTests {
  private func form(_ session: SessionState) -> ExportScreen {
    var screen = ExportScreen(matter: CaseSamples.matters[1])
    _ = screen.appear(session)
    return screen
  }

  private func isExport(_ effects: [Effect]) -> (matter: String, folder: String)? {
    for case .ask(.export(let matter, let folder), _) in effects { return (matter, folder) }
    return nil
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    var session = CaseSamples.session(size)
    var screen = form(session)
    try CaseGolden.check(CaseSamples.draw(screen, session), "export")
    _ = screen.run(.confirm, session)
    _ = screen.type(.character("y"), session)
    session.job = JobState(
      title: "Exporting M-221", done: 640, total: 1031, unit: "messages", startedAt: session.now, now: session.now)
    try CaseGolden.check(CaseSamples.draw(screen, session), "export-running")
    _ = screen.receive(
      .exported(CaseSamples.report, folder: CaseSamples.report.path), to: .export(matter: "M-221", folder: ""), session)
    session.job = nil
    try CaseGolden.check(CaseSamples.draw(screen, session), "export-done")
  }

  @Test func onlyYWritesIt() {
    let session = CaseSamples.session()
    var screen = form(session)
    #expect(isExport(screen.run(.confirm, session)) == nil)
    #expect(screen.stage == .confirm)
    #expect(isExport(screen.type(.character("n"), session).effects) == nil)
    #expect(screen.stage == .form)
    _ = screen.run(.confirm, session)
    let request = isExport(screen.type(.character("y"), session).effects)
    #expect(request?.matter == "M-221")
    #expect(request?.folder == "/cases/m-221-2025-11-12")
  }

  @Test func escapeOffersToStop() {
    let session = CaseSamples.session()
    var screen = form(session)
    _ = screen.run(.confirm, session)
    _ = screen.type(.character("y"), session)
    #expect(screen.run(.back, session).isEmpty)
    #expect(screen.stage == .stopping)
    #expect(screen.type(.character("x"), session).effects.isEmpty)
    #expect(screen.stage == .running)
    _ = screen.run(.back, session)
    guard case .cancel(.job)? = screen.type(.character("y"), session).effects.first else {
      Issue.record("not stopped")
      return
    }
  }

  @Test func failureGoesBackToTheForm() {
    let session = CaseSamples.session()
    var screen = form(session)
    _ = screen.run(.confirm, session)
    _ = screen.type(.character("y"), session)
    _ = screen.fail(
      ConsoleFailure(.refused, "the folder lies inside of the vault"), of: .export(matter: "M-221", folder: "/v"),
      session)
    #expect(screen.stage == .form)
    #expect(CaseSamples.text(screen).contains("the folder lies inside of the vault"))
    #expect(screen.folder.text == "/cases/m-221-2025-11-12", "what was typed stays")
  }

  @Test(arguments: [
    ("M-221", "m-221"), ("../../etc", "etc"), ("Heron / two", "heron-two"), ("日本", "matter"), ("", "matter"),
  ]) func folderNamesAreHarmless(matter: String, name: String) {
    #expect(ExportScreen.folderName(matter) == name)
  }

  @Test func missingThingsAreSaid() {
    var report = CaseSamples.report
    report.missing = 2
    let paper = ExportSummary.paper(report, folder: "/x", width: 120)
    #expect(paper.lines.contains { $0.text.text.contains("the bundle is not whole") })
  }
}
