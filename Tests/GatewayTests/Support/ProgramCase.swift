import Foundation
import Intake
import Logging
import Records
import Sealing
import ServiceLifecycle
import Storage
import TestSupport
import Vault

@testable import Gateway

/// A real vault with an enrolled gateway and a configuration, to run the whole gateway on the loopback.
final class ProgramCase: Sendable {
  let directory: TemporaryDirectory
  private let passphrase = Array("correct horse battery staple".utf8)

  init(extra: String = "") throws {
    directory = try TemporaryDirectory()
    let vault = try VaultCreation.create(
      store: try FolderStore.create(root: directory.path("vault")),
      options: VaultOptions(officerName: "Maria Keller", passphrase: SecretBytes(passphrase), scryptLogN: 4),
      state: StateDirectory(base: directory.path("state"))
    ).vault
    let key = try GatewayKey.generate()
    try vault.enrollGateway(key: key)
    try write("gateway.key", key.text)
    try write("app-secret", "app-secret")
    try write("verify", "verify me")
    try configure(extra: extra)
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory.path(name)))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: directory.path(name))
  }

  func configure(secrets: String = "[\"app-secret\"]", spool: String = "", extra: String = "") throws {
    try write(
      "holdfast.toml",
      """
      [server]
      listen = "127.0.0.1:0"
      operations = "127.0.0.1:0"
      drain_seconds = 120
      [spool]
      key_file = "gateway.key"
      limit_mib = 64
      \(spool)
      [[account]]
      name = "desk"
      provider = "meta"
      path = "/hooks/desk"
      secrets = \(secrets)
      verify_token_file = "verify"
      \(extra)
      """)
  }

  var configuration: String { directory.path("holdfast.toml") }

  func locked() throws -> LockedVault {
    try LockedVault.open(
      store: try FolderStore(root: directory.path("vault")), state: StateDirectory(base: directory.path("state")))
  }

  func unlocked() throws -> UnlockedVault { try locked().unlock(passphrase: SecretBytes(passphrase)) }

  static var logger: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }

  /// Runs the whole gateway, does the test, and ends it as SIGTERM does.
  func run(_ body: @escaping @Sendable (GatewayParts, _ port: Int) async throws -> Void) async throws {
    let vault = try locked()
    let settings = try GatewaySettings.read(path: configuration)
    let key = try GatewayKey.load(path: directory.path("gateway.key"), for: vault)
    let parts = try await GatewayParts(
      vault: vault, settings: settings, key: key, process: 1, logger: ProgramCase.logger)
    try await parts.prepare()
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let group = parts.services(reload: {}, onReady: { continuation.yield($0) })
    let outcome: Result<Void, any Error> = await withTaskGroup(of: Result<Void, any Error>.self) { tasks in
      tasks.addTask { await Result { try await group.run() } }
      let answer = await Result {
        guard let port = await ports.first(where: { _ in true }) else { return }
        try await withTaskExecutorPreference(BlockingExecutor.shared) { try await body(parts, port) }
      }
      await group.triggerGracefulShutdown()
      let end = await tasks.next() ?? .success(())
      if case .failure = answer { return answer }
      return end
    }
    await parts.finish()
    try outcome.get()
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
