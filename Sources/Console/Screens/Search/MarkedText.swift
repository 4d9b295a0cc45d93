import TerminalKit

/// Text with the words that a search found standing out.
enum MarkedText {
  /// The safe text, its marked ranges of UTF-8 bytes in the ink of hits.
  ///
  /// Ranges are widened to whole characters, and what lies outside of the text is left out.
  static func all(_ text: String, _ ranges: [Range<Int>], style: Style = .text) -> SafeText {
    var result = SafeText()
    var piece = ""
    var isMarked = false
    var offset = 0
    var next = 0
    for character in text {
      let end = offset + character.utf8.count
      while next < ranges.count, ranges[next].upperBound <= offset { next += 1 }
      let marks = next < ranges.count && ranges[next].lowerBound < end && !ranges[next].isEmpty
      if marks != isMarked, !piece.isEmpty {
        result.append(piece, style: isMarked ? .hit : style)
        piece = ""
      }
      isMarked = marks
      piece.append(character)
      offset = end
    }
    if !piece.isEmpty { result.append(piece, style: isMarked ? .hit : style) }
    return result
  }

  /// About as much as fits on one line, with the first marked words in sight.
  ///
  /// Takes time by the width, not by the text's length.
  static func snippet(_ text: String, _ ranges: [Range<Int>], width: Int, style: Style = .text) -> SafeText {
    let bytes = text.utf8.count
    let room = max(8, width)
    var start = 0
    if let first = ranges.first(where: { !$0.isEmpty }), first.upperBound > room - 2 {
      start = boundary(text, at: min(bytes, max(0, first.lowerBound - room / 3)))
      // At the beginning of a word, when one begins before the hit.
      let from = text.utf8.index(text.startIndex, offsetBy: start)
      let until = text.utf8.index(text.startIndex, offsetBy: min(bytes, max(start, first.lowerBound)))
      if start > 0, let blank = text.utf8[from..<until].firstIndex(of: 0x20) {
        start = text.utf8.distance(from: text.startIndex, to: blank) + 1
      }
    }
    // Four bytes a cell, and some for combining marks.
    let end = boundary(text, at: min(bytes, start + room * 4 + 64))
    let from = text.utf8.index(text.startIndex, offsetBy: start)
    let until = text.utf8.index(text.startIndex, offsetBy: max(start, end))
    let shifted = ranges.compactMap { range -> Range<Int>? in
      guard range.upperBound > start, range.lowerBound < end else { return nil }
      return max(0, range.lowerBound - start)..<range.upperBound - start
    }
    var result = SafeText()
    if start > 0 { result.append("…", style: .dim) }
    result.append(all(String(text[from..<until]), shifted, style: style))
    return result
  }

  /// The nearest character boundary at or before an offset in bytes.
  private static func boundary(_ text: String, at offset: Int) -> Int {
    var place = min(max(0, offset), text.utf8.count)
    var steps = 0
    while place > 0, steps < 128 {
      let index = text.utf8.index(text.startIndex, offsetBy: place)
      if String.Index(index, within: text) != nil { return place }
      place -= 1
      steps += 1
    }
    return steps < 128 ? place : 0
  }
}
