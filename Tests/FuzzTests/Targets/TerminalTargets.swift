@testable import TerminalKit

extension FuzzTarget {
  private static let textWords = [
    "\u{202E}", "\u{2066}", "\u{200D}", "\u{200F}", "\u{FE0F}", "\u{1F468}\u{200D}\u{1F469}", "\u{1F1E9}\u{1F1EA}",
    "\u{0301}",
    "\u{0E33}", "\u{1100}\u{1161}", "世", "ﷺ", "\u{1B}[2J", "\u{9B}", "\n", "\t", "\u{E0041}", "\u{FFFD}", "\u{00AD}",
  ]

  static let terminal: [FuzzTarget] = [
    FuzzTarget(
      "text", dictionary: textWords, maximumLength: 1024,
      seeds: {
        [
          "héllo 世界 👨‍👩‍👧\u{202E}abc\n\tx\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "\u{1B}]0;x\u{7}🇩🇪\u{200F}שלום",
          "a-b c",
        ].map {
          Array($0.utf8)
        }
      }, check: checkText),
    FuzzTarget(
      "keys", dictionary: ["Ctrl-", "Alt-", "Shift-", "Enter", "F12", "PgUp", "\"", "\\", "#", "kRIT5", " "],
      maximumLength: 512,
      seeds: { ["/ \"from:ruiz\" Enter", "j j Space # x", "Ctrl-d Alt-x Shift-Tab F5 kUP3"].map { Array($0.utf8) } },
      check: { bytes in
        let text = bytes.mended
        if let keys = try? KeyScript.parse(text) {
          try require(keys.count <= text.count, "\(text.count) characters became \(keys.count) keys")
        }
        if let key = Key(text), Key(key.description) != key {
          // A shifted letter is that letter; all else keeps its name.
          throw FuzzFailure("the key \(key) of ‘\(text)’ reads back differently")
        }
        _ = ExtendedKeys.key(named: text)
        for scalar in text.unicodeScalars {
          guard let key = ExtendedKeys.key(scalar: scalar) else { continue }
          if let typed = key.typed {
            try require(
              typed.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "a control is typed")
          }
        }
      }),
    FuzzTarget(
      "line-editor", dictionary: textWords, maximumLength: 512,
      seeds: { [[0, 0x61, 3, 0x61, 0x62, 2, 5, 7, 9], Array("\u{1}e\u{301}\u{2}\u{3}".utf8)] }, check: checkEditor),
  ]

  private static func checkText(_ bytes: [UInt8]) throws {
    let text = bytes.mended
    let safe = SafeText(text)
    try require(safe.width == safe.glyphs.reduce(0) { $0 + Int($1.width) }, "the width is not that of the glyphs")
    try require(TextSafety.width(of: text) == safe.width, "two widths of one text")
    try require(safe.glyphs.count <= 12 * bytes.count + 1, "\(bytes.count) bytes became \(safe.glyphs.count) glyphs")
    for glyph in safe.glyphs {
      try require(glyph.width == 1 || glyph.width == 2, "a glyph of \(glyph.width) cells")
      try require(!glyph.glyph.text.isEmpty, "a glyph of nothing")
      for scalar in glyph.glyph.text.unicodeScalars {
        // What a terminal would obey or hide must never reach it.
        let isHidden = [.control, .surrogate, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
        let isBidi =
          (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          || [0x200E, 0x200F, 0x061C].contains(scalar.value)
        try require(!isHidden && !isBidi, "U+\(String(scalar.value, radix: 16)) would be drawn")
      }
    }
    // What is safe stays as it is.
    let again = SafeText(safe.text)
    try require(again.text == safe.text, "the safe form of a safe form is another")
    try require(again.width == safe.width, "a safe form is \(safe.width) cells wide, and then \(again.width)")
    for width in [2, 7, 40] {
      let lines = TextLayout.wrap(safe, width: width)
      var end = 0
      for line in lines {
        try require(line.width <= width, "a line of \(line.width) cells in \(width)")
        try require(
          line.width == line.glyphs.reduce(0) { $0 + Int($1.width) }, "a line's width is not that of its glyphs")
        if let first = line.glyphs.indices.first {
          // Only blanks and line feeds may fall away between lines.
          try require(first >= end, "a glyph stands on two lines")
          try require(
            safe.glyphs[end..<first].allSatisfy { $0.flags.contains(.space) || $0.flags.contains(.newline) },
            "a glyph stands on no line")
          end = line.glyphs.endIndex
        }
      }
      try require(
        safe.glyphs[end...].allSatisfy { $0.flags.contains(.space) || $0.flags.contains(.newline) },
        "the end of the text stands on no line")
      try require(safe.truncated(to: width).width <= width, "a truncated text is too wide")
      try require(TextLayout.wrap(safe, width: width, maximumLines: 2).count <= 2, "more lines than asked for")
    }
    _ = safe.truncated(to: 0)
    _ = ScalarInfo.list(text)
    for glyph in safe.glyphs { _ = AsciiFallback.character(for: glyph.glyph) }
  }

  private static func checkEditor(_ bytes: [UInt8]) throws {
    var input = FuzzInput(bytes)
    var editor = LineEditor("", isSecret: input.byte() & 1 == 1)
    let keys: [Key] = [
      .left, .right, .home, .end, .backspace, .delete, .control("u"), .control("k"), .control("w"),
      Key(.left, control: true),
      Key(.right, control: true), .enter,
    ]
    while !input.isEmpty {
      let code = input.byte()
      switch code {
      case 0..<12: _ = editor.handle(keys[Int(code)])
      case 12: editor.paste(input.text())
      case 13: editor.replace(lastGraphemes: Int(input.byte()), with: input.text())
      case 14: editor.text = input.text()
      default:
        let character = Unicode.Scalar(UInt32(code) << 4 | UInt32(input.byte())).map(Character.init) ?? "x"
        _ = editor.handle(.character(character))
      }
      let count = editor.text.count
      try require((0...count).contains(editor.cursor), "the caret stands at \(editor.cursor) of \(count)")
      try require(editor.textBeforeCursor.count <= count, "there is more before the caret than there is")
      try require(
        editor.text.unicodeScalars.starts(with: editor.textBeforeCursor.unicodeScalars),
        "what stands before the caret is not in it")
      try require(count <= LineEditor.maximumLength, "\(count) characters")
    }
  }
}
