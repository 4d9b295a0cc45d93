import TestSupport
import Testing

@testable import Settings

@Suite struct SettingsDocumentTests {
  static let sample = """
    # a vault
    name = "Meridian"
    limit = 12
    ratio = 0.5
    open = true
    tags = ["a", "b"]
    a.dotted.key = 1

    [storage]
    kind = "s3"
      region = "eu"   # indented
    "quoted key" = 'x'
    inline = { one = 1, two = { deep = "y" } }

    [[rule]]
    class = "seven"
    [[rule]]
    class = "five"
    text = \"\"\"
    not = "a key"
    [nor.a.header]
    \"\"\"
    more = 3
    """

  @Test func typedValues() throws {
    let table = try SettingsDocument.parse(Self.sample, file: "vault.toml")
    #expect(try table.string("name") == "Meridian")
    #expect(try table.requiredInt("limit") == 12)
    #expect(try table.number("ratio") == 0.5)
    #expect(try table.number("limit") == 12)
    #expect(try table.bool("open") == true)
    #expect(try table.strings("tags") == ["a", "b"])
    #expect(try table.table("storage")?.string("region") == "eu")
    #expect(try table.table("storage")?.table("inline")?.table("two")?.string("deep") == "y")
    #expect(try table.tables("rule").map { try $0.requiredString("class") } == ["seven", "five"])
    #expect(try table.string("absent") == nil)
    #expect(table.keys == ["name", "limit", "ratio", "open", "tags", "a", "storage", "rule"])
  }

  @Test func positions() throws {
    let table = try SettingsDocument.parse(Self.sample, file: "vault.toml")
    #expect(table.position(of: "limit") == SourcePosition(line: 3, column: 1))
    let storage = try table.requiredTable("storage")
    #expect(storage.position == SourcePosition(line: 9, column: 2))
    #expect(storage.position(of: "region") == SourcePosition(line: 11, column: 3))
    #expect(storage.position(of: "quoted key") == SourcePosition(line: 12, column: 1))
    let two = try storage.requiredTable("inline").requiredTable("two")
    #expect(two.position(of: "deep") == SourcePosition(line: 13, column: 29))
    #expect(two.name(of: "deep") == "storage.inline.two.deep")
    let rules = try table.tables("rule")
    #expect(rules[1].position(of: "class") == SourcePosition(line: 18, column: 1))
    #expect(rules[1].position(of: "more") == SourcePosition(line: 23, column: 1))
  }

  @Test func unknownKeyHasPlaceAndSuggestion() throws {
    let table = try SettingsDocument.parse("name = 1\n\n[storage]\nregoin = \"eu\"\nzzz = 1\n", file: "f.toml")
    let storage = try table.requiredTable("storage")
    let errors = storage.unknownKeys(allowed: ["kind", "region"])
    #expect(errors.count == 2)
    #expect(errors[0].description == "f.toml:4:1: unknown key storage.regoin; did you mean region?")
    #expect(errors[1].remedy == "known here: kind, region")
    #expect(throws: SettingsError.self) { try storage.rejectUnknownKeys(allowed: ["kind"]) }
    try storage.rejectUnknownKeys(allowed: ["regoin", "zzz"])
  }

  @Test func wrongTypesSayWhere() throws {
    let table = try SettingsDocument.parse("a = 1\nb = 2024-01-01\nc = [1]\n", file: "f.toml")
    for (key, line) in [("a", 1), ("b", 2), ("c", 3)] {
      let error = #expect(throws: SettingsError.self) { try table.string(key) }
      #expect(error?.code == .wrongType)
      #expect(error?.line == line)
    }
    #expect(throws: SettingsError.self) { try table.strings("c") }
    #expect(throws: SettingsError.self) { try table.int("a", in: 2...3) }
    #expect(throws: SettingsError.self) { try table.requiredString("nothing") }
  }

  @Test func syntaxErrorHasPlace() {
    let error = #expect(throws: SettingsError.self) {
      try SettingsDocument.parse("a = 1\nb = = 2\n", file: "f.toml")
    }
    #expect(error?.code == .syntax)
    #expect(error?.line == 2)
    #expect((error?.column ?? 0) > 0)
  }

  @Test func nulNeverCutsAStringShort() {
    for text in ["a = \"x\\u0000y\"", "a = \"\\U00000000\"", "a = 1\u{0}\nb = 2"] {
      #expect(throws: SettingsError.self) { try SettingsDocument.parse(text, file: "f") }
    }
    #expect(throws: Never.self) { try SettingsDocument.parse(#"a = "\\u0000x\u00e9\u0001""#, file: "f") }
  }

  @Test func datesAreToldFromOtherValues() throws {
    let table = try SettingsDocument.parse(
      "a = 2024-05-14T09:17:02Z\nb = 2024-05-14 # c\nc = 2024-05-14 09:17:02\nd = 09:17:02\n", file: "f")
    for key in table.keys { #expect(table[key] == .moment) }
  }

  @Test func notUtf8() {
    #expect(throws: SettingsError.self) { try SettingsDocument.parse([0x61, 0x3d, 0xff], file: "f") }
  }

  @Test func hostileTextNeverTraps() throws {
    var generator = SeededGenerator.reported()
    let pieces = [
      "[", "]", "[[", "]]", "{", "}", "=", ".", "\"", "'", "\"\"\"", "'''", "\\", "\\u", "0", "a", "\n", " ", ",", "#",
      "1", "é", "\u{0}", "true", "a=[", "a={", "\u{85}", "\u{2028}",
    ]
    for _ in 0..<8000 {
      let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }.joined()
      _ = KeyScanner(text)
      _ = try? SettingsDocument.parse(text, file: "f")
    }
    for text in [
      "[=", "[[=]]", "[ é ]", "a=1\n[.]", "a=[}", "a=[1,}", "a=[\u{85}", "a=[[\u{2028}", "a={b=[ # c\n }",
      "a=" + String(repeating: "[", count: 200) + "}", "t = 2024-05-14Tx:1", "t = [2024-05-14 y:]",
      "a={t=0000-00-00tz:}",
    ] {
      #expect(throws: SettingsError.self) { try SettingsDocument.parse(text, file: "f") }
    }
    _ = KeyScanner("a = " + String(repeating: "[", count: 50_000))
    #expect(throws: SettingsError.self) {
      try SettingsDocument.parse("a = " + String(repeating: "[", count: 50_000), file: "f")
    }
  }

  @Test func nearestWord() {
    #expect(DidYouMean.nearest(to: "plaette", among: ["palette", "styles"]) == "palette")
    #expect(DidYouMean.nearest(to: "xyz", among: ["palette", "styles"]) == nil)
    #expect(DidYouMean.nearest(to: "", among: ["a"]) == nil)
    #expect(DidYouMean.distance(Array("ab".unicodeScalars), Array("ba".unicodeScalars)) == 1)
  }
}
