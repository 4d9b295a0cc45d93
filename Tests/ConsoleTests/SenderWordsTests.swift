import Records
import TerminalKit
import Testing

@testable import Console

/// A message of the firm whose payload names nobody, as in the echoes of Meta's business app.
@Suite struct SenderWordsTests {
  private static let firm = Party(phone: "442079460000")
  private static let lee = Party(phone: "442079460000", name: "James Lee")
  private static let ana = Party(phone: "34612555092")

  @Test func theFirmIsNamedWithItsNumber() {
    #expect(SenderWords.name(Self.firm, .outbound) == "the firm " + Numerals.phone("442079460000"))
    #expect(SenderWords.name(nil, .outbound) == "the firm")
    #expect(Wording.name(Self.firm, .outbound) == "the firm")
    #expect(Wording.claims(Self.firm, .outbound) == Numerals.phone("442079460000"))
  }

  @Test func namesAndOtherPeopleStay() {
    #expect(SenderWords.name(Self.lee, .outbound) == "James Lee")
    #expect(Wording.name(Self.lee, .outbound) == "James Lee")
    #expect(SenderWords.name(Self.ana, .inbound) == Numerals.phone("34612555092"))
    #expect(Wording.name(Self.ana, .inbound) == Numerals.phone("34612555092"))
    #expect(Wording.claims(Self.ana, .inbound) == "")
    #expect(SenderWords.name(nil, .inbound) == "unknown" && Wording.name(nil) == "unknown")
  }

  @Test(arguments: [
    (18, "the firm …946 0000"), (14, "the firm …0000"), (8, "the firm"), (40, "the firm +44 20 7946 0000"),
  ])
  func fitsItsColumn(_ width: Int, _ words: String) {
    let text = SenderWords.fitted(Self.firm, .outbound, to: width)
    #expect(text.width <= width)
    #expect(text.text == words)
  }
}
