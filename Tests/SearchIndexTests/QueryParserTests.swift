import Records
import Testing

@testable import SearchIndex

/// Parses, or records a failure.
private func parsed(_ text: String, _ options: QueryOptions = .utc) throws -> Query {
  try QueryParser.parse(text, options: options).get()
}

private func failure(_ text: String, _ options: QueryOptions = .utc) -> QueryError? {
  if case .failure(let error) = QueryParser.parse(text, options: options) { return error }
  return nil
}

@Suite struct QueryParserTests {
  @Test(
    arguments: [
      ("fix", "fix"),
      ("  move   fix ", "move fix"),
      ("move AND fix", "move fix"),
      ("and or not", "and or not"),
      ("mov* fix", "mov* fix"),
      ("\"call me\" -in:group", "\"call me\" -in:group"),
      ("“call me”", "\"call me\""),
      ("\"call m\"*", "\"call m\"*"),
      ("a b OR c", "a b OR c"),
      ("a | b", "a OR b"),
      ("a|b", "a OR b"),
      ("a (b OR c)", "a (b OR c)"),
      ("((a b)) c", "a b c"),
      ("NOT (a OR b)", "-(a OR b)"),
      ("NOT NOT a", "a"),
      ("--a", "a"),
      ("FROM:Lee", "from:Lee"),
      ("from:\"Ana Ruiz\"", "from:\"Ana Ruiz\""),
      ("from:(lee OR \"Ana Ruiz\")", "from:lee OR from:\"Ana Ruiz\""),
      ("from:(ana ruiz)", "from:ana from:ruiz"),
      ("type:text|image fix", "(type:text OR type:image) fix"),
      ("type:text|from:lee", "type:text OR from:lee"),
      ("type:photo", "type:image"),
      ("type:\"carousel\"", "type:\"carousel\""),
      ("in:group has:edit has:deletion has:media has:link has:reply has:reaction", nil),
      ("hold:any hold:M-221 matter:M-221 tag:spam lang:EN", "hold:any hold:M-221 matter:M-221 tag:spam lang:en"),
      ("hold:\"any\"", "hold:\"any\""),
      ("conv:c-abc234 id:m-abc234", nil),
      ("conv:\"Desk EMEA\"", nil),
      ("https://example.com/a?b=c", nil),
      ("09:14 re-fix a@b.ch 3.5%", nil),
      ("-from:lee", "-from:lee"),
      ("\"say \\\"no\\\" \\\\ now\"", nil),
    ] as [(String, String?)])
  func canonicalForms(_ text: String, _ expected: String?) throws {
    let query = try parsed(text)
    #expect(query.canonicalText == expected ?? text)
    #expect(try parsed(query.canonicalText) == query)
  }

  @Test(arguments: [
    ("+34 612-555-092", "+34612555092"), ("0034612555092", "+34612555092"), ("34612555092", "*34612555092"),
    ("*0123", "*0123"), ("+44*", "+44*"), ("0044*", "+44*"), ("+44 (0)20 7946 0958", "+442079460958"),
    ("07700 900123", "*7700900123"), ("\u{202A}+44 7700 900123\u{202C}", "+447700900123"),
    ("٠٠٣٤٦١٢٥٥٥٠٩٢", "+34612555092"), ("(555) 555-0123", "*5555550123"),
  ])
  func phoneNumbers(_ written: String, _ canonical: String) throws {
    #expect(try parsed("phone:\"\(written)\"").canonicalText == "phone:" + canonical)
    #expect(try parsed("from:\"\(written)\"").canonicalText == "from:" + canonical)
    #expect(try parsed("phone:" + canonical).canonicalText == "phone:" + canonical)
  }

  @Test func phonePatternsMatch() {
    #expect(PhonePattern.suffix("0123").matches(digits: "447700900123"))
    #expect(!PhonePattern.suffix("0123").matches(digits: "123"))
    #expect(PhonePattern.prefix("44").matches(digits: "447700900123"))
    #expect(!PhonePattern.exact("447700900123").matches(digits: "4477009001234"))
  }

  @Test(arguments: [
    ("", 0, 0, "empty"), ("   ", 0, 0, "empty"),
    ("from:ruiz (fix date:2024-13", 20, 7, "bad-date"),
    ("date:2024-02-30", 5, 10, "bad-date"),
    ("date:2024-01..2024-13", 14, 7, "bad-date"),
    ("date:2024-06..2024-05", 5, 16, "bad-date"),
    ("date:14/05/2024", 5, 10, "bad-date"),
    ("date:yesterday", 5, 9, "bad-date"),
    ("before:2024..2025", 7, 10, "bad-date"),
    ("fix form:lee", 4, 4, "unknown-field"),
    ("👍🏽 x:y", 2, 1, "unknown-field"),
    ("from:", 0, 5, "bad-value"), ("from: lee", 0, 5, "bad-value"), ("from:\"\"", 5, 2, "bad-value"),
    ("has:edti", 4, 4, "bad-value"), ("type:imag", 5, 4, "bad-value"), ("in:grup", 3, 4, "bad-value"),
    ("id:17", 3, 2, "bad-value"), ("conv:c-1", 5, 3, "bad-value"), ("lang:english", 5, 7, "bad-value"),
    ("phone:0123", 6, 4, "bad-phone"), ("phone:lee", 6, 3, "bad-phone"), ("phone:+44", 6, 3, "bad-phone"),
    ("\"call me", 0, 1, "unbalanced"), ("(a b", 0, 1, "unbalanced"), ("a b)", 3, 1, "unbalanced"),
    ("a (", 2, 1, "unbalanced"), ("a ()", 2, 2, "unexpected"), ("a OR", 2, 2, "unexpected"),
    ("OR a", 0, 2, "unexpected"), ("a AND AND b", 2, 3, "unexpected"), ("NOT", 0, 3, "unexpected"),
    ("a - b", 2, 1, "unexpected"), ("a | | b", 2, 1, "unexpected"), ("--OR", 2, 2, "unexpected"),
    ("from:(lee OR to:x)", 13, 3, "unexpected"),
    ("…", 0, 1, "bad-word"), ("\"\"", 0, 2, "bad-word"), ("*", 0, 1, "bad-word"), ("f*x", 0, 3, "bad-word"),
    ("–call", 0, 1, "bad-word"), ("*fix", 0, 4, "bad-word"),
  ])
  func errorsPointAtTheColumn(_ text: String, _ column: Int, _ length: Int, _ code: String) throws {
    let error = try #require(failure(text))
    #expect(error.code.rawValue == code)
    #expect(error.column == column)
    #expect(error.length == length)
    #expect(!error.message.isEmpty)
  }

  @Test func errorsSuggest() {
    #expect(failure("date:2024-13")?.message == "no month 13 in 2024; did you mean 2024-12?")
    #expect(failure("date:2024-13")?.suggestion == "2024-12")
    #expect(failure("date:2023-02-29")?.suggestion == "2023-02-28")
    #expect(failure("date:14/05/2024")?.suggestion == "2024-05-14")
    #expect(failure("date:2024-5")?.suggestion == "2024-05")
    #expect(failure("date:05/06/2024")?.suggestion == nil, "either order is possible")
    #expect(failure("form:lee")?.message == "no field form:; did you mean from:?")
    #expect(failure("sender:lee")?.suggestion == "from")
    #expect(failure("has:edti")?.suggestion == "edit")
    #expect(
      failure("date:yestreday", QueryOptions(today: CivilDate(year: 2024, month: 5, day: 14)))?.suggestion
        == "yesterday")
    #expect(failure("phone:0123")?.suggestion == "*0123")
  }

  @Test func limitsHold() throws {
    #expect(failure(String(repeating: "(", count: 5000))?.code == .tooDeep)
    #expect(failure(String(repeating: "-", count: 5000) + "a")?.code == .tooDeep)
    #expect(failure(String(repeating: "NOT ", count: 2000) + "a")?.code == .tooDeep)
    #expect(failure(String(repeating: "a", count: 8193))?.code == .tooLong)
    #expect(failure("a" + String(repeating: "\u{301}", count: 40_000))?.code == .tooLong)
    #expect(failure(String(repeating: "a ", count: 600))?.code == .tooLong)
    let short = "type:(" + String(repeating: "unsupported ", count: 500) + ")"
    #expect(failure(short)?.code == .tooLong, "the canonical form is too long")
    // The deepest query that is read can be read back from its canonical form.
    var text = "x"
    for level in 0..<QueryGrammar.maximumDepth { text = level % 2 == 0 ? "a OR \(text)" : "b (\(text))" }
    let query = try parsed(text)
    #expect(try parsed(query.canonicalText) == query)
    #expect(failure("c OR d (\(text))")?.code == .tooDeep)
  }

  @Test func lastWordCompletesWhileTyping() throws {
    let live = QueryOptions(completesLastWord: true)
    #expect(try parsed("call me", live).canonicalText == "call me*")
    #expect(try parsed("call me ", live).canonicalText == "call me")
    #expect(try parsed("call m", live).canonicalText == "call m")
    #expect(try parsed("\"call me\"", live).canonicalText == "\"call me\"")
  }

  @Test func combiningMarksDoNotHideSyntax() throws {
    let query = try parsed("\"\u{308}x\"\u{308}y")
    #expect(try parsed(query.canonicalText) == query)
    #expect(failure("(\u{308}x")?.code == .unbalanced)
  }

  @Test func plainWordsExplain() throws {
    let query = try parsed("from:lee \"call me\" date:2024-05..2024-06 phone:*0123 -has:deletion (a OR mov*)")
    #expect(
      query.plainWords
        == "messages sent by “lee”, and with the phrase “call me”, and sent from May 2024 to the end of June 2024, "
        + "and sent by or to a number that ends in 0123, and not deleted by the sender, "
        + "and (with the word “a”, or with a word that begins with “mov”) (dates in UTC)")
  }

  @Test func highlightsLeaveExcludedWordsOut() throws {
    let terms = try parsed("fix -move (call* OR \"a b\") -(-now) from:lee fix").highlightTerms
    #expect(terms.map(\.text) == ["fix", "call", "a b", "now"])
    #expect(terms.map(\.isPrefix) == [false, true, false, false])
  }

  @Test(arguments: [
    ("conv:c-abc234", 0), ("fix date:2024", 0), ("conv:c-abc234 -date:2024-05", 0), ("fix -in:group -type:sticker", 0),
    ("from:lee has:edit", 0), ("hold:M-1", 1), ("matter:M-1 tag:x", 2), ("fix -move", 1), ("a -from:lee", 1),
    ("a -(b OR in:group)", 1), ("a -(-b)", 0), ("date:7d", 1), ("before:last-month fix", 1),
  ])
  func holdProblems(_ text: String, _ count: Int) throws {
    let options = QueryOptions(today: CivilDate(year: 2024, month: 5, day: 14))
    #expect(try parsed(text, options).holdProblems().count == count)
  }

  @Test func requiredTimeComesFromRequiredDates() throws {
    let both = try parsed("fix after:2024-04 date:2024-05..2025 before:2024-07-02").requiredTime
    #expect(both.from?.rfc3339 == "2024-05-01T00:00:00Z")
    #expect(both.until?.rfc3339 == "2024-07-02T00:00:00Z")
    let none = try parsed("date:2024 OR fix").requiredTime
    #expect(none.from == nil && none.until == nil)
  }
}
