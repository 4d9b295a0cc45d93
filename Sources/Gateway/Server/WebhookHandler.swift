import Intake
import Records
import Synchronization

/// Receives webhooks: proves them, makes them durable, and only then says 200.
public final class WebhookHandler: Sendable {
  /// Keeps a delivery that did not prove where it comes from.
  public typealias Quarantine = @Sendable (CapturedDelivery, _ reason: String) async -> Void
  /// Hears of each delivery that is durable, before it is answered, with all its headers.
  public typealias OnDurable = @Sendable (CapturedDelivery, AccountSettings) async -> Void
  /// Hears when the spool begins to refuse, and when it takes deliveries again.
  public typealias OnTrouble = @Sendable (_ trouble: SpoolError.Code, _ begins: Bool) -> Void
  /// A part of the gateway that answers everything below a path.
  public typealias Mount = (prefix: String, respond: GatewayResponder)

  /// One account, ready to receive.
  final class Route: Sendable {
    let account: AccountSettings
    let authenticator: Authenticator
    let filter: HeaderFilter
    let counters: AccountCounters

    init(_ account: AccountSettings, counters: AccountCounters) {
      self.account = account
      authenticator = Authenticator(account)
      filter = HeaderFilter(account)
      self.counters = counters
    }
  }

  /// Work after the answer, at most so many at once and so many bytes of bodies; what is more delays the answer.
  static let afterwardsLimit = 2048
  static let afterwardsBytes = 16 << 20

  private struct State: Sendable {
    var routes: [String: Route]
    var mounts: [Mount] = []
  }

  private let state: Mutex<State>
  private let spool: (any Spool)?
  private let clock: any Clock
  private let counters: GatewayCounters
  private let quarantine: Quarantine
  private let onDurable: OnDurable?
  private let onTrouble: OnTrouble?
  private let troubles = Mutex<Set<SpoolError.Code>>([])
  private let isTroubled = Atomic<Bool>(false)
  private let quarantineBucket: TokenBucket
  private let outstanding = Atomic<Int>(0)
  private let outstandingBytes = ByteBudget(limit: WebhookHandler.afterwardsBytes)

  /// Creates the handler; without a spool it measures: counts, and stores nothing.
  ///
  /// Of what proves no origin, so many deliveries are kept at once and five a second after that; the rest is counted.
  public init(
    accounts: [AccountSettings], spool: (any Spool)?, clock: any Clock = SystemClock(), counters: GatewayCounters,
    quarantine: @escaping Quarantine, onDurable: OnDurable? = nil,
    onTrouble: OnTrouble? = nil, quarantineBurst: Int64 = 1000
  ) {
    quarantineBucket = TokenBucket(burst: quarantineBurst, perSecond: 5)
    state = Mutex(State(routes: WebhookHandler.routes(accounts, counters)))
    self.spool = spool
    self.clock = clock
    self.counters = counters
    self.quarantine = quarantine
    self.onDurable = onDurable
    self.onTrouble = onTrouble
  }

  /// Takes up a new configuration; requests under way keep the old one.
  public func replace(accounts: [AccountSettings]) {
    let routes = WebhookHandler.routes(accounts, counters)
    state.withLock { $0.routes = routes }
  }

  /// Lets other parts answer below their paths.
  public func mount(_ mounts: [Mount]) { state.withLock { $0.mounts = mounts } }

  /// Work that goes on after its answer was given.
  public var afterwardsUnderWay: Int { outstanding.load(ordering: .acquiring) }

  private static func routes(_ accounts: [AccountSettings], _ counters: GatewayCounters) -> [String: Route] {
    var routes: [String: Route] = [:]
    for account in accounts { routes[account.path] = Route(account, counters: counters.account(account.name)) }
    return routes
  }

  private func mount(for path: String) -> GatewayResponder? {
    state.withLock { $0.mounts.first { path.hasPrefix($0.prefix) }?.respond }
  }

  // MARK: - Answering

  /// Refuses by the head alone what need not be read.
  public func admit(_ request: GatewayRequest) -> GatewayResponse? {
    guard let route = state.withLock({ $0.routes[request.path] }) else {
      return mount(for: request.path) == nil ? .text(404, "nothing is received here\n") : nil
    }
    switch request.method {
    case "POST":
      // A signature is over the raw bytes, and so is the record; nothing unpacks a body in between.
      let codings = request.values(of: "content-encoding")
      guard codings.allSatisfy({ $0.lowercased() == "identity" || $0.isEmpty }) else {
        return .text(415, "send the body without content-encoding\n")
      }
      return nil
    case "GET" where route.account.verifyToken != nil: return nil
    default:
      let allowed = route.account.verifyToken == nil ? "POST" : "GET, POST"
      return GatewayResponse(status: 405, headers: [("allow", allowed)])
    }
  }

  /// Answers a request that was admitted.
  public func answer(_ request: GatewayRequest) async -> GatewayResponse {
    guard let route = state.withLock({ $0.routes[request.path] }) else {
      guard let respond = mount(for: request.path) else { return .text(404, "nothing is received here\n") }
      return await respond(request)
    }
    if request.method == "GET" {
      guard let token = route.account.verifyToken else { return GatewayResponse(status: 405) }
      return Challenge(token: token).answer(query: request.query)
    }
    let authenticity = route.authenticator.check(request.headers, request.body)
    let delivery = CapturedDelivery(
      endpoint: route.account.name, provider: route.account.provider, account: route.account.recordAccount,
      capturedAt: clock.now(), authenticity: authenticity, headers: route.filter(request.headers), body: request.body)
    guard authenticity.outcome == .valid else { return await refuse(delivery, route) }
    guard let spool else { return measured(delivery, route) }
    do {
      try await spool.append(delivery.encoded())
    } catch {
      route.counters.update { $0.refused += 1 }
      let code = (error as? SpoolError)?.code ?? .failed
      begin(code)
      return .unavailable(retryAfter: code == .full ? 60 : 15)
    }
    if isTroubled.load(ordering: .relaxed) { endTroubles() }
    count(delivery, route)
    if let onDurable, !route.account.forward.isEmpty {
      // A bot gets what the provider sent, its secrets too: it checks them as it would without a gateway.
      var whole = delivery
      whole.headers = request.headers
      await onDurable(whole, route.account)
    }
    return acknowledged(delivery, route)
  }

  private func begin(_ code: SpoolError.Code) {
    guard let onTrouble, troubles.withLock({ $0.insert(code).inserted }) else { return }
    isTroubled.store(true, ordering: .relaxed)
    onTrouble(code, true)
  }

  private func endTroubles() {
    let ended = troubles.withLock { troubles in
      defer { troubles = [] }
      isTroubled.store(false, ordering: .relaxed)
      return troubles
    }
    for code in ended { onTrouble?(code, false) }
  }

  private func refuse(_ delivery: CapturedDelivery, _ route: Route) async -> GatewayResponse {
    let isKept = spool != nil && quarantineBucket.take()
    route.counters.update {
      $0.unauthorized += 1
      if isKept { $0.quarantined += 1 }
    }
    if isKept {
      let isAbsent = delivery.authenticity.outcome == .absent
      await quarantine(delivery, isAbsent ? "it carries no signature" : "its signature does not fit")
    }
    return .text(401, "the delivery does not prove where it comes from\n")
  }

  private func measured(_ delivery: CapturedDelivery, _ route: Route) -> GatewayResponse {
    count(delivery, route)
    route.counters.kinds.add(
      KindScanner.kinds(delivery.body, provider: delivery.provider), bytes: Int64(delivery.body.count),
      at: delivery.capturedAt)
    return GatewayResponse(status: 200, headers: [("holdfast-mode", "measuring; nothing is stored")])
  }

  private func count(_ delivery: CapturedDelivery, _ route: Route) {
    route.counters.update {
      $0.accepted += 1
      $0.bytes += Int64(delivery.body.count)
      $0.lastAt = delivery.capturedAt
    }
  }

  /// The 200; kinds are counted after it, unless too much of that waits already.
  private func acknowledged(_ delivery: CapturedDelivery, _ route: Route) -> GatewayResponse {
    // Nothing but what is counted: the headers need not wait.
    let (body, provider, at) = (delivery.body, delivery.provider, delivery.capturedAt)
    let count: @Sendable () -> Void = {
      route.counters.kinds.add(KindScanner.kinds(body, provider: provider), bytes: Int64(body.count), at: at)
    }
    let waiting = outstanding.wrappingAdd(1, ordering: .relaxed).oldValue
    guard waiting < WebhookHandler.afterwardsLimit, outstandingBytes.take(body.count) else {
      outstanding.wrappingSubtract(1, ordering: .releasing)
      count()
      return GatewayResponse(status: 200)
    }
    return GatewayResponse(status: 200) { [self] in
      count()
      outstandingBytes.give(body.count)
      outstanding.wrappingSubtract(1, ordering: .releasing)
    }
  }

  /// The bytes of bodies that wait for what is done after their answer.
  var afterwardsBytesUnderWay: Int { outstandingBytes.used }
}
