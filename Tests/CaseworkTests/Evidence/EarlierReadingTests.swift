import Records
import Testing

@testable import Casework

/// Whether what a message said had been read before it was edited or deleted.
@Suite struct EarlierReadingTests {
  typealias Support = ReadStateTests

  static func message(
    edits: [String] = [], deleted: String? = nil, receipts: [CaseMessage.Step] = [],
    reactions: [CaseMessage.Step] = [], direction: MessageEvent.Direction = .outbound, provider: Provider = .meta,
    kind: ConversationReference.Kind = .direct, captured: String = "09:10:02"
  ) -> CaseMessage {
    var versions = [
      CaseMessage.Version(
        number: 1, origin: "original", sender: Support.ana, sentAt: Support.at("09:10:00"),
        capturedAt: Support.at(captured), content: Content(.text, text: "version 1"), record: nil)
    ]
    for (index, clock) in edits.enumerated() {
      versions.append(
        CaseMessage.Version(
          number: index + 2, origin: "edit", sender: Support.ana, sentAt: Support.at(clock),
          capturedAt: Support.at(clock), content: Content(.text, text: "version \(index + 2)"), record: nil))
    }
    return CaseMessage(
      id: MessageID(suffix: "self"), conversation: CaseFixture.conversation, provider: provider, account: "firm",
      direction: direction, sender: Support.ana, sentAt: Support.at("09:10:00"), capturedAt: Support.at(captured),
      at: Support.at("09:10:00"), versions: versions, receipts: receipts, reactions: reactions,
      revocations: deleted.map {
        [.init(what: "revoke", party: Support.ana, at: Support.at($0), capturedAt: Support.at($0))]
      } ?? [], conversationKind: kind)
  }

  private func answer(_ message: CaseMessage, _ index: Int = 0) throws -> EarlierReading {
    let all = EarlierReading.all(of: message)
    try #require(all.indices.contains(index))
    return all[index]
  }

  @Test func readBeforeTheEdit() throws {
    let reading = try answer(
      Self.message(
        edits: ["09:12:00"], receipts: [Support.step("delivered", "09:10:01"), Support.step("read", "09:11:40")]))
    #expect(reading.answer == .read && reading.version == 1 && reading.versionRead == 1)
    #expect(reading.doubts.isEmpty)
    #expect(Support.words.question(reading) == "Was version 1 read before it was edited to version 2?")
    #expect(
      Support.words.lines(reading) == [
        "Yes: version 1 was reported read by J. Lee at 09:11:40, 20 s before the edit.",
        "The archive had it at 09:10:02, 1 min 58 s before the edit.",
      ])
  }

  @Test func readOnlyAfterTheDeletion() throws {
    let reading = try answer(
      Self.message(
        deleted: "09:12:00", receipts: [Support.step("delivered", "09:10:01"), Support.step("read", "09:13:00")]))
    #expect(reading.answer == .readAfter)
    #expect(
      Support.words.lines(reading).prefix(2) == [
        "Not that is known: the first receipt says read by J. Lee at 09:13:00, 1 min after the deletion.",
        "It was delivered to J. Lee at 09:10:01, before the deletion, and may have been seen in a notification.",
      ])
  }

  @Test func onlyDelivered() throws {
    let reading = try answer(Self.message(deleted: "09:12:00", receipts: [Support.step("delivered", "09:10:01")]))
    #expect(reading.answer == .deliveredOnly)
    #expect(Support.words.lines(reading).first == "Not that is known: no receipt of reading came.")
  }

  @Test func nothingIsTold() throws {
    let reading = try answer(Self.message(deleted: "09:12:00"))
    #expect(reading.answer == .unknown && reading.doubts.map(\.code) == ["no-receipts"])
    let export = try answer(Self.message(deleted: "09:12:00", provider: .chatExport))
    #expect(export.doubts.map(\.code) == ["export-has-no-receipts"])
    let theirs = try answer(Self.message(deleted: "09:12:00", direction: .inbound))
    #expect(theirs.reader == .ourSide && theirs.doubts.map(\.code) == ["own-side-not-told"])
    #expect(Support.words.lines(theirs).last == "The archive had it at 09:10:02, 1 min 58 s before the deletion.")
  }

  @Test func inTheVerySecond() throws {
    let reading = try answer(Self.message(edits: ["09:12:00"], receipts: [Support.step("read", "09:12:00")]))
    #expect(reading.answer == .sameMoment && reading.doubts.map(\.code) == ["same-moment"])
  }

  /// Reading is told once: after a second edit nothing says that the first one was seen.
  @Test func readingIsToldOnce() throws {
    let message = Self.message(edits: ["09:12:00", "09:14:00"], receipts: [Support.step("read", "09:11:00")])
    #expect(try answer(message).answer == .read)
    let second = try answer(message, 1)
    #expect(second.answer == .earlierVersionRead && second.version == 2 && second.versionRead == 1)
    #expect(second.doubts.map(\.code) == ["reading-told-once"])
    #expect(Support.words.lines(second).first?.hasPrefix("An earlier one: version 1 was reported read") == true)
    let between = Self.message(edits: ["09:12:00", "09:14:00"], receipts: [Support.step("read", "09:13:00")])
    #expect(try answer(between, 0).answer == .readAfter)
    #expect(try answer(between, 1).answer == .read)
    #expect(try answer(between, 1).versionRead == 2)
  }

  @Test func aReactionShowsThatItWasSeen() throws {
    let reading = try answer(
      Self.message(
        deleted: "09:12:00",
        reactions: [
          .init(what: "👍", party: Support.lee, at: Support.at("09:11:00")),
          .init(what: "😮", party: Support.lee, at: Support.at("09:12:30")),
          .init(what: "", party: Support.lee, at: Support.at("09:11:30")),
        ]))
    #expect(reading.reactions.map(\.what) == ["👍"])
    #expect(
      Support.words.lines(reading).contains(
        "J. Lee reacted 👍 at 09:11:00, before the deletion: it had been seen."))
  }

  @Test func undatedReceiptsAndDeletions() throws {
    var message = Self.message(
      deleted: "09:12:00", receipts: [Support.step("read", "09:30:00", isDated: false)])
    #expect(try answer(message).answer == .unknown)
    #expect(try answer(message).doubts.map(\.code) == ["undated-receipts"])
    message.revocations[0].isDated = false
    #expect(try answer(message).doubts.map(\.code) == ["undated-receipts", "moment-of-capture"])
  }

  @Test func aMessageThatWasNeverChangedAsksNothing() {
    #expect(EarlierReading.all(of: Self.message()).isEmpty)
    #expect(
      EarlierReading.all(of: Self.message(edits: ["09:12:00"], deleted: "09:13:00")).map(\.moment.act.code)
        == ["edit", "deletion"])
  }

  @Test func machinesGetTheSame() throws {
    let evidence = MessageEvidence(of: Self.message(edits: ["09:12:00"], receipts: [Support.step("read", "09:11:40")]))
    let reading = try #require(evidence.json["earlier_readings"]?.array?.first)
    #expect(reading["answer"]?.string == "read")
    #expect(reading["earlier_version"]?.text == "1")
    #expect(reading["read_by"]?.array?.first?["by"]?["phone"]?.string == "442079460123")
    let pieces = evidence.json["changes"]?.array?.first?["pieces"]?.array ?? []
    #expect(
      pieces.filter { $0["change"]?.string != "removed" }.compactMap { $0["text"]?.string }.joined() == "version 2")
  }
}
