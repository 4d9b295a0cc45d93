import Foundation
import Testing

@testable import TerminalKit

/// ncurses onto /dev/null, read back: what it holds is what the frame says.
///
/// It is one global state, so one at a time.
@Suite(.serialized) struct NcursesTerminalTests {
  private final class Harness {
    let terminal: NcursesTerminal
    let keyboard: Int32

    init(
      columns: Int = 60, rows: Int = 12, term: String = "xterm-256color", theme: String = "night", ascii: Bool = false
    )
      throws
    {
      setenv("LINES", "\(rows)", 1)
      setenv("COLUMNS", "\(columns)", 1)
      defer {
        unsetenv("LINES")
        unsetenv("COLUMNS")
      }
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      keyboard = ends[1]
      terminal = try NcursesTerminal(
        term: term, output: open("/dev/null", O_WRONLY), input: ends[0], theme: ThemeLibrary().load(theme).theme,
        environment: [:], prefersAscii: ascii, ownsProcess: false)
    }

    func type(_ text: String) {
      let bytes = Array(text.utf8)
      #expect(write(keyboard, bytes, bytes.count) == bytes.count)
    }

    func read() -> [TerminalEvent] { terminal.waitForInput(wake: nil, timeout: .milliseconds(500)) }

    deinit {
      terminal.close()
      close(keyboard)
    }
  }

  static let nasty = [
    "plain", "naïve café", "e\u{301}a\u{300}\u{301}\u{302}\u{303}", "你好世界", "🇦🇺🇫🇷", "👍🏽👍", "❤\u{fe0f}⚠\u{fe0f}",
    "1\u{fe0f}\u{20e3}", "👨\u{200d}👩\u{200d}👧\u{200d}👦 end", "🤷🏿\u{200d}♂\u{fe0f}", "🏳\u{fe0f}\u{200d}🌈", "\u{1fabf}",
    "\u{202e}evil\u{202c}", "a\u{200b}b\u{ad}c", "\u{1b}[31mred", "שלום עולם", "مرحبا بالعالم", "नमस्ते",
    "한국어 \u{1112}\u{1161}\u{11ab}",
    "ไทยทำ", "─│┼▌█▏⟨⟩…✓✗↳⚑", "\u{3248}\u{4dc0}", "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "\u{7f}\u{9b}\u{0}",
    "㍿ｱｲｳﾞ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "\u{e0041}x", "🏻", "🦊\u{fe0e}",
  ]

  @Test func readBackEqualsTheFrame() throws {
    let harness = try Harness(columns: 60, rows: 40)
    #expect(harness.terminal.size == Size(columns: 60, rows: 40))
    // The second frame shifts everything by one, so that wide characters overlap halves of old ones.
    for shift in [0, 1, 0] {
      var canvas = Canvas(harness.terminal.size)
      for (row, text) in Self.nasty.enumerated() { canvas.text(text, x: shift, y: row) }
      canvas.overlay(.rowSelected, on: Rect(x: 0, y: 3, width: 60, height: 1))
      harness.terminal.present(canvas.frame)
      expectEqual(harness.terminal, canvas.frame)
    }
  }

  @Test func asciiModeWritesAsciiOnly() throws {
    let harness = try Harness(columns: 60, rows: 40, ascii: true)
    var canvas = Canvas(harness.terminal.size)
    for (row, text) in Self.nasty.enumerated() { canvas.text(text, x: 0, y: row) }
    canvas.text("▌Ana ─── 你", x: 0, y: 39)
    harness.terminal.present(canvas.frame)
    for y in 0..<40 {
      for x in 0..<60 {
        let held = try #require(harness.terminal.readBack(x: x, y: y)).text
        #expect(held.utf8.count == 1 && held.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
      }
    }
    let row = (0..<11).compactMap { harness.terminal.readBack(x: $0, y: 39)?.text }.joined()
    #expect(row == ">Ana --- ??")
  }

  @Test func edgesAreWritten() throws {
    let harness = try Harness(columns: 41, rows: 10)
    var canvas = Canvas(harness.terminal.size)
    canvas.fill(canvas.bounds, with: "#")
    canvas.text("你", x: 39, y: 9)
    canvas.text("你", x: 40, y: 5)
    harness.terminal.present(canvas.frame)
    expectEqual(harness.terminal, canvas.frame)
  }

  /// Deleted words have a line through them: a mark on each letter, where letters can bear one.
  @Test func deletedWordsAreStruck() throws {
    for (term, ascii, letter) in [
      ("xterm-256color", false, "a\u{336}"), ("xterm-256color", true, "a"), ("linux", false, "a"),
    ] {
      let harness = try Harness(term: term, ascii: ascii)
      var canvas = Canvas(harness.terminal.size)
      canvas.text("a 你🦊", x: 0, y: 0, style: .deleted)
      canvas.text("a", x: 0, y: 1)
      harness.terminal.present(canvas.frame)
      #expect(harness.terminal.readBack(x: 0, y: 0)?.text == letter, "\(term)")
      #expect(harness.terminal.readBack(x: 0, y: 1)?.text == "a")
      if !ascii, term != "linux" {
        #expect(harness.terminal.readBack(x: 1, y: 0)?.text == " \u{336}", "the line goes on between words")
        #expect(harness.terminal.readBack(x: 2, y: 0)?.text == "你\u{336}")
        #expect(harness.terminal.readBack(x: 4, y: 0)?.text == "🦊")
      }
    }
  }

  @Test func coloursAndAttributes() throws {
    let harness = try Harness()
    var canvas = Canvas(harness.terminal.size)
    canvas.text("HOLD", x: 0, y: 0, style: .hold)
    canvas.text("x", x: 0, y: 1)
    canvas.overlay(.rowSelected, on: Rect(x: 0, y: 1, width: 60, height: 1))
    harness.terminal.present(canvas.frame)
    let hold = try #require(harness.terminal.readBack(x: 0, y: 0))
    #expect(harness.terminal.readBack(pair: hold.pair)?.foreground == 179)
    #expect(harness.terminal.readBack(pair: hold.pair)?.background == 234)
    #expect(hold.attributes & 0x200000 != 0)
    let selected = try #require(harness.terminal.readBack(x: 30, y: 1))
    #expect(harness.terminal.readBack(pair: selected.pair)?.background == 236)
    harness.terminal.theme = ThemeLibrary().load("paper").theme
    harness.terminal.present(canvas.frame)
    let again = try #require(harness.terminal.readBack(x: 0, y: 0))
    #expect(harness.terminal.readBack(pair: again.pair)?.background == 255)
  }

  @Test(arguments: ["xterm-256color", "linux", "vt100", "xterm", "screen", "tmux-256color"])
  func everyTerminalType(_ term: String) throws {
    let harness = try Harness(term: term)
    var canvas = Canvas(harness.terminal.size)
    for scope in Scope.allCases { canvas.text("x", x: Int(scope.rawValue), y: 0, style: Style(scope)) }
    harness.terminal.present(canvas.frame)
    expectEqual(harness.terminal, canvas.frame)
  }

  @Test(arguments: [
    ("j", "j"), ("\r", "Enter"), ("\u{1b}", "Esc"), ("\t", "Tab"), ("\u{1b}[Z", "Shift-Tab"), ("\u{7f}", "Backspace"),
    ("\u{4}", "Ctrl-d"), ("\u{1b}[A", "Up"), ("\u{1b}OB", "Down"), ("\u{1b}[5~", "PgUp"), ("\u{1b}[6~", "PgDn"),
    ("\u{1b}[H", "Home"), ("\u{1b}OF", "End"), ("\u{1b}[3~", "Delete"), ("\u{1b}OP", "F1"), ("é", "é"), ("👍", "👍"),
    ("\u{1b}[1;5C", "Ctrl-Right"), ("\u{1a}", "Ctrl-z"), ("\u{3}", "Ctrl-c"), ("\u{0}", "Ctrl-Space"),
    ("gg", "g g"), ("\u{1b}j", "Esc j"),
  ])
  func keys(_ bytes: String, _ expected: String) throws {
    let harness = try Harness()
    harness.type(bytes)
    var names: [String] = []
    while names.count < expected.split(separator: " ").count {
      let events = harness.read()
      if events.isEmpty { break }
      for case .key(let key) in events { names.append(key.description) }
    }
    #expect(names.joined(separator: " ") == expected)
  }

  @Test func pasteIsOneEvent() throws {
    let harness = try Harness()
    harness.type("\u{1b}[200~q\rdelete all\u{3}é\u{1b}[201~j")
    #expect(harness.read() == [.paste("q\ndelete all\u{3}é"), .key(.character("j"))])
  }

  @Test func unfinishedPasteEnds() throws {
    let harness = try Harness()
    harness.type("\u{1b}[200~abc")
    #expect(harness.read() == [.paste("abc")])
  }

  @Test func mouse() throws {
    let harness = try Harness()
    harness.terminal.setMouse(true)
    harness.type("\u{1b}[<0;5;3M")
    #expect(harness.read() == [.mouse(MouseEvent(kind: .press, point: Point(x: 4, y: 2), button: 1))])
    harness.type("\u{1b}[<64;1;1M")
    #expect(harness.read() == [.mouse(MouseEvent(kind: .wheelUp, point: Point(x: 0, y: 0)))])
  }

  @Test func wakeEndsTheWait() throws {
    let harness = try Harness()
    let mailbox = try Mailbox<Int>()
    mailbox.post(1)
    #expect(harness.terminal.waitForInput(wake: mailbox.wakeDescriptor, timeout: nil).isEmpty)
  }

  @Test func closingTwiceIsFine() throws {
    let harness = try Harness()
    harness.terminal.close()
    harness.terminal.close()
    harness.terminal.present(Frame(Size(columns: 60, rows: 12)))
    #expect(harness.terminal.waitForInput(wake: nil, timeout: nil) == [.ended])
  }

  @Test func unknownTerminal() {
    #expect(throws: TerminalError.self) { try Harness(term: "no-such-terminal") }
  }

  /// Every cell changes, again and again: the last frame is held. How long one took is printed, never asserted.
  @Test func wholeFramesOneAfterTheOther() throws {
    let harness = try Harness(columns: 200, rows: 50)
    var times: [Duration] = []
    var last = Frame(harness.terminal.size)
    for round in 0..<40 {
      let began = ContinuousClock.now
      var canvas = Canvas(harness.terminal.size)
      for y in 0..<50 {
        canvas.text(String(repeating: round % 2 == 0 ? "abcdefghij" : "klmnopqrst", count: 20), x: 0, y: y)
      }
      last = canvas.frame
      harness.terminal.present(last)
      times.append(ContinuousClock.now - began)
    }
    times.sort()
    print("frame of 200x50, every cell new: median \(times[20]), worst \(times[39])")
    expectEqual(harness.terminal, last)
  }

  private func expectEqual(_ terminal: NcursesTerminal, _ frame: Frame) {
    for y in 0..<frame.size.rows {
      for x in 0..<frame.size.columns where frame[x, y].width > 0 {
        let cell = frame[x, y]
        let held = terminal.readBack(x: x, y: y)?.text ?? ""
        // A struck letter bears its line as a mark.
        let isStruck = cell.style.scope == .stateDeleted && held.unicodeScalars.last?.value == 0x336
        let shown = isStruck ? held.unicodeScalars.dropLast() : held.unicodeScalars[...]
        if !shown.elementsEqual(cell.glyph.text.unicodeScalars) {
          Issue.record("(\(x),\(y)): \(cell.glyph.text) is held as \(held.unicodeScalars.map { $0.value })")
        }
      }
    }
  }
}
