/// A condition: a term, or conditions joined by and, or and not.
public indirect enum QueryNode: Sendable, Hashable {
  case and([QueryNode])
  case or([QueryNode])
  case not(QueryNode)
  case term(QueryTerm)

  /// The same condition in its one normal form: nested lists flattened, double negation and lists of one removed.
  public var normalised: QueryNode {
    switch self {
    case .term: return self
    case .not(let inner):
      let node = inner.normalised
      if case .not(let doubled) = node { return doubled }
      return .not(node)
    case .and(let nodes):
      var flat: [QueryNode] = []
      for node in nodes.map(\.normalised) {
        if case .and(let inner) = node { flat += inner } else { flat.append(node) }
      }
      return flat.count == 1 ? flat[0] : .and(flat)
    case .or(let nodes):
      var flat: [QueryNode] = []
      for node in nodes.map(\.normalised) {
        if case .or(let inner) = node { flat += inner } else { flat.append(node) }
      }
      return flat.count == 1 ? flat[0] : .or(flat)
    }
  }

  /// How many levels of and, or and not lie above the deepest term.
  var depth: Int {
    switch self {
    case .term: return 0
    case .not(let node): return 1 + node.depth
    case .and(let nodes), .or(let nodes): return 1 + (nodes.map(\.depth).max() ?? 0)
    }
  }

  /// Calls `body` with each term from left to right, and whether an odd number of negations stands above it.
  func visit(excluded: Bool, _ body: (QueryTerm, Bool) -> Void) {
    switch self {
    case .term(let term): body(term, excluded)
    case .not(let node): node.visit(excluded: !excluded, body)
    case .and(let nodes), .or(let nodes): for node in nodes { node.visit(excluded: excluded, body) }
    }
  }

  /// The same condition with each term replaced.
  func mapTerms(_ transform: (QueryTerm) -> QueryTerm) -> QueryNode {
    switch self {
    case .term(let term): return .term(transform(term))
    case .not(let node): return .not(node.mapTerms(transform))
    case .and(let nodes): return .and(nodes.map { $0.mapTerms(transform) })
    case .or(let nodes): return .or(nodes.map { $0.mapTerms(transform) })
    }
  }
}
