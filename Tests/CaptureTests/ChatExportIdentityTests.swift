import Records
import Testing
import TestSupport

@testable import Capture

@Suite struct ChatExportIdentityTests {
  /// What the index would know after some exports were taken in.
  private final class Archive: KnownChatExports, @unchecked Sendable {
    // Used by one thread of one test.
    var keys: Set<String> = []
    var messages: Set<MessageID> = []
    func conversationKeys(account: String) -> [String] { keys.sorted() }
    func contains(message: MessageID) -> Bool { messages.contains(message) }

    /// Takes an export in; how many of its messages are new.
    func take(_ text: String, name: String, order: DateOrder? = nil) throws -> Int {
      let tools = ChatExportCase(order: order)
      var readings = ChatReadings(
        try tools.export(text, name: name), context: tools.context, sourceName: name, fileDigest: "")
      _ = try readings.align(with: self)
      var new = 0
      while let reading = try readings.nextReading() {
        for record in reading.events {
          if let key = record.event.conversation?.key { keys.insert(key) }
          if let id = record.event.messageID, messages.insert(id).inserted { new += 1 }
        }
      }
      return new
    }
  }

  private func chat(_ lines: Range<Int>, _ other: String = "Ann") -> String {
    lines.map { line in
      let clock = "\(10 + line / 60):\(line % 60 < 10 ? "0" : "")\(line % 60)"
      return "13/04/2024, \(clock) - \(line % 3 == 0 ? "Bob" : other): message number \(line)\n"
    }.joined()
  }

  @Test func theSameFileGivesTheSameNames() throws {
    let one = try ChatExportCase().readings(Array(chat(0..<20).utf8))
    let two = try ChatExportCase().readings(Array(chat(0..<20).utf8))
    #expect(one[0].delivery.id == two[0].delivery.id)
    #expect(one[0].events == two[0].events)
    #expect(Set(one[0].events.compactMap(\.event.messageID)).count == 20)
  }

  @Test func equalLinesInOneMinuteAreDifferentMessages() throws {
    let events = try ChatExportCase().events(
      "13/04/2024, 10:00 - A: ok\n13/04/2024, 10:00 - B: ok\n13/04/2024, 10:00 - A: ok\n")
    #expect(Set(events.map(\.providerMessageID)).count == 3)
  }

  @Test func aLongerExportOfARenamedContactAddsOnlyWhatIsNew() throws {
    let archive = Archive()
    #expect(try archive.take(chat(0..<50), name: "WhatsApp Chat with Ann.txt") == 50)
    #expect(try archive.take(chat(20..<80, "Ann Lee"), name: "WhatsApp Chat with Ann Lee.txt") == 30)
    #expect(archive.keys == ["export:Ann"])
    #expect(try archive.take(chat(20..<80, "Ann Lee"), name: "_chat.txt") == 0)
  }

  @Test func anExportThatSettlesTheDatesIsRecognisedInOneThatDidNot() throws {
    // The first twelve days of a month leave the order open; the thirteenth settles it.
    let early = (1...9).map { "0\($0)/05/2024, 10:00 - Ann: message of the day \($0)\n" }.joined()
    let archive = Archive()
    #expect(try archive.take(early, name: "_chat.txt") == 9)
    // The same file with a statement: the same messages.
    #expect(try archive.take(early, name: "_chat.txt", order: .dayMonthYear) == 0)
    let later = early + "13/05/2024, 10:00 - Ann: message of the day 13\n"
    #expect(try archive.take(later, name: "WhatsApp Chat with Ann.txt") == 1)
    #expect(archive.keys.count == 1)
  }

  @Test func noticesKeepTheirNameInALaterExport() throws {
    let notice = "13/04/2024, 09:00 - Bob added Ann\n"
    let one = try ChatExportCase().events("13/04/2024, 08:00 - Ann: x\n" + notice, name: "WhatsApp Chat with A.txt")[1]
    let two = try ChatExportCase().events(notice + "13/04/2024, 10:00 - Ann: y\n", name: "WhatsApp Chat with A.txt")[0]
    #expect(one.providerMessageID != nil && one.providerMessageID == two.providerMessageID)
    #expect(one.messageID == nil && one.kind == .group)
  }

  @Test func anotherChatIsNotAligned() throws {
    let archive = Archive()
    #expect(try archive.take(chat(0..<50), name: "WhatsApp Chat with Ann.txt") == 50)
    let other = chat(0..<50).replacing("message number", with: "other message")
    #expect(try archive.take(other, name: "WhatsApp Chat with Cy.txt") == 50)
    #expect(archive.keys.count == 2)
  }

  @Test func twoUntitledChatsAreTwoConversations() throws {
    let one = try ChatExportCase().events("13/04/2024, 10:00 - A: ok\n")
    let two = try ChatExportCase().events("13/04/2024, 10:01 - A: ok\n")
    #expect(one[0].conversation?.id != two[0].conversation?.id)
  }

  @Test func anExportWithMediaGivesTheMessagesOfTheOneWithout() throws {
    let without = try ChatExportCase().events(
      "13/04/2024, 10:00 - A: <Media omitted>\nlook\n", name: "WhatsApp Chat with A.txt")
    let with = try ChatExportCase().events(
      "13/04/2024, 10:00 - A: IMG-20240413-WA0001.jpg (file attached)\nlook\n", name: "WhatsApp Chat with A.txt")
    #expect(without[0].messageID == with[0].messageID)
  }

  @Test func pollsKeepTheirNameWhenPeopleVote() throws {
    func poll(_ votes: Int) throws -> MessageID? {
      try ChatExportCase().events("13/04/2024, 10:00 - A: POLL:\nWhen?\nOPTION: now (\(votes) votes)\n")[0].messageID
    }
    #expect(try poll(0) == poll(3))
  }

  @Test func placesAndSequenceFollowTheFile() throws {
    let reading = try ChatExportCase().readings(Array("13/04/2024, 10:00 - A: x\ny\n13/04/2024, 10:00 - B: z\n".utf8))[
      0]
    #expect(reading.events.map(\.part) == ["line 1", "line 3"])
    #expect(reading.events.map(\.sequence) == [0, 1])
    #expect(reading.events[1].event.attributes["header"] == "13/04/2024, 10:00 -")
  }

  @Test func longExportsBecomeSeveralDeliveries() throws {
    let body = String(repeating: "x", count: 60_000)
    let text = (0..<320).map { "13/04/2024, 10:00 - A: \($0) \(body)\n" }.joined()
    let readings = try ChatExportCase().readings(Array(text.utf8))
    #expect(readings.count == 3)
    #expect(readings.flatMap(\.delivery.body) == Array(text.utf8))
    #expect(readings.flatMap { $0.events.map(\.sequence) } == Array(0..<320))
    #expect(readings[1].delivery.source?.offset == Int64(readings[0].delivery.body.count))
    #expect(Set(readings.map(\.delivery.id)).count == 3)
  }

  @Test func aFileAtWhatsAppsLimitIsSuspected() throws {
    func warns(_ count: Int, _ special: ChatLine.Meaning? = nil) -> String? {
      var lines = [ChatLine](repeating: ChatLine(text: 0..<0, meaning: .text, isMarked: false), count: count)
      if let special { lines[count / 2].meaning = special }
      return ExportLimit.reached(by: lines)
    }
    let named = ChatLine.Meaning.media(fileName: "IMG-20240413-WA0001.jpg", kind: nil)
    let omitted = ChatLine.Meaning.media(fileName: nil, kind: nil)
    #expect(warns(10_000, named)?.contains("10000 with media") == true)
    #expect(warns(15_000, named)?.contains("10000 with media") == true)
    #expect(warns(10_000)?.contains("10000 with media") == true)
    #expect(warns(10_000, omitted) == nil)
    #expect(warns(40_000, omitted)?.contains("40000 without media") == true)
    #expect(warns(39_950)?.contains("40000 without media") == true)
    #expect(warns(15_000) == nil && warns(9_000, named) == nil && warns(39_000, omitted) == nil)
    let text = (0..<10_000).map { "13/04/2024, 10:00 - A: \($0)\n" }.joined()
    #expect(try ChatExportCase().exceptions(text).contains { $0.contains("older messages are probably missing") })
  }
}
