import Records
import Sealing
import Storage

extension LockedVault {
  /// Opens the vault with an officer's passphrase.
  public func unlock(passphrase: SecretBytes) throws -> UnlockedVault {
    var damaged: VaultError?
    var tried = 0
    for path in try slotPaths() {
      let slot: PassphraseSlot
      let contents: SlotContents
      do {
        guard let parsed = try passphraseSlot(path) else { continue }
        slot = parsed
        tried += 1
        contents = try slot.open(passphrase: passphrase)
      } catch let error as SealingError where error.code == .wrongPassphrase {
        continue
      } catch let error as VaultError {
        damaged = error
        continue
      } catch {
        damaged = corrupt(path, error)
        continue
      }
      return try unlocked(with: contents, officerID: slot.officerID, path: path)
    }
    if let damaged { throw damaged }
    guard tried > 0 else {
      throw VaultError(
        .noSlot, "the vault has no passphrase slot", remedy: "restore keys/slots from a backup, or use recovery")
    }
    throw VaultError(
      .wrongPassphrase, "the passphrase opens none of the vault's \(tried) slots", remedy: "type it again")
  }

  /// Opens the vault for reading with the recovery secret: nothing can be signed.
  public func unlock(recoverySecret text: String) throws -> UnlockedVault {
    let secret: RecoverySecret
    do { secret = try RecoverySecret(text: text) } catch {
      throw VaultError(
        .wrongRecoverySecret, "this is not a recovery secret: \(error)",
        remedy: "use the whole file that holdfast init wrote", cause: error)
    }
    guard secret.publicKey == configuration.recovery else {
      throw VaultError(
        .wrongRecoverySecret, "this recovery secret is not of this vault", remedy: "compare the fingerprints")
    }
    var damaged: VaultError?
    for path in try slotPaths() {
      do {
        let bytes = try store.get(path)
        guard case .recovery = try SlotKind.of(encoded: bytes) else { continue }
        let slot = try RecoverySlot(encoded: bytes)
        try check(slot.vaultID, path)
        let contents = SlotContents(identities: try slot.open(with: secret), officer: nil)
        return try unlocked(with: contents, officerID: nil, path: path)
      } catch let error as VaultError {
        damaged = error
      } catch {
        damaged = corrupt(path, error)
      }
    }
    throw damaged ?? VaultError(.noSlot, "the vault has no recovery slot", remedy: "restore keys/slots from a backup")
  }

  private func slotPaths() throws -> [String] {
    try store.list(VaultPath.slots).map(\.path).filter { $0.hasSuffix(".slot") && ObjectName.isValid($0) }
  }

  private func passphraseSlot(_ path: String) throws -> PassphraseSlot? {
    let bytes = try store.get(path)
    guard case .passphrase = try SlotKind.of(encoded: bytes) else { return nil }
    let slot = try PassphraseSlot(encoded: bytes)
    try check(slot.vaultID, path)
    return slot
  }

  private func check(_ vaultID: String, _ path: String) throws {
    guard vaultID == id.text else {
      throw VaultError(
        .foreignVault, "\(path) is a slot of the vault \(vaultID), not of \(id)",
        remedy: "restore keys/slots from a backup of this vault")
    }
  }

  private func corrupt(_ path: String, _ error: any Error) -> VaultError {
    if let error = error as? SealingError, error.code == .unsupportedVersion {
      return VaultError(
        .unsupportedVersion, "\(path): \(error.message)", remedy: "use a newer version of holdfast", cause: error)
    }
    if let error = error as? StorageError {
      return VaultError(.corruptSlot, error.message, remedy: error.remedy, cause: error)
    }
    return VaultError(
      .corruptSlot, "the slot \(path) is damaged", remedy: "restore it from a backup, or use recovery", cause: error)
  }

  private func unlocked(with contents: SlotContents, officerID: String?, path: String) throws -> UnlockedVault {
    let configuration = try reloadConfiguration()
    guard contents.identities.contains(where: { $0.publicIdentity == configuration.identity }) else {
      throw VaultError(
        .foreignVault, "\(path) opens an identity that vault.toml does not name",
        remedy: "restore vault.toml and keys/slots from one backup")
    }
    var officer = Officer.recovery
    if let secret = contents.officer {
      guard let id = OfficerID(secret.id), secret.id == officerID,
        let entry = configuration.officers.first(where: { $0.id == id }),
        entry.key == secret.signingKey.verifyingKey
      else {
        throw VaultError(
          .badConfiguration, "vault.toml does not name the officer of \(path) with this key",
          remedy: "restore vault.toml from a backup")
      }
      officer = Officer(id: id, name: secret.name, isAdministrator: id == configuration.administrator?.id)
    }
    return UnlockedVault(
      locked: self, officer: officer, signingKey: contents.officer?.signingKey,
      keyring: Keyring(identities: contents.identities, vault: id, store: store))
  }
}
