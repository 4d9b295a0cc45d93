import Ledger
import Records
import Sealing
import Storage

/// Checks a whole vault: every file against a signature, a ledger entry, or the recomputation of a tile
/// (docs/format.md §10.4).
final class Verifier {
  let vault: LockedVault
  let unlocked: UnlockedVault?
  let store: any ObjectStore
  private let progress: (Progress) -> Void
  private let cancel: CancellationFlag?
  var report = VerifyReport()
  /// Everything in the store that no check has claimed yet.
  var unclaimed: [String: Int64] = [:]
  private var configuration: VaultConfiguration
  private static let wrongKey = "names a key that the log has not for this period"
  private var logs: [WriterID: CheckedLog] = [:]

  init(
    vault: LockedVault, unlocked: UnlockedVault?, progress: @escaping (Progress) -> Void, cancel: CancellationFlag?
  ) {
    self.vault = vault
    self.unlocked = unlocked
    store = vault.store
    configuration = vault.configuration
    self.progress = progress
    self.cancel = cancel
    report.unlocked = unlocked != nil
  }

  func problem(_ object: String, _ what: String) {
    let problem = VerifyReport.Problem(object: object, what: what)
    if !report.problems.contains(problem) { report.problems.append(problem) }
  }

  func run(since notes: [VaultCheckpoint]) throws -> VerifyReport {
    // The logs are read before the listing: whatever is published meanwhile is found as pending, not as missing.
    let bytes = readConfiguration()
    for writer in configuration.writers { logs[writer.id] = CheckedLog(writer, verifier: self) }
    for info in try store.list("") { unclaimed[info.path] = info.size }
    unclaimed[VaultPath.configuration] = nil
    for writer in configuration.writers { logs[writer.id]?.checkFiles(verifier: self) }
    checkConfigurationEntries(bytes)
    try checkObjects()
    checkSeenCheckpoints()
    try checkUnclaimed()
    for note in notes { checkEarlier(note) }
    return report
  }

  // MARK: - vault.toml

  private func readConfiguration() -> [UInt8] {
    do {
      let bytes = try store.get(VaultPath.configuration)
      let read = try VaultConfiguration.read(bytes)
      if read.vault != vault.id || read.fingerprint != configuration.fingerprint {
        problem(VaultPath.configuration, "is of another vault")
      } else {
        configuration = read
      }
      return bytes
    } catch {
      problem(VaultPath.configuration, Verifier.words(error))
      return []
    }
  }

  private func checkConfigurationEntries(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    var digests: [Int: Digest] = [:]
    for log in logs.values {
      for case .configuration(let version, let digest) in log.entries {
        if let other = digests[version], other != digest {
          problem(VaultPath.configuration, "version \(version) stands in the ledger with two digests")
        }
        digests[version] = digest
      }
    }
    let newest = digests.keys.max() ?? 0
    if let digest = digests[configuration.version] {
      if digest != SHA256.hash(bytes) { problem(VaultPath.configuration, "is not the file that the ledger describes") }
    } else if configuration.version > newest {
      report.pending += 1
    }
    if newest > configuration.version {
      problem(VaultPath.configuration, "was rolled back: the ledger knows version \(newest)")
    }
    if let previous = digests[configuration.version - 1], configuration.previous != previous {
      problem(VaultPath.configuration, "does not continue the version before it")
    }
    if let unlocked {
      for officer in configuration.officers
      where OfficerName.open(officer.sealedName, of: officer.id, vault: vault.id, with: unlocked.identities) == nil {
        problem(VaultPath.configuration, "the name of the officer \(officer.id) does not open")
      }
    }
  }

  // MARK: - What the ledger describes

  private func checkObjects() throws {
    let total = logs.values.reduce(0) { $0 + $1.entries.count }
    var done = 0
    for writer in configuration.writers {
      guard let log = logs[writer.id] else { continue }
      var periods: [String: Period] = [:]
      for case .key(let key) in log.entries { periods[key.id] = key.period }
      for (index, entry) in log.entries.enumerated() {
        try cancel?.check()
        done += 1
        progress(Progress(done: Int64(done), total: Int64(total), unit: "entries", note: writer.id.text))
        let place = "ledger/\(writer.id) entry \(index)"
        switch entry {
        case .log(let id, let who, let kind, _):
          if index != 0 || id != vault.id || who != writer.id || kind != writer.kind {
            problem(place, "describes another log")
          }
        case .slot(let slot): checkSlot(slot)
        case .key(let key): checkKey(key, writer)
        case .segment(let segment):
          report.segments += 1
          report.records += segment.recordCount
          if periods[segment.key] != segment.period { problem(place, Verifier.wrongKey) }
          if claim(segment.path) { checkSegment(segment, writer) }
        case .object(let object):
          if periods[object.key] != object.period { problem(place, Verifier.wrongKey) }
          if claim(object.path) { checkObject(object, writer) }
        case .configuration, .checkpoint: break
        case .unknown: problem(place, "is of a kind that this program does not know")
        }
        if index == 0, case .log = entry { continue }
        if index == 0 { problem(place, "does not say whose log this is") }
      }
    }
  }

  /// Takes an object off the list of what nothing has described yet.
  private func claim(_ path: String) -> Bool {
    if unclaimed.removeValue(forKey: path) != nil { return true }
    // Two entries may not describe one object.
    problem(path, "is missing, or stands in the ledger twice")
    return false
  }

  /// The bytes of a small object if they are those that the ledger describes.
  private func claim(_ path: String, _ digest: Digest) -> [UInt8]? {
    guard claim(path) else { return nil }
    do {
      let bytes = try store.get(path)
      guard SHA256.hash(bytes) == digest else {
        problem(path, "is not the object that the ledger describes: its digest differs")
        return nil
      }
      return bytes
    } catch {
      problem(path, Verifier.words(error))
      return nil
    }
  }

  private func checkSlot(_ slot: SlotDescription) {
    guard let bytes = claim(slot.path, slot.objectDigest) else { return }
    do {
      switch try SlotKind.of(encoded: bytes) {
      case .passphrase:
        let parsed = try PassphraseSlot(encoded: bytes)
        if parsed.vaultID != vault.id.text { problem(slot.path, "is a slot of another vault") }
      case .recovery:
        let parsed = try RecoverySlot(encoded: bytes)
        if parsed.vaultID != vault.id.text { problem(slot.path, "is a slot of another vault") }
      }
    } catch { problem(slot.path, Verifier.words(error)) }
  }

  private func checkKey(_ key: KeyDescription, _ writer: WriterEntry) {
    guard let bytes = claim(key.path, key.objectDigest) else { return }
    do {
      let file = try RetentionKeyFile(parsing: bytes, vault: vault.id, path: key.path)
      guard file.isSigned(by: writer.verifier.key), file.writer == writer.id, file.id == key.id,
        file.period == key.period, Base64.encode(file.publicKey.bytes) == key.publicKey
      else { return problem(key.path, "is not the key that the ledger describes") }
      if let unlocked { _ = try file.open(with: unlocked.identities) }
    } catch { problem(key.path, Verifier.words(error)) }
  }

  private func checkSegment(_ segment: SegmentDescription, _ writer: WriterEntry) {
    do {
      let found = try SealedInspection.entry(
        of: segment.path, store: store, vault: vault.id, writer: writer.verifier.key)
      guard case .segment(var inspected) = found else { return problem(segment.path, "is not a segment") }
      inspected.sealedAt = segment.sealedAt
      guard inspected == segment else { return problem(segment.path, "says other things of itself than the ledger") }
      guard let unlocked else { return }
      let open = try SegmentOpening(vault: unlocked).open(segment)
      for large in open.largeRecords {
        guard let object = object(large.path), object.objectDigest == large.digest else {
          problem(large.path, "is not the large record that \(segment.path) has")
          continue
        }
      }
      try open.check()
    } catch { problem(segment.path, Verifier.words(error)) }
  }

  private func object(_ path: String) -> ObjectDescription? {
    for log in logs.values {
      for case .object(let object) in log.entries where object.path == path { return object }
    }
    return nil
  }

  private func checkObject(_ object: ObjectDescription, _ writer: WriterEntry) {
    do {
      let found = try SealedInspection.entry(
        of: object.path, store: store, vault: vault.id, writer: writer.verifier.key)
      guard case .object(var inspected) = found else { return problem(object.path, "is not an object") }
      inspected.sealedAt = object.sealedAt
      guard inspected == object else { return problem(object.path, "says other things of itself than the ledger") }
      guard let unlocked else { return }
      try SegmentOpening(vault: unlocked).object(object).read { _ in }
    } catch { problem(object.path, Verifier.words(error)) }
  }

  // MARK: - Between logs, and from earlier

  private func checkSeenCheckpoints() {
    for (writer, log) in logs {
      for case .checkpoint(let seen) in log.entries {
        guard let other = WriterID(ofName: seen.origin, in: vault.id), other != writer else { continue }
        guard let target = logs[other] else {
          problem("ledger/\(other)", "was seen by \(writer), but its writer is gone from vault.toml")
          continue
        }
        guard target.holds else { continue }
        if target.size < seen.size {
          if hasGrown(target, to: seen) { continue }
          problem("ledger/\(other)/checkpoint", "was rolled back: \(writer) saw \(seen.size) entries")
        } else if target.root(at: seen.size) != seen.root {
          problem("ledger/\(other)/checkpoint", "was rewritten: \(writer) saw other entries")
        }
      }
    }
  }

  /// Whether a log was only read too early: since then it has come to what another writer saw, out of what it was.
  private func hasGrown(_ log: CheckedLog, to seen: SeenCheckpoint) -> Bool {
    let now = CheckedLog(log.writer, verifier: self)
    return now.holds && now.root(at: seen.size) == seen.root && now.root(at: log.size) == log.root(at: log.size)
  }

  private func checkEarlier(_ note: VaultCheckpoint) {
    for head in note.logs {
      guard let writer = WriterID(ofName: head.origin, in: vault.id), let log = logs[writer] else {
        problem("ledger/\(head.origin)", "is in the earlier checkpoint, but its writer is gone from vault.toml")
        continue
      }
      guard log.holds else { continue }
      let place = "ledger/\(writer)/checkpoint"
      if log.size < head.size {
        problem(place, "was rolled back: it had \(head.size) entries and now has \(log.size)")
      } else if log.root(at: head.size) != head.root {
        problem(place, "was rewritten: its first \(head.size) entries are others than before")
      }
    }
  }

  // MARK: - What the ledger does not describe

  private func checkUnclaimed() throws {
    // Writers that registered while this check ran: what they wrote is not strange, only new.
    let now = (try? store.get(VaultPath.configuration)).flatMap { try? VaultConfiguration.read($0) }
    let newcomers = Set((now?.writers ?? []).map(\.id)).subtracting(configuration.writers.map(\.id))
    for path in unclaimed.keys.sorted() {
      try cancel?.check()
      if path.hasPrefix(VaultPath.ledger), let log = logs.values.first(where: { path.hasPrefix($0.prefix) }) {
        if log.mayStillPublish(verifier: self) {
          report.pending += 1
        } else {
          problem(path, "goes beyond the log's checkpoint: it was rolled back, or its writer never came back")
        }
      } else if let writer = writer(of: path) {
        if let log = logs[writer.id], !log.holds { continue }
        checkPending(path, writer)
      } else if newcomers.contains(where: { path.contains($0.text) }) {
        report.pending += 1
      } else {
        problem(path, path.hasPrefix(VaultPath.slots) ? "is not in the ledger" : "is not part of the vault")
      }
    }
  }

  private func writer(of path: String) -> WriterEntry? {
    let id: WriterID?
    if path.hasPrefix(VaultPath.retentionKeys), path.hasSuffix(".key") {
      id = path.split(separator: "/").last.flatMap { WriterID(String($0.dropLast(4))) }
    } else if path.hasPrefix(VaultPath.segments) || path.hasPrefix(VaultPath.media) {
      id = VaultPath.parseSealed(path)?.writer
    } else {
      id = nil
    }
    return id.flatMap { configuration.writer($0) }
  }

  /// Published and not logged: in order when its writer signed it.
  private func checkPending(_ path: String, _ writer: WriterEntry) {
    do {
      if path.hasPrefix(VaultPath.retentionKeys) {
        let file = try RetentionKeyFile(parsing: try store.get(path), vault: vault.id, path: path)
        guard file.isSigned(by: writer.verifier.key) else {
          return problem(path, "is not in the ledger and not signed by its writer")
        }
      } else {
        _ = try SealedInspection.entry(of: path, store: store, vault: vault.id, writer: writer.verifier.key)
      }
      report.pending += 1
    } catch { problem(path, Verifier.words(error)) }
  }

  static func words(_ error: any Error) -> String {
    switch error {
    case let error as VaultError: error.message
    case let error as StorageError: error.message
    case let error as SealingError: error.message
    default: "\(error)"
    }
  }
}
