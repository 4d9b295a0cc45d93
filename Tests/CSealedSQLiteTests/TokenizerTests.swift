import CSealedSQLite
import TestSupport
import Testing

@Suite struct TokenizerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var tokens: [String]
    /// The tokens of a query, where they are not simply those without synonyms.
    var query: [String]?
    var testDescription: String { text }
    init(_ text: String, _ tokens: [String], query: [String]? = nil) {
      (self.text, self.tokens, self.query) = (text, tokens, query)
    }
  }

  static let words = [
    Case("", []),
    Case(" \n\t.,;!?", []),
    Case("Hello, World", ["hello", "world"]),
    Case("don't re-send", ["don", "t", "re", "send"]),
    Case("snake_case c7q2kx4", ["snake", "case", "c7q2kx4"]),
    Case("¿Dónde está el niño? ¡Aquí!", ["donde", "esta", "el", "nino", "aqui"]),
    Case("Straße GRÜSSE Übergröße", ["strasse", "grusse", "ubergrosse"]),
    Case("U\u{308}bergro\u{308}ße", ["ubergrosse"]),
    Case("ŁÓDŹ Øre Þing œuvre Đà", ["lodz", "ore", "thing", "oeuvre", "da"]),
    Case("İstanbul ısı ISI", ["istanbul", "isi", "isi"]),
    Case("ΟΔΥΣΣΕΎΣ Οδυσσεύς", ["οδυσσευσ", "οδυσσευσ"]),
    Case("Ёлка МОЙ", ["елка", "мои"]),
    Case("Tiếng Việt", ["tieng", "viet"]),
    Case("𝐇𝐞𝐥𝐥𝐨 ｈｅｌｌｏ ﬁne Ⅳ ㎏", ["hello", "hello", "fine", "iv", "kg"]),
    Case("Apple™ Acme® ©", ["apple", "acme"]),
    Case("he\u{200B}llo wo\u{AD}rld \u{200E}pay\u{2060}ment", ["hello", "world", "payment"]),
    Case("a\u{0}b\u{1F}c\u{E000}d", ["a", "b", "c", "d"]),
    // Arabic: vowel points, tatweel, alef forms, presentation forms, digits.
    Case("السَّلامُ عليكـــم", ["السلام", "عليكم"]),
    Case("أحمد إحمد آحمد ٱحمد", ["احمد", "احمد", "احمد", "احمد"]),
    Case("مدرسة على", ["مدرسه", "علي"]),
    Case("ﷲ ﻻ", ["الله", "لا"]),
    Case("٣٤٥ ۳۴۵ ३४५", ["345", "~345345345", "345", "345"]),
    // Hebrew: points and maqaf.
    Case("שָׁלוֹם בֵּית־סֵפֶר", ["שלום", "בית", "ספר"]),
    // Devanagari vowel signs belong to the word.
    Case("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
    // Hangul: runs between spaces, composed and decomposed alike.
    Case("안녕하세요 여러분", ["안녕하세요", "여러분"]),
    Case("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", ["한글"]),
  ]

  static let pairs = [
    Case("我们明天开会", ["我们", "们明", "明天", "天开", "开会", "~会"]),
    Case("开会", ["开会", "~会"]),
    Case("会", ["会"]),
    Case("iPhone手机ok", ["iphone", "手机", "~机", "ok"]),
    Case("会 议", ["会", "议"]),
    Case("会\u{200B}议", ["会议", "~议"]),
    Case("12会34", ["12", "会", "34"]),
    Case("東京タワー", ["東京", "京タ", "タワ", "ワー", "~ー"]),
    Case("ﾊﾟﾝ", ["パン", "~ン"]),
    Case("か\u{3099}く", ["がく", "~く"]),
    Case("がく", ["がく", "~く"]),
    Case("㍿", ["株式", "式会", "会社", "~社"]),
    Case("ขอบคุณ", ["ขอ", "อบ", "บค", "คุ", "ุณ", "~ณ"]),
    Case("ສະບາຍ", ["ສະ", "ະບ", "ບາ", "າຍ", "~ຍ"]),
    Case("អរ", ["អរ", "~រ"]),
    Case("မြန်", ["မြ", "ြန", "န်", "~်"]),
    Case("𠮷野", ["𠮷野", "~野"]),
  ]

  static let emoji = [
    Case("hello👋🏽world", ["hello", "👋🏽", "~👋", "world"]),
    Case("💸💸", ["💸", "💸"]),
    Case("👨‍👩‍👧‍👦!", ["👨‍👩‍👧‍👦"]),
    Case("👩🏽‍🚀", ["👩🏽‍🚀", "~👩‍🚀"]),
    Case("❤\u{FE0F} ❤ ❤\u{FE0E}", ["❤", "❤", "❤"]),
    Case("🏳\u{FE0F}‍🌈", ["🏳‍🌈"]),
    Case("🇧🇷🇵🇹🇧", ["🇧🇷", "🇵🇹", "🇧"]),
    Case(
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}x",
      ["🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "x"]),
    Case("1\u{FE0F}\u{20E3} #\u{20E3}", ["1\u{20E3}", "~1", "#\u{20E3}", "~#"]),
    Case("1\u{FE0F} 2", ["1", "2"]),
    Case("™\u{FE0F} ™", ["™"]),
    Case("👍🏿👍", ["👍🏿", "~👍", "👍"]),
    Case("🏽", ["🏽"]),
    Case("\u{200D}👍\u{200D}", ["👍"]),
  ]

  static let numbers = [
    Case("+55 11 98765-4321", ["55", "~5511987654321", "11", "98765", "~987654321", "4321"]),
    Case("(11) 98765-4321", ["11", "~11987654321", "98765", "4321"]),
    Case("11 98765 - 4321", ["11", "~11987654321", "98765", "~987654321", "4321"]),
    Case("\u{202A}+44\u{A0}20\u{A0}7946\u{A0}0958\u{202C}", ["44", "~442079460958", "20", "7946", "0958"]),
    Case("5511987654321", ["5511987654321"]),
    Case("1,250,000", ["1", "~1250000", "250", "000"]),
    Case("R$ 1.250.000,50.", ["r", "1", "~1250000", "250", "000", "50"]),
    Case("1'250'000", ["1", "~1250000", "250", "000"]),
    Case("1 250 000,50", ["1", "~1250000", "250", "000", "50"]),
    Case("12,50,000", ["12", "~1250000", "50", "000"]),
    Case("12.50", ["12", "50"]),
    Case("2024-05-01", ["2024", "~20240501", "05", "01"]),
    Case("100,000 200,000", ["100", "~100000200000", "~100000", "000", "200", "~200000", "000"]),
    Case("10, 20, 30", ["10", "20", "30"]),
    Case("10:30 am", ["10", "30", "am"]),
    Case("250k 5kg A12-345", ["250k", "5kg", "a12", "345"]),
    Case("1 2 3\n4 5 6", ["1", "2", "3", "4", "5", "6"]),
    Case("123456789012345678901 22", ["123456789012345678901", "22"]),
  ]

  static let hosts = [
    Case(
      "see https://WWW.Example.com/Path?x=1",
      ["see", "https", "www", "~example.com", "example", "com", "path", "x", "1"]),
    Case("bob@mail.example.org.", ["bob", "mail", "~mail.example.org", "example", "org"]),
    Case("wa.me/5511", ["wa", "~wa.me", "me", "5511"]),
    Case("www.foo.de", ["www", "~foo.de", "foo", "de"]),
    Case("http://user:pw@host.io:80/", ["http", "user", "pw", "host", "~host.io", "io", "80"]),
    Case("https://163.com", ["https", "163", "~163.com", "com"]),
    Case("http://xn--e1afmkfd.xn--p1ai/", ["http", "xn", "~xn--e1afmkfd.xn--p1ai", "e1afmkfd", "xn", "p1ai"]),
    Case("end.Start and/or a.b", ["end", "start", "and", "or", "a", "b"]),
    Case("@friend hello", ["friend", "hello"]),
    Case("://", []),
    Case("//example.com", ["example", "com"], query: ["example.com"]),
    Case("//www.Example.com", ["www", "example", "com"], query: ["example.com"]),
    Case("//nohost", ["nohost"], query: ["nohost"]),
  ]

  @Test(arguments: words + pairs + emoji + numbers + hosts)
  func textGivesTheseTokens(_ entry: Case) {
    #expect(document(entry.text) == entry.tokens)
    #expect(query(entry.text) == entry.query ?? entry.tokens.filter { $0.unicodeScalars.first != "~" })
  }

  @Test func offsetsAreThoseOfTheSource() {
    let text = "Grüße 我们开会 👋🏽 e\u{301}te\u{301}, +1 212 5550199"
    let source = Array(text.utf8)
    let pieces = tokens(source, flags: HF_TOKENIZE_DOCUMENT).map { token in
      "\(token)=" + String(decoding: source[token.range], as: UTF8.self)
    }
    #expect(
      pieces == [
        "grusse=Grüße", "我们=我们", "们开=们开", "开会=开会", "~会=会", "👋🏽=👋🏽", "~👋=👋🏽", "ete=e\u{301}te\u{301}", "1=1",
        "~12125550199=1 212 5550199", "212=212", "5550199=5550199",
      ])
  }

  @Test func longWordsAreCutAlikeEverywhere() {
    let long = String(repeating: "ab", count: 4_000)
    #expect(document(long) == [String(long.prefix(256))])
    #expect(query(long) == document(long))
    // Never within a character.
    let umlauts = String(repeating: "ж", count: 1_000) + " x"
    #expect(document(umlauts) == [String(repeating: "ж", count: 128), "x"])
    let odd = "a" + String(repeating: "ж", count: 1_000)
    #expect(document(odd) == ["a" + String(repeating: "ж", count: 127)])
  }

  @Test func filterTokensStayWhole() {
    let keys = "c7q2kx4 s19 dout ttext hmedia c1 c22 a000"
    #expect(document(keys) == keys.split(separator: " ").map(String.init))
    #expect(query(keys) == document(keys))
    for key in keys.split(separator: " ").map(String.init) {
      #expect(hf_tokenizer_is_key(key, Int32(key.utf8.count)) == 1)
    }
    for key in ["", "1a", "A", "a-b", "a b", "é", "a\u{0}"] {
      #expect(hf_tokenizer_is_key(key, Int32(key.utf8.count)) == 0)
    }
    #expect(hf_tokenizer_is_key(nil, 1) == 0)
  }

  @Test func emitStopsTheTokenizer() {
    var calls: Int32 = 0
    let code = withUnsafeMutablePointer(to: &calls) { pointer in
      hf_tokenize("one two three +1 212 5550199", -1, HF_TOKENIZE_DOCUMENT, pointer) { context, _, _, _, _, _ in
        guard let calls = context?.assumingMemoryBound(to: Int32.self) else { return 1 }
        calls.pointee += 1
        return calls.pointee == 2 ? 42 : 0
      }
    }
    #expect(code == 42)
    #expect(calls == 2)
  }

  @Test func versionsArePinned() {
    #expect(hf_tokenizer_version() == 1)
    #expect(String(cString: hf_tokenizer_unicode_version()) == "15.0.0")
  }
}
