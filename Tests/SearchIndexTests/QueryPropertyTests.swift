import Records
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct QueryPropertyTests {
  private static let options = QueryOptions(today: CivilDate(year: 2024, month: 5, day: 14))

  /// A query in the shape that the parser makes them, from random parts.
  private func randomText(_ generator: inout SeededGenerator, depth: Int) -> String {
    let terms = [
      "fix", "mov*", "\"call me\"", "\"a \\\"b\\\" \\\\\"*", "from:lee", "from:\"Ana Ruiz\"", "from:ana*",
      "to:+34612555092",
      "with:*0123", "phone:\"+44 (0)20 7946 0958\"", "date:2024-05", "date:2024-05..", "date:..2024-05-14T09:00",
      "date:7d", "date:7d..yesterday", "before:2024", "after:last-month", "in:group", "in:direct", "conv:c-abc234",
      "conv:\"Desk (EMEA)\"", "has:edit", "has:media", "type:image", "type:\"odd kind\"", "type:text|voice", "hold:any",
      "hold:M-221", "matter:\"M 7\"", "id:m-abc234", "lang:es", "tag:spam", "👍🏽", "日本", "https://a.b/c", "“smart”",
      "from:(lee OR \"x y\" -z)", "\"\u{308}mark\"", "re-fix",
    ]
    guard depth > 0, Int.random(in: 0..<3, using: &generator) > 0 else {
      return terms.randomElement(using: &generator) ?? "x"
    }
    let parts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      randomText(&generator, depth: depth - 1)
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return parts.joined(separator: " OR ")
    case 1: return "-(" + parts.joined(separator: " ") + ")"
    case 2: return "(" + parts.joined(separator: " | ") + ")"
    case 3: return parts.joined(separator: " AND NOT ")
    default: return parts.joined(separator: " ")
    }
  }

  @Test func canonicalTextReadsBack() throws {
    var generator = SeededGenerator.reported()
    for _ in 0..<1500 {
      let text = randomText(&generator, depth: 4)
      let query: Query
      do { query = try QueryParser.read(text, options: Self.options) } catch {
        #expect(error.code == .tooDeep || error.code == .tooLong, "\(text): \(error)")
        continue
      }
      let canonical = query.canonicalText
      let again = try QueryParser.read(canonical, options: Self.options)
      #expect(again == query, "\(text) → \(canonical)")
      #expect(again.canonicalText == canonical)
    }
  }

  @Test func nothingCrashesAndErrorsStayInside() throws {
    var generator = SeededGenerator.reported()
    let pieces = [
      "(", ")", "\"", "“", "\\", "-", "–", "|", "*", ":", " ", "\n", "\u{0}", "AND", "OR", "NOT", "from:", "date:",
      "phone:",
      "type:", "has:", "conv:c-", "id:m-", "2024", "-05", "-13", "..", "T25:00", "7d", "today", "+", "00", "0123", "٣",
      "a", "fix", "é", "e\u{301}", "👨‍👩‍👧", "🇦🇺", "\u{202E}", "\r\n", "\u{308}", "c-abc", "any", "x:", "//",
      "99999999999999999999",
    ]
    for _ in 0..<4000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &generator) { text += pieces.randomElement(using: &generator) ?? "" }
      switch QueryParser.parse(text, options: Self.options) {
      case .failure(let error):
        let inside = error.column >= 0 && error.length >= 0 && error.column + error.length <= text.count
        #expect(inside, "\(text.debugDescription): \(error.column)+\(error.length) of \(text.count)")
      case .success(let query):
        let again = try? QueryParser.read(query.canonicalText, options: Self.options)
        #expect(again == query, "\(text.debugDescription) → \(query.canonicalText.debugDescription)")
        _ = query.plainWords
        _ = query.holdProblems()
      }
    }
  }
}
