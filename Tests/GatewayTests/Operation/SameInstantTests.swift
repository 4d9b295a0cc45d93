import Foundation
import Records
import Synchronization
import Testing
import Vault

@testable import Gateway

/// A provider that posts again before it has its answer, from several machines at once.
@Suite struct SameInstantTests {
  @Test func onePostFromManyClientsAtOnceIsOneMessage() async throws {
    let body = Array(
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
      "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"900"},\
      "messages":[{"from":"15551230000","id":"wamid.ONE","timestamp":"1750000000","type":"text",\
      "text":{"body":"at once"}}]}}]}]}
      """.utf8)
    let program = try ProgramCase()
    try await program.run { _, port in
      let answers = Mutex<[Int?]>([])
      let done = DispatchGroup()
      for _ in 0..<12 {
        done.enter()
        Thread.detachNewThread {
          let status = try? RawClient(port: port).request(
            "POST", "/hooks/desk", headers: [TestGateway.signature(body)], body: body
          ).status
          answers.withLock { $0.append(status) }
          done.leave()
        }
      }
      done.wait()
      #expect(answers.withLock { $0 } == Array(repeating: 200, count: 12))
    }
    let vault = try program.unlocked()
    var deliveries: [[UInt8]] = []
    var messages: Set<MessageID> = []
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        try vault.openSegment(segment).forEachRecord { _, bytes in
          switch try Record.decode(Array(bytes)) {
          case .delivery(let delivery): deliveries.append(delivery.body)
          case .event(let record): if let id = record.event.messageID { messages.insert(id) }
          default: break
          }
        }
      }
    }
    // At least once in the vault, as it arrived; one message, however often.
    #expect(!deliveries.isEmpty && deliveries.allSatisfy { $0 == body })
    #expect(messages.count == 1)
  }
}
