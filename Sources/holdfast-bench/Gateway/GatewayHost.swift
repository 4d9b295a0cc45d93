import Foundation
import Intake
import Records
import SearchIndex
import Sealing
import Storage
import TestSupport
import Vault

/// `holdfast serve` in a process of its own, with a vault, a key and a configuration made for measuring.
final class GatewayHost {
  /// One account of the configuration.
  struct Account {
    var name: String
    var path: String
  }

  let archive: BenchVault
  let port: Int
  let key: GatewayKey
  let folder: String
  private let program: String
  private let operations: Int
  private var process: Process?

  /// Makes the vault, enrolls the gateway and writes the configuration.
  init(
    workspace: Workspace, program: String?, accounts: [Account] = [Account(name: "desk", path: "/webhook")],
    more settings: String = ""
  ) throws {
    workspace.remove("gateway")
    folder = workspace.path("gateway")
    self.program = try program ?? GatewayHost.besideBench()
    archive = try BenchVault.make(in: folder)
    key = try GatewayKey.generate()
    try archive.vault.enrollGateway(key: key)
    port = try FreePort.find()
    operations = try FreePort.find()
    let secrets = folder + "/secrets"
    try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: true)
    for (name, text) in [("key", key.text), ("app", SignedDelivery.secret + "\n"), ("verify", "verify me please\n")] {
      _ = FileManager.default.createFile(
        atPath: secrets + "/" + name, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    }
    var configuration = """
      [server]
      listen = "127.0.0.1:\(port)"
      operations = "127.0.0.1:\(operations)"
      [spool]
      key_file = "secrets/key"
      \(settings)

      """
    for account in accounts {
      configuration += """
        [[account]]
        name = "\(account.name)"
        provider = "meta"
        path = "\(account.path)"
        secrets = ["secrets/app"]
        verify_token_file = "secrets/verify"

        """
    }
    try configuration.write(toFile: folder + "/holdfast.toml", atomically: true, encoding: .utf8)
  }

  static func besideBench() throws -> String {
    let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("holdfast").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw BenchError("there is no holdfast beside this program: swift build -c release, or name it with --program")
    }
    return path
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// Starts the program and waits until it takes connections.
  func start() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["serve", folder + "/vault", "--config", folder + "/holdfast.toml"]
    process.environment = ["HOLDFAST_STATE_DIR": folder + "/state", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    process.standardInput = FileHandle.nullDevice
    let log = folder + "/serve.log"
    if !FileManager.default.fileExists(atPath: log) { _ = FileManager.default.createFile(atPath: log, contents: nil) }
    let output = FileHandle(forWritingAtPath: log)
    _ = try output?.seekToEnd()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    self.process = process
    for _ in 0..<3000 {
      guard process.isRunning else { throw BenchError("holdfast serve ended at its start: \(lastLines(log))") }
      if GatewayHost.accepts(port) { return }
      usleep(5_000)
    }
    throw BenchError("holdfast serve does not listen: \(lastLines(log))")
  }

  private static func accepts(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private func lastLines(_ path: String) -> String {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(5).joined(separator: " | ")
  }

  /// Ends it as a power cut does, as far as processes go.
  func kill() {
    guard let process else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    self.process = nil
  }

  /// Lets it finish what it has and end.
  func stop() throws {
    guard let process else { return }
    process.terminate()
    for _ in 0..<12_000 where process.isRunning { usleep(10_000) }
    guard !process.isRunning else {
      kill()
      throw BenchError("holdfast serve does not end")
    }
    self.process = nil
    try expect(
      process.terminationReason == .exit && process.terminationStatus == 0,
      "holdfast serve ended with \(process.terminationStatus): \(lastLines(folder + "/serve.log"))")
  }

  /// What it wrote about itself last.
  func status() -> GatewayStatus? { try? GatewayStatusFile(state: archive.vault.state).read() }

  /// Waits until something is so; false when it never is.
  func wait(seconds: Double, until isSo: (GatewayStatus) -> Bool) -> Bool {
    let end = Stopwatch.now + seconds
    while Stopwatch.now < end {
      if let status = status(), isSo(status) { return true }
      usleep(50_000)
    }
    return false
  }

  /// Waits until the archiver has taken nothing more for two seconds.
  func waitForArchiver(seconds: Double) -> Bool {
    let end = Stopwatch.now + seconds
    let pid = Int64(process?.processIdentifier ?? 0)
    var last: (archived: Int64, since: Double) = (-1, Stopwatch.now)
    while Stopwatch.now < end {
      usleep(100_000)
      guard let status = status(), status.process == pid, status.archiverFailure == nil else { continue }
      if status.archived != last.archived { last = (status.archived, Stopwatch.now) }
      if Stopwatch.now - last.since > 2 { return true }
    }
    return false
  }

  /// The most memory that the running program held, in bytes.
  var peakMemory: Int64 {
    guard let process,
      let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    else { return 0 }
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int64(line.filter(\.isNumber)) ?? 0) * 1024
  }

  deinit { kill() }
}
