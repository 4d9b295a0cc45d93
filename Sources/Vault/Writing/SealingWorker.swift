import Dispatch
import Records
import Sealing
import Storage
import Synchronization

/// Seals, publishes and logs behind an appending thread: one serial queue, a bounded number of jobs.
final class SealingWorker: @unchecked Sendable {
  // @unchecked: everything but `failure`, `queue` and `room` is touched on the serial queue only.
  private let queue = DispatchQueue(label: "holdfast.sealing")
  private let room = DispatchSemaphore(value: 8)
  private let failure = Mutex<(any Error)?>(nil)

  private let vault: LockedVault
  private let secret: WriterSecret
  private let log: LogWriter
  private let compressor = Zstandard.Compressor()
  private var sealers: [SegmentID: SegmentSealer] = [:]
  private var unlogged: [LedgerEntry] = []

  /// Published objects wait for a ledger entry at most until there are this many.
  private static let batch = 8

  init(vault: LockedVault, secret: WriterSecret, log: LogWriter) {
    self.vault = vault
    self.secret = secret
    self.log = log
  }

  /// Throws what stopped the worker; it is never used again after that.
  func check() throws {
    if let error = failure.withLock({ $0 }) {
      throw VaultError(
        .writerStopped, "the writer stopped: \(error)", remedy: "remove the cause and run the command again",
        cause: error)
    }
  }

  private func submit(_ job: @escaping @Sendable (SealingWorker) throws -> Void) {
    room.wait()
    queue.async { [self] in
      defer { room.signal() }
      run(job)
    }
  }

  private func run(_ job: (SealingWorker) throws -> Void) {
    // After a failure nothing is done any more: what is on disk is unknown, and only a restart finds out.
    guard failure.withLock({ $0 == nil }) else { return }
    do { try job(self) } catch { failure.withLock { $0 = error } }
  }

  // MARK: - Jobs

  func begin(_ header: SealedHeader, key: SegmentKey) {
    submit { worker in
      worker.sealers[header.id] = try SegmentSealer(header: header, key: key, compressor: worker.compressor)
    }
  }

  func add(_ block: OpenBlock, large: [LargeRecord], to segment: SegmentID) {
    submit { worker in
      guard let sealer = worker.sealers[segment] else { return }
      var block = block
      for record in large { block.large.append(try worker.seal(record, in: sealer)) }
      try sealer.add(block)
    }
  }

  func finish(_ segment: SegmentID) {
    submit { worker in
      guard let sealer = worker.sealers.removeValue(forKey: segment), sealer.recordCount > 0 else { return }
      let (bytes, entry) = try sealer.finish(
        signedBy: worker.secret.key, sealedAt: worker.vault.environment.clock.now())
      guard try worker.vault.store.putIfAbsent(entry.path, bytes) else {
        throw VaultError(
          .conflict, "\(entry.path) is there already", remedy: "run the command again: the next number will be taken")
      }
      worker.unlogged.append(.segment(entry))
      if worker.unlogged.count >= SealingWorker.batch { try worker.logNow() }
    }
  }

  func note(_ entry: LedgerEntry) { submit { $0.unlogged.append(entry) } }

  /// Logs what was published; returns when the checkpoint stands.
  func flush() throws {
    queue.sync { run { try $0.logNow() } }
    try check()
  }

  private func logNow() throws {
    let entries = unlogged
    try log.append(entries)
    unlogged = []
  }

  /// A record that is too large for a block.
  struct LargeRecord: Sendable {
    var number: Int
    var bytes: [UInt8]
    var date: Instant
    var header: SealedHeader
    var key: SegmentKey
  }

  private func seal(_ record: LargeRecord, in sealer: SegmentSealer) throws -> OpenBlock.Large {
    let store = vault.store
    let path = VaultPath.segment(
      writer: secret.id, sequence: record.header.sequence, day: CivilTime(record.date).date, isLargeRecord: true)
    let upload = try store.upload()
    let object = try ObjectSealer(header: record.header, key: record.key, upload: upload)
    let frame = try record.bytes.withUnsafeBytes { try compressor.compress($0) }
    try frame.withUnsafeBytes { try object.append($0) }
    let entry = try object.finish(signedBy: secret.key, path: path, sealedAt: vault.environment.clock.now())
    guard try upload.publish(path) else {
      throw VaultError(.conflict, "\(path) is there already", remedy: "run the command again")
    }
    unlogged.append(.object(entry))
    return OpenBlock.Large(
      number: record.number, commitment: sealer.commitment(of: record.number, record.bytes),
      entry: SegmentFooter.Large(
        number: record.number, length: record.bytes.count, digest: entry.objectDigest, path: path))
  }
}
