import Records
import Storage
import Synchronization
import Vault

/// Files what a gateway captured: spool, readers, segments, ledger, and only then is the spool acknowledged.
///
/// Whatever ends it, the spool hands out again what was not acknowledged: a delivery may be in the vault twice, a
/// message has one identity. An entry that cannot be read becomes a dead letter; a vault that fails is waited for.
public final class Archiver: Sendable {
  /// Takes over media that wait to be fetched; what it returned from is its to remember.
  public typealias MediaHandOver = @Sendable ([MediaJob]) async throws -> Void

  let spool: any Spool
  let deadLetters: DeadLetterStore
  let coverage: CoverageTracker?
  let options: ArchiverOptions
  let onMedia: MediaHandOver
  let clock: any Clock
  let desk: ArchiveDesk
  /// What waits in the spool is safe: what is still to be received comes first.
  let queue: WorkQueue
  let book = Mutex(Book())
  private let turn = AsyncTurn()
  let settling = AsyncTurn()

  /// What the archiver remembers between turns.
  struct Book {
    var status = ArchiverStatus()
    /// Entries that failed, until they are tried again.
    var retries: [SpoolPosition: (work: ArchiveWork, due: ContinuousClock.Instant)] = [:]
    /// How often an entry failed that was handed back meanwhile.
    var failures: [SpoolPosition: Int] = [:]
    /// Entries to be handed back, and those that were and did not come again yet.
    var returning: [SpoolPosition] = []
    var returned: Set<SpoolPosition> = []
    /// Media that nobody took over yet.
    var media: [WaitingMedium] = []
    /// How many media are handed over at once; fewer while those who take them are nearly full.
    var mediaStep = Archiver.mostMediaAtOnce
    /// How many of them, from the first on, belong to what is sealed: it never comes again.
    var sealedMedia = 0
    /// Sealed and not acknowledged yet.
    var sealed: [SpoolPosition] = []
    /// The newest position that was taken.
    var newest: SpoolPosition?
    /// Events whose files were fetched, until the spool has them.
    var completed: [EventRecord] = []
    var since: ContinuousClock.Instant?

    /// What is sealed and whose media were taken over, and what is sealed and must wait for that.
    var settled: (positions: [SpoolPosition], waiting: [SpoolPosition]) {
      guard !media.isEmpty, !sealed.isEmpty else { return (sealed, []) }
      let lacking = Set(media.map(\.position))
      return (sealed.filter { !lacking.contains($0) }, sealed.filter { lacking.contains($0) })
    }
  }

  static let noWriter = VaultError(.writerStopped, "the archiver has no writer now", remedy: "it opens one by itself")

  /// Creates an archiver.
  ///
  /// `makeWriter` opens the gateway's writer, and again whenever the vault failed. `step` is for tests.
  public init(
    vault: LockedVault, spool: any Spool, deadLetters: DeadLetterStore,
    makeWriter: @escaping @Sendable () throws -> VaultWriter, tail: RecordTail? = nil,
    coverage: CoverageTracker? = nil, options: ArchiverOptions = ArchiverOptions(),
    onMedia: @escaping MediaHandOver = { _ in }, step: @escaping @Sendable (ArchiverStep) throws -> Void = { _ in }
  ) {
    self.spool = spool
    self.deadLetters = deadLetters
    self.coverage = coverage
    self.options = options
    self.onMedia = onMedia
    clock = vault.environment.clock
    queue = WorkQueue("holdfast.archiver", niceness: options.niceness)
    desk = ArchiveDesk(
      vault: vault, options: options, makeWriter: makeWriter, tail: tail, coverage: coverage, step: step)
  }

  // MARK: - Running

  /// Files until cancelled; then empties the spool as far as time allows, seals, and closes the writer.
  public func run() async throws {
    var pause = options.pauseMilliseconds
    while !Task.isCancelled {
      do {
        try await work(wait: .milliseconds(500))
        pause = options.pauseMilliseconds
        book.withLock { $0.status.failure = nil }
      } catch let failed as StepFailed {
        throw failed.cause
      } catch is CancellationError {
        break
      } catch {
        await recover(from: error)
        try? await Task.sleep(for: .milliseconds(pause))
        pause = min(options.longestPauseMilliseconds, pause * 2)
      }
    }
    // The end must not be cancelled itself: it is what makes the rest safe.
    try await Task { try await self.finish() }.value
  }

  private func finish() async throws {
    let deadline = ContinuousClock.now + .milliseconds(options.drainMilliseconds)
    do {
      repeat { if try await !work(wait: .zero), !hasRetries { break } } while ContinuousClock.now < deadline
      try await seal()
      try await settle()
      try await queue.run { [desk] in try desk.close() }
    } catch let failed as StepFailed {
      throw failed.cause
    } catch {
      await recover(from: error)
      try? await queue.run { [desk] in try desk.close() }
    }
  }

  private var hasRetries: Bool { book.withLock { !$0.retries.isEmpty } }

  /// One turn: takes, files, hands over, seals when due; false when there was nothing.
  @discardableResult
  private func work(wait: Duration) async throws -> Bool {
    if try await !queue.run({ [desk] in desk.hasWriter }) { try await queue.run { [desk] in try desk.openWriter() } }
    try await keepCompleted()
    try await giveBack()
    let batch = try await take(wait: wait)
    if !batch.isEmpty { await coverage?.share() }
    if !batch.isEmpty { try await file(batch) }
    try await handOver()
    try? await coverage?.flush(into: spool)
    if try await queue.run({ [desk] in desk.isSealDue }) { try await seal() }
    try await settle()
    noteUnsealed(try await queue.run { [desk] in desk.unsealed })
    return !batch.isEmpty
  }

  // MARK: - For those beside it

  /// How it stands.
  public func status() -> ArchiverStatus {
    book.withLock { book in
      var status = book.status
      status.retrying = Int64(book.retries.count)
      if let since = book.since {
        let (seconds, attoseconds) = (ContinuousClock.now - since).components
        status.sealLagMilliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
      }
      return status
    }
  }

  /// The writer that is open now: for sealing media beside the archiver; another one after the vault failed.
  public func writer() throws -> VaultWriter {
    guard let writer = desk.current.withLock({ $0 }) else { throw Archiver.noWriter }
    return writer
  }

  /// Files an event again whose file was fetched; durable when ``durable()`` returned.
  public func complete(_ record: EventRecord) throws { book.withLock { $0.completed.append(record) } }

  /// Returns when everything that was completed so far is durable.
  public func durable() async throws {
    try await turn.take {
      while let next = book.withLock({ $0.completed.first }) {
        try await spool.append(captured(next).encoded())
        book.withLock { _ = $0.completed.removeFirst() }
      }
    }
  }

  /// The same as ``durable()``.
  public func sealed() async throws { try await durable() }

  /// Makes durable what was completed, whatever room the spool has; for the archiver's own turn.
  ///
  /// Were it to wait for room, a full spool would wait for itself: it empties when the queue of media takes the next
  /// ones, that queue when what was fetched is durable. So then it is sealed at once instead.
  func keepCompleted() async throws {
    do { try await durable() } catch let error as SpoolError where error.code == .full {
      try await turn.take {
        let completed = book.withLock { $0.completed }
        let readings = completed.map(captured)
        let refused = try await queue.run { [desk] in try desk.file(completed: readings) }
        for (captured, error) in refused {
          try await queue.run { [deadLetters] in
            _ = try deadLetters.put(
              captured.encoded(), endpoint: captured.endpoint, reason: .unreadable, error: "\(error)", tries: 1)
          }
        }
        try await seal()
        book.withLock { $0.completed.removeFirst(completed.count) }
      }
    } catch {
      // Those who completed it ask again.
    }
  }

  private func captured(_ completed: EventRecord) -> CapturedDelivery {
    CapturedDelivery(
      route: .reading, endpoint: "gateway", provider: completed.event.provider, account: completed.event.account,
      capturedAt: clock.now(), authenticity: .file, body: Record.event(completed).encode())
  }
}
