import Records

/// One line of a conversation's timeline: a message, or something that happened.
public struct TimelineItem: Sendable, Hashable, Identifiable {
  /// An identity that rebuilding the index does not change.
  public enum ID: Sendable, Hashable, CustomStringConvertible {
    case message(MessageID)
    /// An event that is no message, named after its record's delivery and part: `e-…`.
    case event(String)
    public var description: String {
      switch self {
      case .message(let id): return id.text
      case .event(let text): return text
      }
    }
  }

  /// What the line is.
  public enum Category: String, Sendable, Hashable {
    case message
    /// A line that WhatsApp wrote.
    case system
    /// Group membership or settings.
    case group
    case identity
    case call
    case gap
    /// Any other event.
    case other
  }

  /// The state of the file that belongs to a message.
  public struct Media: Sendable, Hashable {
    public var state: MediaReference.State
    public var fileName: String?
    public var mimeType: String?
    public var size: Int64?
    public var seconds: Int64?
    public var sha256: String?
    /// The object in the vault, when stored.
    public var path: String?
    public var reason: String?
    /// Pixels, where known.
    public var width: Int64?
    public var height: Int64?
  }

  /// What a message answers.
  public struct Reply: Sendable, Hashable {
    /// The message answered, when it is in the archive.
    public var message: MessageID?
    /// Its sender, when it is in the archive.
    public var sender: Party?
    /// The words that the payload quoted, else those of the message answered.
    public var quoted: String?
  }

  /// The emoji that stand now, with who put them.
  public struct ReactionGroup: Sendable, Hashable {
    public var emoji: String
    public var parties: [Party]
  }

  /// A deletion, as a line of a timeline tells it.
  public struct Deletion: Sendable, Hashable {
    /// Deleted for everyone; else only removed on a device of the account holder's.
    public var isForEveryone: Bool
    /// Who did it; nil where the provider does not say.
    public var party: Party?
    /// The provider's time, else that of capture.
    public var at: Instant
    public var capturedAt: Instant
    /// Whether `at` is the provider's time.
    public var isDated: Bool
    /// Whether the provider may have meant an edit.
    public var isUncertain = false
    /// The records that tell of it.
    public var records: [RecordAddress]
  }

  /// Who holds it.
  public struct HeldBy: Sendable, Hashable {
    public var matter: String
    public var hold: HoldID

    /// The matters of holds that stand in their order, each once.
    static func matters(_ held: [HeldBy]) -> [String] {
      var names: [String] = []
      for entry in held where names.last != entry.matter { names.append(entry.matter) }
      return names
    }
  }

  public var id: ID
  public var category: Category
  public var conversation: ConversationID
  public var provider: Provider
  public var direction: MessageEvent.Direction
  public var sender: Party?
  /// The provider's time; nil when absent or unusable.
  public var sentAt: Instant?
  public var precision: MessageEvent.Precision
  /// Where it stands in the timeline: sentAt, or capturedAt when there is none.
  public var at: Instant
  public var contentKind: Content.Kind
  /// What it says now (the newest version); for events, the words to show.
  public var text: String
  public var media: Media?
  public var reply: Reply?
  public var reactions: [ReactionGroup]
  /// The furthest receipt: `sent`, `delivered`, `read`…; nil when there was none.
  public var receipt: String?
  /// The shown version and how many there are: 1 of 1 when never edited.
  public var version: Int
  public var versions: Int
  public var isEdited: Bool { versions > 1 }
  /// Deleted for everyone; the text above stays.
  public var isDeleted: Bool
  public var deletedAt: Instant?
  /// The deletion, for everyone before one on a device only.
  public var deletion: Deletion? = nil
  /// Same id, different content: every reading is in the detail.
  public var hasConflict: Bool
  /// Only an edit of it arrived so far, never the message itself.
  public var isStub: Bool
  public var held: [HeldBy]
  /// Names of the matters that hold it, each once, in order.
  public var heldMatters: [String] { HeldBy.matters(held) }
  /// Further facts as text, such as `forwarded`.
  public var attributes: [String: String]
  /// The record it is shown from.
  public var record: RecordAddress

  /// The message's id, when it is a message.
  public var messageID: MessageID? {
    if case .message(let id) = id { return id }
    return nil
  }
}
