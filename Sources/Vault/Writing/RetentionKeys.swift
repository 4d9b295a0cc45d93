import Records
import Sealing
import Storage

/// The retention keys of one writer: made when a period is first written to.
final class RetentionKeys {
  private let vault: LockedVault
  private let secret: WriterSecret
  private var known: [Period: (id: String, publicKey: X25519PublicKey)] = [:]

  init(vault: LockedVault, secret: WriterSecret) {
    self.vault = vault
    self.secret = secret
  }

  /// The key of a period, and its ledger entry when it was made or found unlogged just now.
  func key(
    for period: Period, isLogged: (String) -> Bool
  ) throws -> (id: String, publicKey: X25519PublicKey, entry: LedgerEntry?) {
    if let key = known[period] { return (key.id, key.publicKey, nil) }
    let path = VaultPath.retentionKey(period, writer: secret.id)
    let file: RetentionKeyFile
    let bytes: [UInt8]
    if let found = try vault.store.find(path) {
      bytes = found
      file = try RetentionKeyFile(parsing: bytes, vault: vault.id, path: path)
      guard file.isSigned(by: secret.key.verifyingKey) else {
        throw VaultError(
          .tampered, "\(path) is not signed by its writer", remedy: "restore keys/ from a backup")
      }
    } else {
      (file, bytes) = try make(period, path)
    }
    known[period] = (file.id, file.publicKey)
    let entry = LedgerEntry.key(
      KeyDescription(
        id: file.id, period: period, publicKey: Base64.encode(file.publicKey.bytes), path: path,
        objectDigest: SHA256.hash(bytes)))
    return (file.id, file.publicKey, isLogged(path) ? nil : entry)
  }

  private func make(_ period: Period, _ path: String) throws -> (RetentionKeyFile, [UInt8]) {
    let randomness = vault.environment.randomness
    let pair = try RetentionKeyPair.generate(using: randomness)
    let id = "k-" + Base32.encode(try randomness.bytes(10))
    var file = RetentionKeyFile(
      id: id, vault: vault.id, writer: secret.id, period: period, createdAt: vault.environment.clock.now(),
      publicKey: pair.publicKey, sealed: "")
    file.sealed = try pair.wrap(to: vault.configuration.identity, binding: file.binding, using: randomness).base64
    try file.sign(with: secret.key)
    let bytes = file.encoded
    guard try vault.store.putIfAbsent(path, bytes) else {
      throw VaultError(.conflict, "\(path) appeared while it was made", remedy: "try again")
    }
    return (file, bytes)
  }
}
