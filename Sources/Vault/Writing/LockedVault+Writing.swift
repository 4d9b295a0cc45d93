import Ledger
import Records
import Sealing
import Storage

extension LockedVault {
  /// Opens a writer of this machine: takes its lock, finishes what a crash left and says what is to be said first.
  ///
  /// `secret` is asked for the writer's key once the lock is held.
  func openWriter(
    _ kind: WriterKind, _ number: Int, onClose: @escaping @Sendable () -> Void,
    secret: () throws -> WriterSecret
  ) throws -> VaultWriter {
    try holdingLock(of: kind, number) { lock in
      try lock.begin()
      let secret = try secret()
      let log = try LogWriter(vault: self, secret: secret, intentPath: state.writer(kind, number, "last"))
      let adoption = try Adoption(vault: self, secret: secret).run()
      var entries = adoption.entries
      entries.insert(contentsOf: try openingEntries(secret, isNew: log.size == 0), at: 0)
      try log.append(entries)
      let now = environment.clock.now().seconds
      if let store = store as? FolderStore { try? store.removeAbandoned(now: now) }
      for folder in [state.path, state.path + "/writers"] {
        try? DurableFile.removeAbandoned(in: folder, now: now, files: environment.files)
      }
      try remember()
      return VaultWriter(
        vault: self, secret: secret, worker: SealingWorker(vault: self, secret: secret, log: log), lock: lock,
        nextSequence: adoption.lastSequence + 1, logged: try view.log(secret.entry(in: id)).paths, onClose: onClose)
    }
  }

  /// Runs as the only process of this writer, on a vault that did not go backwards.
  ///
  /// The lock is released when the body fails; else whoever got it releases it.
  func holdingLock<Result>(
    of kind: WriterKind, _ number: Int, _ body: (WriterLock) throws -> Result
  ) throws -> Result {
    guard let lock = try WriterLock.take(state.writer(kind, number, "lock"), files: environment.files) else {
      throw VaultError(
        .writerBusy, "another process is the \(kind.rawValue) writer of this vault on this machine",
        remedy: "wait for it to end, or stop it")
    }
    do {
      if let known = try known()?.checkpoint, let problem = try departures(from: known).first {
        throw VaultError(
          .rolledBack, "\(problem.object) \(problem.what)",
          remedy:
            "the vault is older than it was seen here before: restore the newest backup before writing to it, or, "
            + "if the loss is accepted, remove \(state.path)/known")
      }
      return try body(lock)
    } catch {
      lock.release()
      throw error
    }
  }

  /// What a writer says first: whose log this is; the slots, when no log has them yet; vault.toml as it is now.
  private func openingEntries(_ secret: WriterSecret, isNew: Bool) throws -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    let logs = try view.all(configuration.writers)
    if isNew {
      entries.append(
        .log(vault: id, writer: secret.id, kind: secret.kind, createdAt: environment.clock.now()))
    }
    if logs.allSatisfy({ $0.size == 0 }) {
      for path in try store.list(VaultPath.slots).map(\.path) {
        let bytes = try store.get(path)
        let slot = path.dropFirst(VaultPath.slots.count).dropLast(".slot".count)
        let kind: String
        switch try SlotKind.of(encoded: bytes) {
        case .passphrase: kind = "passphrase"
        case .recovery: kind = "recovery"
        }
        entries.append(
          .slot(SlotDescription(id: String(slot), kind: kind, path: path, objectDigest: SHA256.hash(bytes))))
      }
    }
    let configuration = self.configuration
    if logs.allSatisfy({ ($0.configuration?.version ?? 0) < configuration.version }) {
      entries.append(
        .configuration(version: configuration.version, digest: SHA256.hash(configurationBytes)))
    }
    return entries
  }
}
