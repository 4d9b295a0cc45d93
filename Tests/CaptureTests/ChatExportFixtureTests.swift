import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

@Suite(.enabled(if: Fixtures.url("chat-exports") != nil))
struct ChatExportFixtureTests {
  static func files() -> [URL] {
    guard let root = Fixtures.url("chat-exports"),
      let names = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    else { return [] }
    return names.compactMap { $0 as? URL }.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
  }

  private func events(_ url: URL) throws -> [MessageEvent] {
    try ChatExportCase().readings(path: url.path).flatMap { $0.events.map(\.event) }
  }

  @Test func everyFileHasTheCountsThatItsSourceStates() throws {
    var checked = 0
    for url in ChatExportFixtureTests.files() {
      let name = url.lastPathComponent
      let expected: Int?
      switch name {
      case _ where name.hasSuffix("_ios_media.txt"): expected = 25
      case _ where name.hasPrefix("languages__") && name.hasSuffix("_ios.txt"): expected = 23
      case "languages__deutch_android_media.txt": expected = 41
      case _ where name.hasPrefix("languages__") && name.contains("_android"): expected = 60
      case _ where url.path.contains("WhatsR"): expected = 50
      // The stated numbers count line ends, and the last line has none.
      case "lorem.txt": expected = 500
      case "lorem-2000.txt": expected = 2000
      case "lorem-merge-part1.txt", "lorem-merge-part2.txt": expected = 300
      case "sample.txt": expected = 7
      default: expected = nil
      }
      let events = try events(url)
      if let expected {
        #expect(events.count == expected, "\(name)")
        checked += 1
      }
      #expect(events.allSatisfy { $0.sentAt != nil }, "\(name)")
      #expect(events.allSatisfy { $0.notes.allSatisfy { !$0.contains("U+FFFD") } }, "\(name)")
    }
    #expect(checked >= 35)
  }

  @Test func everyLanguageOfIOSReadsAlike() throws {
    let expected = [
      "system/encryption", "message/text", "message/image", "message/image", "message/video", "message/audio",
      "message/location", "message/text", "message/contacts", "message/sticker", "message/sticker",
      "message/document", "message/document", "message/document", "message/deleted", "message/image", "message/video",
      "message/text", "message/text", "message/image", "message/deleted", "message/video", "message/location",
    ]
    for url in ChatExportFixtureTests.files() where url.lastPathComponent.hasSuffix("_ios.txt") {
      let shapes = try events(url).map(\.shape)
      #expect(shapes == expected, "\(url.lastPathComponent)")
    }
  }

  /// The same phone was exported in one language after the other: line by line, the times agree to the minute.
  @Test func everyLanguageOfIOSTellsTheSameTimes() throws {
    var reference: [Instant] = []
    var files = 0
    for url in ChatExportFixtureTests.files() where url.lastPathComponent.hasSuffix("_ios.txt") {
      let times = try events(url).compactMap(\.sentAt)
      if reference.isEmpty { reference = times }
      #expect(times.count == 23, "\(url.lastPathComponent)")
      #expect(zip(times, reference).allSatisfy { abs($0.seconds - $1.seconds) < 60 }, "\(url.lastPathComponent)")
      files += 1
    }
    #expect(files == 16)
  }

  @Test func theOwnerIsKnownByWhatHeDeleted() throws {
    let url = try #require(Fixtures.url("chat-exports/starkdmi-whats_json/languages__english_android.txt"))
    let events = try events(url)
    #expect(events.filter { $0.sender?.name == "Elon" }.allSatisfy { $0.direction == .outbound })
    #expect(events.filter { $0.sender?.name == "Dmitry S" }.allSatisfy { $0.direction == .inbound })
    #expect(events.allSatisfy { $0.conversation?.kind == .direct })
  }

  @Test func aMixedFileIsSplitAtEveryHeader() throws {
    let url = try #require(Fixtures.url("chat-exports/emmaakachukwu-whatsapp-chat-parser-rb/sample.txt"))
    let events = try events(url)
    #expect(events.map { $0.sender?.name } == ["John Doe", "Jane Smith", "Alice", "Bob", "Charlie", nil, nil])
    #expect(events[1].content?.text?.hasSuffix("It has multiple lines\nto test grouping.") == true)
  }
}
