import Records
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct DeliverySkimmerTests {
  @Test func takesWhatTheWholeReaderTakes() throws {
    for body in ["{}", "say \"hi\" \\ {[,", "\u{0}\n", String(repeating: "é\"", count: 900), ""] {
      let delivery = Delivery(
        id: Make.delivery(body), provider: .wasender, account: "a\"b",
        capturedAt: Make.time("2024-05-01T00:00:00.250Z"),
        authenticity: .file, headers: [.init("X", "]}\"")], source: DeliverySource(name: "f", fileDigest: "0"),
        body: Array(body.utf8), originalDigest: "00",
        redactions: [.init(offset: 0, length: 1, what: "x")])
      let found = try #require(DeliverySkimmer(Record.delivery(delivery).encode()))
      #expect(found.id == delivery.id && found.provider == "wasender")
      #expect(found.capturedAt == delivery.capturedAt.milliseconds)
      #expect(found.bodyLength >= body.utf8.count)
    }
  }

  @Test func leavesEverythingElseAlone() {
    let bytes = Make.deliveryRecord("x").encode()
    for count in 0..<bytes.count { #expect(DeliverySkimmer(Array(bytes.prefix(count))) == nil) }
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      var copy = bytes
      copy[Int.random(in: 0..<copy.count, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
      _ = DeliverySkimmer(copy)
    }
    let event = Make.message("1", "x", at: "2024-05-01T00:00:00Z", in: Make.conversation("1")).encode()
    #expect(DeliverySkimmer(event) == nil)
  }
}
