import Intake
import Records
import Sealing
import Synchronization
import Testing

@testable import Gateway

@Suite struct WebhookTests {
  private static let body = Array(
    #"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[]}}]}]}"#.utf8
  )

  @Test func challenge() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let path = "/hooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
      let good = try client.request("GET", path + "verify%20me")
      #expect(good.status == 200)
      #expect(good.text == "1158201444")
      #expect(good.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(try client.request("GET", path + "verify+me").status == 200)
      #expect(try client.request("GET", path + "wrong").status == 403)
      #expect(try client.request("GET", path).status == 403)
      #expect(try client.request("GET", "/hooks/meta").status == 400)
      #expect(try client.request("GET", path + "verify%20me&hub.verify_token=wrong").status == 400)
      #expect(try client.request("GET", path + "%zz").status == 400)
      let script = "/hooks/meta?hub.mode=subscribe&hub.verify_token=verify%20me&hub.challenge=%3Cscript%3E"
      #expect(try client.request("GET", script).status == 400)
      #expect(try client.request("GET", "/hooks/wasender").status == 405)
      #expect(gateway.spool.count == 0)
    }
  }

  @Test func storesBeforeItSays200() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      let signature = TestGateway.signature(body)
      let answer = try client.request(
        "POST", "/hooks/meta?x=1",
        headers: [
          ("User-Agent", "facebookexternalua"), signature, ("Authorization", "Bearer hush"), ("X-A", "1"), ("x-a", "2"),
        ],
        body: body)
      #expect(answer.status == 200)
      #expect(answer.headers["connection"] == nil)
      let delivery = try #require(try gateway.spool.deliveries.first)
      #expect(delivery.body == body)
      #expect(delivery.endpoint == "meta-1")
      #expect(delivery.provider == .meta)
      #expect(delivery.authenticity == Authenticity(.hmacSHA256, .valid))
      #expect(delivery.capturedAt.milliseconds == 1_750_000_000_000)
      // In their order, the secret left out, the signature kept.
      #expect(
        delivery.headers.map(\.name) == [
          "Host", "User-Agent", "X-Hub-Signature-256", "X-A", "x-a", "Content-Length",
        ])
    }
    #expect(gateway.counters.account("meta-1").snapshot.accepted == 1)
    #expect(gateway.counters.account("meta-1").kinds.snapshot["messages"]?.count == 1)
  }

  @Test func keepsWhatIsForgedAside() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      let forged = TestGateway.signature(body, secret: "guess")
      #expect(try client.request("POST", "/hooks/meta", headers: [forged], body: body).status == 401)
      #expect(try client.request("POST", "/hooks/meta", body: body).status == 401)
      let good = TestGateway.signature(body)
      #expect(try client.request("POST", "/hooks/meta", headers: [good, forged], body: body).status == 401)
      #expect(try client.request("POST", "/hooks/meta", headers: [good, good], body: body).status == 401)
      #expect(try client.request("POST", "/hooks/meta", headers: [good], body: body + [0x20]).status == 401)
      // A replay is no forgery: it is stored again, and the archiver sees that it is the same.
      #expect(try client.request("POST", "/hooks/meta", headers: [good], body: body).status == 200)
      #expect(try client.request("POST", "/hooks/meta", headers: [good], body: body).status == 200)
      #expect(gateway.spool.count == 2)
    }
    #expect(gateway.quarantine.all.map(\.0.authenticity.outcome) == [.invalid, .absent, .invalid, .invalid, .invalid])
    #expect(gateway.quarantine.all[0].0.body == WebhookTests.body)
    let counts = gateway.counters.account("meta-1").snapshot
    #expect(counts.unauthorized == 5)
    #expect(counts.quarantined == 5)
  }

  @Test func quarantineIsBounded() async throws {
    let gateway = TestGateway(quarantineBurst: 20)
    let start = ContinuousClock.now
    try await gateway.run { port in
      let client = try RawClient(port: port)
      for _ in 0..<60 {
        #expect(try client.request("POST", "/hooks/meta", body: [0x7B, 0x7D]).status == 401)
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    #expect(gateway.quarantine.all.count >= 20)
    #expect(Double(gateway.quarantine.all.count) <= 20 + seconds * 5)
    #expect(gateway.counters.account("meta-1").snapshot.unauthorized == 60)
  }

  /// What waits for its counting is bounded by its bytes, too: then the answer waits.
  @Test func workAfterTheAnswerIsBounded() async throws {
    let gateway = TestGateway()
    let body = [UInt8](repeating: 0x20, count: 3 << 20)
    let signature = TestGateway.signature(body)
    let request = GatewayRequest(
      method: "POST", path: "/hooks/meta", headers: [Delivery.Header(signature.0, signature.1)], body: body)
    var afterwards: [@Sendable () async -> Void] = []
    for _ in 0..<8 {
      let answer = await gateway.handler.answer(request)
      #expect(answer.status == 200)
      if let work = answer.afterwards { afterwards.append(work) }
      #expect(gateway.handler.afterwardsBytesUnderWay <= WebhookHandler.afterwardsBytes)
    }
    #expect(afterwards.count == WebhookHandler.afterwardsBytes / body.count)
    for work in afterwards { await work() }
    #expect(gateway.handler.afterwardsBytesUnderWay == 0 && gateway.handler.afterwardsUnderWay == 0)
    // Nothing of it was left uncounted.
    #expect(gateway.counters.account("meta-1").kinds.snapshot.values.reduce(0) { $0 + $1.count } == 8)
  }

  @Test func everyProvider() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let waha = Array(#"{"event":"message","session":"default","engine":"WEBJS"}"#.utf8)
      let code = Hex.encode(HMACSHA512(key: TestGateway.secret("my-secret-key")).authenticate(waha))
      #expect(
        try client.request(
          "POST", "/hooks/waha",
          headers: [("X-Webhook-Hmac", code), ("X-Webhook-Hmac-Algorithm", "sha512"), ("X-Webhook-Timestamp", "1")],
          body: waha
        ).status == 200)
      let upsert = Array(#"{"event":"messages.upsert","data":{}}"#.utf8)
      let secret = TestGateway.sharedSecret
      for (path, name) in [("/hooks/wasender", "X-Webhook-Signature"), ("/hooks/evolution", "X-Hook-Token")] {
        #expect(try client.request("POST", path, headers: [(name, secret)], body: upsert).status == 200)
        #expect(try client.request("POST", path, headers: [(name, secret + "x")], body: upsert).status == 401)
      }
      let stored = try gateway.spool.deliveries
      #expect(stored.map(\.authenticity.method) == [.hmacSHA512, .sharedSecret, .sharedSecret])
      for delivery in stored + gateway.quarantine.all.map(\.0) {
        #expect(!delivery.headers.contains { $0.value.contains(secret) })
      }
      // The time that WAHA claims is kept, and enforced by nobody.
      #expect(stored[0].headers.values(of: "x-webhook-timestamp") == ["1"])
    }
  }

  @Test func whatIsNotUnderstoodIsStoredRaw() async throws {
    let gateway = TestGateway()
    let bodies: [[UInt8]] = [
      Array(#"{"entry":[{"changes":[{"field":"field_of_next_year","value":{"x":1}}]}]}"#.utf8),
      [UInt8](repeating: 0x5B, count: 100_000), [0xFF, 0xFE, 0x00, 0x80], Array("not json".utf8), [],
      Array(#"{"a":"\ud800"}"#.utf8), Array(String(repeating: "{\"a\":", count: 20_000).utf8),
    ]
    try await gateway.run { port in
      let client = try RawClient(port: port)
      for body in bodies {
        let answer = try client.request("POST", "/hooks/meta", headers: [TestGateway.signature(body)], body: body)
        #expect(answer.status == 200)
      }
      #expect(try gateway.spool.deliveries.map(\.body) == bodies)
    }
    #expect(gateway.counters.account("meta-1").kinds.snapshot["field_of_next_year"]?.count == 1)
    #expect(gateway.counters.account("meta-1").kinds.snapshot["unreadable"]?.count == 3)
  }

  @Test func rotationOfSecretsAndAccounts() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      func post(_ secret: String, _ path: String = "/hooks/meta") throws -> Int {
        try client.request("POST", path, headers: [TestGateway.signature(body, secret: secret)], body: body).status
      }
      #expect(try post("app-secret") == 200)
      #expect(try post("next") == 401)
      gateway.handler.replace(accounts: [
        TestGateway.account("meta-1", .meta, "/hooks/meta", ["app-secret", "next"], verifyToken: "v"),
        TestGateway.account("meta-2", .meta, "/hooks/two", ["other"], verifyToken: "v"),
      ])
      #expect(try post("app-secret") == 200)
      #expect(try post("next") == 200)
      #expect(try post("other", "/hooks/two") == 200)
      #expect(try client.request("POST", "/hooks/waha", body: body).status == 404)
      #expect(gateway.counters.account("meta-1").snapshot.accepted == 3)
    }
  }

  @Test func aSpoolThatFailsIsNever200() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      func post() throws -> RawClient.Answer {
        try client.request("POST", "/hooks/meta", headers: [TestGateway.signature(body)], body: body)
      }
      gateway.spool.fail(SpoolError(.full, "full"))
      let full = try post()
      #expect(full.status == 503)
      #expect(full.headers["retry-after"] == "60")
      gateway.spool.fail(SpoolError(.failed, "the disk is gone"))
      #expect(try post().headers["retry-after"] == "15")
      gateway.spool.fail(nil)
      #expect(try post().status == 200)
      #expect(gateway.spool.count == 1)
    }
    #expect(gateway.counters.account("meta-1").snapshot.refused == 2)
  }

  @Test func measuringStoresNothingAndSaysSo() async throws {
    let gateway = TestGateway(measuring: true)
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      let answer = try client.request("POST", "/hooks/meta", headers: [TestGateway.signature(body)], body: body)
      #expect(answer.status == 200)
      #expect(answer.headers["holdfast-mode"] == "measuring; nothing is stored")
      #expect(try client.request("POST", "/hooks/meta", body: body).status == 401)
    }
    #expect(gateway.spool.count == 0)
    #expect(gateway.quarantine.all.isEmpty)
    #expect(gateway.counters.account("meta-1").kinds.snapshot["messages"]?.bytes == Int64(WebhookTests.body.count))
  }

  @Test func botsHearOfWhatIsDurableWithAllItsHeaders() async throws {
    let heard = Mutex<[CapturedDelivery]>([])
    var accounts = TestGateway.accounts()
    accounts[1].forward = ["http://127.0.0.1:9/"]
    let gateway = TestGateway(
      accounts: accounts, onDurable: { delivery, account in heard.withLock { $0.append(delivery) } })
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = WebhookTests.body
      #expect(
        try client.request("POST", "/hooks/meta", headers: [TestGateway.signature(body)], body: body).status == 200)
      #expect(heard.withLock { $0.isEmpty })
      let secret = ("X-Webhook-Signature", TestGateway.sharedSecret)
      gateway.spool.fail(SpoolError(.full, "full"))
      #expect(try client.request("POST", "/hooks/wasender", headers: [secret], body: body).status == 503)
      #expect(heard.withLock { $0.isEmpty })
      gateway.spool.fail(nil)
      #expect(try client.request("POST", "/hooks/wasender", headers: [secret], body: body).status == 200)
      let delivery = try #require(heard.withLock { $0.first })
      #expect(delivery.body == body)
      #expect(delivery.headers.values(of: secret.0) == [secret.1])
    }
  }

  @Test func mountsAnswerBelowTheirPath() async throws {
    let gateway = TestGateway()
    gateway.handler.mount([
      (prefix: "/graph/", respond: { .text(201, $0.path + " " + String(decoding: $0.body, as: UTF8.self)) })
    ])
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let answer = try client.request("POST", "/graph/v23.0/1/messages", body: Array("x".utf8))
      #expect(answer.status == 201)
      #expect(answer.text == "/graph/v23.0/1/messages x")
      #expect(try client.request("POST", "/graphics").status == 404)
    }
  }
}
