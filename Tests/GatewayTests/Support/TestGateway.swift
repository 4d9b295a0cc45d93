import Intake
import Logging
import NIOCore
import Records
import Sealing
import ServiceLifecycle
import Synchronization
import TestSupport

@testable import Gateway

/// A real server on a free port of the loopback, with a handler of its own, for the length of one test.
final class TestGateway: Sendable {
  let spool: MemorySpool
  let handler: WebhookHandler
  let server: GatewayServer
  let counters = GatewayCounters()
  let quarantine: QuarantineBox
  let budget: ByteBudget

  static let metaSecret = "app-secret"
  static let sharedSecret = "shared-secret-of-the-session"

  init(
    accounts: [AccountSettings] = TestGateway.accounts(), measuring: Bool = false, connections: Int = 256,
    memory: Int = 64 << 20, quarantineBurst: Int64 = 1000, certificates: CertificateBox? = nil,
    limits change: (inout ConnectionService.Limits) -> Void = { _ in }, onDurable: WebhookHandler.OnDurable? = nil
  ) {
    let spool = MemorySpool()
    let box = QuarantineBox()
    handler = WebhookHandler(
      accounts: accounts, spool: measuring ? nil : spool, clock: FixedClock(Instant(milliseconds: 1_750_000_000_000)),
      counters: counters, quarantine: { box.add($0, $1) }, onDurable: onDurable,
      quarantineBurst: quarantineBurst)
    self.spool = spool
    quarantine = box
    var limits = ConnectionService.Limits()
    change(&limits)
    budget = ByteBudget(limit: memory)
    let counters = counters
    let handler = handler
    var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    logger.logLevel = .critical
    server = GatewayServer(
      address: ListenAddress(host: "127.0.0.1", port: 0), connections: connections,
      service: ConnectionService(
        limits: limits, budget: budget, admit: { handler.admit($0) }, respond: { await handler.answer($0) },
        observe: { counters.observe($0, $1) }), certificates: certificates, logger: logger)
  }

  /// Runs the server, does the test, and shuts down gracefully.
  func run(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: server)], logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() })))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      try await eventually("the server listens") { server.port != nil }
      guard let port = server.port else { throw RawClient.Failure(description: "the server did not start") }
      do { try await withTaskExecutorPreference(BlockingExecutor.shared) { try await body(port) } } catch {
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  static func secret(_ text: String) -> SecretBytes { SecretBytes(Array(text.utf8)) }

  /// One account of each provider.
  static func accounts() -> [AccountSettings] {
    [
      account("meta-1", .meta, "/hooks/meta", [metaSecret], verifyToken: "verify me"),
      account("wasender-1", .wasender, "/hooks/wasender", [sharedSecret], header: "x-webhook-signature"),
      account("waha-1", .waha, "/hooks/waha", ["my-secret-key"]),
      account("evolution-1", .evolution, "/hooks/evolution", [sharedSecret], header: "x-hook-token"),
    ]
  }

  static func account(
    _ name: String, _ provider: Provider, _ path: String, _ secrets: [String], header: String? = nil,
    verifyToken: String? = nil
  ) -> AccountSettings {
    AccountSettings(
      name: name, provider: provider, path: path, recordAccount: nil, secrets: secrets.map(secret),
      secretHeader: header, verifyToken: verifyToken.map(secret), accessToken: nil, baseURL: nil, forward: [],
      bots: [])
  }

  /// The header with which Meta signs a body.
  static func signature(_ body: [UInt8], secret: String = metaSecret) -> (String, String) {
    ("X-Hub-Signature-256", "sha256=" + HMACSHA256(key: Array(secret.utf8)).authenticate(body).hex)
  }
}

/// Collects what was quarantined.
final class QuarantineBox: Sendable {
  private let kept = Mutex<[(CapturedDelivery, String)]>([])
  func add(_ delivery: CapturedDelivery, _ reason: String) { kept.withLock { $0.append((delivery, reason)) } }
  var all: [(CapturedDelivery, String)] { kept.withLock { $0 } }
}
