import Foundation
import Records
import TestSupport
import Testing

@testable import Casework

@Suite struct TranscriptTests {
  private static let context = TranscriptContext(
    matter: "M-1", matterTitle: "<i>Heron</i>", vault: VaultID(suffix: "abc"), timeZone: "UTC", asOf: CaseFixture.start,
    mediaPath: { $0.state == .stored ? "media/\($0.sha256 ?? "x").jpg" : nil })

  private func conversation(_ text: String, media: MediaReference? = nil) -> CaseConversation {
    let version = CaseMessage.Version(
      number: 1, origin: "original", sender: nil, sentAt: CaseFixture.start, capturedAt: CaseFixture.start,
      content: Content(media == nil ? .text : .image, text: text, media: media), record: nil)
    let message = CaseMessage(
      id: MessageID(suffix: "aaaa"), conversation: CaseFixture.conversation, provider: .meta, account: text,
      direction: .inbound, sender: Party(name: text), sentAt: CaseFixture.start, capturedAt: CaseFixture.start,
      at: CaseFixture.start, versions: [version],
      receipts: [.init(what: text, party: Party(name: text), at: nil, note: text)],
      reactions: [.init(what: text, party: Party(name: text), at: nil)],
      revocations: [.init(what: "revoke", party: Party(name: text), at: nil)],
      reply: ReplyReference(target: text, quoted: text), holds: [HoldID(suffix: "aaaa")], notes: [text])
    return CaseConversation(
      id: CaseFixture.conversation, kind: .group, title: text, provider: .meta, account: text, messages: [message],
      events: [
        CaseEvent(
          category: "gap", at: CaseFixture.start, text: text,
          record: RecordAddress(segment: .init(suffix: "a"), number: 0))
      ])
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onmouseover='x", "</style></title><b>",
    "javascript:x<!--",
    "\u{202E}evil\u{2066}", "\u{1B}]0;x\u{7}\u{9B}31m", "a\u{0}b\u{85}\u{2028}", "]]>&lt;&amp;",
  ])
  func hostileTextNeitherActsNorDisappears(_ text: String) {
    let media = MediaReference(.stored, mimeType: text, fileName: text, sha256: "ab")
    let html = HTMLTranscript(conversation: conversation(text, media: media), context: Self.context).render()
    let plain = TextTranscript(conversation: conversation(text, media: media), context: Self.context).render()
    let index = HTMLIndex(conversations: [conversation(text)], context: Self.context, facts: [(text, text)]).render()
    for page in [html, index] {
      #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>") && !page.contains("<!--"))
      #expect(!page.contains("onmouseover='") && !page.contains("</title><b>"))
    }
    for page in [html, index, plain] {
      for scalar in page.unicodeScalars {
        let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
        #expect(!isControl, "U+\(String(scalar.value, radix: 16)) in a transcript")
        #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
      }
    }
    // Every attribute and element is closed: as many opening as closing tags of the kinds that hold foreign text.
    for tag in ["bdi", "p", "small", "a", "li", "blockquote", "article", "dd"] {
      let opened = html.components(separatedBy: "<\(tag) ").count + html.components(separatedBy: "<\(tag)>").count
      #expect(opened - 1 == html.components(separatedBy: "</\(tag)>").count, "<\(tag)>")
    }
  }

  @Test func controlsAreShown() {
    #expect(VisibleText.plain("\u{1B}[31m\u{202E}x\u{7F}") == "␛[31m⟨U+202E⟩x␡")
    #expect(VisibleText.plain("a\r\nb\nc", indent: "  ") == "a\n  b\n  c")
    #expect(VisibleText.html("a\r\nb\u{85}") == "a\nb<span class=\"ctl\">⟨U+0085⟩</span>")
    #expect(VisibleText.html("👨‍👩‍👧 ünï") == "👨‍👩‍👧 ünï", "joiners inside emoji stay")
  }

  @Test func textTranscriptSaysEverything() throws {
    var conversation = conversation("call me")
    conversation.messages[0].sender = Party(phone: "34612555092", name: "Ana Ruiz")
    conversation.messages[0].versions.append(
      CaseMessage.Version(
        number: 2, origin: "edit", sender: nil, sentAt: CaseFixture.start, capturedAt: CaseFixture.start,
        content: Content(.text, text: "never mind"), record: nil))
    let text = TextTranscript(conversation: conversation, context: Self.context).render()
    for words in [
      "Times         UTC", "--- 14 October 2025 ---", "09:00:00  Ana Ruiz (+34612555092)  [m-aaaa]",
      "version 1 of 2 (original",
      "version 2 of 2 (edit", "call me", "never mind",
      "[deleted for everyone by call me, no time given; what it said was kept]",
      "(changed in 1 place from version 1: [−call me−][+never mind+])", "[deleted] call me",
      "Was version 1 read before it was edited to version 2? Cannot be known from receipts.",
      "reaction", "HOLD h-aaaa",
    ] { #expect(text.contains(words), "\(words) is missing in:\n\(text)") }
  }

  @Test func normalisedRecordIsCanonicalAndComplete() throws {
    let message = conversation("x").messages[0]
    let value = NormalisedRecord.value(message)
    #expect(CanonicalJSON.encode(value) == NormalisedRecord.encode(message))
    for name in [
      "archive_id", "event_type", "direction", "from", "to", "conversation", "status", "sent_at", "captured_at",
      "retention_class", "pii_scrubbed", "checksum", "versions", "records",
    ] { #expect(value[name] != nil, "\(name)") }
    #expect(
      NormalisedRecord.checksum(Content(.text, text: "a")) != NormalisedRecord.checksum(Content(.text, text: "b")))
  }
}
