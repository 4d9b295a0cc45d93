import Records
import TestSupport
import Testing

@testable import SearchIndex

/// The time in which a session was down, as files tell of it, is one gap that ends when the session is back.
@Suite struct SessionGapTests {
  static func word(
    _ status: String, at: String, session: String = "s1", account: String = "desk", dated: Bool = true,
    delivery: String? = nil
  ) -> Record {
    let time = Make.time(at)
    let isDown = !["connected", "connecting"].contains(status)
    let event = MessageEvent(
      isDown ? .gap : .operations, provider: .wasender, account: account, session: session,
      sentAt: dated ? time : nil,
      gap: isDown ? Gap(reason: "session-down", detail: "session ‘\(status)’", from: dated ? time : nil) : nil,
      attributes: ["session_status": status])
    return .event(
      EventRecord(
        delivery: Make.delivery("\(status)\(at)\(session)" + (delivery ?? "")), part: "data", sequence: 0,
        capturedAt: Make.time("2026-01-01T00:00:00Z"), reader: "wasender/1", event: event))
  }

  /// A gap as `from–until detail`.
  private func gaps(_ records: [[Record]]) throws -> [String] {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let index = try ArchiveIndex.make(source, folder.path)
    for batch in records {
      source.append(batch)
      try index.catchUp()
    }
    return try index.gaps().map { gap in
      #expect(gap.reason == "session-down" && !gap.isFilled)
      return "\(gap.account) \(gap.from?.rfc3339 ?? "?")–\(gap.until?.rfc3339 ?? "no end") \(gap.detail)"
    }.sorted()
  }

  private static let words = [
    word("disconnected", at: "2025-05-02T01:00:00Z"), word("connecting", at: "2025-05-02T01:10:00Z"),
    word("logged_out", at: "2025-05-02T01:20:00Z"), word("connected", at: "2025-05-02T01:39:00Z"),
    word("connected", at: "2025-05-02T02:00:00Z"), word("disconnected", at: "2025-06-01T00:00:00Z"),
    word("connected", at: "2025-06-01T00:00:09Z", session: "s2"), word("disconnected", at: "2025-06-02T00:00:00Z"),
  ]
  private static let expected = [
    "desk 2025-05-02T01:00:00Z–2025-05-02T01:39:00Z session ‘disconnected’",
    "desk 2025-06-01T00:00:00Z–no end session ‘disconnected’",
  ]

  @Test func oneGapWithBeginningAndEnd() throws { #expect(try gaps([Self.words]) == Self.expected) }

  @Test func anyOrderAnyBatchesAndTwice() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      var records = (Self.words + Self.words).shuffled(using: &generator)
      var batches: [[Record]] = []
      while !records.isEmpty {
        let count = min(records.count, Int.random(in: 1...5, using: &generator))
        batches.append(Array(records.prefix(count)))
        records.removeFirst(count)
      }
      #expect(try gaps(batches) == Self.expected)
    }
  }

  @Test func anEarlierLossThatComesLaterIsTheBeginning() throws {
    #expect(
      try gaps([
        [Self.words[2]], [Self.words[3]], [Self.words[0]],
        [Self.word("connected", at: "2025-05-02T01:15:00Z")],
      ]) == [
        "desk 2025-05-02T01:00:00Z–2025-05-02T01:15:00Z session ‘disconnected’",
        "desk 2025-05-02T01:20:00Z–2025-05-02T01:39:00Z session ‘logged_out’",
      ])
  }

  @Test func whatHappenedInOneInstantLeavesTheGapOpen() throws {
    let loss = Self.word("disconnected", at: "2025-05-02T01:00:00Z")
    let back = Self.word("connected", at: "2025-05-02T01:00:00Z")
    for order in [[loss, back], [back, loss]] {
      #expect(try gaps(order.map { [$0] }) == ["desk 2025-05-02T01:00:00Z–no end session ‘disconnected’"])
    }
  }

  @Test func anotherSessionAccountOrAWordWithoutATimeEndsNothing() throws {
    #expect(
      try gaps([
        [
          Self.words[0], Self.word("connected", at: "2025-05-02T03:00:00Z", session: "s2"),
          Self.word("connected", at: "2025-05-02T03:00:00Z", account: "other"),
          Self.word("connected", at: "2025-05-02T03:00:00Z", dated: false),
        ]
      ]) == ["desk 2025-05-02T01:00:00Z–no end session ‘disconnected’"])
  }
}
