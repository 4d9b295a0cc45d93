import Intake
import Records
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Relaying to the bots: byte-identical, again and again until taken, and nobody waits for anybody.
@Suite struct ForwarderTests {
  static func delivery(_ body: String, at: Instant = SystemClock().now()) -> CapturedDelivery {
    CapturedDelivery(
      endpoint: "desk", provider: .meta, capturedAt: at, authenticity: Authenticity(.hmacSHA256, .valid),
      headers: [
        .init("Host", "archive"), .init("X-Hub-Signature-256", "sha256=ab"), .init("Content-Type", "application/json"),
        .init("X-Twice", "1"), .init("X-Twice", "2"), .init("Connection", "keep-alive"),
      ], body: Array(body.utf8))
  }

  static func forwarder(_ spool: MemorySpool, _ client: OutboundClient, _ origins: [String]) throws -> Forwarder {
    var options = Forwarder.Options()
    options.firstPause = .milliseconds(10)
    options.longestPause = .milliseconds(40)
    options.window = 8
    return Forwarder(
      spool: spool, client: client, policy: try OutboundPolicy(allowing: origins), clock: SystemClock(),
      options: options)
  }

  static func wait(_ condition: @Sendable () async -> Bool) async throws {
    try await eventually("what is relayed", condition)
  }

  @Test func codec() throws {
    let forward = Forward(url: "http://x/ä", delivery: Self.delivery("{}"))
    #expect(try Forward(decoding: forward.encoded()) == forward)
    for count in 0..<forward.encoded().count {
      #expect(throws: (any Error).self) { try Forward(decoding: Array(forward.encoded().prefix(count))) }
    }
  }

  @Test func whatConnectionNamesStaysHere() {
    var delivery = Self.delivery("{}")
    delivery.headers += [.init("connection", "close, X-Private"), .init("X-Private", "1"), .init("TE", "trailers")]
    #expect(
      Forward(url: "http://x/", delivery: delivery).headers.map(\.name) == [
        "X-Hub-Signature-256", "Content-Type", "X-Twice", "X-Twice",
      ])
  }

  @Test func relaysTheBytesAndTriesAgain() async throws {
    let seen = Mutex<[GatewayRequest]>([])
    let server = try await LoopbackServer.start { request in
      let count = seen.withLock { seen in
        seen.append(request)
        return seen.count
      }
      return count < 4 ? (count == 2 ? nil : .text(500, "no")) : .text(200, "ok")
    }
    let spool = MemorySpool()
    let client = OutboundClient()
    let forwarder = try Self.forwarder(spool, client, [server.origin])
    let body = "{\"a\":\"caf\\u00e9\"}\n"
    await forwarder.enqueue(Self.delivery(body), to: [server.origin + "/bot?x=1"])
    let running = Task { await forwarder.run() }
    try await Self.wait { spool.kept.isEmpty }
    let last = try #require(seen.withLock { $0.last })
    #expect(seen.withLock { $0.count } == 4)
    #expect(last.body == Array(body.utf8))
    #expect(last.path == "/bot")
    #expect(last.query == "x=1")
    #expect(last.values(of: "x-hub-signature-256") == ["sha256=ab"])
    #expect(last.values(of: "x-twice") == ["1", "2"])
    #expect(last.values(of: "host") != ["archive"])
    #expect(await forwarder.status().sent == 1)
    #expect(await forwarder.status().failed == 3)
    running.cancel()
    await running.value
    try await server.stop()
    try await client.close()
  }

  /// A bot that never answers holds up neither the queue nor the other bot, however much waits for it.
  @Test func deadBotDelaysNobody() async throws {
    let alive = Mutex(0)
    let dead = try await LoopbackServer.start { _ in .text(503, "dead") }
    let server = try await LoopbackServer.start { _ in
      alive.withLock { $0 += 1 }
      return .text(200, "ok")
    }
    let spool = MemorySpool()
    let client = OutboundClient()
    let forwarder = try Self.forwarder(spool, client, [dead.origin, server.origin])
    for number in 0..<200 {
      await forwarder.enqueue(Self.delivery("\(number)"), to: [dead.origin + "/", server.origin + "/"])
    }
    let running = Task { await forwarder.run() }
    try await Self.wait { alive.withLock { $0 } == 200 }
    try await Self.wait { spool.kept.count == 200 }
    running.cancel()
    await running.value
    #expect(spool.kept.count == 200)
    try await dead.stop()
    try await server.stop()
    try await client.close()
  }

  @Test func givesUpAfterADay() async throws {
    let dead = try await LoopbackServer.start { _ in .text(503, "dead") }
    let spool = MemorySpool()
    let client = OutboundClient()
    let forwarder = try Self.forwarder(spool, client, [dead.origin])
    let old = Instant(milliseconds: SystemClock().now().milliseconds - 25 * 3_600_000)
    await forwarder.enqueue(Self.delivery("x", at: old), to: [dead.origin + "/"])
    let running = Task { await forwarder.run() }
    try await Self.wait { spool.kept.isEmpty }
    #expect(await forwarder.status().dropped == 1)
    running.cancel()
    await running.value
    try await dead.stop()
    try await client.close()
  }

  @Test func fullQueueIsCountedAndNoError() async throws {
    let spool = MemorySpool()
    let client = OutboundClient()
    spool.fail(SpoolError(.full, "full"))
    let forwarder = try Self.forwarder(spool, client, [])
    await forwarder.enqueue(Self.delivery("x"), to: ["http://127.0.0.1:1/"])
    #expect(await forwarder.status().dropped == 1)
    try await client.close()
  }
}
