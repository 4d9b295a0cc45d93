import Records
import Sealing
import Storage

/// Finds what a writer published before a crash and did not come to log.
struct Adoption {
  let vault: LockedVault
  let secret: WriterSecret

  struct Result {
    var entries: [LedgerEntry] = []
    var lastSequence: UInt64 = 0
  }

  func run() throws -> Result {
    let log = try vault.view.log(secret.entry(in: vault.id))
    var result = Result(lastSequence: log.lastSequence)
    for info in try vault.store.list(VaultPath.retentionKeys) where info.path.hasSuffix("/\(secret.id).key") {
      if log.paths.contains(info.path) { continue }
      let bytes = try vault.store.get(info.path)
      let file = try RetentionKeyFile(parsing: bytes, vault: vault.id, path: info.path)
      guard file.isSigned(by: secret.key.verifyingKey) else { throw unsigned(info.path) }
      result.entries.append(
        .key(
          KeyDescription(
            id: file.id, period: file.period, publicKey: Base64.encode(file.publicKey.bytes), path: info.path,
            objectDigest: SHA256.hash(bytes))))
    }
    for prefix in [VaultPath.segments, VaultPath.media] {
      for info in try vault.store.list(prefix) {
        guard let (writer, sequence) = VaultPath.parseSealed(info.path), writer == secret.id else { continue }
        result.lastSequence = max(result.lastSequence, sequence ?? 0)
        if log.paths.contains(info.path) { continue }
        result.entries.append(
          try SealedInspection.entry(
            of: info.path, store: vault.store, vault: vault.id, writer: secret.key.verifyingKey))
      }
    }
    return result
  }

  private func unsigned(_ path: String) -> VaultError {
    VaultError(
      .tampered, "\(path) is not in the ledger and not signed by its writer", remedy: "move it out of the vault")
  }
}
