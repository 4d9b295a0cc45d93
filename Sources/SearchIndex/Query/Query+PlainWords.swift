import Records

extension Query {
  /// What the query asks for, in words that need no manual.
  public var plainWords: String { plainWords { _ in nil } }

  /// What the query asks for, in words; `name` says how a person is called whom it names by an id.
  public func plainWords(naming name: (PersonID) -> String?) -> String {
    let hasDates = terms.contains { term in
      if case .date = term { return true }
      return false
    }
    return "messages " + root.plainWords(isInner: false, name) + (hasDates ? " (dates in \(timeZone))" : "")
  }
}

extension Query {
  /// The people whom it names by an id, each once.
  public var people: [PersonID] {
    var ids: [PersonID] = []
    for case .person(let id)? in terms.map(\.person) where !ids.contains(id) { ids.append(id) }
    return ids
  }
}

extension QueryNode {
  fileprivate func plainWords(isInner: Bool, _ name: (PersonID) -> String?) -> String {
    switch self {
    case .term(let term): return term.plainWords(name)
    case .not(let node):
      if case .term(let term) = node { return "not " + term.plainWords(name) }
      return "not " + node.plainWords(isInner: true, name)
    case .and(let nodes): return joined(nodes, ", and ", isInner, name)
    case .or(let nodes): return joined(nodes, ", or ", isInner, name)
    }
  }

  private func joined(
    _ nodes: [QueryNode], _ word: String, _ isInner: Bool, _ name: (PersonID) -> String?
  ) -> String {
    let text = nodes.map { $0.plainWords(isInner: true, name) }.joined(separator: word)
    return isInner ? "(" + text + ")" : text
  }
}

extension QueryTerm {
  fileprivate func plainWords(_ name: (PersonID) -> String?) -> String {
    switch self {
    case .text(let pattern):
      let quoted = "“" + pattern.text + "”"
      switch (pattern.isPhrase, pattern.isPrefix) {
      case (false, false): return "with the word " + quoted
      case (false, true): return "with a word that begins with " + quoted
      case (true, false): return "with the phrase " + quoted
      case (true, true): return "with a phrase that begins with " + quoted
      }
    case .from(let person): return "sent by " + Self.words(person, name)
    case .to(let person): return "sent to " + Self.words(person, name)
    case .with(let person): return "in a conversation with " + Self.words(person, name)
    case .phone(let phone): return "sent by or to " + phone.plainWords
    case .date(let filter): return filter.plainWords
    case .conversationKind(let kind):
      return kind == .direct ? "in a direct conversation" : "in a " + kind.rawValue
    case .conversation(.id(let id)): return "in the conversation " + id.text
    case .conversation(.title(let title, let isPrefix)):
      return "in a conversation titled “" + title + (isPrefix ? "…”" : "”")
    case .has(.edit): return "edited by the sender"
    case .has(.deletion): return "deleted by the sender"
    case .has(.media): return "with an attachment"
    case .has(.link): return "with a link"
    case .has(.reply): return "answering another message"
    case .has(.reaction): return "with a reaction"
    case .type(.audio): return "of type audio or voice"
    case .type(let kind): return "of type " + kind.rawValue
    case .hold(.any): return "under a legal hold"
    case .hold(.named(let name)): return "under the hold or matter " + name
    case .matter(let name): return "held for the matter " + name
    case .message(let id): return "with the id " + id.text
    case .language(let code): return "in the language " + code
    case .tag(let tag): return "tagged “" + tag + "”"
    }
  }

  private static func words(_ person: PersonPattern, _ called: (PersonID) -> String?) -> String {
    switch person {
    case .name(let name, let isPrefix): return "“" + name + (isPrefix ? "…”" : "”")
    case .phone(let phone): return phone.plainWords
    case .claim(let key):
      switch key.kind {
      case .phone: return "the number +" + key.value
      case .lid: return "the linked id " + key.value
      case .user: return "the user id " + key.value
      case .username: return "the user name @" + key.value
      case .name:
        return "“" + key.value + "” of " + (key.scope.map { "the conversation " + $0.text } ?? "no conversation")
      }
    case .person(let id): return called(id).map { "\($0) (\(id.text))" } ?? "the person " + id.text
    }
  }
}

extension PhonePattern {
  fileprivate var plainWords: String {
    switch self {
    case .exact(let digits): return "the number +" + digits
    case .prefix(let digits): return "a number that begins with +" + digits
    case .suffix(let digits): return "a number that ends in " + digits
    }
  }
}

extension DateFilter {
  fileprivate var plainWords: String {
    switch (relation, lower, upper) {
    case (.before, _, let upper?): return "sent before " + upper.plainWords
    case (.after, let lower?, _): return "sent after " + lower.plainWords
    case (.within, let lower?, let upper?) where lower == upper: return "sent " + lower.preposition + lower.plainWords
    case (.within, let lower?, let upper?):
      return "sent from " + lower.plainWords + " to the end of " + upper.plainWords
    case (.within, let lower?, nil): return "sent from " + lower.plainWords + " on"
    case (.within, nil, let upper?): return "sent until the end of " + upper.plainWords
    default: return "sent at any time"
    }
  }
}

extension DateBound {
  fileprivate var preposition: String {
    switch self {
    case .relative: return ""
    case .civil(let point): return point.day == nil ? "in " : point.hour == nil ? "on " : "at "
    }
  }

  fileprivate var plainWords: String {
    switch self {
    case .civil(let point): return point.plainWords
    case .relative(let date):
      if date.isWholeUnit { return date.text.replacingHyphens }
      let unit = ["d": "day", "w": "week", "m": "month", "y": "year"][date.unit.rawValue] ?? ""
      return "the day \(date.count) \(unit)\(date.count == 1 ? "" : "s") ago"
    }
  }
}

extension String {
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? " " : $0 }) }
}

extension CivilPoint {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  fileprivate var plainWords: String {
    guard let month else { return String(year) }
    let name = Self.months[max(1, min(12, month)) - 1]
    guard let day else { return "\(name) \(year)" }
    var words = "\(day) \(name) \(year)"
    if hour != nil, let clock = text.split(separator: "T").last { words += " " + clock }
    return words
  }
}
