import Ledger
import Records
import Sealing
import Storage

extension UnlockedVault {
  /// Opens this machine's writer of a kind; on first use it is made and registered.
  ///
  /// The same writer is returned until it is closed. Another process that has it means `writerBusy`.
  public func writer(kind: WriterKind) throws -> VaultWriter { try writer(kind: kind, number: 1) }

  func writer(kind: WriterKind, number: Int) throws -> VaultWriter {
    let name = "\(kind.rawValue)-\(number)"
    return try writerCache.withLock { cache in
      if let writer = cache[name] { return writer }
      let writer = try openWriter(kind, number) { [weak self] in
        self?.writerCache.withLock { $0[name] = nil }
      }
      cache[name] = writer
      return writer
    }
  }

  private func openWriter(
    _ kind: WriterKind, _ number: Int, onClose: @escaping @Sendable () -> Void
  ) throws -> VaultWriter {
    let files = environment.files
    let lockPath = state.writer(kind, number, "lock")
    guard let lock = try WriterLock.take(lockPath, files: files) else {
      throw VaultError(
        .writerBusy, "another process is the \(kind.rawValue) writer of this vault on this machine",
        remedy: "wait for it to end, or stop it")
    }
    do {
      if let known = try locked.known()?.checkpoint, let problem = try locked.departures(from: known).first {
        throw VaultError(
          .rolledBack, "\(problem.object) \(problem.what)",
          remedy:
            "the vault is older than it was seen here before: restore the newest backup before writing to it, or, "
            + "if the loss is accepted, remove \(state.path)/known")
      }
      let secret = try writerSecret(kind, number)
      try register(secret)
      let log = try LogWriter(vault: locked, secret: secret, intentPath: state.writer(kind, number, "last"))
      let adoption = try Adoption(vault: locked, secret: secret).run()
      var entries = adoption.entries
      entries.insert(contentsOf: try openingEntries(secret, isNew: log.size == 0), at: 0)
      try log.append(entries)
      let now = environment.clock.now().seconds
      if let store = store as? FolderStore { try? store.removeAbandoned(now: now) }
      for folder in [state.path, state.path + "/writers"] {
        try? DurableFile.removeAbandoned(in: folder, now: now, files: files)
      }
      try locked.remember()
      return VaultWriter(
        vault: locked, secret: secret, worker: SealingWorker(vault: locked, secret: secret, log: log), lock: lock,
        nextSequence: adoption.lastSequence + 1, logged: try locked.view.log(secret.entry(in: id)).paths,
        onClose: onClose)
    } catch {
      lock.release()
      throw error
    }
  }

  private func writerSecret(_ kind: WriterKind, _ number: Int) throws -> WriterSecret {
    let path = state.writer(kind, number, "key")
    if let secret = try WriterSecret.read(
      kind, vault: id, identities: identities, path: path, files: environment.files)
    {
      return secret
    }
    try checkMayRegister()
    return try WriterSecret.create(
      kind, vault: id, identity: publicIdentity, path: path, environment: environment)
  }

  private func checkMayRegister() throws {
    guard officer.isAdministrator, signingKey != nil else {
      throw VaultError(
        .notPermitted, "this machine is not yet a writer of the vault, and only the first officer can register it",
        remedy: "let the first officer unlock the vault on this machine once")
    }
  }

  /// Puts a new writer into vault.toml, signed by the first officer.
  private func register(_ secret: WriterSecret) throws {
    for _ in 0..<16 {
      var configuration = try locked.reloadConfiguration()
      if configuration.writer(secret.id) != nil { return }
      try checkMayRegister()
      guard let signingKey else { return }
      let before = locked.configurationBytes
      configuration.version += 1
      configuration.previous = SHA256.hash(before)
      configuration.writers.append(try secret.entry(in: id))
      if try store.replace(VaultPath.configuration, configuration.signed(by: signingKey), expecting: before) {
        try locked.reloadConfiguration()
        return
      }
    }
    throw VaultError(.conflict, "vault.toml keeps changing", remedy: "try again")
  }

  /// What a writer says first: whose log this is; the slots, when no log has them yet; vault.toml as it is now.
  private func openingEntries(_ secret: WriterSecret, isNew: Bool) throws -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    let logs = try locked.view.all(locked.configuration.writers)
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
    let configuration = locked.configuration
    if logs.allSatisfy({ ($0.configuration?.version ?? 0) < configuration.version }) {
      entries.append(
        .configuration(version: configuration.version, digest: SHA256.hash(locked.configurationBytes)))
    }
    return entries
  }
}
