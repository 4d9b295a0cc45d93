import Records

extension Query {
  /// The query in its one written form: what holds and statements record.
  public var canonicalText: String { root.canonicalText }

  /// Whether a date depends on the day the question was asked.
  public var isRelative: Bool {
    terms.contains { term in
      if case .date(let filter) = term { return filter.isRelative }
      return false
    }
  }

  /// The same query with its relative dates written out, as they were understood.
  public func fixingRelativeDates(_ options: QueryOptions) -> Query {
    let resolver = DateResolver(options: options)
    func fixed(_ bound: DateBound?, end: Bool) -> DateBound? {
      guard let bound, case .relative(let date) = bound else { return bound }
      let days = resolver.days(of: date)
      return .civil(CivilPoint(CivilDate(daysSinceEpoch: end ? days.end - 1 : days.first)))
    }
    return Query(
      root.mapTerms { term in
        guard case .date(var filter) = term, filter.isRelative else { return term }
        filter.upper = fixed(filter.upper, end: filter.relation == .within)
        filter.lower = fixed(filter.lower, end: filter.relation == .after)
        return .date(filter)
      }, timeZone: timeZone)
  }
}

extension QueryNode {
  /// The condition as it would be typed, without surrounding parentheses.
  var canonicalText: String {
    switch self {
    case .term(let term): return term.canonicalText
    case .not(let node): return "-" + node.groupedText
    case .or(let nodes): return nodes.map(\.canonicalText).joined(separator: " OR ")
    case .and(let nodes):
      return nodes.map { node in
        if case .or = node { return node.groupedText }
        return node.canonicalText
      }.joined(separator: " ")
    }
  }

  private var groupedText: String {
    switch self {
    case .term, .not: return canonicalText
    case .and, .or: return "(" + canonicalText + ")"
    }
  }
}

extension QueryTerm {
  /// The term as it would be typed.
  public var canonicalText: String {
    switch self {
    case .text(let pattern):
      let text = pattern.isPhrase ? Self.quoted(pattern.text) : pattern.text
      return text + (pattern.isPrefix ? "*" : "")
    case .from(let person): return "from:" + Self.text(of: person)
    case .to(let person): return "to:" + Self.text(of: person)
    case .with(let person): return "with:" + Self.text(of: person)
    case .phone(let phone): return "phone:" + phone.canonicalText
    case .date(let filter): return filter.relation.field.rawValue + ":" + filter.canonicalText
    case .conversationKind(let kind): return "in:" + kind.rawValue
    case .conversation(.id(let id)): return "conv:" + id.text
    case .conversation(.title(let title, let isPrefix)): return "conv:" + Self.value(title) + (isPrefix ? "*" : "")
    case .has(let property): return "has:" + property.rawValue
    case .type(let kind):
      return "type:" + (QueryParser.knownKinds.contains(kind) ? kind.rawValue : Self.quoted(kind.rawValue))
    case .hold(.any): return "hold:any"
    case .hold(.named(let name)):
      return "hold:" + (name.lowercased() == "any" ? Self.quoted(name) : Self.value(name))
    case .matter(let name): return "matter:" + Self.value(name)
    case .message(let id): return "id:" + id.text
    case .language(let code): return "lang:" + code
    case .tag(let tag): return "tag:" + Self.value(tag)
    }
  }

  private static func text(of person: PersonPattern) -> String {
    switch person {
    case .name(let name, let isPrefix): return value(name) + (isPrefix ? "*" : "")
    case .phone(let phone): return phone.canonicalText
    case .claim(let key):
      let text = key.kind == .username ? "@" + key.value : key.text
      let isPlain = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0)
          || [0x2D, 0x2E, 0x3A, 0x40, 0x5F].contains($0)
      }
      return isPlain ? text : quoted(key.text)
    case .person(let id): return id.text
    }
  }

  /// A value without quotation marks where it needs none.
  private static func value(_ text: String) -> String {
    let plain = text.unicodeScalars.enumerated().allSatisfy { index, scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
        return true
      default: return index > 0 && (scalar == "-" || scalar == "_" || scalar == "." || scalar == "@")
      }
    }
    // What begins like an id stays quoted.
    return plain && !text.isEmpty && !text.hasPrefix("c-") && !text.hasPrefix("p-") ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    result.append("\"")
    for scalar in text.unicodeScalars {
      if scalar.isQuotationMark || scalar == "\\" { result.append("\\") }
      result.append(scalar)
    }
    result.append("\"")
    return String(result)
  }
}

extension PhonePattern {
  /// The number as it would be typed.
  public var canonicalText: String {
    switch self {
    case .exact(let digits): return "+" + digits
    case .prefix(let digits): return "+" + digits + "*"
    case .suffix(let digits): return "*" + digits
    }
  }
}

extension DateFilter {
  /// The date or the range as it would be typed.
  public var canonicalText: String {
    switch relation {
    case .before: return upper?.text ?? ""
    case .after: return lower?.text ?? ""
    case .within:
      if let lower, lower == upper {
        // `7d` alone would mean a week.
        guard case .relative(let date) = lower, !date.isWholeUnit else { return lower.text }
      }
      return (lower?.text ?? "") + ".." + (upper?.text ?? "")
    }
  }
}

extension DateBound {
  /// The date as it would be typed.
  public var text: String {
    switch self {
    case .civil(let point): return point.text
    case .relative(let date): return date.text
    }
  }
}

extension CivilPoint {
  /// The date as it would be typed: `2024-05-14T09:00`.
  public var text: String {
    func pad(_ value: Int, _ width: Int = 2) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    var text = pad(year, 4)
    if let month { text += "-" + pad(month) }
    if let day { text += "-" + pad(day) }
    if let hour { text += "T" + pad(hour) }
    if let minute { text += ":" + pad(minute) }
    if let second { text += ":" + pad(second) }
    if let offset = offsetSeconds {
      let minutes = abs(offset) / 60
      text += offset == 0 ? "Z" : (offset < 0 ? "-" : "+") + pad(minutes / 60) + ":" + pad(minutes % 60)
    }
    return text
  }
}
