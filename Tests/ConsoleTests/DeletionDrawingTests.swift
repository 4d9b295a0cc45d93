import Foundation
import Records
import TestSupport
import Testing

@testable import Console
@testable import SearchIndex
@testable import TerminalKit

/// How a timeline shows what was deleted, by whom, when, and how sure that is: always in words.
@Suite struct DeletionDrawingTests {
  private static func item(
    _ name: String, _ clock: String, _ text: String, by doer: Party?, at: String?, isForEveryone: Bool = true,
    isUncertain: Bool = false
  ) -> TimelineItem {
    var item = BrowseFixtures.item(name, "2024-05-14T\(clock)Z", text)
    let captured = BrowseFixtures.at("2024-05-14T08:40:00Z")
    let time = at.map { BrowseFixtures.at($0) }
    item.isDeleted = isForEveryone
    item.deletedAt = isForEveryone ? time ?? captured : nil
    item.deletion = TimelineItem.Deletion(
      isForEveryone: isForEveryone, party: doer, at: time ?? captured, capturedAt: captured, isDated: time != nil,
      isUncertain: isUncertain, records: [item.record])
    return item
  }

  private static var talk: [TimelineItem] {
    var gap = BrowseFixtures.item("g", "2024-05-14T08:20:00Z", "131051: Message type unknown", by: nil, .gap)
    gap.isStub = true
    gap.id = .message(MessageID(suffix: "g"))
    let unseen = BrowseFixtures.item(
      "h", "2024-05-14T08:21:00Z",
      "a message was deleted for everyone by Ana Ruiz (+34612555092): what it said never reached the archive", by: nil,
      .gap)
    return [
      item("a", "08:14:00", "by its sender", by: BrowseFixtures.ana, at: "2024-05-14T08:14:40Z"),
      item("b", "08:15:00", "by an admin", by: BrowseFixtures.lee, at: "2024-05-14T08:15:40Z"),
      item("c", "08:16:00", "by nobody named, the day after", by: nil, at: "2024-05-15T08:16:40Z"),
      item("d", "08:17:00", "perhaps an edit", by: nil, at: nil, isUncertain: true),
      item("e", "08:18:00", "only on a device", by: nil, at: "2024-05-14T08:18:40Z", isForEveryone: false),
      BrowseFixtures.item("f", "2024-05-14T08:19:00Z", "not deleted"), gap, unseen,
    ]
  }

  private func frame(_ columns: Int, _ rows: Int) -> Frame {
    let session = BrowseFixtures.session(columns, rows)
    var screen = BrowseFixtures.screen(session, timeline: BrowseFixtures.timeline(Self.talk))
    _ = screen.run(.open, session)
    return BrowseFixtures.frame(screen, session)
  }

  @Test(arguments: [(80, 24), (120, 32), (160, 45)]) func looksAsRecorded(_ columns: Int, _ rows: Int) throws {
    let frame = frame(columns, rows)
    let folder = Fixtures.packageRoot().appendingPathComponent("Tests/Goldens/Console/Browse")
    let file = folder.appendingPathComponent("deletions-\(columns)x\(rows).txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try frame.golden.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent)")
      return
    }
    #expect(frame.golden == (try String(contentsOf: file, encoding: .utf8)), "\(frame.golden)")
  }

  @Test func everyDeletionHasAWord() {
    let text = frame(160, 45).textRows.joined(separator: "\n")
    for words in [
      "deleted by sender 09:14:40", "deleted by J. Lee 09:15:40", "deleted 15 May 2024 09:16:40",
      "perhaps deleted, told 09:40:00", "removed on a device 09:18:40", "may be the notice of a deletion",
      "what it said never",
    ] { #expect(text.contains(words), "\(words) is missing in\n\(text)") }
  }

  /// Only what is surely gone for everyone is struck.
  @Test func onlyWhatIsSureIsStruck() throws {
    let frame = frame(160, 45)
    for (words, isStruck) in [
      ("by its sender", true), ("by an admin", true), ("perhaps an edit", false), ("only on a device", false),
      ("not deleted", false),
    ] {
      let row = try #require(frame.textRows.firstIndex { $0.contains(words) }, "\(words)")
      #expect(frame.styleRows[row].contains("DDDDDD") == isStruck, "\(words)")
    }
  }

  /// Every theme strikes deleted words, where the terminal can.
  @Test func everyThemeStrikes() {
    for name in BuiltInThemes.texts.keys.sorted() {
      let theme = ThemeLibrary().load(name).theme
      for tier in ColorTier.allCases {
        #expect(theme.resolved(for: tier)[.deleted].attributes.contains(.struck), "\(name) \(tier)")
      }
    }
  }
}
