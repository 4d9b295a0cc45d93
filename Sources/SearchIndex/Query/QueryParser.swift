import Records

/// Reads the query language: a recursive descent over `or`, `and`, `not` and terms.
public struct QueryParser {
  let text: QueryText
  let options: QueryOptions
  var position = 0
  var termCount = 0

  /// Reads a query; a failure says where and why.
  public static func parse(_ text: String, options: QueryOptions = .utc) -> Result<Query, QueryError> {
    Result { () throws(QueryError) in try read(text, options: options) }
  }

  /// Reads a query, throwing instead of returning the failure.
  public static func read(_ text: String, options: QueryOptions = .utc) throws(QueryError) -> Query {
    // Counted before anything is copied: a query from outside may be of any size.
    if let excess = text.unicodeScalars.index(
      text.startIndex, offsetBy: QueryGrammar.maximumScalars + 1, limitedBy: text.endIndex)
    {
      throw tooLong(column: text[..<excess].count - 1)
    }
    var parser = QueryParser(text: QueryText(text), options: options)
    guard parser.text.length <= QueryGrammar.maximumLength else { throw tooLong(column: QueryGrammar.maximumLength) }
    let query = try parser.whole()
    guard query.canonicalText.unicodeScalars.count <= QueryGrammar.maximumLength else {
      throw tooLong(column: parser.text.length)
    }
    return query
  }

  private static func tooLong(column: Int) -> QueryError {
    QueryError(
      .tooLong, column: max(0, column), length: 0,
      message: "a query has at most \(QueryGrammar.maximumLength) characters; search in several steps")
  }

  private mutating func whole() throws(QueryError) -> Query {
    skipSpace()
    guard position < text.scalars.count else {
      throw QueryError(
        .empty, column: 0, length: 0, message: "the query is empty; type words, or a field such as from:")
    }
    let node = try or(field: nil, depth: 0)
    skipSpace()
    if position < text.scalars.count {
      // Only a closing parenthesis stops the reading before the end.
      throw error(.unbalanced, position..<position + 1, "no parenthesis is open here; remove it, or quote it")
    }
    let query = Query(node, timeZone: options.timeZone)
    guard query.root.depth <= QueryGrammar.maximumDepth else { throw tooDeep(0) }
    return query
  }

  mutating func or(field: QueryField?, depth: Int) throws(QueryError) -> QueryNode {
    var nodes = [try and(field: field, depth: depth)]
    while true {
      skipSpace()
      let start = position
      guard takeBar() || takeKeyword("OR") else { break }
      try expectOperand(after: start..<position)
      nodes.append(try and(field: field, depth: depth))
    }
    return nodes.count == 1 ? nodes[0] : .or(nodes)
  }

  private mutating func and(field: QueryField?, depth: Int) throws(QueryError) -> QueryNode {
    try refuseLeadingOperator()
    var nodes = [try not(field: field, depth: depth)]
    while true {
      skipSpace()
      let start = position
      if takeKeyword("AND") {
        try expectOperand(after: start..<position)
      } else if position >= text.scalars.count || text.scalars[position] == ")" || atOr() {
        break
      }
      nodes.append(try not(field: field, depth: depth))
    }
    return nodes.count == 1 ? nodes[0] : .and(nodes)
  }

  private mutating func not(field: QueryField?, depth: Int) throws(QueryError) -> QueryNode {
    guard depth < QueryGrammar.maximumTextDepth else { throw tooDeep(position) }
    skipSpace()
    let start = position
    if takeKeyword("NOT") {
      try expectOperand(after: start..<position)
      return .not(try not(field: field, depth: depth + 1))
    }
    if position < text.scalars.count, text.scalars[position] == "-" {
      position += 1
      guard position < text.scalars.count, !text.scalars[position].isQuerySpace, text.scalars[position] != ")",
        text.scalars[position] != "|"
      else {
        throw error(
          .unexpected, start..<start + 1, "a minus belongs directly before what it excludes; write -word, or quote it")
      }
      return .not(try not(field: field, depth: depth + 1))
    }
    return try primary(field: field, depth: depth)
  }

  private mutating func primary(field: QueryField?, depth: Int) throws(QueryError) -> QueryNode {
    if text.scalars[position] == "(" {
      return try group(field: field, depth: depth)
    }
    termCount += 1
    guard termCount <= QueryGrammar.maximumTerms else {
      throw error(
        .tooLong, position..<position, "a query has at most \(QueryGrammar.maximumTerms) terms; search in several steps"
      )
    }
    if let field { return try value(of: field, inGroup: true) }
    if let name = fieldName() { return try fieldTerm(name: name, depth: depth) }
    return .term(.text(try textPattern()))
  }

  /// Reads from an opening parenthesis to its closing one.
  mutating func group(field: QueryField?, depth: Int) throws(QueryError) -> QueryNode {
    let start = position
    position += 1
    skipSpace()
    if position < text.scalars.count, text.scalars[position] == ")" {
      throw error(.unexpected, start..<position + 1, "nothing stands between these parentheses")
    }
    guard position < text.scalars.count else {
      throw error(.unbalanced, start..<start + 1, "this parenthesis is never closed; add )")
    }
    let node = try or(field: field, depth: depth + 1)
    skipSpace()
    guard position < text.scalars.count else {
      throw error(.unbalanced, start..<start + 1, "this parenthesis is never closed; add )")
    }
    position += 1
    return node
  }

  private func refuseLeadingOperator() throws(QueryError) {
    guard position < text.scalars.count else { return }
    for keyword in ["AND", "OR"] where isKeyword(keyword) {
      throw error(
        .unexpected, position..<position + keyword.count,
        "\(keyword) needs something before it; for the word itself, quote it", suggestion: "\"\(keyword)\"")
    }
    if text.scalars[position] == "|" {
      throw error(.unexpected, position..<position + 1, "| needs something before it")
    }
  }

  /// Fails unless something follows an operator that an operator can apply to.
  private mutating func expectOperand(after range: Range<Int>) throws(QueryError) {
    skipSpace()
    let name = text.string(range)
    let atEnd = position >= text.scalars.count
    if atEnd || text.scalars[position] == ")" || atOr() || isKeyword("AND") {
      let quoted = name == "|" ? nil : "\"\(name)\""
      throw error(.unexpected, range, "\(name) needs something after it", suggestion: quoted)
    }
  }

  func tooDeep(_ at: Int) -> QueryError {
    error(
      .tooDeep, at..<at, "conditions are nested more than \(QueryGrammar.maximumDepth) deep; search in several steps")
  }
}
