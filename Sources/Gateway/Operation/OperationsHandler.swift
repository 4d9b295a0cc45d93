import Intake
import Records

/// Answers operators: `/healthz`, `/readyz`, `/metrics`.
struct OperationsHandler: Sendable {
  /// A disk with less room than this takes no deliveries for long.
  static let leastDisk: Int64 = 64 << 20
  /// Parts that did not answer for so long are stuck.
  static let patienceMilliseconds: Int64 = 30_000

  let monitor: GatewayMonitor
  let counters: GatewayCounters
  let clock: any Clock

  func answer(_ request: GatewayRequest) async -> GatewayResponse {
    guard request.method == "GET" || request.method == "HEAD" else {
      return GatewayResponse(status: 405, headers: [("allow", "GET, HEAD")])
    }
    switch request.path {
    case "/healthz": return .text(200, "alive, \(monitor.status.mode.rawValue)\n")
    case "/readyz":
      let reasons = OperationsHandler.reasons(monitor.status, askedAt: monitor.askedAt, now: clock.now())
      return reasons.isEmpty ? .text(200, "ready\n") : .text(503, reasons.map { $0 + "\n" }.joined())
    case "/metrics":
      let text = MetricsText.render(
        monitor.status, answers: counters.answers, acknowledged: counters.acknowledged, now: clock.now())
      return GatewayResponse(
        status: 200, headers: [("content-type", "text/plain; version=0.0.4; charset=utf-8")], body: Array(text.utf8))
    default: return .text(404, "/healthz, /readyz and /metrics are here\n")
    }
  }

  /// Why no deliveries can be taken; none when they can.
  static func reasons(_ status: GatewayStatus, askedAt: Instant?, now: Instant) -> [String] {
    guard status.mode == .serving else { return ["it is \(status.mode.rawValue)"] }
    guard let askedAt else { return ["it has just started"] }
    var reasons: [String] = []
    if now.milliseconds - askedAt.milliseconds > patienceMilliseconds { reasons.append("a part does not answer") }
    if let failure = status.spool.failure { reasons.append("the spool takes nothing: \(failure)") }
    if status.spool.limit > 0, status.spool.bytes >= status.spool.limit { reasons.append("the spool is full") }
    if status.diskTotal > 0, status.diskFree < leastDisk { reasons.append("the disk is full") }
    return reasons
  }
}
