import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Calls hosts that a policy allows, at addresses that it allows, and no others.
///
/// A name is resolved and its addresses are checked before the call; the address that was really connected to is checked
/// again before the request leaves, so that a name that changes in between gains nothing.
public final class OutboundClient: Sendable {
  /// How long to wait.
  public struct Timeouts: Sendable {
    /// For a connection.
    public var connect: TimeAmount
    /// For the next bytes of an answer.
    public var idle: TimeAmount

    /// Creates time-outs.
    public init(connect: TimeAmount = .seconds(10), idle: TimeAmount = .seconds(30)) {
      self.connect = connect
      self.idle = idle
    }
  }

  private struct Endpoint: Hashable {
    var address: IPAddress
    var port: Int
  }

  /// Private endpoints that listed origins lead to.
  private final class PrivateEndpoints: Sendable {
    static let limit = 4096
    let known = Mutex<Set<Endpoint>>([])

    func allow(_ endpoint: Endpoint) {
      known.withLock { known in
        if known.count >= PrivateEndpoints.limit { known.removeAll() }
        known.insert(endpoint)
      }
    }

    func check(_ channel: any Channel) -> EventLoopFuture<Void> {
      guard let remote = channel.remoteAddress, let text = remote.ipAddress, let port = remote.port,
        let address = IPAddress(text)
      else {
        return channel.eventLoop.makeFailedFuture(OutboundError(.privateAddress, "the peer has no internet address"))
      }
      let isKnown = known.withLock { $0.contains(Endpoint(address: address, port: port)) }
      if address.isPublic || isKnown { return channel.eventLoop.makeSucceededVoidFuture() }
      return channel.eventLoop.makeFailedFuture(
        OutboundError(.privateAddress, "a name led to the private address \(address)"))
    }
  }

  /// How many redirects are followed.
  public static let maximumRedirects = 3

  private let client: HTTPClient
  private let resolver: any HostResolver
  private let endpoints: PrivateEndpoints

  /// Creates a client; `tls` replaces the usual trust, for a host with a certificate of its own.
  public init(
    timeouts: Timeouts = Timeouts(), resolver: any HostResolver = SystemResolver(), tls: TLSConfiguration? = nil,
    connectionsPerHost: Int = 8
  ) {
    let endpoints = PrivateEndpoints()
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: timeouts.connect, read: timeouts.idle), proxy: nil,
      decompression: .disabled,
      http1_1ConnectionDebugInitializer: { endpoints.check($0) },
      http2ConnectionDebugInitializer: { endpoints.check($0) })
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connectionsPerHost)
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    self.resolver = resolver
    self.endpoints = endpoints
  }

  /// Sends a request; its URL, and each redirect of a GET, must be allowed.
  ///
  /// `Authorization` stays behind when a redirect leads to another origin. The deadline is for the answer's head; the
  /// body is read by the caller, in pieces.
  public func execute(
    _ request: HTTPClientRequest, policy: OutboundPolicy, deadline: NIODeadline, redirects: Int = maximumRedirects
  ) async throws -> HTTPClientResponse {
    var request = request
    var target = try await permit(request.url, policy)
    var left = redirects
    while true {
      request.url = target.url
      let response = try await client.execute(request, deadline: deadline)
      guard [301, 302, 303, 307, 308].contains(response.status.code), request.method == .GET else { return response }
      guard left > 0 else {
        throw OutboundError(.tooManyRedirects, "\(target.host) redirected more than \(redirects) times")
      }
      left -= 1
      guard let location = response.headers.first(name: "location"), let url = target.resolving(location: location)
      else { throw OutboundError(.badRedirect, "\(target.host) redirected to no place that can be read") }
      let next = try await permit(url, policy)
      if target.scheme == "https", next.scheme != "https" {
        throw OutboundError(.badRedirect, "\(target.host) redirected from https to http")
      }
      if next.origin != target.origin {
        for name in ["authorization", "cookie", "x-api-key"] { request.headers.remove(name: name) }
      }
      target = next
    }
  }

  /// Checks a URL against the list, and the addresses of its host.
  func permit(_ url: String, _ policy: OutboundPolicy) async throws -> OutboundTarget {
    let target = try policy.target(of: url)
    let addresses: [IPAddress]
    if let literal = target.literal {
      addresses = [literal]
    } else {
      addresses = try await resolver.addresses(of: target.host)
    }
    for address in addresses where !address.isPublic {
      guard target.allowsPrivate else {
        throw OutboundError(
          .privateAddress, "\(target.host) leads to the private address \(address)",
          remedy: "list it as an origin with scheme and port if the gateway shall call it")
      }
      endpoints.allow(Endpoint(address: address, port: target.port))
    }
    return target
  }

  deinit {
    // The library ends the program when a client goes away unclosed.
    let client = client
    Task { try? await client.shutdown() }
  }

  /// Closes all connections.
  public func close() async throws { try await client.shutdown() }
}
