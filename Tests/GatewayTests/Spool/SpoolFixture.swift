import Foundation
import Intake
import Records
import Sealing
import Storage
import TestSupport
import Vault

@testable import Gateway

/// A vault, a gateway key and a folder for spools.
struct SpoolFixture {
  static let passphrase = "correct horse battery staple"
  static let start = Instant(rfc3339: "2026-01-14T09:00:00Z") ?? Instant(milliseconds: 0)

  let directory: TemporaryDirectory
  /// The real path of the directory: recorded paths and those of a later opening must be the same.
  let base: String
  let store: MemoryStore
  let unlocked: UnlockedVault
  let locked: LockedVault
  let key: GatewayKey

  init() throws {
    directory = try TemporaryDirectory()
    base = URL(fileURLWithPath: directory.path).resolvingSymlinksInPath().path
    store = MemoryStore(location: base)
    let state = StateDirectory(base: base + "-state")
    unlocked = try VaultCreation.create(
      store: store,
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: SecretBytes(Array(SpoolFixture.passphrase.utf8)), scryptLogN: 4),
      state: state, environment: VaultEnvironment(clock: FixedClock(SpoolFixture.start))
    ).vault
    locked = try LockedVault.open(store: store, state: state)
    key = try GatewayKey.generate()
  }

  var folder: String { base + "/spool" }

  func open(
    limit: Int64 = 1 << 30, files: any FileOperations = SystemFiles(), key: GatewayKey? = nil,
    fileLength: Int = FileSpool.fileLength
  ) throws -> FileSpool {
    try FileSpool.open(
      folder: folder, key: key ?? self.key, vault: locked, limit: limit,
      environment: VaultEnvironment(clock: FixedClock(SpoolFixture.start), files: files), fileLength: fileLength)
  }

  /// The spool's files, sorted.
  func names(_ suffix: String = ".spool") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(suffix) }.sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// All that a spool hands out now.
  static func rest(_ spool: any Spool) async throws -> [SpooledEntry] {
    var entries: [SpooledEntry] = []
    while case let more = try await spool.next(limit: 1000, wait: .zero), !more.isEmpty { entries += more }
    return entries
  }
}
