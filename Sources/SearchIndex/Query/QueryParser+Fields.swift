import Records
import Settings

extension QueryParser {
  /// Reads what follows a field's name: a value, values joined by `|`, or a group.
  mutating func fieldTerm(name range: Range<Int>, depth: Int) throws(QueryError) -> QueryNode {
    let name = text.string(range).lowercased()
    guard let field = QueryField(rawValue: name) else { throw unknownField(name, range) }
    position = range.upperBound + 1
    let written = range.lowerBound..<position
    guard position < text.scalars.count else {
      throw error(.badValue, written, "\(name): needs a value: \(field.help)")
    }
    if text.scalars[position].isQuerySpace {
      let next = text.scalars[position...].firstIndex { !$0.isQuerySpace }
      throw error(
        .badValue, written,
        next == nil ? "\(name): needs a value: \(field.help)" : "\(name): needs its value directly after the colon")
    }
    if text.scalars[position] == "(" { return try group(field: field, depth: depth) }
    guard text.scalars[position] != ")", text.scalars[position] != "|" else {
      throw error(.badValue, written, "\(name): needs a value: \(field.help)")
    }
    var nodes = [try value(of: field, inGroup: false)]
    // `type:text|image` means either; a field behind the bar is a condition of its own.
    while position + 1 < text.scalars.count, text.scalars[position] == "|",
      !text.scalars[position + 1].endsQueryWord || text.scalars[position + 1].isQuotationMark
    {
      let bar = position
      position += 1
      if fieldName() != nil || text.scalars[position] == "-" {
        position = bar
        break
      }
      termCount += 1
      nodes.append(try value(of: field, inGroup: false))
    }
    return nodes.count == 1 ? nodes[0] : .or(nodes)
  }

  private func unknownField(_ name: String, _ range: Range<Int>) -> QueryError {
    let synonyms = [
      "sender": "from", "author": "from", "recipient": "to", "chat": "conv", "conversation": "conv", "group": "conv",
      "number": "phone", "tel": "phone", "since": "after", "until": "before", "on": "date", "is": "has",
      "language": "lang", "kind": "type", "member": "with", "case": "matter", "label": "tag",
    ]
    let nearest = synonyms[name] ?? DidYouMean.nearest(to: name, among: QueryField.allCases.map(\.rawValue))
    let meant = nearest.map { "; did you mean \($0):?" } ?? "; to search for a text with a colon, quote it"
    return error(.unknownField, range, "no field \(name):\(meant)", suggestion: nearest)
  }

  /// Reads one value of a field.
  mutating func value(of field: QueryField, inGroup: Bool) throws(QueryError) -> QueryNode {
    if inGroup, let name = fieldName() {
      throw error(
        .unexpected, name.lowerBound..<name.upperBound + 1,
        "a field cannot stand inside \(field.rawValue):( ); close the parenthesis first, or quote the value")
    }
    let piece = try self.piece()
    guard !piece.text.isEmpty, piece.text.unicodeScalars.contains(where: { !$0.isQuerySpace }) else {
      throw error(.badValue, piece.range, "\(field.rawValue): needs a value: \(field.help)")
    }
    return .term(try term(field, piece))
  }

  private func term(_ field: QueryField, _ piece: Piece) throws(QueryError) -> QueryTerm {
    switch field {
    case .from: return .from(try person(piece))
    case .to: return .to(try person(piece))
    case .with: return .with(try person(piece))
    case .phone: return .phone(try PhoneReader.read(piece, in: text))
    case .date: return .date(try dateFilter(.within, piece))
    case .before: return .date(try dateFilter(.before, piece))
    case .after: return .date(try dateFilter(.after, piece))
    case .in: return .conversationKind(try choice(field, piece, Self.conversationKinds))
    case .has: return .has(try choice(field, piece, Self.properties))
    case .type: return .type(try contentKind(piece))
    case .conv: return .conversation(try conversation(piece))
    case .hold:
      let name = try plain(field, piece)
      return .hold(name.lowercased() == "any" && !piece.isQuoted ? .any : .named(name))
    case .matter: return .matter(try plain(field, piece))
    case .tag: return .tag(try plain(field, piece))
    case .id:
      guard let id = MessageID(piece.text.lowercased()), !piece.isPrefix else {
        throw error(
          .badValue, piece.range, "‘\(short(piece.text))’ is not a message id; ids look like m-abcdefgh234567…")
      }
      return .message(id)
    case .lang:
      let code = piece.text.lowercased()
      guard (2...3).contains(code.utf8.count), code.utf8.allSatisfy({ (0x61...0x7A).contains($0) }), !piece.isPrefix
      else { throw error(.badValue, piece.range, "a language is two or three letters, as in lang:en") }
      return .language(code)
    }
  }

  private func person(_ piece: Piece) throws(QueryError) -> PersonPattern {
    if !piece.isPrefix {
      if let key = ClaimKey(piece.text) { return .claim(key) }
      if !piece.isQuoted, piece.text.utf8.first == 0x40 {
        let key = ClaimKey(.username, piece.text)
        if key.value.unicodeScalars.contains(where: \.isSearchable) { return .claim(key) }
      }
      if !piece.isQuoted, let id = PersonID(piece.text), piece.text.utf8.count == 22 { return .person(id) }
    }
    if PhoneReader.looksLikeNumber(piece) { return .phone(try PhoneReader.read(piece, in: text)) }
    return .name(try words(piece), isPrefix: piece.isPrefix)
  }

  private func conversation(_ piece: Piece) throws(QueryError) -> ConversationPattern {
    if !piece.isPrefix, let id = ConversationID(piece.text) { return .id(id) }
    if !piece.isQuoted, piece.text.hasPrefix("c-") {
      throw error(
        .badValue, piece.range, "‘\(short(piece.text))’ is not a conversation id; for a title, quote it",
        suggestion: "\"\(short(piece.text))\"")
    }
    return .title(try words(piece), isPrefix: piece.isPrefix)
  }

  private func contentKind(_ piece: Piece) throws(QueryError) -> Content.Kind {
    // Kinds are an open set: a quoted one is taken as it is, an unquoted one is checked for typing mistakes.
    if piece.isQuoted, !piece.isPrefix { return Content.Kind(rawValue: piece.text) }
    return try choice(.type, piece, Self.contentKinds)
  }

  /// One of a few words, or an error that names them.
  private func choice<Value>(
    _ field: QueryField, _ piece: Piece, _ choices: [(name: String, value: Value)]
  ) throws(QueryError) -> Value {
    let word = piece.text.lowercased()
    if !piece.isPrefix, let found = choices.first(where: { $0.name == word }) { return found.value }
    let nearest = DidYouMean.nearest(to: word, among: choices.map(\.name))
    let hint = nearest.map { "did you mean \($0)?" } ?? field.help
    throw error(.badValue, piece.range, "no \(field.rawValue):\(short(piece.text)); \(hint)", suggestion: nearest)
  }

  private func plain(_ field: QueryField, _ piece: Piece) throws(QueryError) -> String {
    guard !piece.isPrefix, piece.isQuoted || !piece.text.unicodeScalars.contains("*") else {
      throw error(.badValue, piece.range, "\(field.rawValue): takes a whole name; a star means nothing here")
    }
    return piece.text
  }

  private func words(_ piece: Piece) throws(QueryError) -> String {
    guard piece.text.unicodeScalars.contains(where: \.isSearchable) else {
      throw error(.badValue, piece.range, "no letter or digit to search for")
    }
    guard piece.isQuoted || !piece.text.unicodeScalars.contains("*") else {
      throw error(.badValue, piece.range, "a star can only end a name (lee*) or begin last digits (*0123)")
    }
    return piece.text
  }

  private func short(_ text: String) -> String { text.count > 40 ? String(text.prefix(40)) + "…" : text }

  private static let conversationKinds: [(name: String, value: ConversationReference.Kind)] = [
    ("group", .group), ("direct", .direct), ("broadcast", .broadcast), ("newsletter", .newsletter),
    ("groups", .group), ("channel", .newsletter),
  ]

  private static let properties: [(name: String, value: QueryTerm.Property)] =
    QueryTerm.Property.allCases.map { ($0.rawValue, $0) } + [
      ("edits", .edit), ("deletions", .deletion), ("attachment", .media), ("links", .link), ("replies", .reply),
      ("reactions", .reaction),
    ]

  private static let contentKinds: [(name: String, value: Content.Kind)] =
    knownKinds.map { ($0.rawValue, $0) } + [("photo", .image), ("file", .document), ("contact", .contacts)]

  /// The kinds that can be written without quotation marks.
  static let knownKinds: [Content.Kind] = [
    .text, .image, .audio, .voice, .video, .document, .sticker, .location, .contacts, .interactive, .button, .order,
    .poll, .unsupported, Content.Kind(rawValue: "template"), Content.Kind(rawValue: "event"),
    Content.Kind(rawValue: "product"), Content.Kind(rawValue: "system"),
  ]
}
