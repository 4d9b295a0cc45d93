import Records

extension QueryParser {
  /// Reads a date, or for `date:` also a range of dates.
  func dateFilter(_ relation: DateFilter.Relation, _ piece: Piece) throws(QueryError) -> DateFilter {
    guard !piece.isPrefix else {
      throw error(.badDate, piece.range, "a star means nothing in a date; for a whole month, write 2024-05")
    }
    let offset = piece.isQuoted ? 1 : 0
    let lead = piece.range.lowerBound + offset
    // Quoted text may hold escapes; then the parts are marked as a whole.
    let isVerbatim = text.scalars[lead..<min(text.scalars.count, lead + piece.text.unicodeScalars.count)]
      .elementsEqual(piece.text.unicodeScalars)
    func place(_ part: Substring) -> Range<Int> {
      guard isVerbatim else { return piece.range }
      let before = piece.text.unicodeScalars.distance(from: piece.text.startIndex, to: part.startIndex)
      return lead + before..<lead + before + part.unicodeScalars.count
    }
    let whole = Substring(piece.text)
    guard let dots = Self.rangeSeparator(in: whole) else {
      let bound = try DateReader(parser: self, range: place(whole)).bound(whole)
      return resolve(relation, bound, whole)
    }
    guard relation == .within else {
      throw error(
        .badDate, piece.range, "\(relation.rawValue): takes one date; for a range, write date:\(piece.text)",
        suggestion: nil)
    }
    let first = whole[..<dots.lowerBound]
    let second = whole[dots.upperBound...]
    guard !first.isEmpty || !second.isEmpty else {
      throw error(.badDate, piece.range, "a range needs a date before or after its dots: 2024-05..2024-06")
    }
    let lower = first.isEmpty ? nil : try DateReader(parser: self, range: place(first)).bound(first)
    let upper = second.isEmpty ? nil : try DateReader(parser: self, range: place(second)).bound(second)
    let filter = DateFilter(
      relation: .within, lower: lower, upper: upper, from: lower.map { start(of: $0) }, until: upper.map { end(of: $0) }
    )
    if let from = filter.from, let until = filter.until, from >= until {
      throw error(
        .badDate, piece.range, "the range ends before it begins; did you mean \(second)..\(first)?",
        suggestion: "\(second)..\(first)")
    }
    return filter
  }

  private static func rangeSeparator(in text: Substring) -> Range<Substring.Index>? {
    var index = text.unicodeScalars.startIndex
    while index < text.unicodeScalars.endIndex {
      let next = text.unicodeScalars.index(after: index)
      if text.unicodeScalars[index] == ".", next < text.unicodeScalars.endIndex, text.unicodeScalars[next] == "." {
        return index..<text.unicodeScalars.index(after: next)
      }
      index = next
    }
    return nil
  }

  private func resolve(_ relation: DateFilter.Relation, _ bound: DateBound, _ written: Substring) -> DateFilter {
    switch relation {
    case .before:
      return DateFilter(relation: .before, lower: nil, upper: bound, from: nil, until: start(of: bound))
    case .after:
      return DateFilter(relation: .after, lower: bound, upper: nil, from: end(of: bound), until: nil)
    case .within:
      // `7d` alone means the last seven days, today included.
      if case .relative(let date) = bound, !date.isWholeUnit {
        let today = DateBound.relative(.today)
        return DateFilter(
          relation: .within, lower: bound, upper: today, from: start(of: bound), until: end(of: today))
      }
      return DateFilter(
        relation: .within, lower: bound, upper: bound, from: start(of: bound), until: end(of: bound))
    }
  }

  private func start(of bound: DateBound) -> Instant { DateResolver(options: options).span(of: bound).from }
  private func end(of bound: DateBound) -> Instant { DateResolver(options: options).span(of: bound).until }
}
