import Testing

@testable import TerminalKit

@Suite struct CanvasTests {
  @Test func textAndStyles() {
    var canvas = Canvas(Size(columns: 24, rows: 4))
    canvas.text("Ana Ruiz", x: 1, y: 0, style: .strong)
    canvas.right("HOLD 17:32", y: 0, style: .hold)
    canvas.rule(y: 1)
    canvas.text("can you move the fix a little?", x: 1, y: 2)
    canvas.overlay(.rowSelected, on: Rect(x: 0, y: 2, width: 24, height: 1))
    canvas.cursor(x: 1, y: 2)
    #expect(
      canvas.frame.golden == """
         Ana Ruiz     HOLD 17:32
        ────────────────────────
         can you move the fix a…

        ~~~~~~~~~~~~~~~~~~~~~~~~
         ssssssss     HHHHHHHHHH
        ------------------------
        SSSSSSSSSSSSSSSSSSSSSSSS

        cursor 1,2

        """)
  }

  @Test func wideCharactersAtEdges() {
    var canvas = Canvas(Size(columns: 5, rows: 3))
    canvas.text("你好吗", x: 0, y: 0)
    canvas.text("你", x: 4, y: 1)
    canvas.text("你", x: -1, y: 2)
    #expect(canvas.frame.textRows == ["你好…", "    …", ""])
    canvas.text("x", x: 1, y: 0)
    canvas.text("界", x: 1, y: 0)
    #expect(canvas.frame.textRows[0] == " 界 …")
    #expect(canvas.frame.row(0).reduce(0) { $0 + Int($1.width) } == 5)
  }

  @Test func clipping() {
    var canvas = Canvas(Size(columns: 10, rows: 3))
    canvas.within(Rect(x: 2, y: 1, width: 4, height: 1)) { inner in
      inner.text("abcdefgh", x: 0, y: 0)
      inner.text("never", x: 0, y: 1)
      inner.within(Rect(x: -2, y: -1, width: 100, height: 100)) { $0.fill($0.bounds, with: "#") }
    }
    #expect(canvas.frame.textRows == ["", "  ####", ""])
  }

  @Test func bar() {
    var canvas = Canvas(Size(columns: 10, rows: 4))
    canvas.bar(0.5, x: 0, y: 0, width: 8)
    canvas.bar(0.52, x: 0, y: 1, width: 8)
    canvas.bar(7, x: 0, y: 2, width: 8)
    canvas.bar(.nan, x: 0, y: 3, width: 8)
    #expect(canvas.frame.textRows == ["████", "████▏", "████████", ""])
  }

  @Test(arguments: [
    ("the quick brown fox", 10, ["the quick", "brown fox"]),
    ("a verylongwordindeed b", 6, ["a", "verylo", "ngword", "indeed", "b"]),
    ("one\n\ntwo", 10, ["one", "", "two"]),
    ("你好世界吗", 5, ["你好", "世界", "吗"]),
    ("你好。吗", 5, ["你", "好。", "吗"]),
    ("  indented", 20, ["  indented"]),
    ("", 5, [""]), ("well-known thing", 6, ["well-", "known", "thing"]),
    ("trailing   ", 8, ["trailing"]),
  ])
  func wrapping(_ text: String, _ width: Int, _ expected: [String]) {
    #expect(TextLayout.wrap(SafeText(text), width: width).map(\.text) == expected)
  }

  @Test func wrappingStopsWithDots() {
    let lines = TextLayout.wrap(SafeText("one two three four"), width: 7, maximumLines: 2)
    #expect(lines.map(\.text) == ["one two", "three…"])
  }

  @Test func truncation() {
    #expect(SafeText("hello world").truncated(to: 7).text == "hello…")
    #expect(SafeText("你好吗").truncated(to: 4).text == "你…")
    #expect(SafeText("abc").truncated(to: 3).text == "abc")
    #expect(SafeText("abc").truncated(to: 0).text == "")
  }

  @Test func dotsAreNeverDoubled() {
    #expect(SafeText("w-f3lm… 35").truncated(to: 8).text == "w-f3lm…")
    #expect(SafeText("w-f3lm… 35").truncated(to: 9).text == "w-f3lm…")
    let lines = TextLayout.wrap(SafeText("one two… three"), width: 8, maximumLines: 1)
    #expect(lines.map(\.text) == ["one two…"])
  }
}
