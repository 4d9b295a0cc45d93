import TestSupport
import Testing

@testable import TerminalKit

@Suite struct TextSafetyTests {
  @Test(arguments: [
    ("plain", "plain"), ("é", "é"), ("e\u{301}", "e\u{301}"), ("你好", "你好"),
    ("🇦🇺", "AU"), ("👍🏽", "👍·"), ("❤\u{fe0f}", "❤"), ("1\u{fe0f}\u{20e3}", "1\u{20e3}"),
    ("👨\u{200d}👩\u{200d}👧\u{200d}👦", "👨+3"), ("🤷🏿\u{200d}♂\u{fe0f}", "🤷+1"),
    ("\u{1fabf}", "⟨1FABF⟩"), ("\u{e000}", "⟨E000⟩"), ("\u{202e}abc", "⟨U+202E⟩abc"), ("\u{200b}", "⟨U+200B⟩"),
    ("\u{1b}[31m", "␛[31m"), ("\u{7f}", "␡"), ("\u{0}", "␀"), ("a\tb", "a␉b"), ("\u{9b}31m", "⟨U+009B⟩31m"),
    ("a\nb", "a↵b"), ("a\r\nb", "a↵b"), ("é\r\nb", "é↵b"), ("a\rb", "a␍b"), ("é\rb", "é␍b"),
    ("\u{301}x", "◌\u{301}x"), ("a\u{a0}b", "a b"), ("a\u{3000}b", "a  b"), ("한글", "한글"),
    ("\u{1112}\u{1161}\u{11ab}", "\u{1112}\u{1161}\u{11ab}"), ("\u{1161}", "⟨1161⟩"),
    ("می\u{200c}خواهم", "می¦خواهم"), ("\u{feff}x", "⟨U+FEFF⟩x"), ("\u{ad}", "⟨U+00AD⟩"),
    ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🏴⟨tag gbeng.⟩"),
    ("🏻", "🏻"), ("a🏻", "a🏻"), ("\u{1f1e6}", "A"),
    ("a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "a\u{300}\u{301}\u{302}\u{303}+2"),
    ("नि", "नि"), ("\u{2028}", "⟨U+2028⟩"), ("\u{115f}", "⟨U+115F⟩"),
  ])
  func safeForm(_ input: String, _ expected: String) {
    #expect(SafeText(input).text.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(SafeText(input).text)")
  }

  @Test func substitutionsAreFlagged() {
    for text in ["🇦🇺", "👍🏽", "❤\u{fe0f}", "\u{202e}", "\u{1b}", "\u{a0}", "\u{1fabf}"] {
      #expect(SafeText(text).hasSubstitutions, "\(text)")
      #expect(TextSafety.hasSubstitutions(text))
    }
    for text in ["plain", "é", "你好", "two\nlines", "👍", "e\u{301}", "مرحبا"] {
      #expect(!SafeText(text).hasSubstitutions, "\(text)")
    }
  }

  @Test func widths() {
    #expect(TextSafety.width(of: "abc") == 3)
    #expect(TextSafety.width(of: "你好") == 4)
    #expect(TextSafety.width(of: "👍🏽") == 3)
    #expect(TextSafety.width(of: "e\u{301}") == 1)
    #expect(TextSafety.width(of: "─│▌⟨⟩…") == 6)
  }

  @Test func rightToLeft() {
    #expect(SafeText("abc שלום").containsRightToLeft)
    #expect(TextSafety.containsRightToLeft("د. ليلى"))
    #expect(!SafeText("abc Привет 你好").containsRightToLeft)
  }

  @Test func inspectorListsEveryScalar() {
    let list = ScalarInfo.list("👍🏽\u{202e}")
    #expect(list.map(\.code) == ["U+1F44D", "U+1F3FD", "U+202E"])
    #expect(list.map(\.grapheme) == [0, 0, 1])
    #expect(list[2].name == "RIGHT-TO-LEFT OVERRIDE")
    #expect(list[2].bytes == "E2 80 AE")
    #expect(list[2].visible == "⟨U+202E⟩")
  }

  /// No text whatever brings a control, a bidi character or a wrong width onto the frame.
  @Test func hostileTextIsHarmless() {
    var generator = SeededGenerator.reported()
    let nasty: [UInt32] = [
      0x1b, 0x9b, 0x202e, 0x2066, 0x200d, 0xfe0f, 0x1f3fd, 0x1f1e6, 0x301, 0xe0061, 0x1f468, 0x4f60, 0x61, 0xa, 0xd,
      0x20, 0x1100, 0x1161, 0x5d0, 0x93f, 0x915, 0x94d, 0x7f, 0x3000, 0xfffe, 0x10ffff, 0x1fabf,
    ]
    for _ in 0..<3000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...24, using: &generator) {
        let value =
          Bool.random(using: &generator)
          ? nasty[Int.random(in: 0..<nasty.count, using: &generator)]
          : UInt32.random(in: 0...0x10ffff, using: &generator)
        if let scalar = Unicode.Scalar(value) { view.append(scalar) }
      }
      let text = String(view)
      var canvas = Canvas(Size(columns: 17, rows: 4))
      canvas.text(text, x: Int.random(in: -3...18, using: &generator), y: 0)
      canvas.within(Rect(x: 3, y: 1, width: Int.random(in: 0...9, using: &generator), height: 2)) { inner in
        inner.wrapped(text, x: 0, y: 0)
        inner.right(text, y: 1)
      }
      canvas.text(text, x: Int.random(in: -3...18, using: &generator), y: 2)
      canvas.center(text, y: 3)
      expectSafe(canvas.frame)
      let width = Int.random(in: 1...12, using: &generator)
      for line in TextLayout.wrap(SafeText(text), width: width) {
        #expect(line.width <= max(2, width))
        #expect(line.width == line.glyphs.reduce(0) { $0 + Int($1.width) })
      }
    }
  }

  @Test func everyScalarIsHarmless() {
    var canvas = Canvas(Size(columns: 20, rows: 1))
    for value in stride(from: UInt32(0), through: 0x10ffff, by: 7) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = SafeText(String(scalar))
      #expect(text.width > 0 || text.glyphs.isEmpty)
      canvas.text(text, x: 0, y: 0)
      expectSafe(canvas.frame)
    }
  }

  private func expectSafe(_ frame: Frame) {
    for y in 0..<frame.size.rows {
      var sum = 0
      for cell in frame.row(y) {
        sum += Int(cell.width)
        cell.glyph.forEachScalar { scalar in
          let value = scalar.value
          let isBad =
            value < 0x20 || (0x7f...0x9f).contains(value) || (0x200b...0x200f).contains(value)
            || (0x2028...0x202e).contains(value) || (0x2060...0x206f).contains(value) || value == 0x61c
            || value == 0xfeff || (0xe0000...0xe0fff).contains(value)
          if isBad { Issue.record("U+\(String(value, radix: 16)) on the frame") }
        }
      }
      if sum != frame.size.columns { Issue.record("row of \(sum) cells: \(frame.textRows[y])") }
    }
  }
}
