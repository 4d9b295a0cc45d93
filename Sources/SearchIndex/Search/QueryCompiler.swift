import Records

/// Turns the condition of a query into SQL and full-text expressions for one shard.
///
/// A query is asked of each wording (`doc`) of each message (`i`): words are about the wording, all else about the
/// message. Conjuncts that the full-text table can answer drive; the rest are conditions on the rows it finds.
struct QueryCompiler {
  private let resolver: any TermResolver
  private let start: Int64
  private var bindings: [SQLValue] = []

  /// Longer lists of tokens are checked as conditions instead.
  private static let tokenLimit = 400

  init(resolver: any TermResolver, start: Int64) {
    self.resolver = resolver
    self.start = start
  }

  /// The plan for a whole query.
  static func plan(_ query: Query, resolver: any TermResolver, start: Int64) throws -> ShardPlan {
    var compiler = QueryCompiler(resolver: resolver, start: start)
    return try compiler.plan(query.root)
  }

  private mutating func plan(_ root: QueryNode) throws -> ShardPlan {
    var plan = ShardPlan()
    plan.dependsOnWording = QueryCompiler.hasWords(root)
    let conjuncts: [QueryNode]
    if case .and(let nodes) = root { conjuncts = nodes } else { conjuncts = [root] }
    var driving: [String] = []
    var beginnings: [String] = []
    var excluded: [String] = []
    var rest: [QueryNode] = []
    for node in conjuncts {
      if case .not(let inner) = node, case .found(let text, isExact: true) = try words(inner) {
        excluded.append(text)
        continue
      }
      switch try words(node) {
      case .found(let text, let isExact):
        if let beginning = beginning(node) {
          plan.beginnings.append(beginning)
          beginnings.append(text)
        } else {
          driving.append(text)
        }
        if !isExact { rest.append(node) }
      case .nothing:
        plan.isNever = true
        return plan
      case .unanswerable: rest.append(node)
      }
    }
    if driving.isEmpty, beginnings.isEmpty {
      // Nothing for the full-text table to begin with: exclusions become conditions too.
      rest = conjuncts
    } else {
      plan.match = (driving + beginnings).map { "(\($0))" }.joined(separator: " AND ")
      for text in excluded { plan.match = "(\(plan.match ?? "")) NOT (\(text))" }
      if !excluded.isEmpty { plan.beginnings = [] }
      if !driving.isEmpty { plan.matchWithoutBeginnings = driving.map { "(\($0))" }.joined(separator: " AND ") }
    }
    for node in rest {
      switch node {
      case .term(.date(let filter)):
        let others = try resolver.rowsOfOtherReadings(from: filter.from, until: filter.until)
        if let from = filter.from {
          plan.lowestRow = max(plan.lowestRow, min(row(from), others.map { secondOf($0.lowest) } ?? .max))
        }
        if let until = filter.until {
          plan.highestRow = min(plan.highestRow, max(row(until), others?.highest ?? 0))
        }
      case .term(.has(.edit)): plan.candidates = "SELECT item FROM versions WHERE origin = 2"
      case .term(.has(.deletion)): plan.candidates = "SELECT item FROM marks WHERE kind = 'revoke'"
      case .term(.has(.reaction)): plan.candidates = "SELECT item FROM reactions"
      case .term(.hold), .term(.matter): plan.candidates = "SELECT item FROM held"
      default: break
      }
      let condition = try sql(node)
      if condition == QueryCompiler.never {
        plan.isNever = true
        return plan
      }
      plan.conditions.append(condition)
    }
    plan.bindings = bindings
    return plan
  }

  private static let never = "0"

  /// A short beginning of a single word; nil for everything else.
  private func beginning(_ node: QueryNode) -> String? {
    guard case .term(.text(let pattern)) = node, pattern.isPrefix else { return nil }
    let tokens = Tokenizer.tokens(pattern.text, isQuery: true)
    guard tokens.count == 1, let token = tokens.first?.text, token.unicodeScalars.count <= 4 else { return nil }
    return token
  }

  /// The first row of an instant's second; the exact time is checked as a condition.
  private func row(_ instant: Instant) -> Int64 {
    let second = instant.seconds.subtractingReportingOverflow(start).partialValue
    if second <= 0 { return 0 }
    return second >= 1 << 48 ? .max : second << RowAllocator.shift
  }

  private func secondOf(_ row: Int64) -> Int64 { (row >> RowAllocator.shift) << RowAllocator.shift }

  private static func hasWords(_ node: QueryNode) -> Bool {
    switch node {
    case .term(.text): return true
    case .term: return false
    case .not(let inner): return hasWords(inner)
    case .and(let nodes), .or(let nodes): return nodes.contains(where: hasWords)
    }
  }

  // MARK: Full text

  /// What the full-text table can say to a node.
  private enum Words {
    /// This expression finds every match; where it is not exact, others too.
    case found(String, isExact: Bool)
    /// Nothing can match.
    case nothing
    case unanswerable
  }

  private func words(_ node: QueryNode) throws -> Words {
    switch node {
    case .term(let term): return try words(term)
    case .not: return .unanswerable
    case .and(let nodes):
      var parts: [String] = []
      var isExact = true
      for node in nodes {
        switch try words(node) {
        case .found(let text, let exact):
          parts.append("(\(text))")
          isExact = isExact && exact
        case .nothing: return .nothing
        case .unanswerable: isExact = false
        }
      }
      return parts.isEmpty ? .unanswerable : .found(parts.joined(separator: " AND "), isExact: isExact)
    case .or(let nodes):
      var parts: [String] = []
      var isExact = true
      for node in nodes {
        switch try words(node) {
        case .found(let text, let exact):
          parts.append("(\(text))")
          isExact = isExact && exact
        case .nothing: continue
        case .unanswerable: return .unanswerable
        }
      }
      return parts.isEmpty ? .nothing : .found(parts.joined(separator: " OR "), isExact: isExact)
    }
  }

  private func words(_ term: QueryTerm) throws -> Words {
    switch term {
    case .text(let pattern):
      guard let phrase = Tokenizer.phrase(pattern.text, isPrefix: pattern.isPrefix) else { return .nothing }
      return .found("text : \(phrase)", isExact: true)
    case .from(let pattern):
      let parties = try resolver.parties(pattern)
      if parties.isEmpty { return .nothing }
      guard let places = try resolver.plainConversations(with: pattern) else { return .unanswerable }
      return tokens([("s", parties), ("c", places)], isExact: places.isEmpty)
    case .to(let pattern): return try recipients(pattern, senders: [])
    case .phone(let pattern):
      return try recipients(.phone(pattern), senders: try resolver.parties(.phone(pattern)))
    case .with(let pattern):
      guard let places = try resolver.conversations(with: pattern) else { return .unanswerable }
      return tokens([("c", places)], isExact: true)
    case .conversation(let pattern): return tokens([("c", try resolver.conversations(pattern))], isExact: true)
    case .has(.media): return .found("keys : hmedia", isExact: true)
    case .has(.link): return .found("keys : hlink", isExact: true)
    case .has(.reply): return .found("keys : hreply", isExact: true)
    case .type(let kind):
      guard kind.rawValue != "text", let word = StoredItem.kindKey(kind.rawValue) else { return .unanswerable }
      guard kind == .audio, let voice = StoredItem.kindKey("voice") else {
        return .found("keys : \(word)", isExact: true)
      }
      return .found("keys : (\(word) OR \(voice))", isExact: true)
    default: return .unanswerable
    }
  }

  /// Whoever receives something in a conversation takes part in it: the conversations' tokens find it, among others.
  private func recipients(_ pattern: PersonPattern, senders: [Int64]) throws -> Words {
    guard let places = try resolver.conversations(with: pattern) else { return .unanswerable }
    let all = Set(places).union(try resolver.conversations(to: pattern)).sorted()
    return tokens([("s", senders), ("c", all)], isExact: false)
  }

  private func tokens(_ lists: [(letter: String, numbers: [Int64])], isExact: Bool) -> Words {
    let tokens = lists.flatMap { list in list.numbers.map { "\(list.letter)\($0)" } }
    if tokens.isEmpty { return .nothing }
    if tokens.count > QueryCompiler.tokenLimit { return .unanswerable }
    return .found("keys : (" + tokens.joined(separator: " OR ") + ")", isExact: isExact)
  }

  // MARK: Conditions

  private mutating func bind(_ value: SQLValue) -> String {
    bindings.append(value)
    // The first three parameters are the executor's.
    return "?\(bindings.count + 3)"
  }

  private mutating func sql(_ node: QueryNode) throws -> String {
    switch node {
    case .term(let term): return try sql(term)
    case .not(let inner): return "NOT ifnull(\(try sql(inner)), 0)"
    case .and(let nodes): return "(" + (try nodes.map { try sql($0) }.joined(separator: " AND ")) + ")"
    case .or(let nodes): return "(" + (try nodes.map { try sql($0) }.joined(separator: " OR ")) + ")"
    }
  }

  private mutating func sql(_ term: QueryTerm) throws -> String {
    switch term {
    case .text:
      guard case .found(let expression, _) = try words(term) else { return QueryCompiler.never }
      return matches(expression)
    case .from(let pattern): return list("i.sender", try resolver.parties(pattern))
    case .to(let pattern): return try recipient(pattern)
    case .phone(let pattern):
      let from = list("i.sender", try resolver.parties(.phone(pattern)))
      return "(\(from) OR \(try recipient(.phone(pattern))))"
    case .with(let pattern):
      guard let places = try resolver.conversations(with: pattern) else {
        throw SearchIndexError(
          .query, "too many people fit with:", remedy: "give more of the name or of the number")
      }
      return list("i.conversation", places)
    case .conversation(let pattern): return list("i.conversation", try resolver.conversations(pattern))
    case .date(let filter):
      guard filter.from != nil || filter.until != nil else { return "1" }
      func within(_ time: String) -> String {
        var parts: [String] = []
        if let from = filter.from { parts.append("\(time) >= \(from.milliseconds)") }
        if let until = filter.until { parts.append("\(time) < \(until.milliseconds)") }
        return parts.joined(separator: " AND ")
      }
      // Other readings may name other times: any of them will do.
      return """
        ((\(within("(((i.row >> 14) + \(start)) * 1000 + i.fraction)"))) OR (i.bits & \(ItemBits.retimed) AND (EXISTS(
        SELECT 1 FROM versions c WHERE c.item = i.row AND c.origin = 1 AND \(within("ifnull(c.sent, c.captured)")))
        OR EXISTS(SELECT 1 FROM records c WHERE c.item = i.row AND c.at IS NOT NULL AND \(within("c.at"))))))
        """
    case .conversationKind(let kind):
      return "i.conversation IN (SELECT number FROM conversations WHERE kind = \(ItemBits.rank(kind)))"
    case .has(let property): return "(i.bits & \(QueryCompiler.mask(property))) <> 0"
    case .type(let kind):
      // Whoever looks for recordings wants the voice notes as well; `type:voice` is the narrower one.
      let kinds = kind == .audio ? [kind, .voice] : [kind]
      return list("(i.bits >> \(ItemBits.kindShift))", try kinds.compactMap { try resolver.kind($0.rawValue) })
    case .hold(.any): return held("")
    case .hold(.named(let name)):
      let bound = bind(.text(name))
      return held(" AND (o.id = \(bound) OR o.matter = \(bound))")
    case .matter(let name): return held(" AND o.matter = \(bind(.text(name)))")
    case .message(let id):
      let key = ItemKey(id)
      return "(i.id = \(key.head) AND i.tail = \(bind(.blob(key.tail))))"
    case .tag: return QueryCompiler.never
    case .language:
      throw SearchIndexError(
        .query, "messages carry no language in this version", remedy: "leave out lang: and search for words instead")
    }
  }

  private func matches(_ expression: String) -> String {
    // Inside a literal, quotation marks are doubled; the expression holds no bindings.
    "EXISTS(SELECT 1 FROM words WHERE words MATCH '\(expression.replacing("'", with: "''"))' AND rowid = {doc})"
  }

  private func recipient(_ pattern: PersonPattern) throws -> String {
    let parties = try resolver.parties(pattern)
    let conversations = try resolver.conversations(to: pattern)
    var parts: [String] = []
    if !parties.isEmpty {
      parts.append(list("i.recipient", parties))
      if case .found(let expression, _) = tokens([("r", parties)], isExact: true) {
        // Several recipients stand only in the tokens.
        parts.append(
          "(i.recipient = 0 AND i.extra IS NOT NULL AND \(matches(expression).replacing("{doc}", with: "i.row")))")
      }
    }
    if !conversations.isEmpty { parts.append("(i.bits >> 4 & 3 = 1 AND \(list("i.conversation", conversations)))") }
    return parts.isEmpty ? QueryCompiler.never : "(" + parts.joined(separator: " OR ") + ")"
  }

  private func held(_ more: String) -> String {
    """
    EXISTS(SELECT 1 FROM held h JOIN holds o ON o.number = h.hold WHERE h.item = i.row AND o.released IS NULL\(more))
    """
  }

  private func list(_ column: String, _ numbers: [Int64]) -> String {
    if numbers.isEmpty { return QueryCompiler.never }
    return "\(column) IN (" + numbers.map(String.init).joined(separator: ",") + ")"
  }

  private static func mask(_ property: QueryTerm.Property) -> Int64 {
    switch property {
    case .edit: return ItemBits.edited
    case .deletion: return ItemBits.revoked
    case .media: return ItemBits.media
    case .link: return ItemBits.link
    case .reply: return ItemBits.reply
    case .reaction: return ItemBits.reacted
    }
  }
}
