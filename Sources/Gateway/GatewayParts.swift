import Intake
import Logging
import Records
import ServiceLifecycle
import Synchronization
import Vault

/// Every part of a serving gateway, put together.
final class GatewayParts: Sendable {
  private let vault: LockedVault
  private let started: GatewaySettings
  private let logger: Logger
  private let spools: SpoolSet
  private let client: OutboundClient
  private let forwarder: Forwarder
  private let coverage: CoverageTracker
  private let media: MediaFetcher
  private let letters: DeadLetterStore
  private let server: GatewayServer
  let archiver: Archiver
  let monitor: GatewayMonitor
  let handler: WebhookHandler
  /// The listener for operators.
  let operators: GatewayServer

  init(vault: LockedVault, settings: GatewaySettings, key: GatewayKey, process: Int64, logger: Logger) async throws {
    let clock = vault.environment.clock
    let kinds = KindsFile(vault: vault)
    let counters = GatewayCounters()
    counters.restore(kinds: kinds.read())
    let outbound = try GatewayOutbound(settings, logger: logger)
    let letters = DeadLetterStore(vault: vault, key: key)
    let spools = try await SpoolSet.open(settings.spool, key: key, vault: vault)
    let coverage = try CoverageTracker(
      vault: vault, key: key,
      accounts: settings.accounts.map {
        CoverageAccount(endpoint: $0.name, provider: $0.provider, account: $0.recordAccount ?? $0.name)
      }, exchange: spools.deliveries as? any CoverageExchange)
    let client = OutboundClient()
    let forwarder = Forwarder(spool: spools.forwards, client: client, policy: outbound.forwarding, clock: clock)
    let mediaSpool = spools.media
    let archiver = Archiver(
      vault: vault, spool: spools.deliveries, deadLetters: letters,
      makeWriter: { try vault.gatewayWriter(key: key) }, tail: RecordTail(try TailWriter(vault: vault)),
      coverage: coverage,
      options: ArchiverOptions(
        workers: settings.work.archiverWorkers, sealBytes: settings.work.sealBytes,
        sealMilliseconds: Int(settings.work.sealMilliseconds)),
      onMedia: { jobs in try await mediaSpool.append(contentsOf: jobs.map { $0.encoded() }) })
    var mediaOptions = MediaOptions()
    mediaOptions.workers = settings.work.mediaWorkers
    mediaOptions.maximumBytes = settings.work.mediaLimit
    let media = MediaFetcher(
      accesses: outbound.media, spool: spools.media, parked: spools.parkedMedia,
      writer: { try archiver.writer() }, http: client,
      requests: MediaRetryRequests(state: vault.state, files: vault.environment.files), options: mediaOptions,
      clock: clock, complete: { try archiver.complete($0) }, sealed: { try await archiver.sealed() })
    let handler = WebhookHandler(
      accounts: settings.accounts, spool: spools.deliveries, clock: clock, counters: counters,
      quarantine: { delivery, reason in
        // It writes a file: connections do not wait for that.
        await withTaskExecutorPreference(globalConcurrentExecutor) {
          do { try letters.quarantine(delivery, error: reason) } catch {
            logger.error("a forged delivery cannot be kept", metadata: ["error": "\(error)"])
          }
        }
      }, onDurable: { delivery, account in await forwarder.enqueue(delivery, to: account.forward) },
      onTrouble: { code, begins in
        let trouble: CoverageTracker.Trouble = code == .full ? .spoolFull : .diskFailed
        if begins { coverage.begin(trouble) } else { coverage.end(trouble) }
        logger.log(
          level: begins ? .error : .notice,
          begins ? "deliveries are refused" : "deliveries are taken again", metadata: ["code": "\(code.rawValue)"])
      })
    let damage = DamageLog(logger: logger)
    let server = try GatewayServer(settings: settings.server, handler: handler, counters: counters, logger: logger)
    let folders = [vault.state.path] + (vault.store.location.hasPrefix("/") ? [vault.store.location] : [])
    let monitor = GatewayMonitor(
      mode: .serving, accounts: settings.accounts, counters: counters, process: process,
      file: GatewayStatusFile(state: vault.state, files: vault.environment.files), kinds: kinds, clock: clock,
      logger: logger, connections: { server.openConnections },
      ask: {
        var parts = GatewayMonitor.Parts()
        let waiting = await spools.deliveries.status()
        damage.look(at: spools.deliveries, named: "deliveries", waiting)
        parts.spool = GatewayStatus.Queue(waiting)
        parts.media = await media.status().queue
        let relayed = await forwarder.status()
        parts.forward = GatewayStatus.Queue(await spools.forwards.status())
        parts.forward.failed = relayed.dropped + relayed.failed
        parts.archiver = archiver.status()
        let kept = letters.counts
        (parts.deadLetters, parts.quarantined) = (Int64(kept.unfiled), Int64(kept.quarantined))
        parts.disk = DiskSpace.fullest(of: folders)
        return parts
      })
    let operations = OperationsHandler(monitor: monitor, counters: counters, clock: clock)
    operators = GatewayServer(
      operations: settings.server.operations, respond: { await operations.answer($0) }, logger: logger)
    self.monitor = monitor
    (self.vault, started, self.logger) = (vault, settings, logger)
    (self.spools, self.client, self.forwarder, self.coverage) = (spools, client, forwarder, coverage)
    (self.archiver, self.media, self.handler, self.server) = (archiver, media, handler, server)
    self.letters = letters
    try mount(settings.accounts, outbound)
  }

  private func proxy(_ accounts: [AccountSettings], _ outbound: GatewayOutbound) -> SendProxy {
    SendProxy(
      tokens: BotTokens(accounts), client: client, policy: outbound.sending, spool: spools.deliveries,
      intents: spools.intents, clock: vault.environment.clock)
  }

  private func mount(_ accounts: [AccountSettings], _ outbound: GatewayOutbound) throws {
    let proxy = proxy(accounts, outbound)
    let capture = CaptureEndpoint(
      tokens: BotTokens(accounts), spool: spools.deliveries, clock: vault.environment.clock)
    handler.mount([
      (prefix: SendProxy.prefix, respond: { @Sendable in await proxy.answer($0) }),
      (prefix: CaptureEndpoint.prefix, respond: { @Sendable in await capture.answer($0) }),
    ])
  }

  /// What must have happened before the first delivery is taken.
  func prepare() async throws {
    await coverage.start(spool: spools.deliveries)
    let unknown = try await proxy(started.accounts, GatewayOutbound(started, logger: logger)).recover()
    if unknown > 0 { logger.warning("sends with an unknown end were put on record", metadata: ["count": "\(unknown)"]) }
  }

  /// The services in the order of their start; they end in the opposite one: first nothing more is taken, last the
  /// archiver seals.
  func services(
    reload: @escaping @Sendable () async -> Void, onReady: @escaping @Sendable (Int) -> Void
  ) -> ServiceGroup {
    let seconds = started.server.drainSeconds
    var configuration = ServiceGroupConfiguration(
      services: [
        operators, monitor,
        PartService("archiver") { [archiver] in try await archiver.run() },
        PartService("coverage") { [coverage, spools] in await coverage.run(spool: spools.deliveries) },
        PartService("media") { [media] in await media.run() },
        PartService("letters") { [letters, media, logger] in
          while !Task.isCancelled {
            do { try await letters.handOverMedia { try await media.enqueue($0) } } catch {
              logger.warning("the files of filed letters cannot be taken over yet", metadata: ["error": "\(error)"])
            }
            // The end is no failure.
            do { try await Task.sleep(for: .seconds(5)) } catch { return }
          }
        },
        PartService("forwarder") { [forwarder] in await forwarder.run() },
        Reloader(reload: reload),
        AtShutdown { [handler] in
          for _ in 0..<seconds * 20 where handler.afterwardsUnderWay > 0 {
            try? await Task.sleep(for: .milliseconds(50))
          }
        },
        AnnouncingServer(server: server, onReady: onReady),
        AtShutdown { [monitor, logger] in
          monitor.set(mode: .draining)
          logger.notice("draining: nothing more is taken")
        },
      ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(seconds + 60)
    return ServiceGroup(configuration: configuration)
  }

  /// The last things: after this the process may end.
  func finish() async {
    await monitor.finish()
    await spools.close()
    try? await client.close()
  }

  /// Takes up accounts, secrets and certificates; the rest needs a restart, which is said.
  func replace(_ settings: GatewaySettings) throws {
    let outbound = try GatewayOutbound(settings, logger: logger)
    try server.reloadCertificates()
    handler.replace(accounts: settings.accounts)
    try mount(settings.accounts, outbound)
    monitor.replace(accounts: settings.accounts)
    let changed = settings.tablesForNextStart(since: started)
    if !changed.isEmpty {
      logger.warning(
        "a changed table comes into force with the next start",
        metadata: ["tables": "\(changed.joined(separator: " "))"])
    }
    let origins = { (settings: GatewaySettings) in Set(settings.accounts.flatMap(\.forward)) }
    let names = { (settings: GatewaySettings) in Set(settings.accounts.map(\.name)) }
    if !origins(settings).isSubset(of: origins(started)) || !names(settings).isSubset(of: names(started)) {
      logger.warning("new bots are relayed to, and media of new accounts fetched, after the next start")
    }
  }
}
