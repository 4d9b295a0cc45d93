import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

/// Every string that WhatsApp's translations are known to hold, as it stands in exports of both platforms.
@Suite(.enabled(if: Fixtures.url("chat-exports/starkdmi-whats_json/LOCALE_STRINGS.json") != nil))
struct ChatExportLocaleTests {
  private static let strings: [String: [String]] = {
    guard let url = Fixtures.url("chat-exports/starkdmi-whats_json/LOCALE_STRINGS.json"),
      let data = try? Data(contentsOf: url)
    else { return [:] }
    return (try? JSONDecoder().decode([String: [String]].self, from: data)) ?? [:]
  }()

  /// A pattern that lost the sign between a Turkish and a Swedish word; both are in the list on their own.
  private static let twoInOne = "eklendibifogat"

  /// The strings of a kind, without the signs of the patterns that they were taken from.
  private static func list(_ kind: String) -> [String] {
    (strings[kind] ?? []).filter { $0 != twoInOne }.map { $0.replacing("\\s?\u{200F}", with: "") }
  }

  /// An Android export with one line for each body, in files of a few hundred lines.
  private func android(_ bodies: [String]) throws -> [MessageEvent] {
    try ChatExportCase().events(bodies.map { "13/04/2024, 10:00 - \($0)\n" }.joined())
  }

  /// An iOS export with one line for each body; `lineMarked` where a file belongs to the line.
  private func ios(_ bodies: [String], lineMarked: Bool = false) throws -> [MessageEvent] {
    let first = "[13/04/2024, 09:00:00] Ann: \u{200E}Messages and calls are end-to-end encrypted.\r\n"
    let mark = lineMarked ? "\u{200E}" : ""
    let events = try ChatExportCase().events(
      first + bodies.map { "\(mark)[13/04/2024, 10:00:00] \($0)\r\n" }.joined())
    return Array(events.dropFirst())
  }

  private func expect(
    _ strings: [String], _ events: [MessageEvent], _ shapes: Set<String>, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!strings.isEmpty, sourceLocation: sourceLocation)
    #expect(events.count == strings.count, "\(what)", sourceLocation: sourceLocation)
    let wrong = zip(strings, events).filter { !shapes.contains($1.shape) }.map { "\($0) → \($1.shape)" }
    #expect(
      wrong.isEmpty, "\(what): \(wrong.count) of \(strings.count):\n\(wrong.joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test func theFileHasWhatItHad() {
    #expect(ChatExportLocaleTests.strings.values.reduce(0) { $0 + $1.count } == 959)
    #expect(ChatExportLocaleTests.strings.count == 16)
  }

  @Test func encryptionNotices() throws {
    let strings = ChatExportLocaleTests.list("encrypted")
    expect(strings, try android(strings), ["system/encryption"], "Android")
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }), ["system/encryption"], "iOS")
    expect(strings, try ios(strings.map { "Bob: \($0)" }), ["message/text"], "typed on iOS")
  }

  @Test(arguments: ["deleted", "youDeleted"]) func deletedMessages(kind: String) throws {
    let strings = ChatExportLocaleTests.list(kind)
    expect(strings, try android(strings.map { "Bob: \($0)" }), ["message/deleted"], "Android")
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }), ["message/deleted"], "iOS")
    expect(strings, try ios(strings.map { "Bob: \($0)" }), ["message/text"], "typed on iOS")
    let other = Set(ChatExportLocaleTests.list(kind == "deleted" ? "youDeleted" : "deleted").map(plain))
    let sure = strings.filter { !other.contains(plain($0)) }
    let by = try android(sure.map { "Bob: \($0)" }).map { $0.attributes["deleted_by"] }
    let wrong = zip(sure, by).filter { $0.1 != (kind == "deleted" ? "sender" : "owner") }.map(\.0)
    #expect(wrong.isEmpty, "\(wrong)")
  }

  private func plain(_ text: String) -> String {
    String(text.trimmingCharacters(in: CharacterSet(charactersIn: " .。۔")))
  }

  @Test(arguments: [("missedCall", "call/missed-voice"), ("missedVideoCall", "call/missed-video")])
  func missedCalls(kind: String, shape: String) throws {
    // The Greek words for a missed video call stand in both lists.
    let strings = ChatExportLocaleTests.list(kind).filter { kind != "missedCall" || !$0.contains("βιντεο") }
    let shapes: Set = [shape]
    expect(strings, try android(strings), shapes, "Android, without author")
    expect(strings, try android(strings.map { "Bob: \($0)" }), shapes, "Android")
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }), shapes, "iOS")
    expect(strings, try ios(strings.map { "Bob: \($0)" }), ["message/text"], "typed on iOS")
  }

  @Test(arguments: [
    ("imageOmitted", "message/image"), ("videoOmitted", "message/video"), ("audioOmitted", "message/audio"),
    ("stickerOmitted", "message/sticker"), ("gifOmitted", "message/video"),
    ("contactCardOmitted", "message/contacts"), ("documentOmitted", "message/document"),
  ])
  func omittedFilesOfAKind(kind: String, shape: String) throws {
    let strings = ChatExportLocaleTests.list(kind)
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }, lineMarked: true), [shape], "iOS")
    expect(strings, try ios(strings.map { "Bob: the words \u{200E}\($0)" }, lineMarked: true), [shape], "with words")
    expect(strings, try ios(strings.map { "Bob: \($0)" }), ["message/text"], "typed on iOS")
    expect(strings, try android(strings.map { "Bob: <\($0)>" }), [shape], "Android, in brackets")
    let captions = try ios(strings.map { "Bob: the words \u{200E}\($0)" }, lineMarked: true)
    #expect(captions.allSatisfy { $0.content?.text == "the words" })
  }

  @Test func omittedMedia() throws {
    let strings = ChatExportLocaleTests.list("mediaOmitted")
    let shapes: Set = ["message/media", "message/image", "message/video", "message/document"]
    expect(strings, try android(strings.map { "Bob: <\($0)>" }), shapes, "Android")
    let captioned = try android(strings.map { "Bob: <\($0)>\nthe words" })
    expect(strings, captioned, shapes, "Android with a caption")
    #expect(captioned.allSatisfy { $0.content?.text == "the words" })
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }, lineMarked: true), shapes, "iOS")
    expect(strings, try ios(strings.map { "Bob: <\($0)>" }), ["message/text"], "typed on iOS")
  }

  @Test func liveLocations() throws {
    let strings = ChatExportLocaleTests.list("liveLocation")
    let events = try android(strings.map { "Bob: \($0)" })
    expect(strings, events, ["message/location"], "Android")
    #expect(events.allSatisfy { $0.content?.fields["live"] == "true" })
    expect(strings, try ios(strings.map { "Bob: \u{200E}\($0)" }), ["message/location"], "iOS")
    expect(strings, try ios(strings.map { "Bob: \($0)" }), ["message/text"], "typed on iOS")
  }

  @Test func attachmentsOfIOS() throws {
    let name = "00000035-PHOTO-2024-04-13-10-00-00.jpg"
    let strings = ChatExportLocaleTests.list("iosAttachmentPattern").map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: ",>"))
    }
    for form in ["<§: \(name)>", "<§:\u{00A0}\(name)>", "<§：\(name)>", "<\(name) §>", "<§ : \u{200E}\(name)>"] {
      let bodies = strings.map { form.replacing("§", with: $0) }
      let marked = try ios(bodies.map { "Bob: \u{200E}\($0)" }, lineMarked: true)
      expect(bodies, marked, ["message/image"], form)
      #expect(marked.allSatisfy { $0.content?.media?.fileName == name }, "\(form)")
      let unmarked = try ChatExportCase().events(
        bodies.map { "[13/04/2024, 10:00:00] Bob: \($0)\n" }.joined())
      expect(bodies, unmarked, ["message/image"], "without marks " + form)
      #expect(unmarked.allSatisfy { $0.content?.media?.fileName == name }, "\(form)")
    }
  }

  @Test func attachmentsOfAndroid() throws {
    let strings = ChatExportLocaleTests.list("androidAttachmentPattern").map {
      $0.replacing("%", with: "").trimmingCharacters(in: .whitespaces)
    }
    for name in ["IMG-20240413-WA0002.jpg", "Lee & Co (final).jpg", "scan 12.jpg"] {
      for mark in ["", "\u{200E}"] {
        let bodies = strings.map { "Bob: \(mark)\(name) (\($0))" }
        let events = try android(bodies)
        expect(bodies, events, ["message/image"], "Android")
        #expect(events.allSatisfy { $0.content?.media?.fileName == name })
        let captioned = try android(bodies.map { $0 + "\nthe words" })
        #expect(captioned.allSatisfy { $0.content?.text == "the words" && $0.content?.media?.fileName == name })
      }
    }
  }
}
