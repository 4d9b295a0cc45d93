/// The conversation that an event belongs to, as the payload names it.
public struct ConversationReference: Sendable, Hashable {
  /// What kind of conversation it is.
  public enum Kind: String, Sendable, Hashable {
    case direct, group, broadcast, newsletter, unknown
  }

  public var id: ConversationID
  public var kind: Kind
  /// What the id derives from besides vault, provider and account: `phone:…`, `group:…`, `export:…`.
  public var key: String
  /// The group's subject or the export's title, where the payload has one.
  public var title: String?
  /// The other side of a direct conversation.
  public var counterpart: Party?

  /// Creates a reference.
  public init(id: ConversationID, kind: Kind, key: String, title: String? = nil, counterpart: Party? = nil) {
    self.id = id
    self.kind = kind
    self.key = key
    self.title = title
    self.counterpart = counterpart
  }
}
