import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// An HTTP server on the loopback that answers as a test says, wrong answers included; one thread per connection.
final class ScriptedServer: Sendable {
  struct Request: Sendable {
    var method: String
    var path: String
    var headers: [String: String]
  }

  /// An answer: bytes in pieces, until the script ends the connection.
  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    /// The announced length; nil announces none, and the end of the connection ends the body.
    var length: Int64?
    /// Writes the body; the sink is false once the client is gone.
    var body: @Sendable (_ sink: ([UInt8]) -> Bool) -> Void = { _ in }

    static func bytes(_ bytes: [UInt8], _ headers: [String: String] = [:]) -> Answer {
      Answer(headers: headers, length: Int64(bytes.count)) { _ = $0(bytes) }
    }

    static func json(_ text: String, status: Int = 200) -> Answer {
      let bytes = Array(text.utf8)
      return Answer(status: status, headers: ["Content-Type": "application/json"], length: Int64(bytes.count)) {
        _ = $0(bytes)
      }
    }

    static func status(_ status: Int, _ headers: [String: String] = [:]) -> Answer {
      Answer(status: status, headers: headers, length: 0)
    }
  }

  let port: UInt16
  private let descriptor: Int32
  private let log = Mutex<[Request]>([])
  private let answer: @Sendable (Request, _ earlier: Int) -> Answer

  /// Starts; `earlier` counts the requests for the same path before this one.
  init(_ answer: @escaping @Sendable (Request, _ earlier: Int) -> Answer) throws {
    self.answer = answer
    signal(SIGPIPE, SIG_IGN)
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listening, pointer, length) == 0 && listen(listening, 64) == 0
          && getsockname(listening, pointer, &length) == 0
      }
    }
    descriptor = listening
    guard isReady else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      // Whoever accepts closes: a number that is free again may be another test's socket.
      defer { close(listening) }
      while true {
        let client = accept(listening, nil, nil)
        guard client >= 0 else { return }
        guard let self else {
          close(client)
          return
        }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  var origin: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { log.withLock { $0 } }
  func count(_ path: String) -> Int { requests.count { $0.path == path } }

  private func serve(_ client: Int32) {
    defer { close(client) }
    guard let request = ScriptedServer.readRequest(client) else { return }
    let earlier = log.withLock { log in
      defer { log.append(request) }
      return log.count { $0.path == request.path }
    }
    let answer = answer(request, earlier)
    var head = "HTTP/1.1 \(answer.status) Scripted\r\nConnection: close\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    if let length = answer.length { head += "Content-Length: \(length)\r\n" }
    guard ScriptedServer.write(client, Array((head + "\r\n").utf8)) else { return }
    answer.body { ScriptedServer.write(client, $0) }
  }

  /// Holds a serving thread up.
  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  private static func write(_ client: Int32, _ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { send(client, $0.baseAddress?.advanced(by: done), bytes.count - done, 0) }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  private static func readRequest(_ client: Int32) -> Request? {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while text.count < 65_536 {
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      text += buffer[..<count]
      if String(decoding: text, as: UTF8.self).contains("\r\n\r\n") { break }
    }
    let lines = String(decoding: text, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    return Request(method: String(words[0]), path: String(words[1]), headers: headers)
  }
}
