import NIOPosix

#if canImport(Glibc)
  import Glibc
#endif

/// Finds the addresses of a name.
public protocol HostResolver: Sendable {
  /// All addresses of a name; throws ``OutboundError`` `unresolved` when there is none.
  func addresses(of host: String) async throws -> [IPAddress]
}

/// The system's resolver.
public struct SystemResolver: HostResolver {
  /// Creates the resolver.
  public init() {}

  public func addresses(of host: String) async throws -> [IPAddress] {
    try await NIOThreadPool.singleton.runIfActive { try SystemResolver.lookUp(host) }
  }

  private static func lookUp(_ host: String) throws -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, nil, &hints, &list)
    guard status == 0 else {
      throw OutboundError(
        .unresolved, "the name \(host) has no address: \(String(cString: gai_strerror(status)))",
        remedy: "check the name servers of this machine")
    }
    defer { freeaddrinfo(list) }
    var found: [IPAddress] = []
    var next = list
    // The list and what it points to live until freeaddrinfo; the family tells which structure an address is.
    while let entry = next {
      next = entry.pointee.ai_next
      guard let address = entry.pointee.ai_addr else { continue }
      switch entry.pointee.ai_family {
      case AF_INET:
        address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
          found.append(IPAddress(bytes: withUnsafeBytes(of: address.pointee.sin_addr) { Array($0.prefix(4)) }))
        }
      case AF_INET6:
        address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
          found.append(IPAddress(bytes: withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0.prefix(16)) }))
        }
      default: break
      }
    }
    guard !found.isEmpty else { throw OutboundError(.unresolved, "the name \(host) has no address") }
    return found
  }
}
