import Records
import Sealing
import Storage
import Synchronization

/// Opens retention keys and, with them, segment keys; keeps what it opened.
final class Keyring: Sendable {
  let identities: [VaultIdentity]
  private let vault: VaultID
  private let store: any ObjectStore
  private let opened = Mutex<[String: RetentionKeyPair]>([:])

  init(identities: [VaultIdentity], vault: VaultID, store: any ObjectStore) {
    self.identities = identities
    self.vault = vault
    self.store = store
  }

  /// The retention key that a header names.
  func retentionKey(for header: SealedHeader) throws -> RetentionKeyPair {
    let path = VaultPath.retentionKey(header.period, writer: header.writer)
    if let pair = opened.withLock({ $0[header.key] }) { return pair }
    guard let bytes = try store.find(path) else {
      throw VaultError(
        .keyErased, "the key \(path) is not there: what is sealed under it cannot be opened",
        remedy: "if it was not disposed of on purpose, restore keys/ from a backup")
    }
    let file = try RetentionKeyFile(parsing: bytes, vault: vault, path: path)
    guard file.id == header.key else {
      throw VaultError(.tampered, "\(path) holds the key \(file.id), not \(header.key)")
    }
    let pair = try file.open(with: identities)
    opened.withLock { $0[file.id] = pair }
    return pair
  }
}
