import Glibc

/// A client that writes exactly the bytes it is told to, as an honest one would or a hostile one.
final class RawClient {
  /// What came back.
  struct Answer: Equatable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private var descriptor: Int32
  private var pending: [UInt8] = []

  /// Connects to a port of this machine.
  init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(description: "no socket: \(errno)") }
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(description: "cannot connect: \(errno)") }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    setTimeout(seconds: 60)
  }

  deinit { disconnect() }

  func setTimeout(seconds: Int) {
    var timeout = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  func disconnect() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Tells the server that nothing more comes.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Sends bytes; false when the server does not want them any more.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return Glibc.send(descriptor, base + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      done += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends a whole request and reads the answer.
  func request(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
  ) throws -> Answer {
    send(RawClient.bytes(method, path, headers: headers, body: body))
    return try answer()
  }

  static func bytes(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
  ) -> [UInt8] {
    var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if method == "POST" { text += "Content-Length: \(body.count)\r\n" }
    return Array((text + "\r\n").utf8) + body
  }

  /// Reads an answer; throws when the connection ends first.
  func answer() throws -> Answer {
    while true {
      if let end = headEnd() {
        let head = String(decoding: pending[..<end], as: UTF8.self)
        var lines = head.split(separator: "\r\n").map(String.init)
        let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
        var headers: [String: String] = [:]
        for line in lines {
          let parts = line.split(separator: ":", maxSplits: 1)
          headers[parts[0].lowercased()] = parts.count == 2 ? parts[1].trimmingPrefix(" ").description : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let start = end + 4
        while pending.count < start + length {
          guard try receive() else { throw Failure(description: "the answer ends early") }
        }
        let body = Array(pending[start..<start + length])
        pending.removeFirst(start + length)
        if status == 100 { continue }
        return Answer(status: status, headers: headers, body: body)
      }
      guard try receive() else { throw Failure(description: "closed without an answer") }
    }
  }

  /// Whether there is something to read, be it the end.
  var isReadable: Bool {
    var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return !pending.isEmpty || poll(&waited, 1, 0) > 0
  }

  /// Whether the server closes the connection without saying more.
  func isClosedByServer() -> Bool {
    do { while try receive() {} } catch { return false }
    return true
  }

  private func headEnd() -> Int? {
    guard pending.count >= 4 else { return nil }
    for index in 0...(pending.count - 4) where pending[index] == 13 {
      if pending[index + 1] == 10, pending[index + 2] == 13, pending[index + 3] == 10 { return index }
    }
    return nil
  }

  /// Reads what is there; false at the end of the stream, an error after the time-out.
  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      pending += buffer[..<count]
      return true
    }
    if count == 0 || errno == ECONNRESET { return false }
    throw Failure(description: "nothing came: \(errno)")
  }
}
