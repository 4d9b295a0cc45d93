import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

@Suite struct ChatExportHeaderTests {
  private func local(_ line: String, _ layout: DateLayout) -> String? {
    let bytes = Array(line.utf8)
    return HeaderScanner.scan(bytes, from: 0, to: bytes.count)?.stamp.time(layout).map { "\($0.date)T\($0.clock)" }
  }

  @Test(arguments: [
    ("14/05/2024, 09:17 - Lee: hi", DateLayout.dmy, "2024-05-14T09:17:00"),
    ("5/14/24, 9:17\u{202F}PM - Lee: hi", .mdy, "2024-05-14T21:17:00"),
    ("[14.05.24, 09:17:02] Lee: hi", .dmy, "2024-05-14T09:17:02"),
    ("\u{FEFF}[14.05.24, 09:17:02] Lee: hi", .dmy, "2024-05-14T09:17:02"),
    ("\u{200E}[14/5/24, 9:17:02\u{00A0}p.\u{00A0}m.] Lee: \u{200E}hi", .dmy, "2024-05-14T21:17:02"),
    ("14.05.24, 9:17 nachm. - Lee: hi", .dmy, "2024-05-14T21:17:00"),
    ("14/05/2024 à 09:17 - Lee : hi", .dmy, "2024-05-14T09:17:00"),
    ("14/05/24 09:17 - Lee: hi", .dmy, "2024-05-14T09:17:00"),
    ("2024-05-14 09:17 - Lee: hi", .ymd, "2024-05-14T09:17:00"),
    ("2024/5/14 下午9:17 - Lee: hi", .ymd, "2024-05-14T21:17:00"),
    ("2024. 5. 14. 오후 9:17, Lee : hi", .ymd, "2024-05-14T21:17:00"),
    ("2024년 5월 14일 오후 9:17 - Lee: hi", .ymd, "2024-05-14T21:17:00"),
    ("[2024年5月14日 21:17:02] Lee: hi", .ymd, "2024-05-14T21:17:02"),
    ("[14/5/2567 BE 21:17:02] Lee: hi", .dmy, "2024-05-14T21:17:02"),
    ("[14/5/2567 21:17:02] Lee: hi", .dmy, "2024-05-14T21:17:02"),
    ("[R6/5/14 21:17:02] Lee: hi", .ymd, "2024-05-14T21:17:02"),
    ("‏١٤‏/٥‏/٢٠٢٤، ٩:١٧ م - Lee: hi", .dmy, "2024-05-14T21:17:00"),
    ("[۱۴/۰۵/۲۰۲۴, ۲۱:۱۷:۰۲] Lee: hi", .dmy, "2024-05-14T21:17:02"),
    ("[21:17:02, 14/5/2024] Lee: hi", .dmy, "2024-05-14T21:17:02"),
    ("14.5.2024 klo 21.17 - Lee: hi", .dmy, "2024-05-14T21:17:00"),
    ("1/29/18, 23:59 PM - Lee: hi", .mdy, "2018-01-29T23:59:00"),
    ("1/30/18, 00:04 AM - Lee: hi", .mdy, "2018-01-30T00:04:00"),
    ("1/30/18, 12:04 AM - Lee: hi", .mdy, "2018-01-30T00:04:00"),
    ("1/30/18, 12:04 PM - Lee: hi", .mdy, "2018-01-30T12:04:00"),
    ("[18/3/65, 21:17:02] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[18/3/65 BE, 21:17:02] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[BE 2565/3/18, 21:17:02] Lee: hi", .ymd, "2022-03-18T21:17:02"),
    ("[3/18/R4, 21:17:02] Lee: hi", .mdy, "2022-03-18T21:17:02"),
    ("[18/03/4 R, 9:17:02\u{202F}PM] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[令和4年3月18日 21:17:02] Lee: hi", .ymd, "2022-03-18T21:17:02"),
    ("[令和元年10月18日 21:17:02] Lee: hi", .ymd, "2019-10-18T21:17:02"),
    ("[H31/3/18 21:17:02] Lee: hi", .ymd, "2019-03-18T21:17:02"),
    ("[民國111/3/18 下午9:17:02] Lee: hi", .ymd, "2022-03-18T21:17:02"),
    ("[111/3/18 下午9:17:02] Lee: hi", .ymd, "2022-03-18T21:17:02"),
    ("[۱۴۰۰/۱۲/۲۷،\u{200F} ۲۱:۱۷:۰۲] Lee: hi", .ymd, "2022-03-18T21:17:02"),
    ("۱۳۹۹/۱۲/۳۰، ۲۱:۱۷ - Lee: hi", .ymd, "2021-03-20T21:17:00"),
    ("۱۴۰۲/۱۲/۳۰، ۲۱:۱۷ - Lee: no such day", .ymd, ""),
    ("[١٥‏/٨‏/١٤٤٣ هـ، ٩:١٧:٠٢ م] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[15/8/1443, 21:17:02] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[၁၈/၃/၂၂ ၂၁:၁၇:၀၂] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[১৮/৩/২২, ৯:১৭:০২ PM] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("18/3/22, अ 9:17:02 - Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("[18/03/2022 9:17:02 ከሰዓት] Lee: hi", .dmy, "2022-03-18T21:17:02"),
    ("18. 3. 2022. u 21:17 - Lee: hi", .dmy, "2022-03-18T21:17:00"),
    ("13. 6. 2018. 21:25:15 De Vries: no half of the day", .dmy, "2018-06-13T21:25:15"),
    ("29/02/2023, 10:00 - Lee: no such day", .dmy, ""),
  ])
  func readsHeaders(line: String, layout: DateLayout, expected: String) {
    #expect(local(line, layout) ?? "" == expected)
  }

  @Test(arguments: [
    "", "[", "[]", "hello", "12", "12/", "12/5/24", "12/5/24, ", "12/5/24, 10", "12/5/24, 10:6 - a: b",
    "12/5/24, 10:60 - a: b", "12/5/24, 25:00 - a: b", "[12/5/24, 10:00 Lee: hi", "12-5/24, 10:00 - a: b",
    "123456/5/24, 10:00 - a: b", "12/5/24 10:00 lunch with Ann", "12/5/24, 10:00 meeting: bring the file",
    "[link](http://x)", "[12:30] Lee: hi", "2024-05-14T09:17:02Z - a: b", "\u{200E}", "\u{FEFF}", "١",
    "Straße 5/3/24, 10:00 - a: b",
  ])
  func refusesTextThatIsNoHeader(line: String) {
    let bytes = Array(line.utf8)
    #expect(HeaderScanner.scan(bytes, from: 0, to: bytes.count) == nil)
  }

  @Test func everyPrefixOfAHeaderIsRefusedOrReadWithoutTrapping() {
    for line in ["‎[١٨‏/٣‏/٢٠٢٢، ٢:٥٦:٠٠ م] x: y", "13. 6. 2018. 21:25:15 a: m", "[3/18/R4, 14:56:01\u{202F}PM] x: y"] {
      let bytes = Array(line.utf8)
      for end in 0...bytes.count {
        for start in 0...end { _ = HeaderScanner.scan(bytes, from: start, to: end) }
      }
    }
  }

  @Test(.enabled(if: Fixtures.url("chat-exports/header-variants.jsonl") != nil))
  func readsEveryRecordedVariant() throws {
    struct Row: Decodable {
      var line: String
      var expectedLocal: String
      var order: String
    }
    let url = try #require(Fixtures.url("chat-exports/header-variants.jsonl"))
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 27)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    for row in rows {
      let row = try decoder.decode(Row.self, from: Data(row.utf8))
      let layout = try #require(DateLayout(rawValue: row.order.prefix(3).lowercased()))
      #expect(local(row.line, layout) == row.expectedLocal, "\(row.line)")
    }
  }
}
