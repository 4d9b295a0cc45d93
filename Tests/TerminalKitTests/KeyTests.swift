import Settings
import Testing

@testable import TerminalKit

@Suite struct KeyTests {
  @Test(arguments: [
    "j", "G", "/", "?", ":", "-", "Enter", "Esc", "Space", "Tab", "Shift-Tab", "Ctrl-d", "Ctrl-Space", "Alt-x", "PgDn",
    "PgUp", "Home", "End", "Up", "F1", "F12", "Backspace", "Delete", "Ctrl-Right", "é", "Ctrl-Alt-Shift-F5", "Insert",
  ])
  func namesRoundTrip(_ name: String) throws {
    #expect(try #require(Key(name)).description == name)
  }

  @Test func otherSpellings() {
    #expect(Key("ctrl-D") == .control("d"))
    #expect(Key("C-d") == .control("d"))
    #expect(Key("return") == .enter)
    #expect(Key("PAGEDOWN") == .pageDown)
    #expect(Key("Shift-g") == .character("G"))
    #expect(Key("-") == .character("-"))
    #expect(Key("Ctrl--") == .control("-"))
  }

  @Test(arguments: ["", "Entr", "Ctrl-", "F0", "F99", "Hyper-x", "\u{1b}", "Shift-1", "gg"])
  func notKeys(_ name: String) { #expect(Key(name) == nil) }

  @Test func sequences() {
    #expect(KeySequence("g g")?.keys == [.character("g"), .character("g")])
    #expect(KeySequence("[ d")?.description == "[ d")
    #expect(KeySequence("g nonsense") == nil)
    #expect(KeySequence("") == nil)
    #expect(KeySequence("g d")?.hasPrefix([.character("g")]) == true)
  }

  @Test func scripts() throws {
    #expect(
      try KeyScript.parse(#"/ "from:ruiz \"x\"" Enter  # search"#).map(\.description) == [
        "/", "f", "r", "o", "m", ":", "r", "u", "i", "z", "Space", "\"", "x", "\"", "Enter",
      ])
    #expect(try KeyScript.parse("# only a comment").isEmpty)
    let error = #expect(throws: SettingsError.self) { try KeyScript.parse("j Entr") }
    #expect(error?.column == 3)
    #expect(error?.remedy == "did you mean Enter?")
    #expect(throws: SettingsError.self) { try KeyScript.parse("\"open") }
  }

  @Test func extendedNames() {
    #expect(ExtendedKeys.key(named: "kRIT5")?.description == "Ctrl-Right")
    #expect(ExtendedKeys.key(named: "kUP")?.description == "Shift-Up")
    #expect(ExtendedKeys.key(named: "kDC3")?.description == "Alt-Delete")
    #expect(ExtendedKeys.key(named: "kRIT9") == nil)
    #expect(ExtendedKeys.key(named: "^X") == nil)
  }
}

@Suite struct LineEditorTests {
  private func type(_ script: String, into field: LineEditor = LineEditor()) throws -> LineEditor {
    var field = field
    for key in try KeyScript.parse(script) {
      let isTaken = field.handle(key)
      #expect(isTaken)
    }
    return field
  }

  @Test func editing() throws {
    #expect(try type(#""hello" Left Left Backspace "L""#).text == "heLlo")
    #expect(try type(#""one two three" Ctrl-w"#).text == "one two ")
    #expect(try type(#""one two" Ctrl-a "x" Ctrl-e "y""#).text == "xone twoy")
    #expect(try type(#""one two" Left Left Ctrl-k"#).text == "one t")
    #expect(try type(#""one two" Left Left Ctrl-u"#).text == "wo")
    #expect(try type(#""ab" Home Delete"#).text == "b")
    #expect(try type(#""one two" Alt-b "x""#).text == "one xtwo")
    #expect(try type("Backspace Delete Left Right Ctrl-w").text == "")
  }

  @Test func graphemes() throws {
    var field = LineEditor("👨‍👩‍👧‍👦é")
    #expect(field.cursor == 2)
    _ = field.handle(.backspace)
    #expect(field.text == "👨‍👩‍👧‍👦")
    _ = field.handle(.character("e"))
    _ = field.handle(.character("\u{301}"))
    #expect(field.text == "👨‍👩‍👧‍👦e\u{301}")
    #expect(field.cursor == 2)
  }

  @Test func whatJoinsIsOneGraphemeWhereverItIsTyped() throws {
    var field = LineEditor("\u{301}x")
    _ = field.handle(.home)
    _ = field.handle(.character("e"))
    #expect(field.text == "e\u{301}x")
    #expect(field.cursor == 1)
    _ = field.handle(.delete)
    #expect(field.text == "e\u{301}")
    // Taking away what stood between them makes one of two.
    field = LineEditor("🇩x🇪")
    _ = field.handle(.left)
    _ = field.handle(.backspace)
    #expect(field.text == "🇩🇪")
    #expect(field.cursor == 1)
    _ = field.handle(.backspace)
    #expect(field.isEmpty)
    // A number sign takes the digit behind it, wherever that comes from.
    field = LineEditor("1")
    _ = field.handle(.home)
    _ = field.handle(.character("\u{600}"))
    #expect(field.text.count == 1)
    #expect(field.cursor == 1)
  }

  @Test func keysThatAreNotItsOwn() {
    var field = LineEditor()
    for key in [Key.enter, .escape, .tab, .up, .control("c"), Key(.function(1)), Key(.character("x"), alt: true)] {
      let isTaken = field.handle(key)
      #expect(!isTaken)
    }
  }

  @Test func pasteIsText() {
    var field = LineEditor("ab")
    _ = field.handle(.left)
    field.paste("x\ny\tz\u{1b}[31m\u{0}")
    #expect(field.text == "ax y z[31mb")
    field.paste(String(repeating: "x", count: 10_000))
    #expect(field.text.count <= LineEditor.maximumLength)
  }

  @Test func drawing() {
    var canvas = Canvas(Size(columns: 12, rows: 3))
    LineEditor("hello").draw(on: &canvas, x: 1, y: 0, width: 8, ghost: " world")
    #expect(canvas.frame.cursor == Point(x: 6, y: 0))
    LineEditor("a long text here").draw(on: &canvas, x: 1, y: 1, width: 8)
    #expect(canvas.frame.cursor == Point(x: 8, y: 1))
    LineEditor("päss", isSecret: true).draw(on: &canvas, x: 1, y: 2, width: 8)
    #expect(canvas.frame.textRows == [" hello w…", " xt here", " ••••"])
    #expect(canvas.frame.cursor == Point(x: 5, y: 2))
    #expect(canvas.frame.showsCaret)
  }
}

@Suite struct LayoutTests {
  @Test func splits() {
    let rect = Rect(x: 1, y: 2, width: 20, height: 10)
    let (top, rest) = Layout.splitTop(rect, 3)
    #expect(top == Rect(x: 1, y: 2, width: 20, height: 3))
    #expect(rest == Rect(x: 1, y: 5, width: 20, height: 7))
    #expect(Layout.splitBottom(rect, 99).rest.isEmpty)
    #expect(Layout.splitLeft(rect, 6, gap: 1).rest == Rect(x: 8, y: 2, width: 13, height: 10))
    #expect(Layout.splitRight(rect, 6, gap: 1).rest == Rect(x: 1, y: 2, width: 13, height: 10))
    #expect(Layout.splitRight(rect, 6, gap: 1).right == Rect(x: 15, y: 2, width: 6, height: 10))
    #expect(Layout.centered(Size(columns: 10, rows: 5), in: rect) == Rect(x: 6, y: 4, width: 10, height: 5))
  }

  @Test func scrollingMovesAsLittleAsPossible() {
    #expect(Layout.scroll(0, toShow: 5, height: 10, count: 100) == 0)
    #expect(Layout.scroll(0, toShow: 10, height: 10, count: 100) == 1)
    #expect(Layout.scroll(50, toShow: 20, height: 10, count: 100, margin: 2) == 18)
    #expect(Layout.scroll(95, toShow: 99, height: 10, count: 100, margin: 3) == 90)
    #expect(Layout.scroll(7, toShow: 0, height: 0, count: 0) == 0)
  }
}
