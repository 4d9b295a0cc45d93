import Foundation
import Gateway
import Storage

/// A redis-server of the run's own, set up as a spool needs it.
final class RedisHost {
  static let stream = "bench:deliveries"
  static let group = "holdfast"

  let socket: String
  private let process = Process()

  init(folder: String) throws {
    guard ShellRun.isInstalled("redis-server") else {
      throw BenchError("redis-server is not installed: apt install redis-server")
    }
    // The path of a socket may have 107 bytes; a workspace may be deeper than that.
    socket = "/tmp/holdfast-bench-\(getpid()).sock"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder, "--appendonly", "yes", "--appendfsync",
      "always", "--save", "", "--maxmemory-policy", "noeviction",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: socket) { usleep(5_000) }
    try expect(FileManager.default.fileExists(atPath: socket), "redis-server does not listen")
  }

  /// What the configuration says of it, after the rest of `[spool]`.
  var settings: String {
    """
    engine = "redis"
    [spool.redis]
    address = "unix:\(socket)"
    stream = "\(RedisHost.stream)"
    group = "\(RedisHost.group)"
    consumer = "bench"
    """
  }

  /// Its address, for those who fill the queue.
  var address: RedisAddress {
    get throws {
      guard let address = RedisAddress("unix:" + socket) else { throw BenchError("\(socket) is no address") }
      return address
    }
  }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: socket)
  }

  deinit { stop() }
}
