import Foundation
import Testing
import TestSupport

@testable import Capture

/// The forms of headers that another reader lists.
@Suite(.enabled(if: Fixtures.url("chat-exports/lucasrodes-whatstk/header_format_support.json") != nil))
struct ChatExportFormatListTests {
  @Test func everyListedFormIsRead() throws {
    struct Form: Decodable { var format: String }
    let url = try #require(Fixtures.url("chat-exports/lucasrodes-whatstk/header_format_support.json"))
    let forms = try JSONDecoder().decode([Form].self, from: Data(contentsOf: url))
    #expect(forms.count > 80)
    var missed: [String] = []
    for form in forms {
      for year in ["2022", "22"] {
        let line =
          form.format.replacing("%y", with: year).replacing("%m", with: "03").replacing("%d", with: "18")
          .replacing("%H", with: "14").replacing("%I", with: "02").replacing("%M", with: "56").replacing(
            "%S", with: "01"
          )
          .replacing("%p", with: "PM").replacing("%P", with: "PM").replacing("%name", with: "Ann Lee") + " hello"
        let bytes = Array(line.utf8)
        guard let header = HeaderScanner.scan(bytes, from: 0, to: bytes.count) else {
          missed.append(line)
          continue
        }
        let readings = DateLayout.allCases.compactMap { header.stamp.time($0) }.map { "\($0.date)T\($0.clock)" }
        let rest = String(decoding: bytes[header.rest...], as: UTF8.self)
        if !readings.contains(where: { $0.hasPrefix("2022-03-18T14:56") }) || rest != "Ann Lee: hello" {
          missed.append(line)
        }
      }
    }
    #expect(missed.isEmpty, "\(missed.joined(separator: "\n"))")
  }
}
