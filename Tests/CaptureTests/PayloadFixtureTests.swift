import Foundation
import Records
import TestSupport
import Testing

@testable import Capture

/// Every recorded payload at hand is read without loss.
@Suite struct PayloadFixtureTests {
  static let files: [String] = {
    guard let folder = Fixtures.url("payloads") else { return [] }
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { ($0 as? URL)?.path } ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }()

  @Test(.enabled(if: !files.isEmpty)) func everyFileYieldsSomething() throws {
    for path in Self.files {
      var reader = try SourceOpener.open(path: path, context: Sample.context)
      var events: [EventRecord] = []
      while let reading = try reader.next() {
        #expect(!reading.events.isEmpty, "\(path)")
        events += reading.events
        for event in reading.events {
          // How a medium is fetched is no part of its record.
          var kept = event
          kept.event.content?.media?.remote = nil
          #expect(try Record.decode(Record.event(event).encode()) == .event(kept), "\(path)")
        }
        #expect(try Record.decode(Record.delivery(reading.delivery).encode()) == .delivery(reading.delivery), "\(path)")
      }
      #expect(!events.isEmpty, "\(path)")
      let isVector = path.hasSuffix("VECTORS.json") || path.hasSuffix("VECTOR.json")
      if path.contains("/meta/"), !isVector { #expect(reader.format == "meta-webhook", "\(path)") }
      if path.contains("/wasender/") || path.contains("/arcaelas"), !isVector {
        #expect(reader.format == "wasender", "\(path)")
      }
    }
  }

  @Test(.enabled(if: !files.isEmpty)) func recordedMessagesAreMessages() throws {
    var unread: [String] = []
    for path in Self.files where path.contains("messages-msg-") || path.contains("/message__") {
      var reader = try SourceOpener.open(path: path, context: Sample.context)
      while let reading = try reader.next() {
        let known: Set<MessageEvent.Kind> = [.message, .reaction, .identity, .system, .edit, .revoke]
        for event in reading.events where !known.contains(event.event.kind) { unread.append(path) }
      }
    }
    let allowed = ["unsupported", "unknown", "with_err"]
    #expect(unread.filter { path in !allowed.contains { path.contains($0) } } == [])
  }
}
