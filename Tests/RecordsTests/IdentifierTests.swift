import TestSupport
import Testing

@testable import Records

@Suite struct IdentifierTests {
  @Test(arguments: ["m-abc234", "m-a"]) func accepts(_ text: String) { #expect(MessageID(text)?.text == text) }

  @Test(arguments: [
    "", "m", "m-", "c-abc", "m-ABC", "m-a1", "m-a8", "m-a b", "mm-abc", "m-" + String(repeating: "a", count: 53),
  ])
  func refuses(_ text: String) { #expect(MessageID(text) == nil) }

  @Test func addresses() {
    #expect(RecordAddress("s-abc/17")?.number == 17)
    for text in ["s-abc", "s-abc/", "s-abc/-1", "m-abc/1", "s-abc/1/2", "/1"] { #expect(RecordAddress(text) == nil) }
  }

  @Test func retentionClasses() {
    #expect(RetentionClass(rawValue: "default") == .standard)
    for text in ["", "A", "a b", "a/b", String(repeating: "a", count: 33)] {
      #expect(RetentionClass(rawValue: text) == nil)
    }
  }

  @Test func base64() {
    var random = SeededGenerator.reported()
    for count in 0..<50 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    for text in ["A", "AA", "AA=", "AB==", "AAB=", "A===", "AA==AA==", "A A=", "____", "=AAA"] {
      #expect(Base64.decode(text) == nil)
    }
  }

  @Test func receiptsAreRanked() {
    let words = ["odd", "pending", "sent", "delivered", "read", "played", "failed"]
    #expect(words.map { Receipt.rank(of: $0) } == [0, 1, 2, 3, 4, 5, 6])
  }
}
