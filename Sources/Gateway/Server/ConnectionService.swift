import NIOCore
import Synchronization

/// What every connection of one listener shares: limits, answers and counts.
final class ConnectionService: Sendable {
  /// What one connection may take.
  struct Limits: Sendable {
    var body = 4 << 20
    /// Bodies up to this size are read to their end before a refusal, so that the connection can be kept.
    var drained = 64 << 10
    var headerTime = TimeAmount.seconds(10)
    var bodyTime = TimeAmount.seconds(30)
    var idleTime = TimeAmount.seconds(75)
    /// How long a refused client may go on sending before the connection is cut.
    var lingerTime = TimeAmount.seconds(2)
    var headerField = 16 << 10
    var headerList = 64 << 10
    var headerCount = 100

    init() {}

    init(_ settings: ServerSettings) {
      body = settings.bodyLimit
      headerTime = .seconds(Int64(settings.headerSeconds))
      bodyTime = .seconds(Int64(settings.bodySeconds))
      idleTime = .seconds(Int64(settings.idleSeconds))
    }

    /// How often deadlines are looked at.
    var tick: TimeAmount {
      let shortest = min(headerTime, bodyTime, idleTime, lingerTime)
      return min(.seconds(1), max(.milliseconds(10), .nanoseconds(shortest.nanoseconds / 4)))
    }
  }

  let limits: Limits
  let budget: ByteBudget
  /// Refuses a request by its head alone; nil lets it go on.
  let admit: @Sendable (GatewayRequest) -> GatewayResponse?
  let respond: GatewayResponder
  /// Hears each answer: its status and the nanoseconds since the request was complete.
  let observe: @Sendable (_ status: Int, _ nanoseconds: Int64) -> Void
  private let open = Atomic<Int>(0)

  init(
    limits: Limits, budget: ByteBudget, admit: @escaping @Sendable (GatewayRequest) -> GatewayResponse?,
    respond: @escaping GatewayResponder, observe: @escaping @Sendable (Int, Int64) -> Void
  ) {
    self.limits = limits
    self.budget = budget
    self.admit = admit
    self.respond = respond
    self.observe = observe
  }

  /// Connections that are open.
  var connections: Int { open.load(ordering: .relaxed) }

  func opened() { open.wrappingAdd(1, ordering: .relaxed) }
  func closed() { open.wrappingSubtract(1, ordering: .relaxed) }
}
