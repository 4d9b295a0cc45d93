import Intake
import NIOCore
import Records
import TestSupport
import Testing

@testable import Gateway

@Suite(.serialized) struct HostileClientTests {
  private static func post(_ body: [UInt8], _ extra: [(String, String)] = []) -> [UInt8] {
    RawClient.bytes("POST", "/hooks/meta", headers: [TestGateway.signature(body)] + extra, body: body)
  }

  @Test func refusesByTheHead() async throws {
    let gateway = TestGateway { $0.body = 100_000 }
    try await gateway.run { port in
      let client = try RawClient(port: port)
      #expect(try client.request("POST", "/nowhere", body: [1, 2, 3]).status == 404)
      #expect(try client.request("GET", "/").status == 404)
      #expect(try client.request("PUT", "/hooks/meta").status == 405)
      #expect(try client.request("DELETE", "/hooks/meta").headers["allow"] == "GET, POST")
      #expect(
        try client.request("POST", "/hooks/meta", headers: [("Content-Encoding", "gzip")], body: [1]).status == 415)
      // The connection was kept through all that.
      client.send(HostileClientTests.post([0x7B, 0x7D]))
      #expect(try client.answer().status == 200)
    }
    #expect(gateway.quarantine.all.isEmpty)
    #expect(gateway.budget.used == 0)
  }

  @Test func oversize() async throws {
    let gateway = TestGateway {
      $0.body = 100_000
      $0.lingerTime = .milliseconds(200)
    }
    try await gateway.run { port in
      let exact = [UInt8](repeating: 0x20, count: 100_000)
      let client = try RawClient(port: port)
      client.send(HostileClientTests.post(exact))
      #expect(try client.answer().status == 200)
      // Announced: refused before a byte of it comes.
      let announced = try RawClient(port: port)
      announced.send("POST /hooks/meta HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n")
      let answer = try announced.answer()
      #expect(answer.status == 413)
      #expect(answer.headers["connection"] == "close")
      // In chunks, without end: refused at the limit.
      let chunked = try RawClient(port: port)
      chunked.send("POST /hooks/meta HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = "1000\r\n" + String(repeating: "a", count: 0x1000) + "\r\n"
      for _ in 0..<100 where chunked.send(chunk) {}
      #expect(try chunked.answer().status == 413)
      #expect(chunked.isClosedByServer())
    }
    #expect(gateway.spool.count == 1)
    #expect(gateway.budget.used == 0)
  }

  @Test func chunkedBodiesAreWhole() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let signature = TestGateway.signature(Array("{\"a\":1}".utf8))
      client.send(
        "POST /hooks/meta HTTP/1.1\r\nHost: x\r\n\(signature.0): \(signature.1)\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n")
      #expect(try client.answer().status == 200)
      #expect(try gateway.spool.deliveries.first?.body == Array("{\"a\":1}".utf8))
    }
  }

  /// A shared secret does not prove the body, so a body that was cut must not pass for a whole one.
  @Test func cutBodiesAreNotStored() async throws {
    let gateway = TestGateway { $0.bodyTime = .seconds(3) }
    try await gateway.run { port in
      let head = "POST /hooks/wasender HTTP/1.1\r\nHost: x\r\nX-Webhook-Signature: \(TestGateway.sharedSecret)\r\n"
      for rest in [
        "Content-Length: 100\r\n\r\n{\"event\":\"x\"}", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
      ] {
        let halved = try RawClient(port: port)
        halved.send(head + rest)
        halved.finishSending()
        _ = try? halved.answer()
        let gone = try RawClient(port: port)
        gone.send(head + rest)
        gone.disconnect()
      }
      try await eventually("all connections end") { gateway.server.openConnections == 0 }
    }
    #expect(gateway.spool.count == 0)
    #expect(gateway.quarantine.all.isEmpty)
    #expect(gateway.budget.used == 0)
  }

  @Test func malformed() async throws {
    let gateway = TestGateway { $0.lingerTime = .milliseconds(200) }
    try await gateway.run { port in
      for text in [
        "nonsense\r\n\r\n", "POST /hooks/meta HTTP/9.9\r\n\r\n", "POST /hooks/meta HTTP/1.1\r\nbad header\r\n\r\n",
        "POST /hooks/meta HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /hooks/meta HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /hooks/meta HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      ] {
        let client = try RawClient(port: port)
        client.send(text)
        #expect(try client.answer().status == 400, "\(text)")
        #expect(client.isClosedByServer())
      }
      let long = try RawClient(port: port)
      long.send("POST /hooks/meta HTTP/1.1\r\nX: " + String(repeating: "a", count: 70_000) + "\r\n\r\n")
      #expect(try long.answer().status == 431)
      let many = try RawClient(port: port)
      many.send("POST /hooks/meta HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 200) + "\r\n")
      #expect(try many.answer().status == 431)
    }
    #expect(gateway.spool.count == 0)
  }

  /// A drop now and then keeps no connection open; only a whole head does.
  private static func drip(_ client: RawClient, _ drop: String) async throws {
    try await eventually("the server ends a connection that drips") {
      client.send(drop)
      return client.isReadable
    }
  }

  // One limit at a time is short: on a busy machine an honest client may be slow, too.
  @Test func slowHeadersAreCut() async throws {
    let gateway = TestGateway {
      $0.headerTime = .milliseconds(300)
      $0.lingerTime = .milliseconds(200)
    }
    try await gateway.run { port in
      let silent = try RawClient(port: port)
      let slow = try RawClient(port: port)
      slow.send("POST /hooks/meta HTTP/1.1\r\n")
      try await HostileClientTests.drip(slow, "X")
      for client in [silent, slow] {
        #expect(try client.answer().status == 408)
        #expect(client.isClosedByServer())
      }
    }
    #expect(gateway.spool.count == 0)
  }

  @Test func slowBodiesAreCut() async throws {
    let gateway = TestGateway {
      $0.headerTime = .seconds(120)
      $0.bodyTime = .milliseconds(300)
      $0.lingerTime = .milliseconds(200)
    }
    try await gateway.run { port in
      let slow = try RawClient(port: port)
      slow.send("POST /hooks/meta HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
      try await HostileClientTests.drip(slow, "x")
      #expect(try slow.answer().status == 408)
      #expect(slow.isClosedByServer())
    }
    #expect(gateway.spool.count == 0)
    #expect(gateway.budget.used == 0)
  }

  @Test func idleConnectionsAreClosed() async throws {
    let gateway = TestGateway {
      $0.headerTime = .seconds(120)
      $0.idleTime = .milliseconds(300)
    }
    try await gateway.run { port in
      let idle = try RawClient(port: port)
      let keeping = try RawClient(port: port)
      for client in [idle, keeping] {
        client.send(HostileClientTests.post([0x7B, 0x7D]))
        #expect(try client.answer().status == 200)
      }
      try await HostileClientTests.drip(keeping, "G")
      for client in [idle, keeping] { #expect(client.isClosedByServer()) }
    }
    #expect(gateway.spool.count == 2)
    #expect(gateway.budget.used == 0)
  }

  @Test func aFloodOfConnectionsWaitsItsTurn() async throws {
    let gateway = TestGateway(connections: 16) { $0.headerTime = .milliseconds(500) }
    try await gateway.run { port in
      var idle: [RawClient] = []
      for _ in 0..<200 { idle.append(try RawClient(port: port)) }
      try await eventually("the server is full") { gateway.server.openConnections >= 16 }
      #expect(gateway.server.openConnections <= 32)
      // An honest one behind them is served when their time is over.
      for client in idle.dropFirst(100) { client.disconnect() }
      let client = try RawClient(port: port)
      client.send(HostileClientTests.post([0x7B, 0x7D]))
      #expect(try client.answer().status == 200)
      idle.removeAll()
    }
  }

  @Test func memoryIsBounded() async throws {
    let gateway = TestGateway(memory: 1 << 20) { $0.body = 1 << 20 }
    try await gateway.run { port in
      var clients: [RawClient] = []
      for _ in 0..<8 {
        let client = try RawClient(port: port)
        client.send("POST /hooks/meta HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n")
        client.send([UInt8](repeating: 0x20, count: 300_000))
        clients.append(client)
        #expect(gateway.budget.used <= 1 << 20)
      }
      // At most three fit; whichever they are, the others are turned away.
      try await eventually("most are turned away") { clients.count { $0.isReadable } >= 5 }
      #expect(gateway.budget.used <= 1 << 20)
      for client in clients where client.isReadable {
        let answer = try client.answer()
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] != nil)
      }
      clients.removeAll()
      try await eventually("the memory is given back") { gateway.budget.used == 0 }
    }
  }

  @Test func pipelinedRequestsKeepTheirOrder() async throws {
    let gateway = TestGateway()
    gateway.spool.slow(.milliseconds(5))
    try await gateway.run { port in
      let client = try RawClient(port: port)
      var bytes: [UInt8] = []
      for number in 0..<40 {
        let body = Array(String(number).utf8)
        bytes += number % 5 == 4 ? RawClient.bytes("POST", "/nowhere", body: body) : HostileClientTests.post(body)
      }
      client.send(bytes)
      for number in 0..<40 { #expect(try client.answer().status == (number % 5 == 4 ? 404 : 200)) }
      let stored = try gateway.spool.deliveries.map { String(decoding: $0.body, as: UTF8.self) }
      #expect(stored == (0..<40).filter { $0 % 5 != 4 }.map(String.init))
    }
  }

  @Test func expectContinue() async throws {
    let gateway = TestGateway()
    try await gateway.run { port in
      let client = try RawClient(port: port)
      let body = Array("{}".utf8)
      client.send(HostileClientTests.post(body, [("Expect", "100-continue")]))
      #expect(try client.answer().status == 200)
    }
  }

  @Test func requestsUnderWayAreFinishedAtTheEnd() async throws {
    let gateway = TestGateway()
    gateway.spool.hold(true)
    let client = Box<RawClient>()
    let release = Box<Task<Void, any Error>>()
    try await gateway.run { port in
      let raw = try RawClient(port: port)
      raw.send(HostileClientTests.post([0x7B, 0x7D]))
      client.value = raw
      try await eventually("the request is under way") { gateway.spool.held == 1 }
      release.value = Task {
        defer { gateway.spool.hold(false) }
        try await eventually("nothing new is taken") { (try? RawClient(port: port)) == nil }
      }
    }
    try await release.value?.value
    let answer = try #require(client.value).answer()
    #expect(answer.status == 200)
    #expect(answer.headers["connection"] == "close")
    #expect(gateway.spool.count == 1)
  }
}

/// Carries a value out of a closure; used by one task after the other.
private final class Box<Value>: @unchecked Sendable {
  // @unchecked: written before the server ends and read after it.
  var value: Value?
}
