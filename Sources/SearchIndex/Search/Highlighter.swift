import Records

/// Finds where the words of a query stand in a text.
struct Highlighter {
  private let phrases: [(words: [String], isPrefix: Bool)]

  init(_ query: Query) {
    phrases = query.highlightTerms.map { pattern in
      (Tokenizer.tokens(pattern.text, isQuery: true).map(\.text), pattern.isPrefix)
    }.filter { !$0.words.isEmpty }
  }

  /// Ranges of UTF-8 bytes, in order, none overlapping.
  func ranges(in text: String) -> [Range<Int>] {
    if phrases.isEmpty || text.isEmpty { return [] }
    // Positions: each with its token and the synonyms that stand there.
    var positions: [(start: Int, end: Int, words: [String])] = []
    for token in Tokenizer.tokens(text, isQuery: false) {
      if token.isSynonym, !positions.isEmpty {
        positions[positions.count - 1].words.append(token.text)
      } else {
        positions.append((token.start, token.end, [token.text]))
      }
    }
    var found: [Range<Int>] = []
    for phrase in phrases where phrase.words.count <= positions.count {
      for start in 0...(positions.count - phrase.words.count) {
        let fits = phrase.words.indices.allSatisfy { offset in
          let isLast = offset == phrase.words.count - 1
          return positions[start + offset].words.contains {
            $0 == phrase.words[offset]
              || isLast && phrase.isPrefix && $0.utf8.starts(with: phrase.words[offset].utf8)
          }
        }
        if fits {
          let last = positions[start + phrase.words.count - 1]
          if positions[start].start < last.end { found.append(positions[start].start..<last.end) }
        }
      }
    }
    found.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var merged: [Range<Int>] = []
    for range in found {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
