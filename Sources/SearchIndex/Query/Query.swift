import Records

/// A search as the archive understands it: parsed, normalised, and with its dates resolved in one time zone.
///
/// The same value serves the console, the command line, saved searches, holds and exports. Equal queries find equal
/// messages, and `QueryParser.parse(query.canonicalText)` gives an equal query back.
public struct Query: Sendable, Hashable {
  /// The condition that a message must meet.
  public var root: QueryNode
  /// The zone that the dates mean, as an IANA name or `UTC`.
  public var timeZone: String

  /// Creates a query from a condition, which is normalised.
  public init(_ root: QueryNode, timeZone: String = "UTC") {
    self.root = root.normalised
    self.timeZone = timeZone
  }

  /// The query that finds exactly these messages; nil for none.
  public static func messages(_ ids: [MessageID]) -> Query? {
    let terms = Set(ids).sorted().map { QueryNode.term(.message($0)) }
    return terms.isEmpty ? nil : Query(.or(terms))
  }

  /// The query that finds everything in a conversation.
  public static func conversation(_ id: ConversationID) -> Query { Query(.term(.conversation(.id(id)))) }

  /// Every term, whether it is excluded or not, from left to right.
  public var terms: [QueryTerm] {
    var found: [QueryTerm] = []
    root.visit(excluded: false) { term, _ in found.append(term) }
    return found
  }

  /// The time that every match must lie in, as far as the required date terms say: from inclusive, until exclusive.
  public var requiredTime: (from: Instant?, until: Instant?) {
    var from: Instant?
    var until: Instant?
    let required: [QueryNode]
    if case .and(let nodes) = root { required = nodes } else { required = [root] }
    for case .term(.date(let filter)) in required {
      if let start = filter.from { from = max(from ?? start, start) }
      if let end = filter.until { until = min(until ?? end, end) }
    }
    return (from, until)
  }
}
