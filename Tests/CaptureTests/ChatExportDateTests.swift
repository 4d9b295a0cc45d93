import Records
import Testing

@testable import Capture

@Suite struct ChatExportDateTests {
  private func first(_ text: String, _ order: DateOrder? = nil) throws -> String? {
    try ChatExportCase(zone: "UTC", order: order).events(text).first?.sentAt?.rfc3339
  }

  @Test func aDayAboveTwelveSettlesTheWholeFile() throws {
    #expect(try first("03/04/2024, 10:00 - A: x\n13/04/2024, 10:00 - B: y\n") == "2024-04-03T10:00:00Z")
    #expect(try first("03/04/2024, 10:00 - A: x\n04/13/2024, 10:00 - B: y\n") == "2024-03-04T10:00:00Z")
  }

  @Test func aReadingThatJumpsBackIsRefused() throws {
    // Day first: 5 April, 6 April, 1 May. Month first: May, June, then January.
    #expect(
      try first("05/04/24, 10:00 - A: x\n06/04/24, 10:00 - A: y\n01/05/24, 10:00 - A: z\n") == "2024-04-05T10:00:00Z")
    #expect(
      try first("04/05/24, 10:00 - A: x\n04/06/24, 10:00 - A: y\n05/01/24, 10:00 - A: z\n") == "2024-04-05T10:00:00Z")
  }

  @Test func datesInTheFutureAreNotBelieved() throws {
    // Captured on 21 November 2026: the twelfth of the ninth has passed, the ninth of December has not.
    #expect(try first("12/09/2026, 10:00 - A: x\n") == "2026-09-12T10:00:00Z")
  }

  @Test func whatIsNotSettledIsNotGuessed() throws {
    let text = "03/04/2024, 10:00 - A: x\n04/04/2024, 10:00 - B: y\n"
    let readings = try ChatExportCase(zone: "UTC").readings(Array(text.utf8))
    let events = readings.flatMap { $0.events.map(\.event) }
    #expect(events.count == 2)
    #expect(events[0].sentAt == nil)
    #expect(events[0].attributes["reading_dmy"] == "2024-04-03T10:00:00")
    #expect(events[0].attributes["reading_mdy"] == "2024-03-04T10:00:00")
    // The fourth of April is one day in either order.
    #expect(events[1].sentAt?.rfc3339 == "2024-04-04T10:00:00Z")
    let exceptions = readings.flatMap(\.exceptions)
    #expect(exceptions.count == 1)
    #expect(exceptions[0].what.contains("2024-04-03") && exceptions[0].what.contains("2024-03-04"))
    #expect(exceptions[0].what.contains("--date-order"))
    #expect(readings[0].delivery.body == Array(text.utf8))
  }

  @Test func aStatedOrderSettlesIt() throws {
    let text = "03/04/2024, 10:00 - A: x\n"
    #expect(try first(text, .dayMonthYear) == "2024-04-03T10:00:00Z")
    #expect(try first(text, .monthDayYear) == "2024-03-04T10:00:00Z")
    // A statement adds to the message, and stays with it beside both readings.
    let open = try ChatExportCase(zone: "UTC").events(text)[0]
    let stated = try ChatExportCase(zone: "UTC", order: .dayMonthYear).events(text)[0]
    #expect(open.messageID == stated.messageID)
    #expect(open.attributes["date_order_stated"] == nil)
    #expect(stated.attributes["date_order_stated"] == "dmy")
    #expect(stated.attributes["reading_mdy"] == "2024-03-04T10:00:00")
    #expect(try ChatExportCase(zone: "UTC", order: .dayMonthYear).exceptions(text).isEmpty)
    // So it does where no order that is tried unasked fits.
    let years = "24/04/03, 10:00 - A: x\n24/04/30, 10:00 - A: y\n"
    let unread = try ChatExportCase(zone: "UTC").events(years)
    let read = try ChatExportCase(zone: "UTC", order: .yearMonthDay).events(years)
    #expect(unread.map(\.sentAt) == [nil, nil] && unread.map(\.messageID) == read.map(\.messageID))
    #expect(read.map { $0.sentAt?.rfc3339 } == ["2024-04-03T10:00:00Z", "2024-04-30T10:00:00Z"])
    #expect(read.allSatisfy { $0.attributes["date_order_stated"] == "ymd" })
    // Where the file settles it, nothing was stated.
    let settled = try ChatExportCase(zone: "UTC", order: .dayMonthYear).events("13/04/2024, 10:00 - A: x\n")[0]
    #expect(settled.attributes["date_order_stated"] == nil && settled.attributes["reading_mdy"] == nil)
  }

  @Test func aStatementThatCannotBeTrueIsReported() throws {
    let text = "13/04/2024, 10:00 - A: x\n"
    #expect(try first(text, .monthDayYear) == "2024-04-13T10:00:00Z")
    #expect(try ChatExportCase(order: .monthDayYear).exceptions(text).contains { $0.contains("mdy") })
  }

  @Test(arguments: [
    ("2024-04-03, 10:00 - A: x\n", "2024-04-03T10:00:00Z"),
    ("[03.04.24, 10:00:00] A: x\n[23.04.24, 10:00:00] B: y\n", "2024-04-03T10:00:00Z"),
    ("24-04-03, 10:00 - A: x\n24-04-30, 10:00 - A: y\n", "2024-04-03T10:00:00Z"),
    ("24/04/03, 10:00 - A: x\n24/04/30, 10:00 - A: y\n", ""),
  ])
  func yearsMayComeFirst(text: String, expected: String) throws {
    #expect(try first(text) ?? "" == expected)
  }

  @Test func oneImpossibleDateAmongManyIsSomebodysText() throws {
    var text = ""
    for day in 1...60 { text += "\(day % 28 + 1)/04/2024, 10:00 - A: x\n" }
    text += "04/29/2024, 10:00 - B: pasted\n"
    let events = try ChatExportCase(zone: "UTC").events(text)
    #expect(events.count == 60)
    #expect(events[59].content?.text == "x\n04/29/2024, 10:00 - B: pasted")
    #expect(try ChatExportCase(zone: "UTC").exceptions(text).contains { $0.contains("look like headers") })
  }

  @Test func zonesAreNeverGuessed() {
    #expect(throws: CaptureError.self) { try ChatExportCase(zone: nil).events("13/04/2024, 10:00 - A: x\n") }
    do {
      _ = try ChatExportCase(zone: nil).events("13/04/2024, 10:00 - A: x\n")
    } catch let error as CaptureError {
      #expect(error.code == .noTimeZone)
      #expect(error.description.contains("--time-zone"))
    } catch { Issue.record(error) }
    #expect(throws: CaptureError.self) { try ChatExportCase(zone: "Mars/Base").events("13/04/2024, 10:00 - A: x\n") }
  }

  @Test(arguments: [
    ("Europe/Berlin", "13/01/2024, 10:00", "2024-01-13T09:00:00Z"),
    ("Europe/Berlin", "13/07/2024, 10:00", "2024-07-13T08:00:00Z"),
    ("America/New_York", "13/07/2024, 22:00", "2024-07-14T02:00:00Z"),
    ("Asia/Kolkata", "13/07/2024, 02:00", "2024-07-12T20:30:00Z"),
    ("Europe/Moscow", "13/07/2012, 12:00", "2012-07-13T08:00:00Z"),
    ("Europe/Moscow", "13/07/2015, 12:00", "2015-07-13T09:00:00Z"),
    ("Pacific/Auckland", "13/01/2024, 01:00", "2024-01-12T12:00:00Z"),
    ("UTC", "13/01/2024, 01:00", "2024-01-13T01:00:00Z"),
  ])
  func zonesAreApplied(zone: String, written: String, expected: String) throws {
    #expect(try ChatExportCase(zone: zone).events(written + " - A: x\n")[0].sentAt?.rfc3339 == expected)
  }

  @Test func theHourThatOccursTwiceIsNoted() throws {
    // Clocks in Berlin went back from 03:00 to 02:00 on 27 October 2024.
    let events = try ChatExportCase().events(
      "27/10/2024, 02:30 - A: x\n27/10/2024, 02:50 - A: y\n27/10/2024, 02:10 - A: z\n27/10/2024, 03:10 - A: u\n")
    #expect(
      events.map { $0.sentAt?.rfc3339 } == [
        "2024-10-27T00:30:00Z", "2024-10-27T00:50:00Z", "2024-10-27T01:10:00Z", "2024-10-27T02:10:00Z",
      ])
    #expect(events.map { $0.notes.contains { $0.contains("Ambiguous hour") } } == [true, true, true, false])
    #expect(events.map { $0.attributes["fold"] } == ["first", "first", "second", nil])
    #expect(
      events.map { $0.attributes["fold_other"] } == [
        "2024-10-27T01:30:00Z", "2024-10-27T01:50:00Z", "2024-10-27T00:10:00Z", nil,
      ])
  }

  @Test func theHourThatNeverWasIsNoted() throws {
    let event = try ChatExportCase().events("31/03/2024, 02:30 - A: x\n")[0]
    #expect(event.sentAt?.rfc3339 == "2024-03-31T01:30:00Z")
    #expect(event.notes.contains { $0.contains("never showed") })
  }

  @Test func minutesAndSecondsAreToldApart() throws {
    #expect(try ChatExportCase().events("13/04/2024, 10:00 - A: x\n")[0].precision == .minute)
    #expect(try ChatExportCase().events("[13/04/2024, 10:00:01] A: x\n")[0].precision == .second)
  }

  @Test func theClockAgreesWithTheOffsetsOfTheZoneForEveryHourOfThreeYears() throws {
    let clock = try #require(ZoneClock(name: "Europe/Berlin", until: Instant(seconds: 1_800_000_000)))
    var last: Int64 = 0
    for hour in stride(from: Int64(1_640_995_200), to: 1_735_689_600, by: 1800) {
      // A wall-clock reading made from an instant reads back as that instant, or as one of two.
      for offset in [3600, 7200] {
        let local = CivilTime(Instant(seconds: hour), offsetSeconds: offset)
        switch clock.read(local) {
        case .exact(let instant): #expect(abs(instant.seconds - hour) <= 3600)
        case .ambiguous(let first, let second):
          #expect(second.seconds - first.seconds == 3600)
          last += 1
        case .nonexistent: last += 1
        }
      }
    }
    #expect(last > 0 && last < 100)
  }
}
