import Records

/// A message that matches a search.
public struct SearchHit: Sendable, Hashable, Identifiable {
  public var id: MessageID
  public var conversation: ConversationID
  public var conversationTitle: String
  public var sender: Party?
  /// Who that is, as far as records and officers say.
  public var person: PersonReference? = nil
  public var direction: MessageEvent.Direction
  public var provider: Provider
  public var kind: Content.Kind
  /// The provider's time; nil when absent or unusable.
  public var sentAt: Instant?
  public var precision: MessageEvent.Precision
  /// The time that orders: sentAt, or capturedAt.
  public var at: Instant
  /// The words of the version that matched.
  public var text: String
  /// Where the search terms stand in `text`, as ranges of UTF-8 bytes.
  public var highlights: [Range<Int>]
  /// The version that matched and how many there are; the newest matching one where several match.
  public var version: Int
  public var versions: Int
  public var isDeleted: Bool
  /// The deletion, as a timeline tells it.
  public var deletion: TimelineItem.Deletion? = nil
  /// Deleted for everyone, and surely so: its words are struck.
  public var isStruck: Bool { isDeleted && deletion?.isUncertain != true }
  /// Names of the matters that hold it, in order.
  public var held: [String]
  public var hasMedia: Bool
  public var record: RecordAddress

  /// The sender's phone, digits only.
  public var phone: String? { sender?.phone }
}

/// A place in the total order of messages, to continue after.
public struct SearchCursor: Sendable, Hashable {
  public var at: Instant
  public var sequence: Int64
  public var id: MessageID

  /// Creates a cursor.
  public init(at: Instant, sequence: Int64, id: MessageID) {
    self.at = at
    self.sequence = sequence
    self.id = id
  }

  /// As text for machines: `1715678222000.17.m-…`.
  public var text: String { "\(at.milliseconds).\(sequence).\(id)" }

  /// Reads `text` back.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let at = Int64(parts[0]), let sequence = Int64(parts[1]),
      let id = MessageID(String(parts[2]))
    else { return nil }
    self.init(at: Instant(milliseconds: at), sequence: sequence, id: id)
  }
}

/// The order of search results.
public enum SearchOrder: String, Sendable, Hashable {
  case newest
  case oldest
}

/// Some hits and where to continue.
public struct SearchPage: Sendable, Hashable {
  public var hits: [SearchHit]
  /// Nil when there is no more.
  public var next: SearchCursor?
  public var coverage: Coverage
  /// Whom the query names by an id, where anybody is known by it.
  public var people: [Named] = []

  /// Somebody whom a query names by an id.
  public struct Named: Sendable, Hashable {
    /// The id in the query.
    public var id: PersonID
    public var person: PersonReference

    /// Creates a name.
    public init(id: PersonID, person: PersonReference) {
      self.id = id
      self.person = person
    }
  }
}

/// How many messages match.
public struct SearchCount: Sendable, Hashable {
  public var count: Int64
  /// False when counting stopped at the cap: *at least*.
  public var isExact: Bool
  public var coverage: Coverage
}
