import Records
import Testing

@testable import Casework

/// What transcripts and `messages.ndjson` say of changes, deletions and reading.
@Suite struct TranscriptEvidenceTests {
  typealias Support = ReadStateTests

  private static let context = TranscriptContext(
    matter: "M-1", matterTitle: "Heron", vault: VaultID(suffix: "abc"), timeZone: "UTC", asOf: CaseFixture.start,
    mediaPath: { _ in nil })

  private func message(
    _ name: String, _ clock: String, _ text: String, edits: [(String, String)] = [], deleted: String? = nil,
    uncertain: Bool = false, receipts: [CaseMessage.Step] = [], by direction: MessageEvent.Direction = .outbound
  ) -> CaseMessage {
    var message = EarlierReadingTests.message(direction: direction, captured: clock)
    message.id = MessageID(suffix: name)
    (message.at, message.sentAt) = (Support.at(clock), Support.at(clock))
    message.versions[0].content.text = text
    message.versions[0].sentAt = Support.at(clock)
    for (index, edit) in edits.enumerated() {
      message.versions.append(
        CaseMessage.Version(
          number: index + 2, origin: "edit", sender: Support.ana, sentAt: Support.at(edit.0),
          capturedAt: Support.at(edit.0), content: Content(.text, text: edit.1), record: nil))
    }
    message.receipts = receipts
    message.revocations =
      deleted.map {
        [
          CaseMessage.Step(
            what: "revoke", party: uncertain ? nil : Support.ana, at: Support.at($0), capturedAt: Support.at($0),
            isDated: !uncertain, isUncertain: uncertain)
        ]
      } ?? []
    return message
  }

  private func conversation(_ messages: [CaseMessage], provider: Provider = .meta) -> CaseConversation {
    CaseConversation(
      id: CaseFixture.conversation, kind: .direct, title: "Ana", provider: provider, account: "firm", messages: messages
    )
  }

  private var talk: CaseConversation {
    conversation([
      message("aaaa", "09:00:00", "call me", receipts: [Support.step("read", "09:01:00")]),
      message(
        "bbbb", "09:05:00", "sell at 40 <now>", edits: [("09:06:00", "sell at 50 <now>")],
        receipts: [Support.step("delivered", "09:05:01"), Support.step("read", "09:05:30")]),
      message("cccc", "09:07:00", "forget it", deleted: "09:08:00", receipts: [Support.step("delivered", "09:07:01")]),
      message("dddd", "09:09:00", "unsure", deleted: "09:10:00", uncertain: true),
    ])
  }

  @Test func pagesShowWhatChangedBySignAndForm() {
    let html = HTMLTranscript(conversation: talk, context: Self.context).render()
    #expect(html.contains("sell at <del>[−40−]</del><ins>[+50+]</ins> &lt;now&gt;"))
    #expect(html.contains("<s>forget it</s>") && !html.contains("<s>unsure</s>") && !html.contains("<s>call me</s>"))
    #expect(html.contains("perhaps deleted for everyone by Ana Ruiz (+34612555092), its sender, no time given"))
    #expect(
      html.contains(
        "<small>Was version 1 read before it was edited to version 2?</small> <bdi>Yes: version 1 was reported read by "
          + "J. Lee (+442079460123) at 2024-05-14 09:05:30, 30 s before the edit.</bdi>"))
    #expect(
      html.contains(
        "<details><summary>Read when this was written, by the other side: 1 of 1 message, the last of 2024-05-14 "
          + "09:00:00, read by J. Lee (+442079460123) at 2024-05-14 09:01:00</summary>"))
    #expect(html.contains("<dt>Deletions</dt><dd><bdi>Meta tells of deletions and edits only for numbers"))
    for tag in ["del", "ins", "s", "details", "summary", "ul", "p", "li", "bdi", "small"] {
      let opened = html.components(separatedBy: "<\(tag) ").count + html.components(separatedBy: "<\(tag)>").count
      #expect(opened - 1 == html.components(separatedBy: "</\(tag)>").count, "<\(tag)>")
    }
  }

  @Test func textsSayTheSame() {
    let text = TextTranscript(conversation: talk, context: Self.context).render()
    for words in [
      "(changed in 1 place from version 1: sell at [−40−][+50+] <now>)", "[deleted] forget it\n",
      "Was version 1 read before it was deleted? Not that is known: no receipt of reading came. It was delivered to "
        + "J. Lee (+442079460123) at 2024-05-14 09:07:01, before the deletion, and may have been seen in a notification.",
      "Only the 2 messages before that are in this bundle were looked at.", "\n          unsure\n",
    ] { #expect(text.contains(words), "\(words) is missing in\n\(text)") }
  }

  @Test func withoutReceiptsItIsSaidOnce() {
    let quiet = conversation([message("aaaa", "09:00:00", "call me"), message("bbbb", "09:01:00", "now")])
    let text = TextTranscript(conversation: quiet, context: Self.context).render()
    #expect(text.contains("Reading       no receipt of delivery or reading is in this bundle"))
    #expect(!text.contains("Read when this was written"))
    let export = TextTranscript(conversation: conversation([], provider: .chatExport), context: Self.context).render()
    #expect(export.contains("Reading       an exported chat carries no receipts"))
  }

  @Test func linesForMachinesCarryIt() throws {
    let talk = talk
    let evidence = ConversationEvidence(talk)
    let edited = NormalisedRecord.value(talk.messages[1], evidence: evidence.evidence(of: talk.messages[1]))
    #expect(edited["changes"]?.array?.first?["from_version"]?.text == "1")
    #expect(edited["earlier_readings"]?.array?.first?["answer"]?.string == "read")
    let states = try #require(edited["read_states"]?.array)
    #expect(states.compactMap { $0["moment"]?.string } == ["written", "edit"])
    #expect(states.first?["last_read"]?["message"]?.string == "m-aaaa")
    #expect(states.first?["doubts"]?.array?.compactMap { $0["code"]?.string } == ["bundle-only"])
    let unsure = NormalisedRecord.value(talk.messages[3])
    #expect(unsure["deletions"]?.array?.first?["uncertain"]?.bool == true)
    #expect(unsure["deletions"]?.array?.first?["at_is_capture"]?.bool == true)
    #expect(NormalisedRecord.value(talk.messages[0])["changes"] == nil)
  }

  /// However long a conversation is, each message is looked at with a bounded number before it.
  @Test func theWindowIsBounded() {
    let messages = (0..<180).map { number in
      message(
        "m\(number)", "0\(number / 60):\(number % 60 < 10 ? "0" : "")\(number % 60):00", "text",
        receipts: [Support.step("read", "04:00:00")])
    }
    let long = conversation(messages)
    let state = ConversationEvidence(long).evidence(of: messages[179]).readStates.first
    #expect(state?.looked == ConversationEvidence.window - 1, "itself is one of them, and says nothing")
    #expect(state?.doubts.contains { $0.code == "recent-only" } == true)
  }
}
