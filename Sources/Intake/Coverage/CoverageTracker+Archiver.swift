import Records

extension CoverageTracker {
  /// Takes the gap out of an event that says a session is down: the tracker's own gap says when it ended, too.
  static func prepare(_ record: inout EventRecord) {
    if record.event.saysSessionDown {
      if record.event.kind == .gap { record.event.kind = .operations }
      if record.event.content == nil, let words = record.event.gap?.detail {
        record.event.content = Content(.text, text: words)
      }
      record.event.gap = nil
      record.event.notes.append("the time without capture is a gap of its own")
    } else if record.event.gap?.reason == "history-declined", record.event.gap?.until == nil {
      record.event.gap?.until = record.capturedAt
    }
  }

  /// Looks at what an entry says; what was looked at before is passed over.
  func observe(_ filing: Filing, at position: SpoolPosition, isRetry: Bool) {
    inner.withLock { inner in
      if let before = inner.observedBefore, position <= before, !isRetry { return }
      inner.observedBefore = max(inner.observedBefore ?? position, position)
      for signal in filing.signals { observe(signal, filing, &inner) }
      noteObserved(&inner)
    }
  }

  /// What others are yet to be told would be looked at again after a crash.
  func noteObserved(_ inner: inout Inner) {
    if inner.untold.words.isEmpty { inner.state.observed = inner.observedBefore }
  }

  private func observe(_ signal: CoverageSignal, _ filing: Filing, _ inner: inout Inner) {
    func word(_ what: CoverageBoard.Word.What, _ scope: CoverageScope, _ at: Instant) -> CoverageBoard.Word {
      CoverageBoard.Word(
        what: what, scope: scope, at: at, endpoint: filing.endpoint, capturedAt: filing.capturedAt)
    }
    switch signal {
    case .down(let scope, let at, let detail):
      hear(word(.opens(reason: "session-down", detail: detail), scope, at), &inner)
    case .standby(let scope, let at):
      let detail = "another application answers for this account: what it sends is not told here"
      hear(word(.opens(reason: "standby", detail: detail), scope, at), &inner)
    case .up(let scope, let at): hear(word(.closes(["session-down"]), scope, at), &inner)
    case .live(let scope, let at):
      // Nearly every delivery says it, and nearly always there is nothing to end.
      guard inner.state.open[scope] != nil || inner.untold.words.contains(where: { $0.scope == scope }) else { return }
      hear(word(.closes(["session-down", "standby"]), scope, at), &inner)
    case .message(let scope, let id):
      inner.unseen.seen(scope, id)
      if exchange != nil, inner.untold.notes.count < CoverageTracker.mostNotes {
        inner.untold.notes.append(name(of: id, scope))
      }
    case .receipt(let scope, let id, let at):
      inner.unseen.receipt(scope, id, at, startedAt: inner.startedAt)
    }
  }

  /// A message of which only the receipt came: one gap for each account and day.
  func addUnseen(_ scope: CoverageScope, _ id: String, _ at: Instant, _ inner: inout Inner) {
    let reason = "receipts-without-message"
    let day = Int64(CivilTime(at).date.daysSinceEpoch)
    var gaps = inner.state.open[scope] ?? []
    if let index = gaps.firstIndex(where: {
      $0.reason == reason && Int64(CivilTime($0.from).date.daysSinceEpoch) == day
    }) {
      gaps[index].count += 1
      gaps[index].last = max(gaps[index].last ?? at, at)
    } else {
      guard inner.state.open.count < CoverageState.mostScopes else { return }
      let detail = "receipts came for sent messages that never came: what was sent past the archive is not in it"
      var gap = CoverageState.Open(id: name(scope, reason, at), reason: reason, detail: detail, from: at)
      gap.count = 1
      gap.last = at
      gaps.append(gap)
      say(scope, .gap(id: gap.id, Gap(reason: reason, detail: detail, from: at)), endpoint(of: scope), at, &inner)
    }
    inner.state.open[scope] = gaps
    inner.isChanged = true
  }

  private func endpoint(of scope: CoverageScope) -> String {
    accounts.first { $0.scope.account == scope.account }?.endpoint ?? "gateway"
  }

  // MARK: - Counting

  /// Whether an entry was counted by the process before.
  func isCounted(_ position: SpoolPosition) -> Bool {
    inner.withLock { inner in
      guard let before = inner.countedBefore else { return false }
      return position <= before && !inner.uncountedBefore.contains(position)
    }
  }

  /// Adds what was sealed; kept durably before the entries are acknowledged.
  func settle(_ counts: [CoverageDay: CoverageCounts], through: SpoolPosition, except: Set<SpoolPosition>) {
    inner.withLock { inner in
      for (day, counts) in counts {
        guard inner.state.days[day] != nil || inner.state.days.count < CoverageState.mostDays else { continue }
        inner.state.days[day, default: CoverageCounts()].add(counts)
      }
      inner.state.counted = max(inner.state.counted ?? through, through)
      inner.state.uncounted = except
      inner.isChanged = true
    }
  }

  /// Gives the counts of days that are over and of which nothing waits in the spool.
  func closeDays(_ now: Instant, _ oldest: Instant?, _ inner: inout Inner) {
    for (day, counts) in inner.state.days.sorted(by: { $0.key < $1.key }) {
      guard now.milliseconds >= day.end.milliseconds + 600_000, oldest.map({ $0 >= day.end }) ?? true else { continue }
      let revision = (inner.state.given[day] ?? 0) + 1
      say(
        day.scope, .reconciliation(day: day.day, endpoint: day.endpoint, revision: revision, counts), day.endpoint,
        day.end, &inner)
      inner.state.days[day] = nil
      inner.state.given[day] = revision
    }
    // What comes more than two months late begins again with the first revision; its counts make it another record.
    for day in inner.state.given.keys where now.milliseconds - day.end.milliseconds > 62 * 86_400_000 {
      inner.state.given[day] = nil
      inner.isChanged = true
    }
    closeUnseen(now, &inner)
  }

  private func closeUnseen(_ now: Instant, _ inner: inout Inner) {
    for (scope, gaps) in inner.state.open {
      let over = gaps.filter { gap in
        gap.reason == "receipts-without-message"
          && now.milliseconds >= Int64(CivilTime(gap.from).date.daysSinceEpoch + 1) * 86_400_000 + 1_200_000
      }
      guard !over.isEmpty else { continue }
      for gap in over.sorted(by: { $0.from < $1.from }) {
        let last = gap.last ?? gap.from
        say(
          scope,
          .gap(
            id: gap.id,
            Gap(
              reason: gap.reason, detail: "\(gap.count) sent: \(gap.detail)", from: gap.from,
              until: Instant(milliseconds: last.milliseconds + 1))), endpoint(of: scope), last, &inner)
      }
      let rest = gaps.filter { gap in !over.contains { $0.id == gap.id } }
      inner.state.open[scope] = rest.isEmpty ? nil : rest
    }
  }
}
