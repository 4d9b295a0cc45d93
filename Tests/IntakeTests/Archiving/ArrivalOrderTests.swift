import Capture
import Records
import Testing

@testable import Intake

/// Within the second that a provider names, what arrived first stands first.
@Suite struct ArrivalOrderTests {
  static func events(_ second: Int64, _ captured: Int64, ids: [String]) throws -> [EventRecord] {
    let messages = ids.map {
      #"{"from":"447700900123","id":"\#($0)","timestamp":"\#(second)","type":"text","text":{"body":"x"}}"#
    }
    let body =
      #"{"object":"whatsapp_business_account","entry":[{"id":"7","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"messages":[\#(messages.joined(separator: ","))]}}]}]}"#
    let filer = DeliveryFiler(vault: VaultID(suffix: "t"), fingerprintKey: [1])
    return try filer.filing(
      CapturedDelivery(
        endpoint: "desk", provider: .meta, capturedAt: Instant(milliseconds: captured),
        authenticity: Authenticity(.hmacSHA256, .valid), body: Array(body.utf8))
    ).events
  }

  @Test func arrivalDecidesWithinASecond() throws {
    let second: Int64 = 1_767_366_759
    let first = try Self.events(second, second * 1000 + 310, ids: ["z", "y"])
    let next = try Self.events(second, second * 1000 + 311, ids: ["a"])
    let expected: [Int64] = [1_269_760, 1_269_761, 1_273_856]  // 310, 310 and 311 milliseconds times 4096
    #expect((first + next).map(\.sequence) == expected)
    // Replayed, the same.
    #expect(try Self.events(second, second * 1000 + 310, ids: ["z", "y"]) == first)
  }

  @Test(arguments: [
    (Instant(milliseconds: .min), Instant(milliseconds: .max)),
    (Instant(milliseconds: .max), Instant(milliseconds: .min)),
    (Instant(milliseconds: 5), Instant(milliseconds: 4)),
  ])
  func clocksThatAreWrongDoNotOverflow(sentAt: Instant, capturedAt: Instant) {
    var event = MessageEvent(.message, provider: .meta, account: "900")
    event.sentAt = sentAt
    let record = EventRecord(
      delivery: DeliveryID(suffix: "d"), part: "$", sequence: 0, capturedAt: capturedAt, reader: "t/1", event: event)
    #expect(ArrivalOrder.sequence(of: record, .max) >= 0)
  }
}
