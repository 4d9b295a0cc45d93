import Intake
import Records
import SearchIndex
import TerminalKit

/// What the health screen says, set for a width.
struct HealthPaper {
  let report: HealthReport
  let rates: RateHistory
  let session: SessionState
  let width: Int

  private static let column = 14

  private var zone: NamedZone { session.zone }
  private var silentSince: Instant? { report.silentSince(session.now) }

  func paper() -> Paper {
    var paper = Paper(width: width)
    gateway(&paper)
    if let gateway = report.gateway {
      accounts(gateway, &paper)
      queues(gateway, &paper)
    }
    archive(&paper)
    days(&paper)
    return paper
  }

  // MARK: The gateway

  private func gateway(_ paper: inout Paper) {
    func fact(_ text: SafeText) { paper.fact("Gateway", text, at: Self.column) }
    if let problem = report.problem { return fact(SafeText(problem, style: .error)) }
    guard let gateway = report.gateway else {
      fact(SafeText("no gateway has run on this machine", style: .dim))
      paper.fact(
        "", "holdfast serve captures live; docs/operations.md tells how to set it up", style: .dim,
        at: Self.column)
      return
    }
    if let silentSince {
      let word = gateway.mode == .stopped ? "stopped" : "not running"
      var text = SafeText("\(word) since \(Numerals.full(zone.civil(silentSince)))", style: .error)
      text.append("  \(age(silentSince)) ago; what follows is what it said last", style: .dim)
      fact(text)
    } else {
      let style: Style = gateway.mode == .serving ? .ok : .warning
      var text = SafeText(gateway.mode.rawValue, style: style)
      text.append("  for \(age(gateway.startedAt)), since \(Numerals.full(zone.civil(gateway.startedAt)))", style: .dim)
      fact(text)
    }
    var totals = [
      "\(Numerals.grouped(gateway.accepted)) accepted",
      "\(Numerals.grouped(gateway.lastMinute)) in a minute", "\(Numerals.grouped(gateway.lastQuarter)) in 15",
    ]
    if let median = gateway.ackMedianMicroseconds, let high = gateway.ackHighMicroseconds {
      totals.append("answered in \(milliseconds(median)), 99 % within \(milliseconds(high))")
    }
    paper.fact("", totals.joined(separator: " · "), at: Self.column)
    let trouble = [
      (gateway.unauthorized, "without proof (401)"), (gateway.refused, "refused (503)"),
      (gateway.rejected, "malformed or too large"),
    ].filter { $0.0 > 0 }.map { "\(Numerals.grouped($0.0)) \($0.1)" }
    if !trouble.isEmpty { paper.fact("", trouble.joined(separator: " · "), style: .warning, at: Self.column) }
    if let line = sparkline(gateway.perSecond) { paper.fact("Last minute", line, at: Self.column) }
  }

  private func accounts(_ gateway: GatewayStatus, _ paper: inout Paper) {
    guard !gateway.accounts.isEmpty else { return }
    paper.space()
    let isWide = width >= 100
    for (index, account) in gateway.accounts.prefix(200).enumerated() {
      var text = SafeText(padded(account.name, 18), style: .strong)
      if isWide { text.append(padded(Wording.provider(Provider(rawValue: account.provider)), 17), style: .dim) }
      text.append(right(Numerals.grouped(account.accepted), 9) + "  ", style: .number)
      text.append(padded(account.lastAt.map { last($0) } ?? "nothing yet", 12), style: .time)
      let line = rates.line(account.name)
      text.append(right("\(Numerals.grouped(line.last ?? 0))/s", 6) + "  ", style: .number)
      let room = max(0, min(RateHistory.seconds, width - Self.column - (isWide ? 66 : 49)))
      text.append(bars(line.suffix(room)), style: .accent)
      paper.add(label: SafeText(index == 0 ? "Accounts" : "", style: .dim), text, indent: Self.column, maximumLines: 1)
      var trouble: [String] = []
      if account.unauthorized > 0 { trouble.append("\(Numerals.grouped(account.unauthorized)) without proof (401)") }
      if account.refused > 0 { trouble.append("\(Numerals.grouped(account.refused)) refused (503)") }
      if !account.missingKinds.isEmpty {
        trouble.append("never sent: " + account.missingKinds.prefix(8).joined(separator: ", "))
      }
      if !trouble.isEmpty {
        paper.fact("", "  " + trouble.joined(separator: " · "), style: .warning, at: Self.column)
      }
    }
  }

  // MARK: Queues

  private func queues(_ gateway: GatewayStatus, _ paper: inout Paper) {
    paper.space()
    queue("Spool", gateway.spool, "delivery", "deliveries", &paper)
    var archiver = SafeText()
    if let failure = gateway.archiverFailure {
      archiver.append(failure, style: .error)
      archiver.append("  ")
    }
    archiver.append("\(Numerals.grouped(gateway.archived)) archived")
    if let sealedAt = gateway.sealedAt { archiver.append(" · sealed \(age(sealedAt)) ago") }
    if gateway.sealLagMilliseconds > 0 {
      let lag = Numerals.duration(Double(gateway.sealLagMilliseconds) / 1000)
      // Fifteen minutes is the promise, and some more for the sealing itself.
      let style: Style = gateway.sealLagMilliseconds > 16 * 60_000 ? .warning : .text
      archiver.append(" · the oldest unsealed is \(lag) old", style: style)
    }
    paper.fact("Archiver", archiver, at: Self.column)
    queue("Media", gateway.media, "file", "files", &paper)
    queue("Forwards", gateway.forward, "delivery", "deliveries", &paper)
    if gateway.deadLetters > 0 {
      var text = SafeText(Numerals.count(gateway.deadLetters, "delivery", "deliveries"), style: .warning)
      text.append(" could not be filed: \(Command.of(.deadLetters).hint) lists them", style: .dim)
      paper.fact("Dead letters", text, at: Self.column)
    } else {
      paper.fact("Dead letters", "everything that proved its origin was filed", style: .dim, at: Self.column)
    }
    if gateway.quarantined > 0 {
      var text = SafeText(Numerals.count(gateway.quarantined, "delivery", "deliveries"))
      text.append(" without proof of origin (401), kept and not filed", style: .dim)
      paper.fact("Quarantine", text, at: Self.column)
    }
  }

  private func queue(_ name: String, _ queue: GatewayStatus.Queue, _ one: String, _ many: String, _ paper: inout Paper)
  {
    var text = SafeText()
    if let failure = queue.failure {
      text.append(failure, style: .error)
      text.append("  ")
    }
    if queue.damaged > 0 {
      text.append("\(Numerals.grouped(queue.damaged)) damaged: what was confirmed may be lost", style: .error)
      text.append("  ")
    }
    if queue.entries == 0 {
      text.append("nothing waits", style: .dim)
    } else {
      text.append("\(Numerals.count(queue.entries, one, many)) waiting")
      if queue.bytes > 0 {
        let limit = queue.limit > 0 ? " of \(Numerals.bytes(queue.limit))" : ""
        let isFull = queue.limit > 0 && queue.bytes > queue.limit / 10 * 8
        text.append(" · \(Numerals.bytes(queue.bytes))\(limit)", style: isFull ? .warning : .text)
      }
      if let oldest = queue.oldestAt { text.append(" · the oldest for \(age(oldest))") }
    }
    if queue.failed > 0 { text.append(" · \(Numerals.grouped(queue.failed)) given up", style: .warning) }
    paper.fact(name, text, at: Self.column)
  }

  // MARK: The archive

  private func archive(_ paper: inout Paper) {
    paper.space()
    let coverage = report.coverage
    var index = SafeText(
      "\(Numerals.grouped(coverage.indexed)) of \(Numerals.grouped(coverage.records)) capture records",
      style: coverage.isComplete ? .text : .warning)
    if coverage.lag > 0 { index.append(" · \(Numerals.grouped(coverage.lag)) to come", style: .warning) }
    if coverage.pending > 0 { index.append(" · \(Numerals.grouped(coverage.pending)) not yet in the ledger") }
    if let newest = coverage.newestCapturedAt {
      index.append(" · newest captured \(Numerals.full(zone.civil(newest)))", style: .dim)
    }
    paper.fact("Index", index, at: Self.column)
    var ledger = SafeText(Wording.checkpoint(coverage))
    if let at = report.gateway?.checkpointAt { ledger.append(" · last checkpoint \(age(at)) ago") }
    paper.fact("Ledger", ledger, at: Self.column)
    if let disk = disk {
      let isLow = disk.free < disk.total / 10
      paper.fact(
        "Disk", "\(Numerals.bytes(disk.free)) free of \(Numerals.bytes(disk.total))", style: isLow ? .warning : .text,
        at: Self.column)
    }
    if report.openGaps == 0 {
      paper.fact("Gaps", "nothing is known to be missing", style: .dim, at: Self.column)
    } else {
      var text = SafeText(Numerals.count(report.openGaps, "gap") + " open", style: .gap)
      text.append("  \(Command.of(.gaps).hint) lists them", style: .dim)
      paper.fact("Gaps", text, at: Self.column)
      for gap in report.gaps.prefix(3) {
        let when =
          Wording.span(from: gap.from, until: gap.until, zone, isDated: true) ?? Numerals.full(zone.civil(gap.at))
        var line = SafeText(when, style: .time)
        line.append("  \(gap.reason)", style: .gap)
        line.append("  \(gap.conversationTitle ?? gap.account)", style: .dim)
        paper.add(label: nil, line, indent: Self.column, maximumLines: 1)
      }
    }
  }

  /// What gateways counted in the last days, all accounts together.
  private func days(_ paper: inout Paper) {
    guard !report.days.isEmpty else { return }
    paper.space()
    for (index, day) in HealthDay.sums(report.days).prefix(5).enumerated() {
      var text = SafeText(
        padded(Numerals.shortDay(day.day).split(separator: " ").prefix(2).joined(separator: " "), 8), style: .time)
      text.append("\(Numerals.grouped(day.received)) received", style: .number)
      text.append(
        " · \(Numerals.grouped(day.stored)) stored · \(Numerals.grouped(day.duplicates)) repeated", style: .dim)
      if day.unfiled > 0 { text.append(" · \(Numerals.grouped(day.unfiled)) not filed", style: .warning) }
      if day.gaps > 0 { text.append(" · \(Numerals.count(day.gaps, "gap"))", style: .gap) }
      let missing = day.received - day.stored - day.duplicates - day.unfiled
      if missing != 0 { text.append(" · \(Numerals.grouped(missing)) not accounted for", style: .error) }
      paper.add(
        label: SafeText(index == 0 ? "Days (UTC)" : "", style: .dim), text, indent: Self.column, maximumLines: 2)
    }
  }

  private var disk: HealthReport.Disk? {
    if let gateway = report.gateway, silentSince == nil, gateway.diskTotal > 0 {
      return HealthReport.Disk(free: gateway.diskFree, total: gateway.diskTotal)
    }
    return report.disk
  }

  // MARK: Words

  private func age(_ instant: Instant) -> String {
    let age = session.now.milliseconds.subtractingReportingOverflow(instant.milliseconds)
    return Numerals.duration(age.overflow ? 0 : Double(max(0, age.partialValue)) / 1000)
  }

  private func last(_ instant: Instant) -> String {
    let time = zone.civil(instant)
    return time.date == zone.civil(session.now).date ? time.clock : Numerals.recent(time, now: zone.civil(session.now))
  }

  private func milliseconds(_ microseconds: Int64) -> String {
    let tenths = (max(0, microseconds) / 10 + 5) / 10
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) ms" : "\(Numerals.grouped(tenths / 10)) ms"
  }

  private func bars(_ counts: some Sequence<Int64>) -> String {
    // No gateway takes a thousand million a second: a file that says so was not written by one.
    Sparkline.text(counts.map { Int(min(1_000_000_000, max(0, $0))) })
  }

  private func sparkline(_ counts: [Int64]) -> SafeText? {
    guard !counts.isEmpty else { return nil }
    let room = max(8, min(60, width - Self.column - 10))
    var text = SafeText(bars(counts.suffix(room)), style: .accent)
    text.append("  \(Numerals.grouped(counts.last ?? 0))/s", style: .number)
    return text
  }

  /// To a column; text that is longer is cut. Letters of other widths than one make the columns ragged, no more.
  private func padded(_ text: String, _ count: Int) -> String {
    let fitted = text.count < count ? text : String(text.prefix(count - 2)) + "…"
    return fitted + String(repeating: " ", count: max(1, count - fitted.count))
  }

  private func right(_ text: String, _ count: Int) -> String {
    String(repeating: " ", count: max(0, count - text.count)) + text
  }
}
