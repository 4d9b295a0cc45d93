import Intake
import Logging
import Records
import ServiceLifecycle
import Vault

/// The gateway as a whole: what `holdfast serve` runs.
public struct GatewayProgram: Sendable {
  let vault: LockedVault
  let configuration: String
  let logger: Logger
  let clock: any Clock

  /// Prepares a gateway for a vault, which stays locked; it logs to standard error.
  public init(vault: LockedVault, configuration: String, isVerbose: Bool = false) {
    self.init(
      vault: vault, configuration: configuration,
      logger: Logger(label: "gateway") { JSONLogHandler(label: $0, level: isVerbose ? .debug : .info) })
  }

  init(vault: LockedVault, configuration: String, logger: Logger) {
    self.vault = vault
    self.configuration = configuration
    self.logger = logger
    clock = vault.environment.clock
  }

  /// Receives, archives, fetches and relays until SIGTERM or SIGINT; then finishes what is under way.
  public func serve(process: Int64, onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
    let settings = try GatewaySettings.read(path: configuration)
    let key = try loadKey(settings)
    try checkEnrolment(key)
    let parts = try await GatewayParts(vault: vault, settings: settings, key: key, process: process, logger: logger)
    do {
      try await parts.prepare()
      try await parts.services(reload: { await reload(parts) }, onReady: onReady).run()
    } catch {
      await parts.finish()
      throw error
    }
    await parts.finish()
    logger.info("stopped")
  }

  /// Counts events and bytes by kind, and stores nothing, until SIGTERM or SIGINT.
  public func measure(process: Int64, onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws
    -> [KindReport]
  {
    let settings = try GatewaySettings.read(path: configuration)
    let counters = GatewayCounters()
    let handler = WebhookHandler(
      accounts: settings.accounts, spool: nil, clock: clock, counters: counters, quarantine: { _, _ in })
    let server = try GatewayServer(settings: settings.server, handler: handler, counters: counters, logger: logger)
    let monitor = GatewayMonitor(
      mode: .measuring, accounts: settings.accounts, counters: counters, process: process, file: nil, kinds: nil,
      clock: clock, logger: logger, connections: { server.openConnections }, ask: { GatewayMonitor.Parts() })
    let operations = OperationsHandler(monitor: monitor, counters: counters, clock: clock)
    let operator_ = GatewayServer(
      operations: settings.server.operations, respond: { await operations.answer($0) }, logger: logger)
    logger.notice("measuring: deliveries are counted and answered 200, and nothing is stored")
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [operator_, monitor, AnnouncingServer(server: server, onReady: onReady)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    ).run()
    let kinds = counters.kinds
    return settings.accounts.map { KindReport($0, kinds[$0.name] ?? [:]) }
  }

  /// Reads the configuration and every file it names, and tells which kinds of event never arrived.
  public func check() throws -> [KindReport] {
    let settings = try GatewaySettings.read(path: configuration)
    _ = try loadKey(settings)
    if let certificate = settings.server.certificate, let privateKey = settings.server.privateKey {
      _ = try CertificateBox(certificate: certificate, privateKey: privateKey)
    }
    _ = try GatewayOutbound(settings, logger: logger)
    let kinds = KindsFile(vault: vault).read()
    return settings.accounts.map { KindReport($0, kinds[$0.name] ?? [:]) }
  }

  private func loadKey(_ settings: GatewaySettings) throws -> GatewayKey {
    guard let path = settings.spool.keyFile else {
      throw GatewayError(
        .configuration, "the gateway's key is not named",
        remedy: "set key_file under [spool], or give the systemd credential holdfast-gateway-key")
    }
    return try GatewayKey.load(path: path, for: vault)
  }

  /// The archiver waits for a vault that fails; what waiting does not mend is told at once.
  private func checkEnrolment(_ key: GatewayKey) throws {
    do { try vault.gatewayWriter(key: key).close() } catch let error as VaultError {
      if [.notEnrolled, .wrongKey, .badKey, .writerBusy].contains(error.code) { throw error }
      logger.error("the vault cannot be written now; deliveries are spooled meanwhile", metadata: ["error": "\(error)"])
    }
  }

  /// Takes up a changed configuration; a bad one changes nothing.
  private func reload(_ parts: GatewayParts) async {
    do {
      try parts.replace(try GatewaySettings.read(path: configuration))
      logger.notice("the configuration was read again")
    } catch {
      logger.error("the configuration was not taken up; the old one stays", metadata: ["error": "\(error)"])
    }
  }
}

/// A server that says when it listens.
struct AnnouncingServer: Service {
  let server: GatewayServer
  let onReady: @Sendable (Int) -> Void

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask {
        while !Task.isCancelled {
          if let port = server.port {
            onReady(port)
            return
          }
          try? await Task.sleep(for: .milliseconds(5))
        }
      }
      try await group.waitForAll()
    }
  }
}
