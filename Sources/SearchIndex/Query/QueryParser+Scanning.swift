extension QueryParser {
  /// A piece of text as it was written: with or without quotation marks, with or without a star behind it.
  struct Piece {
    var text: String
    var isQuoted: Bool
    var isPrefix: Bool
    /// Where the whole piece stands.
    var range: Range<Int>
  }

  mutating func skipSpace() {
    while position < text.scalars.count, text.scalars[position].isQuerySpace { position += 1 }
  }

  /// Whether an operator stands here: upper-case letters that nothing continues.
  func isKeyword(_ word: String) -> Bool {
    let end = position + word.unicodeScalars.count
    guard end <= text.scalars.count, text.scalars[position..<end].elementsEqual(word.unicodeScalars) else {
      return false
    }
    return end == text.scalars.count || text.scalars[end].endsQueryWord
  }

  mutating func takeKeyword(_ word: String) -> Bool {
    guard isKeyword(word) else { return false }
    position += word.unicodeScalars.count
    return true
  }

  mutating func takeBar() -> Bool {
    guard position < text.scalars.count, text.scalars[position] == "|" else { return false }
    position += 1
    return true
  }

  func atOr() -> Bool { position < text.scalars.count && (text.scalars[position] == "|" || isKeyword("OR")) }

  /// The letters before a colon, when what stands here is written as a field.
  func fieldName() -> Range<Int>? {
    var end = position
    while end < text.scalars.count, isFieldLetter(text.scalars[end]) { end += 1 }
    guard end > position, end < text.scalars.count, text.scalars[end] == ":" else { return nil }
    // An address on the web is a word, not a field.
    if end + 2 < text.scalars.count, text.scalars[end + 1] == "/", text.scalars[end + 2] == "/" { return nil }
    return position..<end
  }

  private func isFieldLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }

  /// Reads the words to look for.
  mutating func textPattern() throws(QueryError) -> TextPattern {
    let first = text.scalars[position]
    if first.isLookalikeDash, position + 1 < text.scalars.count, !text.scalars[position + 1].endsQueryWord {
      throw error(
        .badWord, position..<position + 1,
        "this dash is not the minus sign; write -word to exclude, or quote the word to search for it", suggestion: "-")
    }
    for keyword in ["AND", "OR", "NOT"] where isKeyword(keyword) {
      throw error(
        .unexpected, position..<position + keyword.count, "\(keyword) cannot stand here; for the word itself, quote it",
        suggestion: "\"\(keyword)\"")
    }
    let piece = try self.piece()
    guard piece.text.unicodeScalars.contains(where: \.isSearchable) else {
      let isEmpty = piece.isQuoted && piece.text.isEmpty
      let what =
        isEmpty ? "nothing stands between these quotation marks" : "no letter, digit or emoji to search for"
      throw error(.badWord, piece.range, what)
    }
    if !piece.isQuoted, piece.text.unicodeScalars.contains("*") {
      throw error(
        .badWord, piece.range, "a star can only end a word, as in mov*; quote it to search for what stands beside it")
    }
    var isPrefix = piece.isPrefix
    if options.completesLastWord, !piece.isQuoted, piece.range.upperBound == text.scalars.count,
      piece.text.unicodeScalars.count >= 2
    {
      isPrefix = true
    }
    return TextPattern(piece.text, isPhrase: piece.isQuoted, isPrefix: isPrefix)
  }

  /// Reads a quoted text or a word; the position is at neither a space nor a parenthesis.
  mutating func piece() throws(QueryError) -> Piece {
    let start = position
    if text.scalars[position].isQuotationMark { return try quotedPiece() }
    while position < text.scalars.count, !text.scalars[position].endsQueryWord { position += 1 }
    var end = position
    let isPrefix = end > start + 1 && text.scalars[end - 1] == "*"
    if isPrefix { end -= 1 }
    return Piece(text: text.string(start..<end), isQuoted: false, isPrefix: isPrefix, range: start..<position)
  }

  private mutating func quotedPiece() throws(QueryError) -> Piece {
    let start = position
    var content = String.UnicodeScalarView()
    position += 1
    while position < text.scalars.count {
      let scalar = text.scalars[position]
      if scalar == "\\", position + 1 < text.scalars.count,
        text.scalars[position + 1].isQuotationMark || text.scalars[position + 1] == "\\"
      {
        content.append(text.scalars[position + 1])
        position += 2
        continue
      }
      position += 1
      if scalar.isQuotationMark {
        var isPrefix = false
        if position < text.scalars.count, text.scalars[position] == "*" {
          isPrefix = true
          position += 1
        }
        return Piece(text: String(content), isQuoted: true, isPrefix: isPrefix, range: start..<position)
      }
      content.append(scalar)
    }
    throw error(.unbalanced, start..<start + 1, "this quotation mark is never closed; add \"")
  }

  func error(
    _ code: QueryError.Code, _ range: Range<Int>, _ message: String, suggestion: String? = nil
  ) -> QueryError {
    text.error(code, range, message, suggestion: suggestion)
  }
}
