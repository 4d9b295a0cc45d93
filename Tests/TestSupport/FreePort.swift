import Foundation

/// Ports of the loopback for servers that must be told theirs.
public enum FreePort {
  /// A port that nobody listens on, below those that the system gives to clients: one of theirs could be taken before
  /// the server has it, even by a client that calls the absent server and is connected to itself.
  public static func find() throws -> Int {
    for _ in 0..<100 {
      let port = Int.random(in: 10_240..<32_768)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if result == 0 { return port }
    }
    throw POSIXError(.EADDRINUSE)
  }
}
