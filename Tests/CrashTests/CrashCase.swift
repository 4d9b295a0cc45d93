import Casework
import Foundation
import Intake
import Records
import Sealing
import SearchIndex
import Storage
import TestSupport
import Vault

/// A vault and its state directory, every change of which is recorded, and files to import.
final class CrashCase {
  static let now = Instant(rfc3339: "2026-01-15T09:00:00Z") ?? Instant(milliseconds: 0)
  private static let passphrase = Array("correct horse battery staple".utf8)

  private let directory: TemporaryDirectory
  private let inputs: TemporaryDirectory
  /// What is recorded and put back; a real path, as every path that is recorded.
  let base: String
  /// What the first life of the vault goes through.
  let files: FaultyFiles

  init() throws {
    directory = try TemporaryDirectory()
    inputs = try TemporaryDirectory()
    base = URL(fileURLWithPath: directory.path).resolvingSymlinksInPath().path
    files = FaultyFiles(over: UnsyncedFiles(), recording: true)
    let vault = try VaultCreation.create(
      store: try FolderStore.create(root: base + "/vault", files: files),
      options: VaultOptions(officerName: "Maria Keller", passphrase: SecretBytes(Self.passphrase), scryptLogN: 4),
      state: StateDirectory(base: base + "/state"), environment: environment(files)
    ).vault
    try vault.close()
    _ = try files.makeDirectory(base + "/out")
    try files.syncDirectory(base)
  }

  deinit { RecordedDatabases.record(below: base, with: nil) }

  private func environment(_ files: any FileOperations) -> VaultEnvironment {
    VaultEnvironment(clock: FixedClock(Self.now), files: files)
  }

  /// A file that is not part of what is recorded.
  func input(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = inputs.path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Opens the vault and its index as a new process does.
  func open(_ files: FaultyFiles) throws -> OpenedCase {
    RecordedDatabases.record(below: base, with: files)
    let vault = try LockedVault.open(
      store: try FolderStore(root: base + "/vault", files: files), state: StateDirectory(base: base + "/state"),
      environment: environment(files)
    ).unlock(passphrase: SecretBytes(Self.passphrase))
    do {
      try vault.acts.record(.unlock)
      try? vault.finishInterrupted()
      return OpenedCase(vault: vault, index: try ArchiveIndex.open(vault: vault), base: base)
    } catch {
      try? vault.close()
      throw error
    }
  }
}

/// An open vault with its index.
final class OpenedCase {
  let vault: UnlockedVault
  let index: ArchiveIndex
  let cases: CaseManager
  let base: String

  init(vault: UnlockedVault, index: ArchiveIndex, base: String) {
    self.vault = vault
    self.index = index
    self.base = base
    cases = CaseManager(vault: vault, index: index)
  }

  /// Ends as a process does that ends in order, as far as the disk lets it.
  func close() {
    index.close()
    try? vault.close()
  }

  /// Imports as the program does: the index is brought up to date, then asked, then brought up to date again.
  func importing(_ paths: [String]) throws -> ImportReport {
    try index.catchUp()
    let report = try Importer(vault: vault, known: Known(index: index)).run(
      paths, options: ImportOptions(timeZone: "Europe/Berlin"))
    try index.catchUp()
    return report
  }

  func query(_ text: String) throws -> Query { try QueryParser.read(text, options: .utc) }

  private struct Known: KnownDeliveries {
    let index: ArchiveIndex

    func snapshot() throws -> any KnownDeliveries {
      try index.catchUp()
      return self
    }

    func contains(delivery: DeliveryID) throws -> Bool { try index.contains(delivery: delivery) }
    func contains(message: MessageID) throws -> Bool { try index.contains(message: message) }
    func conversationKeys(account: String) throws -> [String] {
      try index.conversationKeys(provider: .chatExport, account: account)
    }
    func isMissingMedia(of message: MessageID) throws -> Bool {
      guard let state = try index.mediaState(of: message) else { return false }
      return state != .stored
    }
  }
}

extension OpenedCase {
  /// Imports and leaves the index as it is.
  func addUnindexed(_ paths: [String]) throws -> ImportReport.File {
    try Importer(vault: vault, known: Known(index: index)).run(
      paths, options: ImportOptions(timeZone: "Europe/Berlin")
    ).total
  }
}
