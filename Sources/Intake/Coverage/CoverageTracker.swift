import Records
import Sealing
import Storage
import Synchronization
import Vault

/// Knows what of each account was captured and what was not, and puts it on record.
///
/// What it finds goes through the spool like everything else: durable, in order, once. Its names for gaps derive from
/// what they are about, so that seeing the same again changes nothing.
public final class CoverageTracker: Sendable {
  /// Why deliveries are turned away; an open set.
  public struct Trouble: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let spoolFull = Trouble(rawValue: "spool-full")
    public static let diskFailed = Trouble(rawValue: "disk-failed")
  }

  struct Inner {
    var state = CoverageState()
    /// The state differs from what is kept.
    var isChanged = false
    /// What the process before had looked at and counted: it comes again, and is not looked at again.
    var observedBefore: SpoolPosition?
    var countedBefore: SpoolPosition?
    var uncountedBefore: Set<SpoolPosition> = []
    /// Sent messages of which only receipts came, until they are believed to be missing.
    var unseen = UnseenMessages()
    let startedAt: Instant
    var beat: ContinuousClock.Instant?
    var beatAt: Instant?
    /// What other gateways of the queue are to be told.
    var untold = Untold()
    /// Since when deliveries are turned away, by reason.
    var troubles: [String: Instant] = [:]
  }

  let vault: LockedVault
  let accounts: [CoverageAccount]
  let file: CoverageFile
  /// Where several gateways share a queue: what they tell one another.
  let exchange: (any CoverageExchange)?
  let nameKey: [UInt8]
  private let heartbeat: Heartbeat
  let inner: Mutex<Inner>
  /// One flush at a time, so that what waits keeps its order.
  private let turn = AsyncTurn()
  /// One exchange with the others at a time, so that each word is told once.
  let telling = AsyncTurn()
  /// One writing of the file at a time, so that the newest stands.
  private let keeping = Mutex<Void>(())
  let patience: Duration
  private let stall: Duration

  /// How often the heartbeat file is written.
  public static let interval = Duration.seconds(10)
  /// How long a sent message may come after its first receipt.
  public static let defaultPatience = Duration.seconds(600)
  /// A beat that comes this late says that the machine slept or hung.
  public static let defaultStall = Duration.seconds(60)

  /// Creates a tracker; `accounts` are those that the gateway is configured to capture.
  public init(
    vault: LockedVault, key: GatewayKey, accounts: [CoverageAccount], patience: Duration = defaultPatience,
    stall: Duration = defaultStall, exchange: (any CoverageExchange)? = nil
  ) throws {
    self.vault = vault
    self.accounts = accounts
    self.patience = patience
    self.stall = stall
    self.exchange = exchange
    nameKey = try key.derive(.stateKey, context: Array("coverage-names".utf8)).copyBytes()
    file = try CoverageFile(vault: vault, key: key)
    heartbeat = Heartbeat(vault: vault)
    var inner = Inner(startedAt: vault.environment.clock.now())
    if let state = file.read() {
      inner.state = state
      inner.observedBefore = state.observed
      inner.countedBefore = state.counted
      inner.uncountedBefore = state.uncounted
    }
    self.inner = Mutex(inner)
  }

  // MARK: - The gateway's own life

  /// Begins: records that nothing was captured since the last heartbeat.
  ///
  /// To be called once, before deliveries are taken.
  public func start(spool: any Spool) async {
    let isEmpty = await spool.status().entries == 0
    let now = vault.environment.clock.now()
    inner.withLock { inner in
      if isEmpty {
        // Nothing comes again; a new spool may even count anew.
        (inner.observedBefore, inner.countedBefore, inner.uncountedBefore) = (nil, nil, [])
        (inner.state.observed, inner.state.counted, inner.state.uncounted) = (nil, nil, [])
      }
      if let last = heartbeat.last(), last != now {
        addOutage("gateway-down", last, now, "the gateway did not run", &inner)
      }
      for (reason, since) in inner.state.troubles {
        addOutage(reason, since, now, "deliveries were turned away", &inner)
        inner.isChanged = true
      }
      if exchange == nil { inner.state.troubles = [:] }
    }
    await beat(spool: spool)
  }

  /// Beats, and puts what it knows on record; to be called every ``interval``.
  ///
  /// What the spool does not take now is kept and tried again with the next beat.
  public func beat(spool: any Spool) async {
    let now = vault.environment.clock.now()
    let oldest = await spool.status().oldest
    let due = inner.withLock { $0.unseen.due(patience) }
    let lacking = await missing(among: due)
    inner.withLock { inner in
      let tick = ContinuousClock.now
      if let before = inner.beat, let beforeAt = inner.beatAt, tick - before > stall {
        addOutage("gateway-down", beforeAt, now, "the machine of the gateway slept or hung", &inner)
      }
      inner.beat = tick
      inner.beatAt = now
      if let lacking {
        for (scope, id, at) in lacking { addUnseen(scope, id, at, &inner) }
      } else {
        inner.unseen.wait(due)
      }
      closeDays(now, oldest, &inner)
    }
    do {
      try await tell()
      try await flush(into: spool)
      // Only after what was found is durable: a start after a crash finds it again from the beat before.
      try heartbeat.beat(now)
    } catch {
      // The spool or the disk fails; the next start then says that nothing was captured since the last beat.
    }
    await share()
  }

  /// Beats until cancelled.
  public func run(spool: any Spool) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: CoverageTracker.interval)
      await beat(spool: spool)
    }
  }

  /// Deliveries are turned away from now on.
  public func begin(_ trouble: Trouble) {
    let now = vault.environment.clock.now()
    let isNew = inner.withLock { inner -> Bool in
      guard inner.troubles[trouble.rawValue] == nil else { return false }
      inner.troubles[trouble.rawValue] = now
      // One that ended and is not told yet stands until it is.
      if inner.state.troubles[trouble.rawValue] == nil { inner.state.troubles[trouble.rawValue] = now }
      inner.isChanged = true
      return true
    }
    // Kept at once, so that a crash meanwhile does not hide it.
    if isNew { try? keep() }
  }

  /// Deliveries are taken again.
  public func end(_ trouble: Trouble) {
    let now = vault.environment.clock.now()
    inner.withLock { inner in
      guard let since = inner.troubles.removeValue(forKey: trouble.rawValue) else { return }
      if exchange == nil { inner.state.troubles[trouble.rawValue] = nil }
      addOutage(trouble.rawValue, since, now, "deliveries were turned away", &inner)
      inner.isChanged = true
    }
  }

  /// Open gaps, for the health screen: reason and beginning.
  public var openGaps: [(scope: CoverageScope, reason: String, from: Instant)] {
    inner.withLock { inner in
      inner.state.open.flatMap { scope, gaps in gaps.map { (scope, $0.reason, $0.from) } }.sorted { $0.2 < $1.2 }
    }
  }

  // MARK: - Going on record

  /// Keeps what was found, then puts it into the spool.
  ///
  /// A crash in between puts the same there twice, which changes nothing.
  func flush(into spool: any Spool) async throws {
    try await turn.take {
      try keep()
      while let next = inner.withLock({ $0.state.waiting.first }) {
        try await spool.append(next.encoded())
        inner.withLock { inner in
          _ = inner.state.waiting.removeFirst()
          inner.isChanged = true
        }
      }
      try keep()
    }
    // Others wait for that, and nobody else: it is tried again.
    try? await tellNotes()
  }

  /// Makes what was found durable on this machine; the spool may be full.
  func keep() throws {
    try keeping.withLock { _ in
      let state = inner.withLock { inner -> CoverageState? in
        guard inner.isChanged else { return nil }
        inner.isChanged = false
        return inner.state
      }
      guard let state else { return }
      do { try file.write(state) } catch {
        inner.withLock { $0.isChanged = true }
        throw error
      }
    }
  }

  // MARK: - What archiver and beat find

  private func addOutage(_ reason: String, _ from: Instant, _ until: Instant, _ what: String, _ inner: inout Inner) {
    var what = what
    var (from, until) = (from, until)
    if until < from {
      (from, until) = (until, from)
      what += "; the clock was set back meanwhile"
    }
    let detail = "\(what): deliveries of this time came only if the provider repeated them"
    for account in accounts {
      hear(
        CoverageBoard.Word(
          what: .was(reason: reason, detail: detail, from: from), scope: account.scope, at: until,
          endpoint: account.endpoint, capturedAt: until), &inner)
    }
  }

  /// Takes up what bears on gaps; where several gateways share a queue, with what the others know.
  func hear(_ word: CoverageBoard.Word, _ inner: inout Inner) {
    guard exchange == nil else {
      inner.untold.words.append(word)
      return
    }
    var board = CoverageBoard(gaps: inner.state.open)
    say(board.apply(word) { name(word.scope, $0, $1) }, &inner)
    inner.state.open = board.gaps
  }

  func say(_ entries: [CoverageBoard.Entry], _ inner: inout Inner) {
    for entry in entries {
      say(
        entry.word.scope, .gap(id: entry.id, entry.gap), entry.word.endpoint, entry.word.capturedAt, &inner)
    }
  }

  func say(
    _ scope: CoverageScope, _ what: CoverageObservation.What, _ endpoint: String, _ at: Instant, _ inner: inout Inner
  ) {
    inner.state.waiting.append(
      CapturedDelivery(
        route: .coverage, endpoint: endpoint, provider: .holdfast, account: scope.account, capturedAt: at,
        authenticity: .file, body: CoverageObservation(scope, what).encoded))
    inner.isChanged = true
  }

  /// The name of a gap: from what it is about, so that it is the same whenever it is found.
  func name(_ scope: CoverageScope, _ reason: String, _ from: Instant) -> String {
    "g-"
      + Derivation.identifier(
        label: .gapIdentifier,
        texts: vault.id.text, scope.provider.rawValue, scope.account, scope.session ?? "", reason,
        String(from.milliseconds))
  }
}
