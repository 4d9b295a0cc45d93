import Records
import SearchIndex

/// What a hold is placed on.
public enum HoldScope: Sendable, Hashable {
  case messages([MessageID])
  case conversation(ConversationID)
  case query(Query)

  /// The standing predicate; nil for an empty list of messages.
  public var query: Query? {
    switch self {
    case .messages(let ids): return Query.messages(ids)
    case .conversation(let id): return Query.conversation(id)
    case .query(let query): return query
    }
  }
}

/// What a hold would catch now, shown before it is placed.
public struct HoldPreview: Sendable, Hashable {
  /// A list that takes the last word typed as the beginning of longer ones, which no hold does.
  public struct Listed: Sendable, Hashable {
    /// The query that means what the list shows, in canonical form.
    public var query: String
    public var messages: Int64

    /// Creates the figures of a list.
    public init(query: String, messages: Int64) {
      self.query = query
      self.messages = messages
    }
  }

  /// The predicate in canonical form.
  public var predicate: String
  /// The predicate in plain words.
  public var plainWords: String
  public var timeZone: String
  public var messages: Int64
  /// What the list shows that the hold is placed from, where that is something else; nil where both mean the same.
  public var listed: Listed?
  /// Messages with an attachment.
  public var attachments: Int64
  public var conversations: Int64
  /// Distinct senders, by the claims in their messages.
  public var people: Int64
  /// How many of the messages each other matter holds already, by the matter's name.
  public var alreadyHeldBy: [(matter: String, messages: Int64)] {
    held.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
  var held: [String: Int64]
  /// How much of the archive was counted.
  public var coverage: Coverage
}
