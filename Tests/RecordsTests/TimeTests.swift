import Records
import TestSupport
import Testing

@Suite struct TimeTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199_000),
      ("2024-05-14T09:17:02.5Z", 1_715_678_222_500),
      ("2024-05-14T11:17:02+02:00", 1_715_678_222_000), ("1969-12-31T23:59:59.999Z", -1),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59Z", 253_402_300_799_000), ("2024-05-14t09:17:02z", 1_715_678_222_000),
    ] as [(String, Int64)])
  func reads(_ text: String, _ milliseconds: Int64) { #expect(Instant(rfc3339: text)?.milliseconds == milliseconds) }

  @Test(arguments: [
    "", "2024-05-14", "2024-02-30T00:00:00Z", "2024-05-14T24:00:00Z", "2024-05-14T09:17:02", "2024-05-14T09:17:02.Z",
    "2024-05-14T09:17:02+2:00", "2024-05-14T09:17:02Zx", "２024-05-14T09:17:02Z", "2024-13-01T00:00:00Z",
  ])
  func refuses(_ text: String) { #expect(Instant(rfc3339: text) == nil) }

  @Test func writesWhatItReads() {
    var random = SeededGenerator.reported()
    for _ in 0..<2000 {
      let instant = Instant(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random))
      #expect(Instant(rfc3339: instant.rfc3339) == instant)
      let date = CivilTime(instant).date
      #expect(CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date)
      let month = YearMonth(instant)
      #expect(month.start <= instant && instant < month.end)
      #expect(YearMonth(month.description) == month)
    }
  }

  @Test func extremes() {
    #expect(Instant(seconds: .max).milliseconds == .max)
    #expect(Instant(seconds: .min).milliseconds == .min)
    #expect(Instant(milliseconds: -1).seconds == -1)
    _ = CivilTime(Instant(milliseconds: .max)).clock
    _ = CivilTime(Instant(milliseconds: .min), offsetSeconds: -86_400).clock
  }

  @Test(arguments: [
    (2024, 2, 29, 4), (2023, 1, 1, 7), (1970, 1, 1, 4), (2000, 2, 29, 2), (1900, 3, 1, 4), (2026, 11, 21, 6),
  ])
  func weekdays(_ year: Int, _ month: Int, _ day: Int, _ weekday: Int) {
    #expect(CivilDate(year: year, month: month, day: day)?.weekday == weekday)
  }

  @Test(arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 4, 31), (0, 1, 1), (10000, 1, 1), (2024, 1, 0)])
  func noSuchDay(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func months() {
    #expect(YearMonth("2024-12")?.next == YearMonth(year: 2025, month: 1))
    for text in ["2024-1", "2024/12", "24-12", "2024-13", "2024-12-01", ""] { #expect(YearMonth(text) == nil) }
    #expect(YearMonth("2024-02")?.end == Instant(rfc3339: "2024-03-01T00:00:00Z"))
  }

  @Test(arguments: [Int64.min, .min + 1, -86_400_001, -1, 0, .max - 1, .max])
  func everyInstantHasAText(milliseconds: Int64) {
    let instant = Instant(milliseconds: milliseconds)
    #expect(instant.description.hasSuffix("Z"))
    #expect((0..<86_400_000).contains(milliseconds.flooredRemainder(by: 86_400_000)))
    #expect(YearMonth(instant).month >= 1)
  }

  @Test func recordDates() {
    let captured = Instant(rfc3339: "2025-06-01T00:00:00Z") ?? Instant(milliseconds: 0)
    func usable(_ text: String) -> Bool {
      Instant(rfc3339: text).map { RecordDate.isUsable($0, capturedAt: captured) } ?? false
    }
    #expect(!usable("2008-12-31T23:59:59Z"))
    #expect(usable("2009-01-01T00:00:00Z"))
    #expect(usable("2025-06-02T00:00:00Z"))
    #expect(!usable("2025-06-02T00:00:01Z"))
  }
}
