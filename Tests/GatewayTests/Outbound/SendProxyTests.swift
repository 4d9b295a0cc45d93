import Capture
import Intake
import Records
import Sealing
import Synchronization
import Testing

@testable import Gateway

/// The send-through proxy: both sides are durable before the bot gets its answer.
@Suite struct SendProxyTests {
  static let token = "bot-token-1"

  static func account(_ base: String, name: String = "desk") -> AccountSettings {
    AccountSettings(
      name: name, provider: .meta, path: "/hooks/desk", recordAccount: nil, secrets: [], secretHeader: nil,
      verifyToken: nil, accessToken: SecretBytes(Array("meta-token".utf8)), baseURL: base, forward: [],
      bots: [AccountSettings.Bot(name: "helper", token: SecretBytes(Array(token.utf8)))])
  }

  struct Case {
    var proxy: SendProxy
    var spool = MemorySpool()
    var intents = MemorySpool()
    var client = OutboundClient()

    init(base: String) throws {
      let accounts = [SendProxyTests.account(base)]
      proxy = SendProxy(
        tokens: BotTokens(accounts), client: client, policy: try OutboundPolicy(allowing: [base]), spool: spool,
        intents: intents, clock: SystemClock())
    }

    func exchanges() throws -> [Exchange] {
      try spool.kept.map { bytes in
        let captured = try CapturedDelivery(decoding: bytes)
        #expect(captured.route == .send)
        return try #require(Exchange(try JSONReader.parse(captured.body)))
      }
    }
  }

  static func send(_ body: String, token: String = token, path: String = "/graph/v22.0/900/messages") -> GatewayRequest
  {
    GatewayRequest(
      method: "POST", path: path,
      headers: [.init("Authorization", "Bearer \(token)"), .init("Content-Type", "application/json")],
      body: Array(body.utf8))
  }

  static let body = #"{"messaging_product":"whatsapp","to":"447700900123","type":"text","text":{"body":"caf\u00e9"}}"#
  static let answer = #"{"messages":[{"id":"wamid.S1"}]}"#

  @Test func passesOnAndRecordsBeforeAnswering() async throws {
    let seen = Mutex<[GatewayRequest]>([])
    let server = try await LoopbackServer.start { request in
      seen.withLock { $0.append(request) }
      return GatewayResponse(
        status: 200, headers: [("content-type", "application/json")], body: Array(Self.answer.utf8))
    }
    let test = try Case(base: server.origin)
    let response = await test.proxy.answer(Self.send(Self.body))
    #expect(response.status == 200)
    #expect(response.body == Array(Self.answer.utf8))
    let call = try #require(seen.withLock { $0.first })
    #expect(call.path == "/v22.0/900/messages")
    #expect(call.body == Array(Self.body.utf8))
    #expect(call.values(of: "authorization") == ["Bearer meta-token"])
    let exchange = try #require(try test.exchanges().first)
    #expect(exchange.request == Array(Self.body.utf8))
    #expect(exchange.response == Array(Self.answer.utf8))
    #expect(exchange.status == 200)
    #expect(test.intents.kept.isEmpty)
    try await server.stop()
    try await test.client.close()
  }

  @Test func refusalIsPassedBackAndRecorded() async throws {
    let server = try await LoopbackServer.start { _ in
      GatewayResponse(status: 400, body: Array(#"{"error":{"message":"no"}}"#.utf8))
    }
    let test = try Case(base: server.origin)
    #expect(await test.proxy.answer(Self.send(Self.body)).status == 400)
    #expect(try test.exchanges().first?.status == 400)
    try await server.stop()
    try await test.client.close()
  }

  @Test func lostAnswerIsAnUnknownOutcome() async throws {
    let server = try await LoopbackServer.start { _ in nil }
    let test = try Case(base: server.origin)
    #expect(await test.proxy.answer(Self.send(Self.body)).status == 504)
    let exchange = try #require(try test.exchanges().first)
    #expect(exchange.status == nil)
    #expect(exchange.answeredAt == nil)
    #expect(test.intents.kept.isEmpty)
    try await server.stop()
    try await test.client.close()
  }

  @Test func unreachableProviderSendsNothing() async throws {
    let port = try ClosedPort()
    let test = try Case(base: port.origin)
    #expect(await test.proxy.answer(Self.send(Self.body)).status == 502)
    #expect(test.spool.kept.isEmpty)
    #expect(test.intents.kept.isEmpty)
    try await test.client.close()
  }

  @Test func nothingIsSentThatCannotBeRecorded() async throws {
    let calls = Mutex(0)
    let server = try await LoopbackServer.start { _ in
      calls.withLock { $0 += 1 }
      return GatewayResponse(status: 200, body: Array(Self.answer.utf8))
    }
    let test = try Case(base: server.origin)
    test.intents.fail(SpoolError(.full, "full"))
    #expect(await test.proxy.answer(Self.send(Self.body)).status == 503)
    #expect(calls.withLock { $0 } == 0)
    // The disk fails between the call and its record: the intent stays and becomes a gap at the next start.
    test.intents.fail(nil)
    test.spool.fail(SpoolError(.failed, "disk"))
    #expect(await test.proxy.answer(Self.send(Self.body)).status == 500)
    #expect(calls.withLock { $0 } == 1)
    #expect(test.intents.kept.count == 1)
    test.spool.fail(nil)
    #expect(try await test.proxy.recover() == 1)
    #expect(try test.exchanges().first?.status == nil)
    #expect(test.intents.kept.isEmpty)
    try await server.stop()
    try await test.client.close()
  }

  @Test(arguments: [
    ("wrong", "/graph/v22.0/900/messages", 401), (token, "/graph/v22.0/900/media", 404),
    (token, "/graph/v22.0/../messages", 404), (token, "/graph/x/900/messages", 404),
    (token, "/graph/v22.0/900@evil/messages", 404), (token, "/graph/v22.0/900/messages/x", 404),
  ])
  func refuses(token: String, path: String, status: Int) async throws {
    let test = try Case(base: "http://127.0.0.1:1")
    #expect(await test.proxy.answer(Self.send(Self.body, token: token, path: path)).status == status)
    #expect(test.spool.kept.isEmpty && test.intents.kept.isEmpty)
    try await test.client.close()
  }

  @Test func twoTokensAreNone() async throws {
    let test = try Case(base: "http://127.0.0.1:1")
    var request = Self.send(Self.body)
    request.headers.append(.init("authorization", "Bearer \(Self.token)"))
    #expect(await test.proxy.answer(request).status == 401)
    try await test.client.close()
  }

  @Test func captureEndpointStoresWhatTheBotSent() async throws {
    let spool = MemorySpool()
    let endpoint = CaptureEndpoint(
      tokens: BotTokens([Self.account("http://127.0.0.1:1")]), spool: spool, clock: SystemClock())
    let body =
      #"{"exchange":1,"account":"900","request":{"to":"1","type":"text","text":{"body":"x"}},"response":{"messages":[{"id":"w"}]},"status":200}"#
    #expect(await endpoint.answer(Self.send(body, path: "/capture/desk")).status == 200)
    #expect(await endpoint.answer(Self.send(body, path: "/capture/other")).status == 403)
    #expect(await endpoint.answer(Self.send("", path: "/capture/desk")).status == 400)
    let nameless = #"{"exchange":1,"request":{"to":"1"},"response":{},"status":200}"#
    #expect(await endpoint.answer(Self.send(nameless, path: "/capture/desk")).status == 400)
    #expect(await endpoint.answer(Self.send(body, token: "x", path: "/capture/desk")).status == 401)
    spool.fail(SpoolError(.full, "full"))
    #expect(await endpoint.answer(Self.send(body, path: "/capture/desk")).status == 503)
    let captured = try CapturedDelivery(decoding: try #require(spool.kept.first))
    #expect(spool.kept.count == 1)
    #expect(captured.body == Array(body.utf8))
    #expect(!captured.headers.contains { $0.value.contains(Self.token) })
    let reading = ExchangeReader(
      context: ReadingContext(
        vault: VaultID(suffix: "t"), account: captured.account, capturedAt: captured.capturedAt, secretKey: [1]),
      expecting: captured.provider
    ).read(body: captured.body, authenticity: captured.authenticity)
    #expect(reading.events.first?.event.kind == .message)
    #expect(reading.events.first?.event.providerMessageID == "w")
    #expect(reading.events.first?.event.account == "900")
  }
}
