import Foundation
import Records
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Gateway

/// A real redis-server on a socket in a folder of its own, stopped when the value goes away.
final class RedisServer: Sendable {
  static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    .map { $0 + "/redis-server" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  static let isInstalled = path != nil

  let folder: TemporaryDirectory
  private let extra: [String]
  private let process = Mutex<Process?>(nil)
  /// Ends the server when the tests are gone without having done so.
  private let guardian = Mutex<Process?>(nil)

  init(_ extra: [String] = []) throws {
    folder = try TemporaryDirectory()
    self.extra = extra
    try start()
  }

  deinit { kill() }

  var socket: String { folder.path("r.sock") }
  var address: RedisAddress { RedisAddress(.socket(socket)) }

  func start() throws {
    try? FileManager.default.removeItem(atPath: socket)
    let new = Process()
    new.executableURL = URL(fileURLWithPath: try #require(RedisServer.path))
    new.arguments =
      [
        "--port", "0", "--unixsocket", socket, "--dir", folder.path, "--appendonly", "yes", "--appendfsync", "always",
        "--save", "", "--maxmemory-policy", "noeviction",
      ] + extra
    new.standardOutput = FileHandle.nullDevice
    new.standardError = FileHandle.nullDevice
    try new.run()
    process.withLock { $0 = new }
    let guardian = Process()
    guardian.executableURL = URL(fileURLWithPath: "/bin/sh")
    guardian.arguments = ["-c", "read line; kill -9 \(new.processIdentifier)"]
    guardian.standardInput = Pipe()
    try guardian.run()
    self.guardian.withLock { $0 = guardian }
    for _ in 0..<6000 where new.isRunning && !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
    try #require(FileManager.default.fileExists(atPath: socket), "redis-server did not start")
  }

  /// Ends it as a power cut would, as far as processes go.
  func kill() {
    guardian.withLock { guardian in
      guard let running = guardian, running.isRunning else { return }
      Foundation.kill(running.processIdentifier, SIGKILL)
      running.waitUntilExit()
      guardian = nil
    }
    process.withLock { process in
      guard let running = process, running.isRunning else { return }
      Foundation.kill(running.processIdentifier, SIGKILL)
      running.waitUntilExit()
      process = nil
    }
  }

  func pause() { process.withLock { if let process = $0 { Foundation.kill(process.processIdentifier, SIGSTOP) } } }
  func resume() { process.withLock { if let process = $0 { Foundation.kill(process.processIdentifier, SIGCONT) } } }

  /// One command on a connection of its own.
  @discardableResult
  func call(_ words: String...) async throws -> RESPValue {
    let connection = try await RedisConnection.open(address, password: nil, patience: .seconds(60))
    do {
      let answer = try await connection.call(RedisCommand(words))
      await connection.close()
      return answer
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Everything that the server has written to disk.
  func files() throws -> [Data] {
    let walk = FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)
    return (walk?.allObjects as? [URL] ?? []).compactMap { try? Data(contentsOf: $0) }
  }
}

/// A vault and a gateway key for spools.
struct RedisCase {
  let directory: TemporaryDirectory
  let vault: UnlockedVault
  let locked: LockedVault
  let key: GatewayKey

  init() throws {
    directory = try TemporaryDirectory()
    let store = MemoryStore(location: directory.path)
    let state = StateDirectory(base: directory.path("state"))
    vault = try VaultCreation.create(
      store: store,
      options: VaultOptions(officerName: "Maria Keller", passphrase: SecretBytes(Array("heron".utf8)), scryptLogN: 4),
      state: state, environment: VaultEnvironment()
    ).vault
    locked = try LockedVault.open(store: store, state: state, environment: VaultEnvironment())
    key = try GatewayKey.generate()
  }

  func open(
    _ server: RedisServer, consumer: String = "gateway-a", stream: String = "holdfast:deliveries",
    limit: Int64 = 1 << 30, key: GatewayKey? = nil, password: SecretBytes? = nil, address: RedisAddress? = nil,
    _ change: (inout RedisSpoolOptions) -> Void = { _ in }
  ) async throws -> RedisSpool {
    var options = RedisSpoolOptions()
    options.patience = .seconds(60)
    change(&options)
    return try await RedisSpool.open(
      address: address ?? server.address, stream: stream, group: "holdfast", consumer: consumer, password: password,
      key: key ?? self.key, vault: locked, limit: limit, options: options)
  }

  /// Everything that the spool hands out until it has nothing.
  static func drain(_ spool: RedisSpool, acknowledging: Bool = true) async throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    while true {
      let entries = try await spool.next(limit: 100, wait: .milliseconds(50))
      if entries.isEmpty { return all }
      all += entries.map(\.bytes)
      if acknowledging { try await spool.acknowledge(entries.map(\.position)) }
    }
  }
}
