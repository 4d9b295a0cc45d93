import Records

/// Everything that the archive knows about one message.
public struct MessageDetail: Sendable, Hashable {
  /// One wording of the message.
  public struct Version: Sendable, Hashable {
    /// Counted from one, in the order of their times.
    public var number: Int
    /// Why there is this version.
    public enum Origin: String, Sendable, Hashable {
      case original
      case edit
      /// Another reading of the same id with different content.
      case conflict
    }
    public var origin: Origin
    public var sender: Party?
    public var sentAt: Instant?
    public var capturedAt: Instant
    public var content: Content
    public var held: [TimelineItem.HeldBy]
    public var record: RecordAddress
  }

  /// One step of delivery.
  public struct ReceiptStep: Sendable, Hashable {
    public var status: String
    public var party: Party?
    public var at: Instant?
    public var capturedAt: Instant?
    public var error: String?
    public var record: RecordAddress
  }

  /// A reaction or its removal.
  public struct ReactionStep: Sendable, Hashable {
    public var party: Party?
    /// Nil where it was removed.
    public var emoji: String?
    public var at: Instant
    /// Whether it is what stands now.
    public var stands: Bool
    public var record: RecordAddress
  }

  /// A deletion.
  public struct Revocation: Sendable, Hashable {
    /// `revoke`, or `local-deletion`.
    public var kind: String
    public var party: Party?
    /// The provider's time, else that of capture.
    public var at: Instant
    public var record: RecordAddress
    /// When it was captured.
    public var capturedAt: Instant? = nil
    /// Whether `at` is the provider's time.
    public var isDated = true
    /// Whether the provider may have meant an edit.
    public var isUncertain = false
  }

  /// A record that speaks of the message.
  public struct Provenance: Sendable, Hashable {
    /// `message`, `duplicate`, `conflict`, `edit`, `revoke`, `reaction`, `receipt`, `gap`.
    public var role: String
    public var record: RecordAddress
    public var delivery: DeliveryID
    /// Where in the delivery: a JSON path, or `line 812`.
    public var part: String
    public var capturedAt: Instant
    public var reader: String
  }

  /// The message as the timeline shows it.
  public var item: TimelineItem
  public var conversationTitle: String
  public var conversationKind: ConversationReference.Kind
  public var account: String
  public var session: String?
  public var providerMessageID: String?
  public var recipients: [Party]
  public var capturedAt: Instant
  public var versions: [Version]
  public var receipts: [ReceiptStep]
  public var reactions: [ReactionStep]
  public var revocations: [Revocation]
  /// The message answered, where it is in the archive.
  public var replyTo: TimelineItem?
  public var provenance: [Provenance]
  /// How the delivery of the first reading was checked; nil when its delivery record was not found.
  public var authenticity: Authenticity?
  public var source: DeliverySource?
  /// What an officer should know: conflicts, an edit by somebody else, a repaired text.
  public var exceptions: [String]
  /// The full event of the first reading.
  public var event: MessageEvent
  public var coverage: Coverage
}
