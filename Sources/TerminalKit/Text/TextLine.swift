/// One line of safe text: a part of a ``SafeText`` that shares its storage.
public struct TextLine: Hashable, Sendable {
  /// The glyphs.
  public internal(set) var glyphs: ArraySlice<TextGlyph>
  /// The cells they take.
  public internal(set) var width: Int

  /// What is drawn, as text.
  public var text: String {
    var view = String.UnicodeScalarView()
    for item in glyphs { item.glyph.forEachScalar { view.append($0) } }
    return String(view)
  }

  /// As much as fits, with `…` when something does not.
  public func truncated(to limit: Int) -> TextLine {
    if width <= limit { return self }
    if limit <= 0 { return TextLine(glyphs: [], width: 0) }
    var used = 0
    var end = glyphs.startIndex
    while end < glyphs.endIndex, used + Int(glyphs[end].width) <= limit - 1 {
      used += Int(glyphs[end].width)
      end += 1
    }
    // No blank before the dots, and no dots of the text itself.
    while end > glyphs.startIndex, glyphs[end - 1].flags.contains(.space) || glyphs[end - 1].glyph == Glyph("…") {
      end -= 1
      used -= Int(glyphs[end].width)
    }
    let style = end < glyphs.endIndex ? glyphs[end].style : .text
    var kept = Array(glyphs[glyphs.startIndex..<end])
    kept.append(TextGlyph(Glyph("…"), width: 1, style: style))
    return TextLine(glyphs: kept[...], width: used + 1)
  }
}
