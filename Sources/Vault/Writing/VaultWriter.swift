import Records
import Sealing
import Storage
import Synchronization

/// Seals records into segments and logs them: the one process that writes this log.
///
/// Appending only copies; committing, compressing, sealing and publishing happen on a thread behind it. Records are
/// durable and logged when ``seal(reason:)`` returns.
public final class VaultWriter: Sendable {
  /// Why segments are closed.
  public struct Reason: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let requested = Reason(rawValue: "requested")
    public static let age = Reason(rawValue: "age")
    public static let act = Reason(rawValue: "act")
    public static let end = Reason(rawValue: "end")
  }

  /// A block is sealed when its records reach this.
  static let blockLength = 256 << 10
  /// A segment is closed when its records reach this: JSON of this length seals to less than 8 MiB.
  static let segmentLength = 16 << 20
  /// All open segments together hold at most this; the longest is closed first.
  static let openLimit = 128 << 20
  /// A longer record becomes an object of its own.
  static let largeRecordLength = 1 << 20
  /// A segment is closed at this age.
  static let maximumAge: Int64 = 15 * 60 * 1000

  public let id: WriterID
  public let kind: WriterKind

  private struct Open {
    var segment: SegmentID
    var count = 0
    var length = 0
    var block = OpenBlock()
    var large: [SealingWorker.LargeRecord] = []
    var since: Instant
  }

  private struct State {
    var open: [Period: Open] = [:]
    var length = 0
    /// Bytes appended since everything was sealed.
    var sinceSeal = 0
    var nextSequence: UInt64
    var keys: RetentionKeys
    var logged: Set<String>
    var isClosed = false
  }

  let vault: LockedVault
  let secret: WriterSecret
  let worker: SealingWorker
  private let lock: WriterLock
  private let state: Mutex<State>
  private let onClose: @Sendable () -> Void

  init(
    vault: LockedVault, secret: WriterSecret, worker: SealingWorker, lock: WriterLock, nextSequence: UInt64,
    logged: Set<String>, onClose: @escaping @Sendable () -> Void
  ) {
    self.vault = vault
    self.secret = secret
    self.worker = worker
    self.lock = lock
    self.onClose = onClose
    id = secret.id
    kind = secret.kind
    let keys = RetentionKeys(vault: vault, secret: secret)
    state = Mutex(State(nextSequence: nextSequence, keys: keys, logged: logged))
  }

  // MARK: - Appending

  /// Adds a record; `recordDate` decides the segment's day (by default what the record says, within the month).
  @discardableResult
  public func append(_ record: Record, period: Period, recordDate: Instant? = nil) throws -> RecordAddress {
    try append(encoded: record.encode(), period: period, recordDate: recordDate ?? record.date(within: period.month))
  }

  /// Adds a record that is encoded already.
  @discardableResult
  public func append(encoded bytes: [UInt8], period: Period, recordDate: Instant) throws -> RecordAddress {
    try worker.check()
    let now = vault.environment.clock.now()
    let date = YearMonth(recordDate) == period.month ? recordDate : period.month.start
    return try state.withLock { state in
      guard !state.isClosed else { throw VaultError(.writerStopped, "the writer \(id) was closed") }
      if let open = state.open[period], now.milliseconds - open.since.milliseconds >= VaultWriter.maximumAge {
        close(period, &state)
      }
      var open: Open
      // Taken out of the dictionary while it changes, so that the block's bytes are not copied.
      if let known = state.open.removeValue(forKey: period) {
        open = known
      } else {
        open = try begin(period, now, &state)
      }
      let address = RecordAddress(segment: open.segment, number: open.count)
      if bytes.count > VaultWriter.largeRecordLength {
        do { try appendLarge(bytes, date, period, &open, &state) } catch {
          state.open[period] = open
          throw error
        }
      } else {
        open.block.bytes.append(contentsOf: bytes)
        open.block.lengths.append(UInt32(bytes.count))
      }
      open.block.earliest = min(open.block.earliest, date)
      open.block.latest = max(open.block.latest, date)
      open.count += 1
      open.length += bytes.count
      state.length += bytes.count
      state.sinceSeal += bytes.count
      if open.block.bytes.count >= VaultWriter.blockLength || !open.large.isEmpty { handOver(&open) }
      state.open[period] = open
      if open.length >= VaultWriter.segmentLength { close(period, &state) }
      while state.length >= VaultWriter.openLimit,
        let longest = state.open.max(by: { ($0.value.length, $0.key) < ($1.value.length, $1.key) })
      {
        close(longest.key, &state)
      }
      return address
    }
  }

  private func appendLarge(
    _ bytes: [UInt8], _ date: Instant, _ period: Period, _ open: inout Open, _ state: inout State
  ) throws {
    guard bytes.count <= PaddedFrame.maximumPlainLength else {
      throw VaultError(
        .usage, "a record of \(bytes.count) bytes is over the limit of \(PaddedFrame.maximumPlainLength)",
        remedy: "split the delivery")
    }
    let (header, key) = try makeHeader(.record, period, isCompressed: true, &state)
    open.large.append(
      SealingWorker.LargeRecord(number: open.count, bytes: bytes, date: date, header: header, key: key))
    open.block.lengths.append(0)
  }

  private func begin(_ period: Period, _ now: Instant, _ state: inout State) throws -> Open {
    let (header, key) = try makeHeader(.segment, period, &state)
    worker.begin(header, key: key)
    return Open(segment: header.id, since: now)
  }

  private func makeHeader(
    _ kind: SealedHeader.Kind, _ period: Period, isCompressed: Bool = false, _ state: inout State
  ) throws -> (SealedHeader, SegmentKey) {
    let randomness = vault.environment.randomness
    let logged = state.logged
    let retention = try state.keys.key(for: period) { logged.contains($0) }
    if let entry = retention.entry { worker.note(entry) }
    let key = try SegmentKey.generate(using: randomness)
    let sequence = kind == .media ? 0 : state.nextSequence
    if kind != .media { state.nextSequence += 1 }
    var header = SealedHeader(
      kind: kind, vault: vault.id, id: SegmentID(suffix: Base32.encode(try randomness.bytes(10))), writer: id,
      sequence: sequence, period: period, key: retention.id, createdAt: vault.environment.clock.now(),
      commitment: key.commitment, wrapped: "", isCompressed: isCompressed)
    header.wrapped = try key.wrap(to: retention.publicKey, binding: header.binding, using: randomness).base64
    return (header, key)
  }

  private func handOver(_ open: inout Open) {
    guard !open.block.lengths.isEmpty else { return }
    worker.add(open.block, large: open.large, to: open.segment)
    open.block = OpenBlock()
    open.block.bytes.reserveCapacity(VaultWriter.blockLength + (VaultWriter.blockLength >> 3))
    open.large = []
  }

  private func close(_ period: Period, _ state: inout State) {
    guard var open = state.open.removeValue(forKey: period) else { return }
    handOver(&open)
    worker.finish(open.segment)
    state.length -= open.length
  }

  // MARK: - Media

  /// Seals a medium read in pieces.
  ///
  /// The same bytes are kept once per period: `isNew` says whether these were.
  public func putMedia(
    period: Period, read: (_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> StoredMedia {
    try worker.check()
    let (header, key) = try state.withLock { state in
      guard !state.isClosed else { throw VaultError(.writerStopped, "the writer \(id) was closed") }
      return try makeHeader(.media, period, &state)
    }
    let upload = try vault.store.upload()
    do {
      let sealer = try ObjectSealer(header: header, key: key, upload: upload)
      try read { try sealer.append($0) }
      let digest = sealer.contentDigest()
      let path = VaultPath.medium(writer: id, month: period.month, name: try mediumName(digest, period))
      let entry = try sealer.finish(signedBy: secret.key, path: path, sealedAt: vault.environment.clock.now())
      let isNew = try upload.publish(path)
      if isNew {
        worker.note(.object(entry))
      }
      return StoredMedia(path: path, sha256: digest.hex, size: sealer.size, isNew: isNew)
    } catch {
      upload.cancel()
      throw error
    }
  }

  /// Seals a medium that is in memory.
  public func putMedia(_ bytes: [UInt8], period: Period) throws -> StoredMedia {
    try putMedia(period: period) { sink in try bytes.withUnsafeBytes { try sink($0) } }
  }

  /// Keyed by the writer's secret: the name does not tell whether the vault holds a known file.
  private func mediumName(_ digest: Digest, _ period: Period) throws -> String {
    let context = "\(period.retentionClass.rawValue)/\(period.month)"
    let key = try HKDF.derive(secret: secret.key.seed, label: .mediaIdentifier, context: Array(context.utf8))
    return Base32.prefix(HMACSHA256(key: key).authenticate(digest.bytes), characters: 26)
  }

  // MARK: - Sealing

  /// Closes all open segments, publishes and logs them; returns when the new checkpoint is durable.
  public func seal(reason: Reason = .requested) throws {
    let bytes = state.withLock { state in
      for period in state.open.keys.sorted() { close(period, &state) }
      return state.sinceSeal
    }
    try worker.flush()
    // Only now: while this failed or went on, what others appended meanwhile still counts.
    state.withLock { $0.sinceSeal -= min(bytes, $0.sinceSeal) }
    try vault.remember()
  }

  /// The bytes of records appended since the last seal.
  public var openBytes: Int { state.withLock { $0.sinceSeal } }

  /// Seals when a segment has been open for 15 minutes.
  public func sealIfDue() throws {
    let now = vault.environment.clock.now()
    let isDue = state.withLock { state in
      state.open.values.contains { now.milliseconds - $0.since.milliseconds >= VaultWriter.maximumAge }
    }
    if isDue { try seal(reason: .age) }
  }

  /// Seals what is open and releases the writer's lock.
  ///
  /// A closed writer is not used again.
  public func close() throws {
    let wasOpen = state.withLock { state in !state.isClosed }
    guard wasOpen else { return }
    defer {
      state.withLock { $0.isClosed = true }
      lock.release()
      onClose()
    }
    try seal(reason: .end)
    lock.end()
  }
}

/// A medium in the vault.
public struct StoredMedia: Sendable, Hashable {
  /// The object's name, as a record's media reference gives it.
  public var path: String
  /// SHA-256 of the plain bytes, in hexadecimal.
  public var sha256: String
  /// The number of plain bytes.
  public var size: Int64
  /// Whether the bytes were not there before.
  public var isNew: Bool
}

extension Record {
  /// The record's own date where it lies in the month, else the month's start.
  func date(within month: YearMonth) -> Instant {
    let candidates: [Instant?]
    switch self {
    case .delivery(let delivery): candidates = [delivery.capturedAt]
    case .event(let record): candidates = [record.event.sentAt, record.capturedAt]
    case .act(let act): candidates = [act.doneAt]
    }
    return candidates.compactMap { $0 }.first { YearMonth($0) == month } ?? month.start
  }
}
