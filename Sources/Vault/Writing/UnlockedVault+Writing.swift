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

  /// Completes what processes of this machine left that were killed or failed: what they published and did not come to
  /// log enters the ledger, so that whoever looks next knows of it.
  ///
  /// Costs nothing where every process ended in order. A writer that another process has is left to that process.
  public func finishInterrupted() throws {
    var kinds = (1...ActRecorder.slots).map { (WriterKind.console, $0) }
    kinds.append((.importer, 1))
    for (kind, number) in kinds {
      let path = state.writer(kind, number, "lock")
      guard try WriterLock.isInterrupted(path, files: environment.files) else { continue }
      do { try writer(kind: kind, number: number).close() } catch let error as VaultError
        where error.code == .writerBusy
      {
        continue
      }
    }
  }

  private func openWriter(
    _ kind: WriterKind, _ number: Int, onClose: @escaping @Sendable () -> Void
  ) throws -> VaultWriter {
    try locked.openWriter(kind, number, onClose: onClose) {
      let secret = try writerSecret(kind, number)
      try register(secret)
      return secret
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

  func checkMayRegister() throws {
    guard officer.isAdministrator, signingKey != nil else {
      throw VaultError(
        .notPermitted, "this machine is not yet a writer of the vault, and only the first officer can register it",
        remedy: "let the first officer unlock the vault on this machine once")
    }
  }

  /// Puts a new writer into vault.toml, signed by the first officer.
  func register(_ secret: WriterSecret) throws {
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
}
