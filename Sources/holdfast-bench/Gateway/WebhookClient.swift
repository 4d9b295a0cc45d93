import Glibc

/// A connection to a gateway that posts one request after the other and reads each answer's status.
///
/// Used by one thread.
final class WebhookClient {
  private let port: UInt16
  private var descriptor: Int32 = -1
  private var buffer = [UInt8](repeating: 0, count: 4096)

  init(port: Int) { self.port = UInt16(port) }

  deinit { disconnect() }

  /// The status of the answer; nil when there was none, so that nobody knows what became of the request.
  func post(_ request: [UInt8]) -> Int? {
    guard descriptor >= 0 || connect() else { return nil }
    guard send(request), let status = receive() else {
      disconnect()
      return nil
    }
    return status
  }

  private func connect() -> Bool {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { disconnect() }
    return result == 0
  }

  func disconnect() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private func send(_ request: [UInt8]) -> Bool {
    var sent = 0
    while sent < request.count {
      let count = request.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, request.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Reads one answer: its status line, its header, and as much body as `Content-Length` says.
  private func receive() -> Int? {
    var answer: [UInt8] = []
    var end: Int?
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0, answer.count < 65_536 else { return nil }
      answer += buffer[..<count]
      if end == nil { end = WebhookClient.endOfAnswer(answer) }
      if let end, answer.count >= end { break }
    }
    // HTTP/1.1 200 OK
    guard answer.count > 12 else { return nil }
    if String(decoding: answer, as: UTF8.self).lowercased().contains("connection: close") { disconnect() }
    return Int(String(decoding: answer[9..<12], as: UTF8.self))
  }

  private static func endOfAnswer(_ answer: [UInt8]) -> Int? {
    let text = String(decoding: answer, as: UTF8.self)
    guard let split = text.utf8.firstRange(ofBlankLine: ()) else { return nil }
    let head = text.prefix(upTo: split).lowercased()
    var length = 0
    for line in head.split(separator: "\r\n") where line.hasPrefix("content-length:") {
      length = Int(line.dropFirst(15).drop { $0 == " " }) ?? 0
    }
    return text.utf8.distance(from: text.startIndex, to: split) + 4 + length
  }
}

extension String.UTF8View {
  /// Where an empty line begins that ends a header.
  fileprivate func firstRange(ofBlankLine: Void) -> String.Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) { return index }
      index = self.index(after: index)
    }
    return nil
  }
}
