import Records

/// One conversation as a line of a list.
public struct ConversationSummary: Sendable, Hashable, Identifiable {
  /// The newest message, for the list.
  public struct LastMessage: Sendable, Hashable {
    public var id: MessageID
    public var sender: Party?
    public var direction: MessageEvent.Direction
    public var kind: Content.Kind
    /// The first characters of what it says now; empty for media without a caption.
    public var preview: String
    public var isDeleted: Bool
    /// The provider's time, or our capture time when the provider gave none.
    public var at: Instant
  }

  public var id: ConversationID
  public var kind: ConversationReference.Kind
  public var provider: Provider
  public var account: String
  /// What to call it: the latest subject, the counterpart's name, its phone, or the key.
  public var title: String
  /// The counterpart's phone in a direct conversation, digits only.
  public var phone: String?
  /// The counterpart as last named; nil in groups.
  public var counterpart: Party?
  /// Every title and name that it ever had, newest first.
  public var names: [String]
  public var last: LastMessage?
  /// Distinct messages; receipts and events are not counted.
  public var messages: Int64
  /// System lines, group changes, calls and the like.
  public var events: Int64
  /// Messages under a hold that has not been released.
  public var held: Int64
  /// Matters that hold at least one of its messages, in order of their names.
  public var matters: [String]
  /// Gaps that nothing has filled.
  public var gaps: Int64
  /// The times of its first and last messages (sentAt, or capturedAt for undated ones).
  public var firstAt: Instant?
  public var lastAt: Instant?
  /// How many distinct people were seen in it.
  public var participants: Int64
}

/// Which conversations to list.
public struct ConversationFilter: Sendable, Hashable {
  /// Words that names, titles or phone digits must begin with; empty lists all.
  public var text: String
  public var heldOnly: Bool
  public var matter: String?
  public var kind: ConversationReference.Kind?
  public var withGapsOnly: Bool

  /// Creates a filter; by default nothing is filtered out.
  public init(
    text: String = "", heldOnly: Bool = false, matter: String? = nil, kind: ConversationReference.Kind? = nil,
    withGapsOnly: Bool = false
  ) {
    self.text = text
    self.heldOnly = heldOnly
    self.matter = matter
    self.kind = kind
    self.withGapsOnly = withGapsOnly
  }
}

/// The order of a list of conversations.
public enum ConversationOrder: String, Sendable, Hashable {
  /// Latest activity first.
  case newest
  /// By title, folded.
  case title
  /// Most messages first.
  case messages
}

/// A place in a list of conversations, to continue after.
public struct ConversationCursor: Sendable, Hashable {
  public var order: ConversationOrder
  /// The number that orders (time or count); zero for titles.
  public var number: Int64
  /// The folded title that orders; empty otherwise.
  public var text: String
  public var id: ConversationID
}

/// Some conversations and where to continue.
public struct ConversationPage: Sendable, Hashable {
  public var conversations: [ConversationSummary]
  public var next: ConversationCursor?
  public var coverage: Coverage
}
