import Records
import Testing

@testable import Casework

/// A message without words never prints as an empty line: a mark says why there are none.
@Suite struct AbsentWordsTests {
  private static let context = TranscriptContext(
    matter: "M-1", matterTitle: "Heron", vault: VaultID(suffix: "abc"), timeZone: "UTC", asOf: CaseFixture.start,
    mediaPath: { _ in nil })
  private static let ana = Party(phone: "34612555092", name: "Ana Ruiz")
  private static let later = Instant(milliseconds: CaseFixture.start.milliseconds + 65_000)

  private func message(
    _ content: Content, by direction: MessageEvent.Direction = .inbound, revocations: [CaseMessage.Step] = [],
    attributes: [String: String] = [:]
  ) -> CaseMessage {
    CaseMessage(
      id: MessageID(suffix: "aaaa"), conversation: CaseFixture.conversation, provider: .chatExport, account: "firm",
      direction: direction, sender: Self.ana, sentAt: CaseFixture.start, capturedAt: Self.later, at: CaseFixture.start,
      versions: [
        .init(
          number: 1, origin: "original", sender: Self.ana, sentAt: CaseFixture.start, capturedAt: Self.later,
          content: content, record: nil)
      ], revocations: revocations, attributes: attributes)
  }

  /// The mark in the text, in the page and in the line of `messages.ndjson`, which must be the same.
  private func expect(_ mark: String, _ message: CaseMessage, _ note: Comment? = nil) {
    let conversation = CaseConversation(
      id: CaseFixture.conversation, kind: .direct, title: "Ana", provider: .chatExport, account: "firm",
      messages: [message])
    let text = TextTranscript(conversation: conversation, context: Self.context).render()
    let html = HTMLTranscript(conversation: conversation, context: Self.context).render()
    #expect(text.contains("\n          [\(mark)]\n"), note ?? "\(text)")
    #expect(html.contains("<p class=\"deleted\">[<bdi>\(VisibleText.html(mark))</bdi>]</p>"), note ?? "\(html)")
    let json = NormalisedRecord.value(message)
    let marks = [json["mark"]?.string] + (json["deletions"]?.array ?? []).map { $0["mark"]?.string }
    #expect(marks.contains("[\(mark)]"), note ?? "\(marks)")
    let content = text.split(separator: "\n").filter { $0.hasPrefix("          ") }
    #expect(!content.isEmpty && content.allSatisfy { $0.contains { $0 != " " } })
  }

  private func notice(_ words: String) -> Content {
    Content(Content.Kind(rawValue: "deleted"), fields: ["notice": words])
  }

  @Test func deletedBeforeTheExport() {
    let message = message(notice("This message was deleted"), attributes: ["deleted_by": "sender"])
    expect(
      "deleted by Ana Ruiz (+34612555092) before the export captured at 2025-10-14 09:01:05; "
        + "the export says ‘This message was deleted’", message)
    #expect(NormalisedRecord.value(message)["deleted"]?.bool == true)
    #expect(NormalisedRecord.value(message)["text"]?.string == "", "the words stay what was sealed")
  }

  @Test func deletedBySomebodyElse() {
    let captured = "before the export captured at 2025-10-14 09:01:05; the export says"
    expect(
      "deleted by an admin of the group \(captured) ‘This message was deleted by admin’",
      message(notice("This message was deleted by admin"), attributes: ["deleted_by": "sender"]))
    expect(
      "deleted by the owner of the exporting phone \(captured) ‘You deleted this message as admin’",
      message(notice("You deleted this message as admin"), attributes: ["deleted_by": "owner"]))
    expect(
      "deleted by Ana Ruiz (+34612555092) \(captured) ‘You deleted this message’",
      message(notice("You deleted this message"), by: .outbound, attributes: ["deleted_by": "owner"]))
  }

  @Test func deletedWithAndWithoutWords() {
    let step = CaseMessage.Step(what: "revoke", party: Self.ana, at: Self.later)
    let mark = "deleted for everyone by Ana Ruiz (+34612555092), its sender, at 2025-10-14 09:01:05; what it said"
    expect("\(mark) was kept", message(Content(.text, text: "call me"), revocations: [step]))
    expect("\(mark) never reached the archive", message(Content(.text, text: ""), revocations: [step]))
    expect(
      "removed on a device by the account holder, no time given; what it said was kept",
      message(
        Content(.text, text: "call me"), revocations: [.init(what: "local-deletion", party: nil, at: nil)]))
  }

  @Test func theFirmIsNamedByItsNumber() {
    var echo = message(Content(.text, text: "hi"), by: .outbound)
    #expect(echo.senderName == "Ana Ruiz (+34612555092)")
    echo.sender = Party(phone: "442079460000")
    #expect(echo.senderName == "the firm (+442079460000)")
    echo.sender = nil
    #expect(echo.senderName == "the firm")
    echo.direction = .inbound
    #expect(echo.senderName == "unknown sender")
  }

  @Test func emptyMessage() {
    expect("empty: the message came without words", message(Content(.text)))
    expect("empty: the message came without words", message(Content(.text, text: "")))
  }
}
