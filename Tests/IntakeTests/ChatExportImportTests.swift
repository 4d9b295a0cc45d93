import Foundation
import Intake
import Records
import TestSupport
import Testing
import Vault

/// Chat exports with their files, and over again.
@Suite struct ChatExportImportTests {
  private static let chat = """
    [14.05.24, 09:17:02] Lee Chan: first words
    [14.05.24, 09:18:10] Lee Chan: \u{200E}<attached: 00000002-PHOTO-2024-05-14-09-18-10.jpg>
    [02.07.24, 10:00:00] Maria: later words

    """
  private static let picture = [UInt8](0..<200) + [0xFF, 0xD8]

  private static func zip(_ picture: [UInt8]? = picture) -> [UInt8] {
    var files: [(String, [UInt8])] = [("_chat.txt", Array(chat.utf8))]
    if let picture { files.append(("00000002-PHOTO-2024-05-14-09-18-10.jpg", picture)) }
    return StoredZip.make(files)
  }

  @Test func zipWithItsPicture() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.zip", Self.zip())
    let file = try #require(try test.run([path]).files.first)
    #expect(file.format == "chat-export-zip")
    #expect(file.messages == 3)
    #expect(file.media == 1)
    let known = try VaultKnowledge(test.vault)
    let media = try #require(known.messages.compactMap { $0.event.content?.media }.first { $0.state == .stored })
    #expect(try test.vault.media(try #require(media.path)) == Self.picture)
    #expect(media.size == Int64(Self.picture.count))
    #expect(Set(known.eventPeriods.map(\.month.description)) == ["2024-05", "2024-07"])
    #expect(known.periods.values.map(\.month.description) == ["2024-07"])

    let again = try #require(try test.run([path]).files.first)
    #expect([again.messages, again.events, again.media, again.duplicates] == [0, 0, 0, 3])
    #expect(try VaultKnowledge(test.vault).events == known.events)
  }

  @Test func theSameTextWithoutAndThenWithItsPicture() throws {
    let test = try IntakeCase()
    let text = try test.write("1.txt", Self.chat)
    let zip = try test.write("2.zip", Self.zip())
    let report = try test.run([text, zip])
    #expect(report.total.messages == 3)
    #expect(report.total.media == 1)
    let known = try VaultKnowledge(test.vault)
    #expect(known.messages.contains { $0.event.content?.media?.state == .stored })
  }

  @Test func damagedPictureIsAnException() throws {
    let test = try IntakeCase()
    var bytes = Self.zip()
    let at = try #require(bytes.firstRange(of: Self.picture[10..<60])?.lowerBound)
    bytes[at] ^= 1
    let path = try test.write("chat.zip", bytes)
    let file = try #require(try test.run([path]).files.first)
    #expect(file.messages == 3)
    #expect(file.media == 0)
    #expect(!file.exceptions.isEmpty)
    #expect(try VaultKnowledge(test.vault).messages.contains { $0.event.content?.media?.state == .missing })
  }

  /// Two days that are days of two months each.
  private static let ambiguous = """
    03/04/2024, 10:00 - Lee Chan: first words of a chat
    03/04/2024, 10:01 - Lee Chan created group "Lunch"
    05/04/2024, 11:00 - Maria: later words of a chat

    """

  @Test func aStatementAboutTheDatesDatesWhatIsArchived() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.txt", Self.ambiguous)
    var options = ImportOptions(timeZone: "Europe/Berlin")
    func importer() throws -> Importer { Importer(vault: test.vault, known: try VaultKnowledge(test.vault)) }
    let planned = try importer().plan([path], options: options)
    #expect(planned.total.exceptions.contains { $0.what.contains("2024-04-03") && $0.what.contains("2024-03-04") })
    let first = try importer().run([path], options: options)
    #expect(first.total.messages == 2)
    #expect(first.total.exceptions.contains { $0.what.contains("--date-order dmy") })
    #expect(try VaultKnowledge(test.vault).messages.allSatisfy { $0.event.sentAt == nil })

    options.dateOrder = .dayMonthYear
    #expect(try importer().plan([path], options: options).total.dated == 2)
    let second = try importer().run([path], options: options)
    #expect([second.total.messages, second.total.duplicates, second.total.dated] == [0, 2, 2])
    #expect(second.total.exceptions.isEmpty)
    let known = try VaultKnowledge(test.vault)
    #expect(Set(known.messages.compactMap(\.event.messageID)).count == 2)
    let dated = known.events.filter { $0.event.attributes["date_order_stated"] == "dmy" }
    #expect(dated.count == 3)
    #expect(
      Set(dated.compactMap { $0.event.sentAt?.rfc3339 }) == [
        "2024-04-03T08:00:00Z", "2024-04-03T08:01:00Z", "2024-04-05T09:00:00Z",
      ])
    let act = try #require(known.acts.last { $0.kind == .importFiles })
    #expect(act.details["date_order"]?.string == "dmy")
    #expect(dated.allSatisfy { $0.event.attributes["zone"] == "Europe/Berlin" })

    // Once more adds nothing.
    let third = try importer().run([path], options: options)
    #expect([third.total.messages, third.total.duplicates, third.total.dated] == [0, 2, 0])
    #expect(try VaultKnowledge(test.vault).events == known.events)
  }

  /// docs/format.md, *Dates that are corrected*.
  @Test func aWrongStatementAboutTheDatesIsCorrected() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.txt", Self.ambiguous)
    var options = ImportOptions(timeZone: "Europe/Berlin", dateOrder: .dayMonthYear)
    func run() throws -> ImportReport.File {
      try Importer(vault: test.vault, known: try VaultKnowledge(test.vault)).run([path], options: options).total
    }
    #expect(try run().messages == 2)
    let before = try VaultKnowledge(test.vault).events

    // Stated otherwise without saying that it was wrong: told, and left as it is.
    options.dateOrder = .monthDayYear
    let told = try run()
    #expect([told.duplicates, told.datedOtherwise, told.redated] == [2, 2, 0])
    #expect(try VaultKnowledge(test.vault).events == before)

    options.correctsDates = true
    let corrected = try run()
    #expect([corrected.messages, corrected.duplicates, corrected.datedOtherwise, corrected.redated] == [0, 2, 0, 2])
    let known = try VaultKnowledge(test.vault)
    #expect(Array(known.events.prefix(before.count)) == before)
    let readings = known.events.dropFirst(before.count).map(\.event)
    #expect(readings.count == 3 && readings.allSatisfy { $0.dateCorrections == 1 })
    let times = readings.compactMap { $0.sentAt?.rfc3339 }
    #expect(times.contains("2024-03-04T09:00:00Z"))
    #expect(Set(known.messages.compactMap(\.event.messageID)).count == 2)
    let act = try #require(known.acts.last { $0.kind == .importFiles })
    #expect(act.details["redated"]?.integer == 2 && act.details["date_order"]?.string == "mdy")

    // Once more adds nothing; a zone can have been wrong as well, and a correction too.
    #expect(try run().redated == 0)
    options.timeZone = "Europe/London"
    #expect(try run().redated == 2)
    #expect(try VaultKnowledge(test.vault).events.map(\.event.dateCorrections).max() == 2)
  }

  /// Without a statement the first messages tell whether the others have to be asked.
  @Test func anotherZoneIsNoticed() throws {
    let test = try IntakeCase()
    let lines = (0..<200).map { "2024-04-03, 10:00 - Lee Chan: words number \($0)" }
    let path = try test.write("chat.txt", lines.joined(separator: "\n"))
    func run(_ zone: String) throws -> ImportReport.File {
      try Importer(vault: test.vault, known: try VaultKnowledge(test.vault))
        .run([path], options: ImportOptions(timeZone: zone)).total
    }
    #expect(try run("Europe/Berlin").messages == 200)
    #expect(try run("Europe/Berlin").datedOtherwise == 0)
    #expect(try run("Asia/Tokyo").datedOtherwise == 200)
  }

  @Test func aTextAndItsFilesInAFolder() throws {
    let test = try IntakeCase()
    try test.write("_chat.txt", Self.chat)
    try test.write("00000002-PHOTO-2024-05-14-09-18-10.jpg", Self.picture)
    try test.write("00000009-PHOTO-2024-05-14-09-18-10.jpg", Self.picture)
    let report = try test.run([test.folder])
    // The picture that a line names is no file of its own in the report; the other one is.
    #expect(
      report.files.map { $0.path.split(separator: "/").last } == [
        "00000009-PHOTO-2024-05-14-09-18-10.jpg", "_chat.txt",
      ])
    #expect(report.total.messages == 3 && report.total.media == 1)
    #expect(report.total.exceptions.contains { $0.place.contains("00000009") && $0.what.contains("no line") })
    let known = try VaultKnowledge(test.vault)
    let media = try #require(known.messages.compactMap { $0.event.content?.media }.first { $0.state == .stored })
    #expect(try test.vault.media(try #require(media.path)) == Self.picture)
  }

  @Test func noZoneIsARefusal() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.txt", Self.chat)
    let report = try Importer(vault: test.vault, known: NothingKnown()).run([path], options: ImportOptions())
    #expect(report.total.messages == 0)
    #expect(report.files.first?.exceptions.first?.what.contains("time-zone") == true)
  }
}
