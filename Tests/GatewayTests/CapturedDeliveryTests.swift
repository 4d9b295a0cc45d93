import Intake
import Records
import Testing

@Suite struct CapturedDeliveryTests {
  static let sample = CapturedDelivery(
    route: .webhook, endpoint: "desk", provider: .meta, account: "ä", capturedAt: Instant(milliseconds: -5),
    authenticity: Authenticity(.hmacSHA256, .valid), headers: [.init("X-A", "1"), .init("x-a", "2")],
    body: Array("{\"a\":1}".utf8))

  @Test func decodesWhatItEncodes() throws {
    #expect(try CapturedDelivery(decoding: Self.sample.encoded()) == Self.sample)
    var other = Self.sample
    other.account = nil
    other.headers = []
    other.body = []
    #expect(try CapturedDelivery(decoding: other.encoded()) == other)
  }

  @Test func refusesEveryTruncation() {
    let bytes = Self.sample.encoded()
    for count in 0..<bytes.count {
      #expect(throws: IntakeError.self) { try CapturedDelivery(decoding: Array(bytes.prefix(count))) }
    }
    #expect(throws: IntakeError.self) { try CapturedDelivery(decoding: bytes + [0]) }
  }
}
