import Foundation
import Intake
import Records
import Storage
import TestSupport
import Testing
import Vault

@testable import Gateway

/// The whole gateway with its queues in Redis: webhooks in, messages in the vault, whatever is killed between.
@Suite(.serialized, .enabled(if: RedisServer.isInstalled, "redis-server is not installed: apt install redis-server"))
struct RedisProgramTests {
  private static func table(_ server: RedisServer, consumer: String = "gateway-a") -> String {
    """
    engine = "redis"
    [spool.redis]
    address = "unix:\(server.socket)"
    consumer = "\(consumer)"
    """
  }

  private static func post(_ port: Int, _ number: Int) throws -> Int {
    let body = Array(
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
      "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"900"},\
      "messages":[{"from":"15551230000","id":"wamid.R\(number)","timestamp":"1750000000","type":"text",\
      "text":{"body":"\(number)"}}]}}]}]}
      """.utf8)
    return try RawClient(port: port).request(
      "POST", "/hooks/desk", headers: [TestGateway.signature(body, secret: "app-secret")], body: body
    ).status
  }

  /// The texts of all messages in the vault, each message once.
  private static func texts(_ vault: UnlockedVault) throws -> [String] {
    var messages: [MessageID: String] = [:]
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        try vault.openSegment(segment).forEachRecord { _, bytes in
          if case .event(let record) = try Record.decode(Array(bytes)), let id = record.event.messageID {
            messages[id] = record.event.content?.text
          }
        }
      }
    }
    return messages.values.sorted()
  }

  @Test func nothingIsLostWhenRedisIsKilledAndTheGatewayStartsAnew() async throws {
    let server = try RedisServer()
    let program = try ProgramCase()
    try program.configure(spool: Self.table(server))
    let confirmed = Shared<Set<String>>([])
    try await program.run { _, port in
      for number in 0..<60 {
        if number == 20 { server.kill() }
        if number == 25 { try server.start() }
        let isAway = (20..<25).contains(number)
        try await eventually("number \(number) is taken, or refused while Redis is away") {
          let status = try Self.post(port, number)
          if status == 200 { confirmed.change { $0.insert(String(number)) } }
          return isAway ? status == 503 : status == 200
        }
      }
      // It goes while the gateway still has to acknowledge.
      server.kill()
    }
    #expect(confirmed.value.count == 55)
    try server.start()
    let waiting = try await server.call("XLEN", "holdfast:deliveries").number
    #expect((waiting ?? 0) > 0)
    try await program.run { _, port in
      let status = try Self.post(port, 60)
      #expect(status == 200)
    }
    confirmed.change { $0.insert("60") }
    let rest = try await server.call("XLEN", "holdfast:deliveries").number
    #expect(rest == 0)
    let status = try #require(try GatewayStatusFile(state: program.locked().state).read())
    #expect(status.spool.entries == 0 && status.spool.damaged == 0 && status.deadLetters == 0)
    let vault = try program.unlocked()
    let texts = try Self.texts(vault)
    #expect(Set(texts).count == texts.count)
    #expect(confirmed.value.subtracting(texts).isEmpty)
    #expect(try vault.verify().problems.isEmpty)
    // Nothing in clear, wherever Redis wrote.
    for file in try server.files() { #expect(file.range(of: Data("15551230000".utf8)) == nil) }
  }
}
