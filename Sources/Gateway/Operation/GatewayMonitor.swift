import Intake
import Logging
import Records
import ServiceLifecycle
import Synchronization
import Vault

/// Watches the gateway: once a second it writes the status file, from which console, `holdfast gateway status` and the
/// metrics draw.
final class GatewayMonitor: Service {
  /// What the parts say of themselves.
  struct Parts: Sendable {
    var spool = GatewayStatus.Queue()
    var media = GatewayStatus.Queue()
    var forward = GatewayStatus.Queue()
    var archiver = ArchiverStatus()
    var deadLetters: Int64 = 0
    var quarantined: Int64 = 0
    var disk: DiskSpace?
    /// When the parts were last asked with success.
    var at: Instant?
  }

  private struct State: Sendable {
    var status: GatewayStatus
    var parts = Parts()
    var isAsking = false
    var window = RateWindow()
    var ticks = 0
    var providers: [(name: String, provider: Provider)]
    var isUnwritable = false
  }

  private let counters: GatewayCounters
  private let ask: @Sendable () async -> Parts
  private let connections: @Sendable () -> Int
  private let file: GatewayStatusFile?
  private let kinds: KindsFile?
  private let clock: any Clock
  private let logger: Logger
  private let state: Mutex<State>

  /// Creates a monitor; without files it only answers.
  init(
    mode: GatewayStatus.Mode, accounts: [AccountSettings], counters: GatewayCounters, process: Int64,
    file: GatewayStatusFile?, kinds: KindsFile?, clock: any Clock, logger: Logger,
    connections: @escaping @Sendable () -> Int, ask: @escaping @Sendable () async -> Parts
  ) {
    self.counters = counters
    self.ask = ask
    self.connections = connections
    self.file = file
    self.kinds = kinds
    self.clock = clock
    self.logger = logger
    state = Mutex(
      State(
        status: GatewayStatus(startedAt: clock.now(), mode: mode, process: process),
        providers: accounts.map { ($0.name, $0.provider) }))
  }

  /// The status as it was last put together.
  var status: GatewayStatus { state.withLock { $0.status } }

  func replace(accounts: [AccountSettings]) {
    state.withLock { $0.providers = accounts.map { ($0.name, $0.provider) } }
  }

  func set(mode: GatewayStatus.Mode) { state.withLock { $0.status.mode = mode } }

  func run() async throws {
    try? await cancelWhenGracefulShutdown { [self] in
      while !Task.isCancelled {
        await tick()
        try await Task.sleep(for: .seconds(1))
      }
    }
    set(mode: .draining)
    await tick()
  }

  /// The last word, after everything has ended.
  func finish() async {
    set(mode: .stopped)
    let parts = await ask()
    state.withLock { $0.parts = parts }
    await tick(asking: false)
    keepKinds()
  }

  /// One second: asks the parts, counts, writes.
  func tick(asking: Bool = true) async {
    if asking { askParts() }
    let now = clock.now()
    let status = state.withLock { state -> GatewayStatus in
      compose(&state, now)
      return state.status
    }
    if state.withLock({ $0.ticks % 60 == 0 }) { keepKinds() }
    guard let file else { return }
    do {
      try file.write(status)
      state.withLock { $0.isUnwritable = false }
    } catch {
      let isNew = state.withLock { state in
        defer { state.isUnwritable = true }
        return !state.isUnwritable
      }
      if isNew { logger.error("the status file cannot be written", metadata: ["error": "\(error)"]) }
    }
  }

  private func keepKinds() {
    do { try kinds?.write(counters.kinds) } catch {
      logger.warning("the counts of kinds cannot be kept", metadata: ["error": "\(error)"])
    }
  }

  /// Asks beside the ticking: a Redis that does not answer must not make the gateway look dead.
  private func askParts() {
    let isFree = state.withLock { state in
      defer { state.isAsking = true }
      return !state.isAsking
    }
    guard isFree else { return }
    Task { [self] in
      let parts = await ask()
      state.withLock { state in
        state.parts = parts
        state.parts.at = clock.now()
        state.isAsking = false
      }
    }
  }

  private func compose(_ state: inout State, _ now: Instant) {
    state.ticks += 1
    let all = counters.accounts
    let values = all.map { ($0, $0.snapshot) }
    let answers = counters.answers
    var status = state.status
    status.writtenAt = now
    status.accepted = values.reduce(0) { $0 + $1.1.accepted }
    status.unauthorized = values.reduce(0) { $0 + $1.1.unauthorized }
    status.refused = values.reduce(0) { $0 + $1.1.refused }
    status.rejected = MetricsText.reasons.reduce(0) { $0 + (answers[$1.status] ?? 0) }
    state.window.add(accepted: status.accepted, acknowledged: counters.acknowledged)
    status.perSecond = state.window.perSecond
    status.lastMinute = state.window.lastMinute
    status.lastQuarter = state.window.lastQuarter
    let recent = state.window.recent
    status.ackMedianMicroseconds = recent.quantile(0.5)
    status.ackHighMicroseconds = recent.quantile(0.99)
    status.connections = Int64(connections())
    status.accounts = values.compactMap { counters, value in
      guard let provider = state.providers.first(where: { $0.name == counters.name })?.provider else { return nil }
      return GatewayStatus.Account(
        name: counters.name, provider: provider.rawValue, accepted: value.accepted, bytes: value.bytes,
        unauthorized: value.unauthorized, refused: value.refused, lastAt: value.lastAt,
        missingKinds: ExpectedKinds.missing(provider, seen: counters.kinds.snapshot.keys))
    }
    let parts = state.parts
    (status.spool, status.media, status.forward) = (parts.spool, parts.media, parts.forward)
    status.archived = parts.archiver.archived
    status.sealLagMilliseconds = parts.archiver.sealLagMilliseconds
    status.sealedAt = parts.archiver.sealedAt
    // Each seal ends with a checkpoint.
    status.checkpointAt = parts.archiver.sealedAt
    status.archiverFailure = parts.archiver.failure
    (status.deadLetters, status.quarantined) = (parts.deadLetters, parts.quarantined)
    status.diskFree = parts.disk?.free ?? 0
    status.diskTotal = parts.disk?.total ?? 0
    if state.parts.at == nil, status.mode == .serving { status.diskFree = state.status.diskFree }
    state.status = status
  }

  /// When the parts last answered.
  var askedAt: Instant? { state.withLock { $0.parts.at } }
}
