import Foundation
import Intake
import Records
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

/// A real vault with an enrolled gateway, a spool in memory, and what an archiver needs besides.
final class ArchiverCase: Sendable {
  static let account = CoverageAccount(endpoint: "desk", provider: .meta, account: "900")

  let directory: TemporaryDirectory
  let key: GatewayKey
  let spool = MemorySpool()
  let clock: MovableClock
  let files: FaultyFiles
  let passphrase = Array("correct horse battery staple".utf8)

  init() throws {
    directory = try TemporaryDirectory()
    clock = MovableClock(IntakeCase.now)
    files = FaultyFiles(over: UnsyncedFiles())
    key = try GatewayKey.generate(using: SeededRandomness(seed: 3))
    let vault = try VaultCreation.create(
      store: try FolderStore.create(root: directory.path("vault"), files: files),
      options: VaultOptions(officerName: "Maria Keller", passphrase: SecretBytes(passphrase), scryptLogN: 4),
      state: StateDirectory(base: directory.path("state")),
      environment: VaultEnvironment(clock: clock, files: files)
    ).vault
    try vault.enrollGateway(key: key)
  }

  /// The vault as a gateway sees it; `files` fail when told to.
  func locked() throws -> LockedVault {
    try LockedVault.open(
      store: try FolderStore(root: directory.path("vault"), files: files),
      state: StateDirectory(base: directory.path("state")), environment: VaultEnvironment(clock: clock, files: files))
  }

  func unlocked() throws -> UnlockedVault {
    try LockedVault.open(
      store: try FolderStore(root: directory.path("vault"), files: UnsyncedFiles()),
      state: StateDirectory(base: directory.path("state")),
      environment: VaultEnvironment(clock: clock, files: UnsyncedFiles())
    ).unlock(passphrase: SecretBytes(passphrase))
  }

  /// Everything that the vault holds, as the next officer sees it.
  func knowledge() throws -> VaultKnowledge {
    // Whoever opens the writer next adopts what was published and not logged.
    try locked().gatewayWriter(key: key).close()
    return try VaultKnowledge(unlocked())
  }

  func archiver(
    _ options: ArchiverOptions = ArchiverOptions(
      retryMilliseconds: 1, pauseMilliseconds: 5, longestPauseMilliseconds: 20, drainMilliseconds: 120_000),
    tail: RecordTail? = nil, coverage: CoverageTracker? = nil,
    onMedia: @escaping Archiver.MediaHandOver = { _ in },
    step: @escaping @Sendable (ArchiverStep) throws -> Void = { _ in }
  ) throws -> Archiver {
    let vault = try locked()
    let key = key
    return Archiver(
      vault: vault, spool: spool, deadLetters: DeadLetterStore(vault: vault, key: key),
      makeWriter: { try vault.gatewayWriter(key: key) }, tail: tail, coverage: coverage, options: options,
      onMedia: onMedia, step: step)
  }

  func tracker(patience: Duration = .zero) throws -> CoverageTracker {
    try CoverageTracker(
      vault: try locked(), key: key, accounts: [ArchiverCase.account], patience: patience,
      stall: .seconds(86_400))
  }

  func captured(_ body: String, endpoint: String = "desk", account: String? = nil) -> CapturedDelivery {
    CapturedDelivery(
      endpoint: endpoint, provider: .meta, account: account, capturedAt: clock.now(),
      authenticity: Authenticity(.hmacSHA256, .valid), headers: [Delivery.Header("content-type", "application/json")],
      body: Array(body.utf8))
  }

  @discardableResult
  func receive(_ body: String) async throws -> SpoolPosition { try await spool.append(captured(body).encoded()) }

  /// Runs until a condition holds or it ends by itself, then cancels and waits for the end.
  func run(_ archiver: Archiver, until condition: @escaping @Sendable () async -> Bool) async throws {
    let isOver = Mutex(false)
    let task = Task {
      defer { isOver.withLock { $0 = true } }
      try await archiver.run()
    }
    do {
      try await eventually("what the archiver is to do") {
        if isOver.withLock({ $0 }) { return true }
        return await condition()
      }
    } catch {
      task.cancel()
      throw error
    }
    task.cancel()
    try await task.value
  }

  /// Files everything that waits, seals and stops.
  func drain(_ archiver: Archiver) async throws {
    let spool = spool
    try await run(archiver) { spool.depth == 0 || archiver.status().unsealed >= Int64(spool.depth) }
  }
}

/// A clock that a test sets.
final class MovableClock: Clock {
  private let instant: Mutex<Instant>

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  func now() -> Instant { instant.withLock { $0 } }
  func advance(_ seconds: Int64) { instant.withLock { $0.milliseconds += seconds * 1000 } }
}

/// What a test throws to end an archiver as a crash would.
struct Crash: Error {}

/// Removes what was made where a store was taken away.
func removeFolder(_ path: String) throws {
  if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
}

/// Counts calls.
final class Counter: Sendable {
  private let calls = Mutex(0)

  var count: Int { calls.withLock { $0 } }

  func next() -> Int {
    calls.withLock { count in
      count += 1
      return count
    }
  }
}
