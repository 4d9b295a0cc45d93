/// Breaks safe text into lines by cells.
public enum TextLayout {
  /// Wraps at blanks, between ideographs, and inside a word only when the word is longer than a line.
  ///
  /// The result depends on nothing but its arguments: keep it by message and width.
  /// - Parameters:
  ///   - text: The text; its line feeds end lines.
  ///   - width: The cells of a line; at least 2, or a wide character would fit nowhere.
  ///   - maximumLines: When there is more, the last line ends with `…`.
  public static func wrap(_ text: SafeText, width: Int, maximumLines: Int = .max) -> [TextLine] {
    let limit = max(2, width)
    guard maximumLines > 0 else { return [] }
    let glyphs = text.glyphs
    var lines: [TextLine] = []
    var start = 0
    while start < glyphs.count {
      let (end, next) = lineEnd(glyphs, from: start, limit: limit)
      if lines.count == maximumLines - 1, next < glyphs.count {
        lines.append(cut(glyphs, start, end, limit))
        return lines
      }
      lines.append(line(glyphs, start, end))
      start = next
    }
    if lines.isEmpty { lines.append(TextLine(glyphs: [], width: 0)) }
    return lines
  }

  /// Where the line from `start` ends, and where the next begins.
  private static func lineEnd(_ glyphs: [TextGlyph], from start: Int, limit: Int) -> (end: Int, next: Int) {
    var used = 0
    var index = start
    var lastBreak: (end: Int, next: Int)?
    while index < glyphs.count {
      let glyph = glyphs[index]
      if glyph.flags.contains(.newline) { return (trimmed(glyphs, start, index), index + 1) }
      if glyph.flags.contains(.space) {
        // Blanks may hang over the edge; those after a soft break are not drawn.
        var after = index + 1
        while after < glyphs.count, glyphs[after].flags.contains(.space) { after += 1 }
        let hanging = after - index
        if used + hanging > limit || after == glyphs.count { return (trimmed(glyphs, start, index), after) }
        used += hanging
        lastBreak = (trimmed(glyphs, start, index), after)
        index = after
        continue
      }
      if index > start, mayBreak(between: glyphs[index - 1], and: glyph) { lastBreak = (index, index) }
      if used + Int(glyph.width) > limit {
        if let lastBreak, lastBreak.end > start { return lastBreak }
        return (index, index)
      }
      used += Int(glyph.width)
      index += 1
    }
    return (trimmed(glyphs, start, index), index)
  }

  private static func mayBreak(between left: TextGlyph, and right: TextGlyph) -> Bool {
    if left.glyph.base == 0x2d, left.flags.isEmpty { return right.glyph.base > 0x39 }
    guard left.width == 2 || right.width == 2 else { return false }
    if noLineBegin.contains(right.glyph.base) || noLineEnd.contains(left.glyph.base) { return false }
    return !right.flags.contains(.annotation)
  }

  /// Closing punctuation, which must not begin a line.
  private static let noLineBegin = Set("、。，．！？：；）］｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}!?,.:;%".unicodeScalars.map(\.value))
  /// Opening punctuation, which must not end one.
  private static let noLineEnd = Set("（［｛「『【〈《〔([{".unicodeScalars.map(\.value))

  private static func trimmed(_ glyphs: [TextGlyph], _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, glyphs[end - 1].flags.contains(.space) { end -= 1 }
    return end
  }

  private static func line(_ glyphs: [TextGlyph], _ start: Int, _ end: Int) -> TextLine {
    TextLine(glyphs: glyphs[start..<end], width: glyphs[start..<end].reduce(0) { $0 + Int($1.width) })
  }

  private static func cut(_ glyphs: [TextGlyph], _ start: Int, _ end: Int, _ limit: Int) -> TextLine {
    var kept = Array(glyphs[start..<end])
    let style = kept.last?.style ?? .text
    var width = kept.reduce(0) { $0 + Int($1.width) }
    while let last = kept.last, width > limit - 1 || last.glyph == Glyph("…") {
      kept.removeLast()
      width -= Int(last.width)
    }
    kept.append(TextGlyph(Glyph("…"), width: 1, style: style))
    return TextLine(glyphs: kept[...], width: width + 1)
  }
}
