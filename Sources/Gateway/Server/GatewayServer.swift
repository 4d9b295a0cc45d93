import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// One listener: accepts connections, up to a limit, and has their requests answered.
public final class GatewayServer: Service {
  private let address: ListenAddress
  private let connections: Int
  private let service: ConnectionService
  private let certificates: CertificateBox?
  private let logger: Logger
  private let bound = Mutex<Int?>(nil)

  init(
    address: ListenAddress, connections: Int, service: ConnectionService, certificates: CertificateBox? = nil,
    logger: Logger
  ) {
    self.address = address
    self.connections = connections
    self.service = service
    self.certificates = certificates
    self.logger = logger
  }

  /// The listener for webhooks.
  public convenience init(
    settings: ServerSettings, handler: WebhookHandler, counters: GatewayCounters, logger: Logger
  ) throws {
    var certificates: CertificateBox?
    if let certificate = settings.certificate, let privateKey = settings.privateKey {
      certificates = try CertificateBox(certificate: certificate, privateKey: privateKey)
    }
    self.init(
      address: settings.listen, connections: settings.connections,
      service: ConnectionService(
        limits: ConnectionService.Limits(settings), budget: ByteBudget(limit: settings.memoryLimit),
        admit: { handler.admit($0) }, respond: { await handler.answer($0) },
        observe: { counters.observe($0, $1) }), certificates: certificates, logger: logger)
  }

  /// The listener for operators: small requests, few connections.
  public convenience init(operations address: ListenAddress, respond: @escaping GatewayResponder, logger: Logger) {
    var limits = ConnectionService.Limits()
    limits.body = 4096
    limits.drained = 4096
    self.init(
      address: address, connections: 64,
      service: ConnectionService(
        limits: limits, budget: ByteBudget(limit: 1 << 20), admit: { _ in nil }, respond: respond,
        observe: { _, _ in }), logger: logger)
  }

  /// The port that is listened at, once it is: the one asked for, or the system's choice for 0.
  public var port: Int? { bound.withLock { $0 } }

  /// Connections that are open.
  public var openConnections: Int { service.connections }

  /// Reads certificate and key again.
  public func reloadCertificates() throws { try certificates?.reload() }

  /// Listens until the service group shuts down, then finishes the requests under way.
  public func run() async throws {
    let server = ConnectionChannel(service: service, certificates: certificates).server(
      configuration: ServerConfiguration(
        address: .hostname(address.host, port: address.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(connections, logger: logger)),
      onServerRunning: { [self] channel in bound.withLock { $0 = channel.localAddress?.port } },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    do {
      try await server.run()
    } catch let error as IOError {
      throw GatewayError(
        .address, "\(address) cannot be listened at: \(String(cString: strerror(error.errnoCode)))",
        remedy: "another program may have it, or the port needs a privilege", cause: error)
    }
  }
}
