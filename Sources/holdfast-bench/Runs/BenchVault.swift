import Glibc
import Intake
import Records
import SearchIndex
import Sealing
import Storage
import Vault

/// A vault on disk with its index, made for measuring.
struct BenchVault {
  let folder: String
  let vault: UnlockedVault
  let index: ArchiveIndex

  static let passphrase = Array("measured, not guarded".utf8)

  /// Makes a new one in an empty folder.
  static func make(in folder: String) throws -> BenchVault {
    try DurableFile.makeDirectories(folder + "/state", files: SystemFiles())
    let store = try FolderStore.create(root: folder + "/vault", files: SystemFiles())
    let options = VaultOptions(
      title: "Benchmark", officerName: "Bench", passphrase: SecretBytes(passphrase), scryptLogN: 14)
    let made = try VaultCreation.create(
      store: store, options: options, state: StateDirectory(base: folder + "/state"), environment: VaultEnvironment())
    return BenchVault(folder: folder, vault: made.vault, index: try ArchiveIndex.open(vault: made.vault))
  }

  /// Opens one that an earlier run kept.
  static func open(in folder: String) throws -> BenchVault {
    let store = try FolderStore(root: folder + "/vault", files: SystemFiles())
    let locked = try LockedVault.open(
      store: store, state: StateDirectory(base: folder + "/state"), environment: VaultEnvironment())
    let vault = try locked.unlock(passphrase: SecretBytes(passphrase))
    return BenchVault(folder: folder, vault: vault, index: try ArchiveIndex.open(vault: vault))
  }

  func close() throws {
    index.close()
    try vault.close()
  }

  /// Bytes of all objects of the vault.
  func vaultBytes() throws -> Int64 { try vault.store.list("").reduce(0) { $0 + $1.size } }

  var known: Known { Known(index: index) }

  /// Asks the index what is archived, as the program's import does.
  struct Known: KnownDeliveries {
    let index: ArchiveIndex
    var items: KnownItems?

    func snapshot() throws -> any KnownDeliveries {
      try index.catchUp()
      return Known(index: index, items: try KnownItems(index))
    }

    func contains(delivery: DeliveryID) throws -> Bool {
      try items?.contains(delivery: delivery) ?? index.contains(delivery: delivery)
    }

    func contains(message: MessageID) throws -> Bool {
      try items?.contains(message: message) ?? index.contains(message: message)
    }
  }
}
