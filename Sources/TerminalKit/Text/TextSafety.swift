/// The one function between text from outside and the screen.
///
/// Each grapheme becomes cells that every terminal draws alike. Nothing is dropped without a mark and nothing acts:
/// controls, bidi characters and tags are shown. What stands for something else is flagged `substituted`.
///
/// | in | out |
/// |---|---|
/// | a letter, with up to four combining marks | one cell, as it is |
/// | more marks | the first four, then `+n` |
/// | a flag | its two letters |
/// | a skin tone | the base and `·` |
/// | VS16 and other variation selectors | the base without them |
/// | a joined emoji | its first part and `+n` |
/// | unknown and private characters | `⟨1FABF⟩` |
/// | C0 | its picture, `␛`; a line feed `↵` |
/// | C1, bidi, invisible format characters | `⟨U+202E⟩` |
/// | tag characters | `⟨tag gbeng⟩` |
/// | a joiner or non-joiner in a word | `¦` |
public enum TextSafety {
  /// Calls `body` with the safe glyphs of a text, in order.
  public static func forEachGlyph(of text: String, style: Style = .text, _ body: (TextGlyph) -> Void) {
    var copy = text
    let isAscii = copy.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } }
    if isAscii {
      copy.withUTF8 { asciiGlyphs($0, style: style, body) }
      return
    }
    var builder = GlyphBuilder(style: style)
    for character in copy {
      builder.add(character, body)
    }
  }

  private static func asciiGlyphs(_ bytes: UnsafeBufferPointer<UInt8>, style: Style, _ body: (TextGlyph) -> Void) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0d, index < bytes.count, bytes[index] == 0x0a { continue }
      body(asciiGlyph(byte, style: style))
    }
  }

  static func asciiGlyph(_ byte: UInt8, style: Style) -> TextGlyph {
    switch byte {
    case 0x20: return TextGlyph(.space, width: 1, flags: .space, style: style)
    case 0x21...0x7e: return TextGlyph(Glyph(Unicode.Scalar(byte)), width: 1, style: style)
    case 0x0a:
      return TextGlyph(
        Glyph("\u{21b5}"), width: 1, flags: [.newline, .substituted, .annotation], style: style.annotated)
    case 0x7f: return picture("\u{2421}", style)
    default: return picture(Unicode.Scalar(0x2400 + UInt32(byte)) ?? "?", style)
    }
  }

  private static func picture(_ scalar: Unicode.Scalar, _ style: Style) -> TextGlyph {
    TextGlyph(Glyph(scalar), width: 1, flags: [.substituted, .annotation], style: style.annotated)
  }

  /// The number of cells of a text's safe form.
  public static func width(of text: String) -> Int {
    var width = 0
    forEachGlyph(of: text) { width += Int($0.width) }
    return width
  }

  /// Whether a text has a letter that is written from right to left.
  ///
  /// Such text is drawn in logical order and marked.
  public static func containsRightToLeft(_ text: String) -> Bool {
    text.unicodeScalars.contains { ScalarClass.isRightToLeft($0) }
  }

  /// Whether the safe form differs from the text in anything but line feeds.
  public static func hasSubstitutions(_ text: String) -> Bool {
    var found = false
    forEachGlyph(of: text) { glyph in
      if glyph.flags.contains(.substituted), !glyph.flags.contains(.newline) { found = true }
    }
    return found
  }
}
