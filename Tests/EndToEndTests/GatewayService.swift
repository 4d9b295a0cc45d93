import Foundation
import TestSupport
import Testing

/// `holdfast serve` of an archive, on a free port of the loopback, for one account of WASenderApi.
final class GatewayService {
  static let secret = "shared secret of the session"
  static let path = "/hooks/desk"

  let archive: Archive
  let port: Int
  private var running: (process: Process, answers: String)?

  init(_ archive: Archive, _ more: String = "") throws {
    self.archive = archive
    port = try FreePort.find()
    // The key lies beside vault and state, not in them.
    let enrolled = try archive.run(["gateway", "enroll", "vault", "--key-file", archive.path("gateway-key")])
    try #require(enrolled.status == 0, "\(enrolled.errors)")
    try archive.write("session-secret", GatewayService.secret + "\n")
    chmod(archive.path("session-secret"), 0o600)
    try archive.write(
      "holdfast.toml",
      """
      [server]
      listen = "127.0.0.1:\(port)"
      operations = "127.0.0.1:\(try FreePort.find())"
      [spool]
      key_file = "gateway-key"
      \(more)
      [[account]]
      name = "desk"
      provider = "wasender"
      path = "\(GatewayService.path)"
      record_account = "15550001111"
      secrets = ["session-secret"]

      """)
  }

  deinit { kill() }

  /// Starts it and waits until it takes connections.
  func start(_ flags: [String] = []) throws {
    let started = try archive.start(["serve", "vault", "--config", "holdfast.toml"] + flags)
    running = started
    for _ in 0..<12_000 {
      if GatewayConnection(port: port).isOpen { return }
      if !started.process.isRunning { break }
      usleep(5_000)
    }
    let run = try Program.finish(started.process, answers: started.answers)
    Issue.record("holdfast serve does not listen: \(run)")
    throw CancellationError()
  }

  /// Sends it a signal and goes on.
  func signal(_ number: Int32) throws {
    Foundation.kill(try #require(running).process.processIdentifier, number)
  }

  func kill() {
    guard let running else { return }
    Foundation.kill(running.process.processIdentifier, SIGKILL)
    running.process.waitUntilExit()
    self.running = nil
  }

  /// Lets it finish and end.
  func stop() throws -> Program.Run {
    let running = try #require(running)
    self.running = nil
    running.process.terminate()
    return try Program.finish(running.process, answers: running.answers)
  }

  /// A message as WASenderApi posts it.
  static func delivery(_ id: String, _ text: String, at seconds: Int, from phone: String = Canary.anaPhone) -> String {
    """
    {"event":"messages.received","timestamp":\(seconds),"data":{"messages":{"key":{"id":"\(id)","fromMe":false,\
    "remoteJid":"\(phone)@s.whatsapp.net"},"messageTimestamp":\(seconds),"pushName":"\(Canary.ana)",\
    "message":{"conversation":"\(text)"}}}}
    """
  }
}

/// A connection that posts one delivery after the other; used by one thread.
final class GatewayConnection {
  private let descriptor: Int32
  let isOpen: Bool

  init(port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    isOpen = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  deinit { close(descriptor) }

  /// The answer's status; nil when there was none.
  func post(_ body: String, to path: String = GatewayService.path) -> Int? {
    let request = Array(
      ("POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "X-Webhook-Signature: \(GatewayService.secret)\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
    guard isOpen, send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      return nil
    }
    var answer = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !GatewayConnection.isWhole(answer) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      answer += String(decoding: buffer[..<count], as: UTF8.self)
    }
    return Int(answer.dropFirst(9).prefix(3))
  }

  private static func isWhole(_ answer: String) -> Bool {
    guard let end = answer.range(of: "\r\n\r\n") else { return false }
    let line = answer[..<end.lowerBound].lowercased().components(separatedBy: "\r\n")
      .first { $0.hasPrefix("content-length:") }
    let length = line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    return answer[end.upperBound...].utf8.count >= length
  }
}
