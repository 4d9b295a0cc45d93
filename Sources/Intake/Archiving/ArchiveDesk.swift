import Capture
import Dispatch
import Records
import Storage
import Synchronization
import Vault

/// An entry to be filed.
struct ArchiveWork: Sendable {
  var entry: SpooledEntry
  /// How often reading or filing it failed before.
  var failures = 0
  var position: SpoolPosition { entry.position }
}

/// The vault failed: nothing is wrong with the entries.
struct VaultLost: Error {
  var cause: any Error
}

/// A test ends the archiver here.
struct StepFailed: Error {
  var cause: any Error
}

/// Reads, files and seals: the part of the archiver that blocks.
final class ArchiveDesk: @unchecked Sendable {
  // @unchecked: everything but `current` and the constants is touched on the archiver's work queue only.

  /// What became of a batch.
  struct Outcome: Sendable {
    struct Failure: Sendable {
      var work: ArchiveWork
      var reason: DeadLetter.Reason
      var error: String
      /// No further try is of use.
      var isFinal: Bool
    }

    var media: [MediaJob] = []
    var failures: [Failure] = []
    /// What was not begun: the failures before it are put aside first.
    var rest: [ArchiveWork] = []
    var received = 0
    var stored = 0
    var duplicates = 0
    var messages = 0
    var gaps = 0
    var exceptions = 0
    var tailFailure: String?
  }

  /// What a sealing made safe.
  struct Sealed: Sendable {
    var positions: [SpoolPosition]
    var records: Int
    var deliveries: Int
    var counts: [CoverageDay: CoverageCounts]
    var tailFailure: String?
    /// Removes the tail up to here.
    var removeTail: @Sendable () -> Void
  }

  let options: ArchiverOptions
  private let filer: DeliveryFiler
  private let makeWriter: @Sendable () throws -> VaultWriter
  private let tail: RecordTail?
  private let coverage: CoverageTracker?
  private let clock: any Clock
  private let marker: CrashMarker?
  private let step: @Sendable (ArchiverStep) throws -> Void
  /// The writer, for those who seal media beside the archiver.
  let current = Mutex<VaultWriter?>(nil)

  private var writer: VaultWriter?
  private var recent: RecentDeliveries
  private var suspicion: CrashMarker.Suspicion?
  private var filed: [SpoolPosition] = []
  private var filedBytes = 0
  private var filedRecords = 0
  private var filedDeliveries = 0
  private var filedSince: ContinuousClock.Instant?
  private var counts: [CoverageDay: CoverageCounts] = [:]

  init(
    vault: LockedVault, options: ArchiverOptions, makeWriter: @escaping @Sendable () throws -> VaultWriter,
    tail: RecordTail?, coverage: CoverageTracker?, step: @escaping @Sendable (ArchiverStep) throws -> Void
  ) {
    self.options = options
    self.makeWriter = makeWriter
    self.tail = tail
    self.coverage = coverage
    self.step = step
    clock = vault.environment.clock
    filer = DeliveryFiler(vault: vault.id, fingerprintKey: Importer.fingerprintKey(of: vault.id))
    recent = RecentDeliveries(limit: options.recentDeliveries)
    // Without it an entry that ends the process is not found out, but everything else works.
    marker = try? CrashMarker(folder: vault.state.path + "/gateway", files: vault.environment.files)
    suspicion = marker?.read()
  }

  var unsealed: (entries: Int, bytes: Int, since: ContinuousClock.Instant?) { (filed.count, filedBytes, filedSince) }
  var hasWriter: Bool { writer != nil }

  // MARK: - The writer

  func openWriter() throws {
    do {
      let made = try makeWriter()
      writer = made
      current.withLock { $0 = made }
    } catch { throw VaultLost(cause: error) }
  }

  /// Gives up the writer; what it had not sealed is handed back to be filed again.
  func loseWriter() -> [SpoolPosition] {
    current.withLock { $0 = nil }
    // It releases its lock whatever happens.
    try? writer?.close()
    writer = nil
    recent.forgetUnsealed()
    // What the tail has of it lies at addresses that never come to be.
    if let remove = try? tail?.rotate() { remove() }
    let lost = filed
    forgetFiled()
    return lost
  }

  private func forgetFiled() {
    filed = []
    (filedBytes, filedRecords, filedDeliveries, filedSince) = (0, 0, 0, nil)
    counts = [:]
  }

  /// Ends: everything was sealed before, or stays in the spool.
  func close() throws {
    defer {
      current.withLock { $0 = nil }
      writer = nil
      tail?.close()
      try? marker?.end()
    }
    try writer?.close()
  }

  // MARK: - Filing

  /// Files a batch in order; throws ``VaultLost`` when the vault fails.
  func file(_ batch: [ArchiveWork]) throws -> Outcome {
    var outcome = Outcome()
    try reached(.taken)
    if let suspicion, batch.contains(where: { suspicion.contains($0.position) }) {
      try fileCarefully(batch, suspicion, &outcome)
    } else if let first = batch.map(\.position).min(), let last = batch.map(\.position).max() {
      try? marker?.begin(CrashMarker.Suspicion(first: first, last: last, crashes: 1))
      try fileTogether(batch, &outcome)
    }
    try? marker?.end()
    if let last = suspicion?.last, batch.contains(where: { $0.position >= last }) { suspicion = nil }
    try reached(.filed)
    return outcome
  }

  /// After a crash: one at a time, so that the entry that ends the process is known by name.
  private func fileCarefully(
    _ batch: [ArchiveWork], _ suspicion: CrashMarker.Suspicion, _ outcome: inout Outcome
  ) throws {
    for (index, work) in batch.enumerated() {
      if suspicion.contains(work.position) {
        if suspicion.isOne, suspicion.crashes >= options.maximumTries {
          outcome.failures.append(
            Outcome.Failure(
              work: work, reason: .crashed, error: "the process ended \(suspicion.crashes) times while it read this",
              isFinal: true))
          // It is put aside before anything else may end the process again.
          outcome.rest = Array(batch[(index + 1)...])
          self.suspicion = nil
          return
        }
        try? marker?.begin(
          CrashMarker.Suspicion(first: work.position, last: work.position, crashes: suspicion.crashes + 1))
      }
      try fileTogether([work], &outcome)
    }
  }

  private func fileTogether(_ batch: [ArchiveWork], _ outcome: inout Outcome) throws {
    let filings = readAll(batch)
    try reached(.read)
    for (work, filing) in zip(batch, filings) {
      switch filing {
      case .success(let filing):
        do { try file(filing, work, &outcome) } catch let error as VaultError where error.code == .usage {
          outcome.failures.append(failure(work, error))
        }
      case .failure(let error): outcome.failures.append(failure(work, error))
      }
    }
  }

  private func failure(_ work: ArchiveWork, _ error: any Error) -> Outcome.Failure {
    Outcome.Failure(work: work, reason: .unreadable, error: "\(error)", isFinal: false)
  }

  /// Reads on several threads; the results are in order.
  private func readAll(_ batch: [ArchiveWork]) -> [Result<Filing, any Error>] {
    let filer = filer
    @Sendable func read(_ work: ArchiveWork) -> Result<Filing, any Error> {
      Result { try filer.filing(CapturedDelivery(decoding: work.entry.bytes)) }
    }
    let workers = min(options.workers, batch.count / 8)
    guard workers > 1 else { return batch.map(read) }
    let share = (batch.count + workers - 1) / workers
    let parts = Mutex([Int: [Result<Filing, any Error>]]())
    DispatchQueue.concurrentPerform(iterations: workers) { index in
      let from = min(batch.count, index * share)
      let part = batch[from..<min(batch.count, from + share)].map(read)
      parts.withLock { $0[index] = part }
    }
    return parts.withLock { parts in (0..<workers).flatMap { parts[$0] ?? [] } }
  }

  private func file(_ filing: Filing, _ work: ArchiveWork, _ outcome: inout Outcome) throws {
    let isRepeated = filing.delivery.map { recent.contains($0) } ?? false
    if !isRepeated {
      try append(filing, &outcome)
      if let id = filing.delivery { recent.insert(id) }
      outcome.media += MediaJob.jobs(in: filing.events, endpoint: filing.endpoint)
    }
    coverage?.observe(filing, at: work.position, isRetry: work.failures > 0)
    filed.append(work.position)
    if filedSince == nil { filedSince = .now }
    guard !filing.isOwnWord else { return }
    filedDeliveries += 1
    var count = CoverageCounts()
    count.received = 1
    outcome.received += 1
    if isRepeated {
      count.duplicates = 1
      outcome.duplicates += 1
    } else {
      (count.stored, count.messages, count.gaps, count.exceptions) = (
        1, Int64(filing.messages), Int64(filing.gaps), Int64(filing.exceptions)
      )
      outcome.stored += 1
      outcome.messages += filing.messages
      outcome.gaps += filing.gaps
      outcome.exceptions += filing.exceptions
    }
    if coverage?.isCounted(work.position) == false {
      let day = CoverageDay(
        endpoint: filing.endpoint, scope: filing.scope, day: CivilTime(filing.capturedAt).date)
      counts[day, default: CoverageCounts()].add(count)
    }
  }

  private func append(_ filing: Filing, _ outcome: inout Outcome) throws {
    guard let writer else { throw VaultLost(cause: Archiver.noWriter) }
    for item in filing.items {
      let address: RecordAddress
      do {
        address = try writer.append(encoded: item.bytes, period: item.period, recordDate: item.date)
      } catch let error as VaultError where error.code == .usage {
        throw error
      } catch { throw VaultLost(cause: error) }
      filedBytes += item.bytes.count
      filedRecords += 1
      do { try tail?.append(address, item.period, item.bytes) } catch { outcome.tailFailure = "\(error)" }
      try reached(item.isDelivery ? .filedDelivery : .filedEvent)
    }
  }

  // MARK: - Sealing

  /// Whether what is filed is large or old enough.
  var isSealDue: Bool {
    guard let filedSince else { return false }
    return filedBytes >= options.sealBytes || .now - filedSince >= .milliseconds(options.sealMilliseconds)
  }

  /// Seals what is filed; throws ``VaultLost`` when the vault fails.
  func seal() throws -> Sealed? {
    guard !filed.isEmpty, let writer else { return nil }
    var sealed = Sealed(
      positions: filed, records: filedRecords, deliveries: filedDeliveries, counts: counts, removeTail: {})
    if let tail {
      do { sealed.removeTail = try tail.rotate() } catch { sealed.tailFailure = "\(error)" }
    }
    try reached(.rotated)
    do { try writer.seal() } catch { throw VaultLost(cause: error) }
    try reached(.sealed)
    recent.seal()
    forgetFiled()
    return sealed
  }

  /// Counts what became a dead letter.
  func countLetter(_ failure: Outcome.Failure) {
    guard coverage != nil else { return }
    let captured = try? CapturedDelivery(decoding: failure.work.entry.bytes)
    let at = captured?.capturedAt ?? clock.now()
    let scope = CoverageScope(
      provider: captured?.provider ?? Provider(rawValue: "unknown"), account: captured?.account ?? "default")
    var count = CoverageCounts()
    (count.received, count.deadLetters) = (1, 1)
    let day = CoverageDay(endpoint: captured?.endpoint ?? "unknown", scope: scope, day: CivilTime(at).date)
    counts[day, default: CoverageCounts()].add(count)
  }

  func reached(_ point: ArchiverStep) throws {
    do { try step(point) } catch { throw StepFailed(cause: error) }
  }
}
