import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

/// Every shared export: how many lines of which kind, from when to when, and that no byte is left over.
@Suite(.enabled(if: Fixtures.url("chat-exports") != nil))
struct ChatExportFixtureKindTests {
  private struct File {
    var first: String
    var last: String
    var kinds: String
  }

  private static let ios = """
    system/encryption 1, message/text 4, message/image 4, message/video 3, message/audio 1, \
    message/location 2, message/contacts 1, message/sticker 2, message/document 3, message/deleted 2
    """

  private static let android = """
    system/encryption 1, message/text 15, message/media 27, message/location 3, message/contacts 2, \
    message/deleted 8, message/view-once 2, call/missed-voice 2
    """

  private static let groupAndroid = """
    system/encryption 1, group/create 1, group/add 3, message/text 37, group/remove 1, group/subject 1, \
    group/icon 1, message/voice 1, message/media 1, message/location 2, message/unsupported 1
    """

  private static let groupIOS = """
    system/encryption 1, group/create 1, group/add 3, message/text 40, group/remove 1, group/subject 1, \
    group/icon 1, message/voice 1, message/unsupported 1
    """

  private static let expected: [String: File] = [
    "emmaakachukwu-whatsapp-chat-parser-rb/sample.txt": File(
      first: "2025-12-15T10:30:00Z", last: "2025-12-15T10:36:00Z",
      kinds: "message/text 5, system/unclassified 2"),
    "gesiscss-WhatsR/englishandroid24h.txt": File(
      first: "2018-01-29T12:24:00Z", last: "2018-01-30T00:23:00Z",
      kinds: Self.groupAndroid),
    "gesiscss-WhatsR/englishandroidampm.txt": File(
      first: "2018-01-29T12:24:00Z", last: "2018-01-30T00:23:00Z",
      kinds: Self.groupAndroid),
    "gesiscss-WhatsR/englishios24h.txt": File(
      first: "2018-01-29T12:24:03Z", last: "2018-01-30T00:23:03Z",
      kinds: Self.groupIOS),
    "gesiscss-WhatsR/englishiosampm.txt": File(
      first: "2018-01-29T12:24:03Z", last: "2018-01-30T00:23:03Z",
      kinds: Self.groupIOS),
    "gesiscss-WhatsR/germanandroid24h.txt": File(
      first: "2018-01-29T12:24:00Z", last: "2018-01-30T00:13:00Z",
      kinds: Self.groupAndroid),
    "gesiscss-WhatsR/germanandroidampm.txt": File(
      first: "2018-01-29T12:24:00Z", last: "2018-01-30T00:23:00Z",
      kinds: Self.groupAndroid),
    "gesiscss-WhatsR/germanios24h.txt": File(
      first: "2018-01-29T12:24:03Z", last: "2018-01-30T00:13:03Z",
      kinds: Self.groupIOS),
    "gesiscss-WhatsR/germaniosampm.txt": File(
      first: "2018-01-29T12:24:03Z", last: "2018-01-30T00:23:03Z",
      kinds: Self.groupIOS),
    "lucasrodes-whatstk/lorem-2000.txt": File(
      first: "2019-04-16T02:09:00Z", last: "2020-06-13T00:00:00Z",
      kinds: "message/text 2000"),
    "lucasrodes-whatstk/lorem-merge-part1.txt": File(
      first: "2019-10-20T10:16:00Z", last: "2020-01-10T00:00:00Z",
      kinds: "message/text 300"),
    "lucasrodes-whatstk/lorem-merge-part2.txt": File(
      first: "2020-06-20T10:16:00Z", last: "2020-09-10T00:00:00Z",
      kinds: "message/text 300"),
    "lucasrodes-whatstk/lorem.txt": File(
      first: "2020-01-15T02:22:56Z", last: "2020-05-11T22:32:48Z",
      kinds: "message/text 500"),
    "lucasrodes-whatstk/pokemon.txt": File(
      first: "2016-04-15T15:04:00Z", last: "2016-10-31T12:23:00Z",
      kinds: "system/encryption 2, message/text 18"),
    "starkdmi-whats_json/languages__arabic2_ios.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__arabic_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__czech_android.txt": File(
      first: "2022-03-23T13:31:00Z", last: "2023-01-07T23:32:00Z",
      kinds: Self.android),
    "starkdmi-whats_json/languages__czech_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__deutch_android_media.txt": File(
      first: "2022-03-23T13:31:00Z", last: "2023-01-07T23:32:00Z",
      kinds: """
        system/encryption 1, message/text 6, message/media 12, message/voice 1, message/location 3, \
        message/contacts 2, message/sticker 4, message/deleted 7, message/video 2, message/view-once 1, \
        call/missed-voice 2
        """),
    "starkdmi-whats_json/languages__deutch_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__english_android.txt": File(
      first: "2022-03-23T13:31:00Z", last: "2023-01-07T23:32:00Z",
      kinds: Self.android),
    "starkdmi-whats_json/languages__english_android_media.txt": File(
      first: "2022-03-23T13:31:00Z", last: "2023-01-07T23:32:00Z",
      kinds: """
        system/encryption 1, message/text 15, message/media 18, message/voice 1, message/location 3, \
        message/image 2, message/contacts 2, message/sticker 4, message/deleted 8, message/view-once 2, \
        message/video 2, call/missed-voice 2
        """),
    "starkdmi-whats_json/languages__english_ios.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__english_ios_media.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2023-01-07T23:32:30Z",
      kinds: """
        system/encryption 1, message/text 4, message/image 4, message/video 3, message/voice 1, \
        message/location 2, message/contacts 1, message/sticker 2, message/document 3, message/deleted 2, \
        system/security-code 2
        """),
    "starkdmi-whats_json/languages__french_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__hindi_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__indonesian_ios.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__italian_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__japanese_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__portugal_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__russian_android.txt": File(
      first: "2022-03-23T13:31:00Z", last: "2023-01-07T23:32:00Z",
      kinds: Self.android),
    "starkdmi-whats_json/languages__russian_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__spanish_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__thai_ios.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__ukrainian_ios.txt": File(
      first: "2022-03-18T14:56:00Z", last: "2022-03-27T21:56:45Z",
      kinds: Self.ios),
    "starkdmi-whats_json/languages__vietnamese_ios.txt": File(
      first: "2022-03-18T14:56:01Z", last: "2022-03-27T21:56:46Z",
      kinds: Self.ios),
  ]

  private static func path(_ url: URL) -> String {
    url.pathComponents.suffix(2).joined(separator: "/")
  }

  private static func histogram(_ events: [MessageEvent]) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for event in events {
      if counts[event.shape] == nil { order.append(event.shape) }
      counts[event.shape, default: 0] += 1
    }
    return order.map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")
  }

  @Test func everyLineHasItsKindAndItsTime() throws {
    #expect(ChatExportFixtureTests.files().count == Self.expected.count)
    for url in ChatExportFixtureTests.files() {
      let events = try ChatExportCase(zone: "UTC").readings(path: url.path).flatMap { $0.events.map(\.event) }
      let times = events.compactMap { $0.sentAt?.rfc3339 }
      #expect(times.count == events.count, "\(url.lastPathComponent)")
      let want = try #require(Self.expected[Self.path(url)], "\(Self.path(url))")
      #expect(times.first == want.first && times.last == want.last, "\(url.lastPathComponent)")
      #expect(Self.histogram(events) == want.kinds, "\(url.lastPathComponent)")
    }
  }

  /// A count of headers that shares nothing with the reader: lines that begin with a date of any of the files' forms.
  @Test func noLineAndNoByteIsUnaccountedFor() throws {
    var lines = 0
    for url in ChatExportFixtureTests.files() {
      let bytes = [UInt8](try Data(contentsOf: url))
      let readings = try ChatExportCase(zone: "UTC").readings(path: url.path)
      #expect(readings.flatMap(\.delivery.body) == bytes, "\(url.lastPathComponent)")
      let transcript = try ChatExport(
        bytes: bytes, path: url.path, names: [url.lastPathComponent], context: ChatExportCase(zone: "UTC").context
      ).transcript
      var at = transcript.preamble.upperBound
      for entry in transcript.entries {
        #expect(entry.range.lowerBound == at)
        at = entry.range.upperBound
      }
      #expect(at == bytes.count)
      #expect(transcript.preamble.allSatisfy { bytes[$0] >= 0x80 }, "only marks stand before the first header")
      // All that is listed: files that lines name, which are not among the fixtures.
      let exceptions = readings.flatMap(\.exceptions).filter { !$0.what.contains("none of them lies beside") }
      #expect(exceptions.isEmpty, "\(url.lastPathComponent): \(exceptions)")
      let header = try Regex("^\\W{0,6}\\d{1,4}\\W{1,3}\\d{1,2}\\W{1,3}\\d{1,4}.{1,12}?\\d\\d")
      let count = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).count {
        $0.contains(header)
      }
      #expect(count == transcript.entries.count, "\(url.lastPathComponent)")
      lines += count
    }
    #expect(lines == 4201)
  }
}
