import Capture
import Records
import Sealing
import Storage
import Vault

/// One run of a ``Backfill`` over one folder: reads, counts, decides, writes down what was decided, and seals it.
struct BackfillRun {
  private let backfill: Backfill
  private let path: String
  private let context: ReadingContext
  private let sink: ImportSink?
  private let file: BackfillStateFile?
  private let tell: (Progress) -> Void
  private let cancel: CancellationFlag?
  private var report: BackfillReport
  private var state = BackfillState()
  /// Where this run is, and what was counted up to there.
  private var point = BackfillState.Point()
  private var memory: BackfillMemory
  /// What is decided and not yet handed to the writer.
  private var pending: [(reading: Reading, storing: BackfillMemory.Decision.Storing)] = []
  private var pendingBytes = 0
  private var sinceSeal = 0

  /// Starts where an interrupted run of the same import left off; without a writer it only counts.
  init(
    _ backfill: Backfill, _ path: String, _ options: ImportOptions, writer: VaultWriter?,
    tell: @escaping (Progress) -> Void, cancel: CancellationFlag?
  ) throws {
    self.backfill = backfill
    self.path = path
    self.tell = tell
    self.cancel = cancel
    let vault = backfill.vault
    context = ReadingContext(
      vault: vault.id, account: options.account, capturedAt: vault.environment.clock.now(),
      timeZone: options.timeZone, dateOrder: options.dateOrder, secretKey: Importer.fingerprintKey(of: vault.id),
      archiveKeys: options.archiveKeys)
    sink = writer.map { ImportSink(writer: $0) }
    file = writer == nil ? nil : try BackfillStateFile(vault: vault, source: path, options: options)
    report = BackfillReport(path: path)
    memory = BackfillMemory(known: try backfill.refresh())
  }

  /// Whether this run is still among records that an earlier one counted.
  private var isRepeating: Bool { point.mark < state.decided.mark }

  /// Takes in everything and gives the account of it.
  mutating func toTheEnd() throws -> BackfillReport {
    let size = try SourceWalk.measure(path, files: backfill.vault.environment.files, cancel: cancel)
    report.files = size.files
    while true {
      let source = try open()
      do {
        try take(source, size.bytes)
        break
      } catch is SourceChanged {
        // What was read of it is sealed and stays; the counting begins anew.
        try startOver()
      }
    }
    report.totals = point.totals
    try recordAct(isCancelled: false)
    return report
  }

  /// The source at the point where an earlier run left it, or at its beginning.
  private mutating func open() throws -> BackfillSource {
    let files = backfill.vault.environment.files
    if report.restarted == nil, let kept = try file?.read() {
      if let source = try BackfillSource(
        root: path, from: kept.safe.mark, context: context, files: files, cancel: cancel)
      {
        state = kept
        point = kept.safe
        report.isResumed = true
        return source
      }
      try startOver()
    }
    guard
      let source = try BackfillSource(
        root: path, from: BackfillMark(), context: context, files: files, cancel: cancel)
    else { throw IntakeError(.notAFolder, "this cannot be read", path: path, remedy: "Check that it is there.") }
    return source
  }

  private struct SourceChanged: Error {}

  private mutating func startOver() throws {
    report.restarted = "the folder is not what it was when an earlier run was interrupted: it was read from the start"
    report.isResumed = false
    state = BackfillState()
    point = BackfillState.Point()
    pending = []
    pendingBytes = 0
    try sink?.finish()
    memory = BackfillMemory(known: try backfill.refresh())
  }

  private mutating func take(_ source: BackfillSource, _ total: Int64) throws {
    var progress = BackfillProgress(
      total: total, before: (point.mark.bytes, max(point.totals.records, state.decided.totals.records)), tell: tell)
    let queue = BoundedQueue<BackfillSource.Batch>(room: 4)
    queue.start { put in while let batch = try source.next(), put(batch) {} }
    defer { queue.abandon() }
    do {
      while let batch = try queue.next() {
        try take(batch)
        progress.at(point.mark.bytes, records: max(point.totals.records, state.decided.totals.records))
        try cancel?.check()
      }
    } catch is CancellationError {
      try settle(seals: true)
      report.totals = isRepeating ? state.decided.totals : point.totals
      try recordAct(isCancelled: true)
      throw CancellationError()
    }
    if isRepeating { throw SourceChanged() }
    try settle(seals: true)
    progress.end(records: point.totals.records)
  }

  private mutating func take(_ batch: BackfillSource.Batch) throws {
    let isCounted = isRepeating
    for item in batch.items {
      switch item {
      case .problem(let code, let what, let place):
        guard !isCounted else { continue }
        point.totals.count(.exception)
        point.totals.note(code)
        point.totals.list(what, at: place)
      case .reading(let reading, let name):
        let decision = try memory.decide(reading)
        if !isCounted { count(reading, decision, name) }
        guard sink != nil else { continue }
        if case .nothing = decision.storing { continue }
        pending.append((reading, decision.storing))
        pendingBytes += reading.delivery.body.count + 256
      }
    }
    point.mark = batch.mark
    if isCounted {
      if point.mark.isAt(state.decided.mark) {
        point.totals = state.decided.totals
      } else if state.decided.mark < point.mark {
        throw SourceChanged()
      }
    }
    if pendingBytes >= backfill.limits.decided { try settle(seals: false) }
    if memory.count >= backfill.limits.remembered, !isRepeating {
      try settle(seals: true)
      memory = BackfillMemory(known: try backfill.refresh())
    }
  }

  private mutating func count(_ reading: Reading, _ decision: BackfillMemory.Decision, _ name: String) {
    point.totals.count(decision.outcome)
    for record in reading.events where record.event.gap != nil { point.totals.gaps += 1 }
    guard decision.outcome == .exception else { return }
    if decision.isNewMessage { point.totals.messagesWithExceptions += 1 }
    var place = name
    if let source = reading.delivery.source { place += ", line \(source.line), byte \(source.offset)" }
    guard let first = reading.exceptions.first else {
      let gap = reading.events.lazy.compactMap(\.event.gap).first
      point.totals.note(gap?.reason ?? "incomplete")
      point.totals.list(gap?.detail ?? "nothing that can be shown was found in the record", at: place)
      return
    }
    point.totals.note(first.code)
    for exception in reading.exceptions {
      let hasPlace = exception.where_.hasPrefix("line ") || exception.where_.hasPrefix("byte ")
      point.totals.list(
        exception.what, at: hasPlace ? name + ", " + exception.where_ : place + ", " + exception.where_)
    }
  }

  /// Writes down what is decided, hands it to the writer, and seals where that is due.
  private mutating func settle(seals: Bool) throws {
    guard let sink, let file else { return }
    if state.decided.mark < point.mark {
      state.decided = point
      // Before the first of these bytes is handed over: the writer may publish what it has at any time.
      try file.write(state)
    }
    for (reading, storing) in pending {
      switch storing {
      case .whole: try sink.add(reading)
      case .events(let indices):
        var completed = reading
        completed.events = indices.map { reading.events[$0] }
        try sink.add(completed, withDelivery: false)
      case .nothing: break
      }
    }
    sinceSeal += pendingBytes
    pending = []
    pendingBytes = 0
    guard seals || sinceSeal >= backfill.limits.sealed else { return }
    try sink.settleAll()
    sinceSeal = 0
    state.safe.mark = point.mark
    // Among repeated records the counts at this mark are not known, and not needed: those at the decided mark stand.
    state.safe.totals = point.totals
    try file.write(state)
  }

  private func recordAct(isCancelled: Bool) throws {
    guard sink != nil else { return }
    let totals = report.totals
    func count(_ name: String, _ value: Int64) -> JSONObject.Member {
      JSONObject.Member(name: name, value: .number(String(value)))
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var members = [
      count("deliveries", totals.records), count("duplicates", totals.duplicates), count("events", totals.events),
      count("exceptions", totals.exceptions), count("files", report.files), count("gaps", totals.gaps),
      count("messages", totals.messages), .init(name: "names", value: .array([.string(name)])),
      .init(name: "archive", value: .bool(true)), .init(name: "resumed", value: .bool(report.isResumed)),
    ]
    // What an officer stated about the archive is part of what is recorded about it.
    if let zone = context.timeZone { members.append(.init(name: "time_zone", value: .string(zone))) }
    if isCancelled { members.append(.init(name: "cancelled", value: .bool(true))) }
    try backfill.vault.acts.recordDurably(.importFiles, details: JSONObject(members))
  }
}
