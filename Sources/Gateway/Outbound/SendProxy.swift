import AsyncHTTPClient
import Capture
import Intake
import NIOCore
import NIOHTTP1
import NIOPosix
import Records
import Sealing

#if canImport(Glibc)
  import Glibc
#endif

/// Passes a bot's send on to the provider, and gives the answer back after both are durable.
///
/// The intent is durable before the provider hears of it: a crash in between leaves a visible gap, never silence.
public struct SendProxy: Sendable {
  /// The path below which sends are taken: `/graph/<version>/<phone-number-id>/messages`.
  public static let prefix = "/graph/"
  /// Where Meta's API answers.
  public static let graph = "https://graph.facebook.com"
  /// How long the provider may take.
  static let patience: TimeAmount = .seconds(60)
  /// The longest answer that is kept.
  static let answerLimit = 1 << 20

  private let tokens: BotTokens
  private let client: OutboundClient
  private let policy: OutboundPolicy
  private let spool: any Spool
  private let intents: any Spool
  private let clock: any Clock

  /// Creates a proxy; `intents` is a spool of its own.
  public init(
    tokens: BotTokens, client: OutboundClient, policy: OutboundPolicy, spool: any Spool, intents: any Spool,
    clock: any Clock
  ) {
    self.tokens = tokens
    self.client = client
    self.policy = policy
    self.spool = spool
    self.intents = intents
    self.clock = clock
  }

  /// What a send was meant to be, before it is passed on.
  private struct Call {
    var holder: BotTokens.Holder
    var exchange: Exchange
    var url: String
    var token: SecretBytes
  }

  /// Answers one request.
  public func answer(_ request: GatewayRequest) async -> GatewayResponse {
    guard let holder = tokens.holder(of: request) else {
      return SendProxy.refusal(401, "no bot has this token", headers: [("www-authenticate", "Bearer")])
    }
    guard request.method == "POST" else { return GatewayResponse(status: 405, headers: [("allow", "POST")]) }
    let call: Call
    switch plan(request, holder) {
    case .success(let planned): call = planned
    case .failure(let refusal): return refusal.response
    }
    let intent: SpoolPosition
    do { intent = try await intents.append(captured(call, call.exchange).encoded()) } catch {
      return .unavailable(retryAfter: 10)
    }
    return await pass(call, intent)
  }

  /// Files what an earlier run passed on without coming to know the answer.
  public func recover() async throws -> Int {
    var count = 0
    while true {
      let entries = try await intents.next(limit: 256, wait: .zero)
      if entries.isEmpty { return count }
      for entry in entries {
        try await spool.append(entry.bytes)
        count += 1
      }
      try await intents.acknowledge(entries.map(\.position))
    }
  }

  private struct Refused: Error { var response: GatewayResponse }

  private func plan(_ request: GatewayRequest, _ holder: BotTokens.Holder) -> Result<Call, Refused> {
    let parts = request.path.dropFirst(SendProxy.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "messages", SendProxy.isVersion(parts[0]), SendProxy.isID(parts[1]) else {
      return .failure(
        Refused(response: SendProxy.refusal(404, "the path is /graph/<version>/<phone-number-id>/messages")))
    }
    guard holder.account.provider == .meta, let token = holder.account.accessToken else {
      return .failure(
        Refused(response: SendProxy.refusal(403, "the account \(holder.account.name) has no access token to send with"))
      )
    }
    let path = "/\(parts[0])/\(parts[1])/messages"
    let exchange = Exchange(
      provider: .meta, account: String(parts[1]), path: path, requestedAt: clock.now(), request: request.body)
    let base = holder.account.baseURL ?? SendProxy.graph
    return .success(
      Call(
        holder: holder, exchange: exchange, url: (base.hasSuffix("/") ? String(base.dropLast()) : base) + path,
        token: token))
  }

  private func pass(_ call: Call, _ intent: SpoolPosition) async -> GatewayResponse {
    var outgoing = HTTPClientRequest(url: call.url)
    outgoing.method = .POST
    outgoing.headers.add(name: "content-type", value: "application/json")
    outgoing.headers.add(
      name: "authorization", value: "Bearer " + String(decoding: call.token.copyBytes(), as: UTF8.self))
    outgoing.body = .bytes(ByteBuffer(bytes: call.exchange.request))
    var exchange = call.exchange
    let type: String?
    do {
      let answer = try await client.execute(
        outgoing, policy: policy, deadline: .now() + SendProxy.patience, redirects: 0)
      let body = try await answer.body.collect(upTo: SendProxy.answerLimit)
      exchange.status = Int(answer.status.code)
      exchange.response = Array(body.readableBytesView)
      exchange.answeredAt = clock.now()
      type = answer.headers.first(name: "content-type")
    } catch {
      return await fail(call, intent, error)
    }
    do { try await spool.append(captured(call, exchange).encoded()) } catch {
      // The intent stays, and becomes a gap at the next start: the bot must not send twice because we failed.
      return SendProxy.refusal(
        500, "the provider answered \(exchange.status ?? 0), but the archive could not record it: do not send again")
    }
    try? await intents.acknowledge([intent])
    return GatewayResponse(
      status: exchange.status ?? 502, headers: [("content-type", type ?? "application/json")], body: exchange.response)
  }

  /// Nothing left the machine, or nobody knows whether it arrived.
  private func fail(_ call: Call, _ intent: SpoolPosition, _ error: any Error) async -> GatewayResponse {
    if SendProxy.wasNotSent(error) {
      try? await intents.acknowledge([intent])
      return SendProxy.refusal(502, "the provider could not be reached; nothing was sent")
    }
    if (try? await spool.append(captured(call, call.exchange).encoded())) != nil {
      try? await intents.acknowledge([intent])
    }
    return SendProxy.refusal(504, "the provider did not answer: the message may have been sent")
  }

  static func wasNotSent(_ error: any Error) -> Bool {
    if error is OutboundError || error is NIOConnectionError { return true }
    // These come from connecting; what comes from a connection that stood, such as a reset, leaves it open.
    if let error = error as? IOError { return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode) }
    guard let error = error as? HTTPClientError else { return false }
    return error == .connectTimeout || error == .tlsHandshakeTimeout || error == .getConnectionFromPoolTimeout
  }

  private func captured(_ call: Call, _ exchange: Exchange) -> CapturedDelivery {
    CapturedDelivery(
      route: .send, endpoint: call.holder.account.name, provider: .meta, account: exchange.account,
      capturedAt: exchange.answeredAt ?? exchange.requestedAt, authenticity: Authenticity(.botToken, .valid),
      headers: [Delivery.Header("x-holdfast-bot", call.holder.bot)], body: exchange.encoded())
  }

  private static func isVersion(_ text: Substring) -> Bool {
    text.first == "v" && text.count <= 8
      && text.dropFirst().utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }
  }

  private static func isID(_ text: Substring) -> Bool {
    !text.isEmpty && text.count <= 32 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// A refusal in the form of the provider's own errors, so that a bot's library understands it.
  static func refusal(_ status: Int, _ message: String, headers: [(String, String)] = []) -> GatewayResponse {
    var json = CanonicalJSON()
    json.object { json in
      json.name("error")
      json.object { json in
        json.member("message", message)
        json.member("type", "holdfast")
      }
    }
    return GatewayResponse(status: status, headers: [("content-type", "application/json")] + headers, body: json.bytes)
  }
}
