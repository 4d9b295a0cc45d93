import Records
import SearchIndex

/// Whether a hold also covers what happened in a conversation besides messages: joins, system lines, gaps.
///
/// It does where its predicate speaks of nothing but conversation and time; any other term says nothing about them.
struct EventScope {
  let predicates: [QueryNode]

  /// Whether an event of a conversation at a time is covered.
  func covers(conversation: ConversationID, kind: ConversationReference.Kind, at: Instant) -> Bool {
    predicates.contains { Self.holds($0, conversation, kind, at) == true }
  }

  /// Whether any event of a conversation can be covered.
  func mayCover(conversation: ConversationID, kind: ConversationReference.Kind) -> Bool {
    predicates.contains { Self.holds($0, conversation, kind, nil) != false }
  }

  /// True, false, or nil where a term cannot be answered for an event; `at` nil leaves dates unanswered.
  private static func holds(
    _ node: QueryNode, _ conversation: ConversationID, _ kind: ConversationReference.Kind, _ at: Instant?
  ) -> Bool? {
    switch node {
    case .term(.conversation(.id(let id))): return id == conversation
    case .term(.conversationKind(let wanted)): return wanted == kind
    case .term(.date(let filter)): return at.map { filter.contains($0) }
    case .term: return at == nil ? false : nil
    case .not(let inner): return holds(inner, conversation, kind, at).map { !$0 }
    case .and(let nodes):
      let values = nodes.map { holds($0, conversation, kind, at) }
      if values.contains(false) { return false }
      return values.contains(nil) ? nil : true
    case .or(let nodes):
      let values = nodes.map { holds($0, conversation, kind, at) }
      if values.contains(true) { return true }
      return values.contains(nil) ? nil : false
    }
  }
}
