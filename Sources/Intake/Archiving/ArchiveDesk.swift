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

/// A medium that nobody took over yet, and the entry that names it.
struct WaitingMedium: Sendable {
  var position: SpoolPosition
  var job: MediaJob
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

    var media: [WaitingMedium] = []
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
  let filer: DeliveryFiler
  private let makeWriter: @Sendable () throws -> VaultWriter
  let tail: RecordTail?
  let coverage: CoverageTracker?
  private let clock: any Clock
  let marker: CrashMarker?
  /// Threads that read beside the desk's own.
  let readers: [WorkQueue]
  private let step: @Sendable (ArchiverStep) throws -> Void
  /// The writer, for those who seal media beside the archiver.
  let current = Mutex<VaultWriter?>(nil)

  var writer: VaultWriter?
  var recent: RecentDeliveries
  var suspicion: CrashMarker.Suspicion?
  var filed: [SpoolPosition] = []
  var filedBytes = 0
  var filedRecords = 0
  var filedDeliveries = 0
  var filedSince: ContinuousClock.Instant?
  var counts: [CoverageDay: CoverageCounts] = [:]

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
    readers = (1..<max(1, options.workers)).map { WorkQueue("holdfast.reader-\($0)", niceness: options.niceness) }
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

  // MARK: - Sealing

  /// Whether what is filed is large or old enough.
  var isSealDue: Bool {
    guard let filedSince else { return false }
    return filedBytes >= options.sealBytes || .now - filedSince >= .milliseconds(options.sealMilliseconds)
  }

  /// Seals what is filed; throws ``VaultLost`` when the vault fails.
  func seal() throws -> Sealed? {
    guard !filed.isEmpty || filedRecords > 0, let writer else { return nil }
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
