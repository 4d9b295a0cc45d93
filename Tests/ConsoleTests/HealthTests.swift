import Intake
import Records
import Sealing
import SearchIndex
import TerminalKit
import Testing

@testable import Console
@testable import Intake
@testable import SearchIndex

@Suite struct HealthTests {
  static let started = CaseSamples.at("2025-11-12T08:00:00Z")

  static func status(writtenAt: String = "2025-11-12T17:39:59Z") -> GatewayStatus {
    var status = GatewayStatus(startedAt: started, mode: .serving, process: 812)
    status.writtenAt = CaseSamples.at(writtenAt)
    status.accounts = [
      GatewayStatus.Account(
        name: "desk-emea", provider: "meta", accepted: 10_200, bytes: 12_000_000,
        lastAt: CaseSamples.at("2025-11-12T17:39:58Z")),
      GatewayStatus.Account(
        name: "sales-and-trading-asia", provider: "wasender", accepted: 2_145, bytes: 4_000_000, unauthorized: 3,
        lastAt: CaseSamples.at("2025-11-10T17:39:12Z"), missingKinds: ["call", "groups.update"]),
      GatewayStatus.Account(name: "new", provider: "waha"),
    ]
    (status.accepted, status.unauthorized, status.rejected) = (12_345, 3, 1)
    (status.lastMinute, status.lastQuarter) = (61, 900)
    status.perSecond = (0..<60).map { Int64($0 % 7 == 0 ? 5 : $0 % 3) }
    (status.ackMedianMicroseconds, status.ackHighMicroseconds) = (2_140, 18_400)
    status.spool = GatewayStatus.Queue(
      entries: 3, bytes: 12_000, limit: 2_000_000_000, oldestAt: CaseSamples.at("2025-11-12T17:39:56Z"))
    status.media = GatewayStatus.Queue(entries: 2, oldestAt: CaseSamples.at("2025-11-12T17:39:57Z"), failed: 1)
    status.archived = 12_342
    status.sealLagMilliseconds = 298_000
    status.sealedAt = CaseSamples.at("2025-11-12T17:35:02Z")
    (status.deadLetters, status.quarantined) = (2, 41)
    (status.diskFree, status.diskTotal) = (120_000_000_000, 500_000_000_000)
    status.checkpointAt = CaseSamples.at("2025-11-12T17:35:02Z")
    return status
  }

  static func report(_ gateway: GatewayStatus?) -> HealthReport {
    var coverage = CaseSamples.coverage
    coverage.pending = 312
    return HealthReport(
      gateway: gateway, problem: nil, coverage: coverage, openGaps: 3, gaps: CaseListsTests.gaps, days: days,
      disk: HealthReport.Disk(free: 7_000_000_000, total: 80_000_000_000))
  }

  static let days = [
    day(11, "desk-emea", received: 9_100, stored: 8_990, duplicates: 110),
    day(11, "sales-and-trading-asia", received: 3_245, stored: 3_200, duplicates: 40, unfiled: 2, gaps: 1),
    day(10, "desk-emea", received: 8_000, stored: 7_990, duplicates: 10),
  ]

  private static func day(
    _ day: Int, _ endpoint: String, received: Int64, stored: Int64, duplicates: Int64, unfiled: Int64 = 0,
    gaps: Int64 = 0
  ) -> ReconciliationDay {
    ReconciliationDay(
      day: CivilDate(year: 2025, month: 11, day: day) ?? CivilDate(daysSinceEpoch: 0), provider: .meta, account: "900",
      endpoint: endpoint, received: received, stored: stored, duplicates: duplicates, messages: stored / 6, gaps: gaps,
      exceptions: 0, deadLetters: unfiled, records: [])
  }

  @Test func theDaysAreSummedOverTheAccounts() {
    let text = CaseSamples.text(screen([Self.report(Self.status())], CaseSamples.session()))
    #expect(text.contains("12,345 received · 12,190 stored · 150 repeated · 2 not filed · 1 gap · 3 not accounted for"))
    #expect(text.contains("8,000 received · 7,990 stored · 10 repeated"))
    #expect(text.contains("41 deliveries without proof of origin (401), kept and not filed"))
    #expect(text.contains("2 deliveries could not be filed"))
  }

  private func screen(_ reports: [HealthReport], _ session: SessionState) -> HealthScreen {
    var screen = HealthScreen()
    for report in reports { _ = screen.receive(.health(report), to: .health, session) }
    return screen
  }

  @Test(arguments: CaseSamples.sizes) func looksAsRecorded(size: Size) throws {
    let session = CaseSamples.session(size)
    var earlier = Self.status(writtenAt: "2025-11-12T17:39:55Z")
    earlier.accounts[0].accepted -= 14
    try CaseGolden.check(
      CaseSamples.draw(screen([Self.report(earlier), Self.report(Self.status())], session), session), "health")
    let silent = Self.status(writtenAt: "2025-11-12T17:02:11Z")
    try CaseGolden.check(CaseSamples.draw(screen([Self.report(silent)], session), session), "health-silent")
    try CaseGolden.check(CaseSamples.draw(screen([Self.report(nil)], session), session), "health-none")
  }

  @Test func aSilentGatewayIsSaidToBeSo() {
    let session = CaseSamples.session()
    for (written, isSilent) in [("17:39:50Z", false), ("17:39:49.999Z", true), ("17:40:30Z", false)] {
      let report = Self.report(Self.status(writtenAt: "2025-11-12T" + written))
      #expect((report.silentSince(session.now) != nil) == isSilent, "\(written)")
    }
    var stopped = Self.status()
    stopped.mode = .stopped
    #expect(CaseSamples.text(screen([Self.report(stopped)], session)).contains("stopped since"))
    let text = CaseSamples.text(screen([Self.report(Self.status(writtenAt: "2025-11-12T17:02:11Z"))], session))
    #expect(text.contains("not running since 12 Nov 2025 17:02:11"))
  }

  @Test func troubleIsSaidInWords() {
    let session = CaseSamples.session()
    var status = Self.status()
    status.spool.failure = "the disk is full"
    status.archiverFailure = "the vault's store does not answer"
    status.spool.bytes = 1_900_000_000
    let text = CaseSamples.text(screen([Self.report(status)], session))
    for words in [
      "the disk is full", "the vault's store does not answer", "never sent: call, groups.update", "1 given up",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func ratesAreWhatCameBetweenTwoLooks() {
    var history = RateHistory()
    var status = Self.status(writtenAt: "2025-11-12T17:39:00Z")
    history.add(status)
    #expect(history.line("desk-emea") == [])
    status.writtenAt = CaseSamples.at("2025-11-12T17:39:01Z")
    status.accounts[0].accepted += 7
    history.add(status)
    history.add(status)
    #expect(history.line("desk-emea") == [7])
    status.writtenAt = CaseSamples.at("2025-11-12T17:39:03Z")
    status.accounts[0].accepted += 5
    history.add(status)
    #expect(history.line("desk-emea") == [7, 3, 2])
    // It started again: what it has now came since.
    status.writtenAt = CaseSamples.at("2025-11-12T17:39:04Z")
    status.accounts[0].accepted = 4
    history.add(status)
    #expect(history.line("desk-emea").last == 4)
    status.writtenAt = CaseSamples.at("2025-11-13T17:39:04Z")
    history.add(status)
    #expect(history.line("desk-emea").count == 60)
    status.accounts = []
    status.writtenAt = CaseSamples.at("2025-11-13T17:39:05Z")
    history.add(status)
    #expect(history.counts.isEmpty)
  }

  @Test func onlyTheHealthScreenWakesByItself() {
    var model = ConsoleModel(session: CaseSamples.session(), size: Size(columns: 120, rows: 32))
    #expect(model.interval == nil && model.tick().isEmpty)
    model.enter(StatusScreen())
    #expect(model.interval == nil && model.tick().isEmpty)
    model.enter(HealthScreen())
    #expect(model.interval == .seconds(1))
    let asks = model.tick().contains { if case .start(.health, _) = $0 { true } else { false } }
    #expect(asks)
    _ = model.run(.status)
    #expect(model.interval == nil)
  }

  @Test func theFooterTellsWhatIsNotYetInTheLedger() {
    var session = CaseSamples.session()
    session.coverage?.pending = 1_312
    var model = ConsoleModel(session: session, size: Size(columns: 120, rows: 32))
    model.enter(HealthScreen())
    let rows = model.draw(Size(columns: 120, rows: 32)).textRows
    let last = rows.last ?? ""
    #expect(last.contains("indexed 2,514 of 2,514 · 1,312 not yet in ledger · "), "\(last)")
  }

  @Test func aMessageOnItsWaySaysSo() {
    let session = CaseSamples.session()
    var opened = CaseSamples.opened()
    opened.checks[0].pending = .sealing
    var paper = Paper(width: 110)
    ProvenancePaper(message: opened, session).add(to: &paper)
    var canvas = Canvas(Size(columns: 110, rows: 30))
    paper.draw(from: 0, on: &canvas)
    let text = canvas.frame.textRows.joined(separator: "\n")
    #expect(text.contains("not yet in the ledger: the gateway seals within 15 minutes"))
    #expect(!text.contains("commitment"))
  }

  @Test(arguments: CaseSamples.sizes + [Size(columns: 40, rows: 10)]) func hostileTextIsSafe(size: Size) {
    let session = CaseSamples.session(size)
    var status = Self.status()
    status.mode = GatewayStatus.Mode(rawValue: CaseGolden.hostile)
    status.accounts[0].name = CaseGolden.hostile
    status.accounts[1].missingKinds = [CaseGolden.hostile]
    status.accounts[2].accepted = .max
    status.spool = GatewayStatus.Queue(
      entries: .max, bytes: .max, limit: .max, failed: .max, failure: CaseGolden.hostile)
    status.startedAt = Instant(milliseconds: .min)
    status.perSecond = [.max, .min, 0]
    status.ackHighMicroseconds = .max
    CaseGolden.checkSafe(CaseSamples.draw(screen([Self.report(status), Self.report(status)], session), session))
  }
}
