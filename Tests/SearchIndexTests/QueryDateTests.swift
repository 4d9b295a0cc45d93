import Records
import Testing

@testable import SearchIndex

@Suite struct QueryDateTests {
  private func filter(_ text: String, _ options: QueryOptions = .utc) throws -> DateFilter {
    guard case .term(.date(let filter)) = try QueryParser.read(text, options: options).root else {
      throw QueryError(.badDate, column: 0, length: 0, message: "not a date")
    }
    return filter
  }

  @Test(
    arguments: [
      ("date:2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
      ("date:2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
      ("date:2024-12-31", "2024-12-31T00:00:00Z", "2025-01-01T00:00:00Z"),
      ("date:2024-05-14T09", "2024-05-14T09:00:00Z", "2024-05-14T10:00:00Z"),
      ("date:2024-05-14T09:00", "2024-05-14T09:00:00Z", "2024-05-14T09:01:00Z"),
      ("date:2024-05-14t09:00:07", "2024-05-14T09:00:07Z", "2024-05-14T09:00:08Z"),
      ("date:2024-05-14T09:00+02:00", "2024-05-14T07:00:00Z", "2024-05-14T07:01:00Z"),
      ("date:2024-05..2024-06", "2024-05-01T00:00:00Z", "2024-07-01T00:00:00Z"),
      ("date:2024-05..", "2024-05-01T00:00:00Z", nil), ("date:..2024-05", nil, "2024-06-01T00:00:00Z"),
      ("before:2024-05", nil, "2024-05-01T00:00:00Z"), ("after:2024-05", "2024-06-01T00:00:00Z", nil),
      ("date:9999", "9999-01-01T00:00:00Z", nil),
      ("date:today", "2024-05-14T00:00:00Z", "2024-05-15T00:00:00Z"),
      ("date:yesterday", "2024-05-13T00:00:00Z", "2024-05-14T00:00:00Z"),
      ("date:7d", "2024-05-07T00:00:00Z", "2024-05-15T00:00:00Z"),
      ("date:7d..7d", "2024-05-07T00:00:00Z", "2024-05-08T00:00:00Z"),
      ("date:3m", "2024-02-14T00:00:00Z", "2024-05-15T00:00:00Z"),
      ("date:1y..yesterday", "2023-05-14T00:00:00Z", "2024-05-14T00:00:00Z"),
      ("date:last-month", "2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z"),
      ("date:this-week", "2024-05-13T00:00:00Z", "2024-05-20T00:00:00Z"),
      ("date:last-year", "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
      ("before:2w", nil, "2024-04-30T00:00:00Z"),
    ] as [(String, String?, String?)])
  func spans(_ text: String, _ from: String?, _ until: String?) throws {
    let options = QueryOptions(today: CivilDate(year: 2024, month: 5, day: 14))
    let filter = try filter(text, options)
    #expect(filter.from?.rfc3339 == from)
    if text != "date:9999" { #expect(filter.until?.rfc3339 == until) }
    let query = try QueryParser.read(text, options: options)
    #expect(try QueryParser.read(query.canonicalText, options: options) == query)
    // Written out, the dates mean the same without a present day.
    let fixed = query.fixingRelativeDates(options)
    #expect(!fixed.isRelative)
    let again = try self.filter(fixed.canonicalText)
    #expect(again.from == filter.from && again.until == filter.until)
  }

  @Test func zonesAndClockChanges() throws {
    // A zone that is one hour east until 2024-03-31T01:00Z, two until 2024-10-27T01:00Z, then one again.
    let spring = Instant(seconds: 1_711_846_800)
    let autumn = Instant(seconds: 1_729_990_800)
    let options = QueryOptions(timeZone: "Test/Zone", timeZoneOffset: { $0 >= spring && $0 < autumn ? 7200 : 3600 })
    let day = try filter("date:2024-03-31", options)
    #expect(day.from?.rfc3339 == "2024-03-30T23:00:00Z")
    #expect(day.until?.rfc3339 == "2024-03-31T22:00:00Z")
    // 02:30 happened twice: both are in.
    let twice = try filter("date:2024-10-27T02:30", options)
    #expect(twice.from?.rfc3339 == "2024-10-27T00:30:00Z")
    #expect(twice.until?.rfc3339 == "2024-10-27T01:31:00Z")
    // 02:30 never happened.
    let never = try filter("date:2024-03-31T02:30", options)
    let (from, until) = (try #require(never.from), try #require(never.until))
    #expect(from < until)
    #expect(try QueryParser.read("date:2024 x", options: options).plainWords.hasSuffix("(dates in Test/Zone)"))
    let lawless = QueryOptions(timeZoneOffset: { _ in .max })
    #expect(try filter("date:9999-12-31T23:59:59", lawless).from != nil)
  }
}
