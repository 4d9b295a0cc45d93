import Intake
import Records

/// Takes what a bot sent by itself: an exchange, or any payload that the readers know.
public struct CaptureEndpoint: Sendable {
  /// The path below which it lies: `/capture/<account>`.
  public static let prefix = "/capture/"

  private let tokens: BotTokens
  private let spool: any Spool
  private let clock: any Clock

  /// Creates an endpoint.
  public init(tokens: BotTokens, spool: any Spool, clock: any Clock) {
    self.tokens = tokens
    self.spool = spool
    self.clock = clock
  }

  /// Answers one request: 200 after its bytes are durable.
  public func answer(_ request: GatewayRequest) async -> GatewayResponse {
    guard let holder = tokens.holder(of: request) else {
      return SendProxy.refusal(401, "no bot has this token", headers: [("www-authenticate", "Bearer")])
    }
    guard request.method == "POST" else { return GatewayResponse(status: 405, headers: [("allow", "POST")]) }
    guard request.path.dropFirst(CaptureEndpoint.prefix.count) == holder.account.name else {
      return SendProxy.refusal(403, "the token belongs to another account")
    }
    guard !request.body.isEmpty else { return SendProxy.refusal(400, "there is no body") }
    guard !CaptureEndpoint.lacksAccount(request.body, holder.account) else {
      return SendProxy.refusal(
        400,
        "the exchange does not say which number sent it: add \"account\": \"<phone-number-id>\", as in Meta's webhooks")
    }
    let filter = HeaderFilter(holder.account)
    let captured = CapturedDelivery(
      route: .capture, endpoint: holder.account.name, provider: holder.account.provider,
      account: holder.account.recordAccount ?? holder.account.name, capturedAt: clock.now(),
      authenticity: Authenticity(.botToken, .valid),
      headers: [Delivery.Header("x-holdfast-bot", holder.bot)] + filter(request.headers), body: request.body)
    do { try await spool.append(captured.encoded()) } catch { return .unavailable(retryAfter: 10) }
    return GatewayResponse(
      status: 200, headers: [("content-type", "application/json")], body: Array(#"{"stored":true}"#.utf8))
  }

  /// Whether an exchange of Meta's names no number: its message would stand in a conversation of its own, apart from the
  /// client's words and from its receipts.
  private static func lacksAccount(_ body: [UInt8], _ account: AccountSettings) -> Bool {
    guard account.provider == .meta, account.recordAccount == nil, let value = try? JSONReader.parse(body),
      value["exchange"] != nil
    else { return false }
    return value["account"]?.string?.isEmpty != false
  }
}
