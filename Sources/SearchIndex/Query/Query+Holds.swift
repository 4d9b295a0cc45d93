import Records

extension Query {
  /// Why a condition cannot be part of a hold.
  public struct HoldProblem: Sendable, Hashable {
    /// The term, as it would be typed.
    public var term: String
    public var message: String
  }

  /// Why the query may not be the predicate of a hold; empty when it may.
  ///
  /// A hold is asked again for every message that arrives in later years, and what it holds may only grow: so its dates
  /// are fixed, it does not depend on what officers do, and it excludes only by what can never change.
  public func holdProblems() -> [HoldProblem] {
    var problems: [HoldProblem] = []
    root.visit(excluded: false) { term, excluded in
      func add(_ message: String) { problems.append(HoldProblem(term: term.canonicalText, message: message)) }
      if case .date(let filter) = term, filter.isRelative {
        add("a hold needs fixed dates: its meaning may not change from day to day")
      } else if let field = term.field, field.isOfficersState {
        add("a hold may not depend on \(field.rawValue):, which officers change")
      } else if excluded, !term.isImmutable {
        add(
          "a hold may exclude only what can never change: date, in, conv by id, type, id, has:media, has:link, has:reply"
        )
      }
    }
    return problems
  }

  /// The words to mark in what is found, excluded ones left out.
  public var highlightTerms: [TextPattern] {
    var found: [TextPattern] = []
    root.visit(excluded: false) { term, excluded in
      if case .text(let pattern) = term, !excluded, !found.contains(pattern) { found.append(pattern) }
    }
    return found
  }
}

extension QueryTerm {
  /// Whether the answer for a message can never change: not by edits, not by later knowledge about people.
  var isImmutable: Bool {
    switch self {
    case .date, .conversationKind, .conversation(.id), .type, .message, .has(.media), .has(.link), .has(.reply):
      return true
    case .text, .from, .to, .with, .phone, .conversation(.title), .has, .hold, .matter, .language, .tag:
      return false
    }
  }
}
