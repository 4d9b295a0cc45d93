import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Vault

/// A small vault with a clock and randomness that repeat.
struct TestVault {
  static let passphrase = "correct horse battery staple"
  static let start = Instant(rfc3339: "2025-10-14T09:00:00Z") ?? Instant(milliseconds: 0)

  let directory: TemporaryDirectory
  let store: any ObjectStore
  let state: StateDirectory
  let environment: VaultEnvironment
  let created: CreatedVault
  var vault: UnlockedVault { created.vault }

  /// Makes a vault, in memory unless a store is given.
  init(
    store: (any ObjectStore)? = nil, seed: UInt64 = 1, clock: any Clock = FixedClock(TestVault.start),
    files: any FileOperations = SystemFiles(), officer: String = "Maria Keller"
  ) throws {
    directory = try TemporaryDirectory()
    self.store = store ?? MemoryStore(location: directory.path)
    state = StateDirectory(base: directory.path("state"))
    environment = VaultEnvironment(clock: clock, randomness: SeededRandomness(seed: seed), files: files)
    created = try VaultCreation.create(
      store: self.store,
      options: VaultOptions(
        officerName: officer, passphrase: TestVault.secret(), scryptLogN: 4, timeZone: "Europe/Berlin"),
      state: state, environment: environment)
  }

  static func secret(_ text: String = passphrase) -> SecretBytes { SecretBytes(Array(text.utf8)) }

  func open() throws -> LockedVault {
    try LockedVault.open(
      store: store, state: state, environment: VaultEnvironment(clock: environment.clock, files: environment.files))
  }

  func unlock() throws -> UnlockedVault { try open().unlock(passphrase: TestVault.secret()) }

  /// The same vault as another machine sees it, which remembers nothing.
  static func freshState(_ test: TestVault) throws -> LockedVault {
    try LockedVault.open(
      store: test.store, state: StateDirectory(base: test.directory.path("fresh-\(UInt32.random(in: 0...UInt32.max))")),
      environment: VaultEnvironment(clock: test.environment.clock))
  }

  static let october = Period(.standard, YearMonth("2025-10") ?? YearMonth(start))
  static let november = Period(.standard, YearMonth("2025-11") ?? YearMonth(start))

  /// A record that looks like a message.
  static func record(_ number: Int, text: String? = nil) -> Record {
    let provider = Provider.meta
    var event = MessageEvent(.message, provider: provider, account: "4915112345678")
    event.content = Content(.text, text: text ?? "message number \(number) about the quarterly figures")
    event.sentAt = Instant(milliseconds: start.milliseconds + Int64(number) * 1000)
    return .event(
      EventRecord(
        delivery: DeliveryID(suffix: "abcdefgh"), part: "$", sequence: Int64(number), capturedAt: start,
        reader: "meta/1", event: event))
  }

  /// Every record of the vault by segment, in order.
  static func allRecords(_ vault: UnlockedVault) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        try vault.openSegment(segment).forEachRecord { _, bytes in records.append(Array(bytes)) }
      }
    }
    return records
  }
}
