import Intake
import Records
import Sealing
import Storage
import Synchronization
import Vault

#if canImport(Glibc)
  import Glibc
#endif

/// A spool in a folder of this machine: append-only sealed files, one sync for all that wait.
public final class FileSpool: Spool {
  /// A file is ended at about this size.
  public static let fileLength = 64 << 20

  private let core: SpoolCore
  private let reader: SpoolReader
  private let folder: String
  private let limit: Int64

  /// Opens a folder, which is made when absent; entries that were not acknowledged are handed out again.
  ///
  /// Throws ``SpoolError`` `busy` while another process has it, `VaultError` `wrongKey` when it was filled under another
  /// gateway key. What is damaged is in ``damages``; all else is handed out.
  public static func open(
    folder: String, key: GatewayKey, vault: LockedVault, limit: Int64, environment: VaultEnvironment? = nil
  ) throws -> FileSpool {
    try open(
      folder: folder, key: key, vault: vault, limit: limit, environment: environment ?? vault.environment,
      fileLength: fileLength)
  }

  static func open(
    folder: String, key: GatewayKey, vault: LockedVault, limit: Int64, environment: VaultEnvironment, fileLength: Int
  ) throws -> FileSpool {
    let files = environment.files
    try DurableFile.makeDirectories(folder, files: files)
    let lock = try files.openForAppending(folder + "/" + SpoolFormat.lockName)
    do {
      // A program that is being started by another thread holds every descriptor for a moment, and with it the lock of
      // a spool that was closed just now.
      var isOurs = try files.lock(lock)
      for _ in 0..<50 where !isOurs {
        usleep(20_000)
        isOurs = try files.lock(lock)
      }
      guard isOurs else {
        throw SpoolError(
          .busy, "another process uses the spool in \(folder)", remedy: "wait for it to end, or stop it")
      }
      let found = try SpoolFolder(folder, vault: vault.id, files: files) { wrap in
        try wrap.open(purpose: SpoolFormat.purpose, vault: vault.id, key: key)
      }
      try secure(found, files: files)
      var state = SpoolState(limit: limit)
      for file in found.files {
        if let file = file.state { state.add(file) }
        for damage in file.damages { state.note(damage) }
      }
      let appender = SpoolAppender(
        folder: folder, key: key, vault: vault, environment: environment, fileLength: fileLength,
        lastNumber: found.lastNumber, previous: found.previous)
      let log = AcknowledgementLog(
        folder: folder, files: files, last: found.lastAcknowledgement, older: found.acknowledgementPaths)
      let core = SpoolCore(spool: state, appender: appender, log: log, lock: lock, folder: folder, files: files)
      core.start()
      return FileSpool(core: core, reader: SpoolReader(files: files), folder: folder, limit: limit)
    } catch {
      files.close(lock)
      throw error
    }
  }

  /// Makes durable what is about to be handed out, and removes what never held anything.
  private static func secure(_ found: SpoolFolder, files: any FileOperations) throws {
    if let last = found.files.last?.state, !last.slots.isEmpty {
      // A process that ended before its sync left these; the next header vouches for them.
      let file = try files.openForAppending(last.path)
      defer { files.close(file) }
      try files.sync(file)
    }
    for path in found.abandoned { try? files.unlink(path) }
  }

  private init(core: SpoolCore, reader: SpoolReader, folder: String, limit: Int64) {
    self.core = core
    self.reader = reader
    self.folder = folder
    self.limit = limit
  }

  deinit { core.submit { $0.isClosing = true } }

  /// What cannot be read, each with file and offset; the files stay.
  public var damages: [SpoolError] { core.state.withLock { $0.spool.damages } }

  private var closed: SpoolError { SpoolError(.closed, "the spool in \(folder) is closed") }

  // MARK: - Appending

  @discardableResult
  public func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    guard bytes.count <= SpoolFormat.maximumContentLength else {
      throw SpoolError(
        .tooLarge, "an entry of \(bytes.count) bytes is over the spool's limit of \(SpoolFormat.maximumContentLength)")
    }
    let length = Int64(SpoolFormat.diskLength(bytes.count))
    return try await withCheckedThrowingContinuation { continuation in
      let refusal: SpoolError? = core.submit { state in
        guard !state.isClosing else { return closed }
        guard state.spool.bytes + state.appendBytes + length <= limit else { return full(state.spool.bytes) }
        state.appends.append(SpoolCore.Append(content: bytes, continuation: continuation))
        state.appendBytes += length
        return nil
      }
      if let refusal { continuation.resume(throwing: refusal) }
    }
  }

  private func full(_ bytes: Int64) -> SpoolError {
    SpoolError(
      .full, "the spool in \(folder) holds \(bytes) bytes of at most \(limit)",
      remedy: "see why nothing is sealed, or raise the limit")
  }

  // MARK: - Handing out

  public func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    guard limit > 0 else { return [] }
    let end = ContinuousClock.now + wait
    while true {
      let handouts = try core.state.withLock { state in
        guard !state.isClosing else { throw closed }
        return state.spool.take(limit)
      }
      if !handouts.isEmpty {
        let entries = try read(handouts)
        if !entries.isEmpty { return entries }
        continue
      }
      guard ContinuousClock.now < end else { return [] }
      try await waitForEntries(until: end)
    }
  }

  private func read(_ handouts: [SpoolState.Handout]) throws -> [SpooledEntry] {
    let result: SpoolReader.Result
    do { result = try reader.read(handouts) } catch {
      core.state.withLock { $0.spool.giveBack(handouts.map(\.position), failed: false) }
      throw SpoolError(
        .failed, "the spool in \(folder) cannot be read: \(error)", remedy: "check the disk", cause: error)
    }
    if !result.lost.isEmpty {
      core.state.withLock { state in
        for (position, damage) in result.lost { state.spool.lose(position, damage) }
      }
    }
    return result.entries
  }

  /// Returns when something may be there, or at the time.
  private func waitForEntries(until end: ContinuousClock.Instant) async throws {
    let id = core.state.withLock { state in
      defer { state.nextWaiter += 1 }
      return state.nextWaiter
    }
    let core = core
    @Sendable func wake() { core.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume() }
    let end = min(end, core.state.withLock { $0.spool.nextRested } ?? end)
    let timer = Task {
      try? await Task.sleep(until: end, clock: .continuous)
      wake()
    }
    defer { timer.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isReady = core.state.withLock { state in
          // Whoever would wake this may have come before.
          if state.spool.hasNext || state.isClosing || Task.isCancelled || ContinuousClock.now >= end { return true }
          state.waiters[id] = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    } onCancel: {
      wake()
    }
    try Task.checkCancellation()
  }

  // MARK: - Acknowledging

  public func acknowledge(_ positions: [SpoolPosition]) async throws {
    guard !positions.isEmpty else { return }
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      let refusal: SpoolError? = core.submit { state in
        guard !state.isClosing else { return closed }
        state.acknowledgements.append(
          SpoolCore.Acknowledgement(positions: positions, continuation: continuation))
        return nil
      }
      if let refusal { continuation.resume(throwing: refusal) }
    }
  }

  public func giveBack(_ positions: [SpoolPosition]) async throws {
    // Those who wait learn when it has rested.
    let waiters = try core.state.withLock { state in
      guard !state.isClosing else { throw closed }
      state.spool.giveBack(positions)
      return state.takeWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }

  // MARK: - Standing

  public func status() async -> SpoolStatus {
    let (spool, failure) = core.state.withLock { state in
      (
        SpoolStatus(
          entries: state.spool.entries, bytes: state.spool.bytes, limit: limit, failure: state.failure?.message,
          damaged: Int64(state.spool.damages.count)),
        state.spool.oldest
      )
    }
    var status = spool
    if let failure, let result = try? reader.read([failure]) { status.oldest = result.times.first }
    return status
  }

  public func close() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isClosed = core.submit { state in
        state.isClosing = true
        if !state.isClosed { state.closers.append(continuation) }
        return state.isClosed
      }
      if isClosed { continuation.resume() }
    }
  }
}

extension SpoolError.Code {
  /// Another process uses the spool.
  public static let busy = SpoolError.Code(rawValue: "busy")
  /// An entry is longer than any spool takes.
  public static let tooLarge = SpoolError.Code(rawValue: "too-large")
}
