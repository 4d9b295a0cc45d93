import Records

/// A message as it is handed over: every version, receipt and reaction that the archive had at a checkpoint.
public struct CaseMessage: Sendable, Hashable {
  /// One wording.
  public struct Version: Sendable, Hashable {
    /// Counted from one.
    public var number: Int
    /// `original`, `edit` or `conflict`.
    public var origin: String
    public var sender: Party?
    public var sentAt: Instant?
    public var capturedAt: Instant
    public var content: Content
    public var record: RecordAddress?

    /// Creates a version.
    public init(
      number: Int, origin: String, sender: Party?, sentAt: Instant?, capturedAt: Instant, content: Content,
      record: RecordAddress?
    ) {
      self.number = number
      self.origin = origin
      self.sender = sender
      self.sentAt = sentAt
      self.capturedAt = capturedAt
      self.content = content
      self.record = record
    }
  }

  /// A receipt, a reaction or a deletion: something that happened to the message.
  public struct Step: Sendable, Hashable {
    /// `sent`, `read`…; the emoji, empty for a removal; `revoke` or `local-deletion`.
    public var what: String
    public var party: Party?
    public var at: Instant?
    /// The error of a failed delivery.
    public var note: String?
    /// When it was captured, where that is known.
    public var capturedAt: Instant?
    /// Whether `at` is the provider's time; else it is that of capture.
    public var isDated: Bool
    /// Whether the provider may have meant something else: a deletion that may be an edit.
    public var isUncertain: Bool

    /// Creates a step.
    public init(
      what: String, party: Party?, at: Instant?, note: String? = nil, capturedAt: Instant? = nil, isDated: Bool = true,
      isUncertain: Bool = false
    ) {
      self.what = what
      self.party = party
      self.at = at
      self.note = note
      self.capturedAt = capturedAt
      self.isDated = isDated
      self.isUncertain = isUncertain
    }
  }

  /// A record that speaks of the message.
  public struct Provenance: Sendable, Hashable {
    public var role: String
    public var record: RecordAddress
    public var delivery: DeliveryID
    public var part: String
    public var capturedAt: Instant
    public var reader: String

    /// Creates a provenance.
    public init(
      role: String, record: RecordAddress, delivery: DeliveryID, part: String, capturedAt: Instant, reader: String
    ) {
      self.role = role
      self.record = record
      self.delivery = delivery
      self.part = part
      self.capturedAt = capturedAt
      self.reader = reader
    }
  }

  public var id: MessageID
  public var conversation: ConversationID
  /// What kind of conversation it stands in: in a group an admin may delete what another wrote.
  public var conversationKind: ConversationReference.Kind
  public var provider: Provider
  public var account: String
  public var session: String?
  public var providerMessageID: String?
  public var direction: MessageEvent.Direction
  public var sender: Party?
  public var recipients: [Party]
  public var sentAt: Instant?
  public var precision: MessageEvent.Precision
  public var capturedAt: Instant
  /// Where it stands in the conversation: `sentAt`, else `capturedAt`.
  public var at: Instant
  /// The order among equal times.
  public var sequence: Int64
  public var versions: [Version]
  public var receipts: [Step]
  public var reactions: [Step]
  public var revocations: [Step]
  /// The provider's id of the message answered, and the words quoted.
  public var reply: ReplyReference?
  /// The message answered, where it is in the archive.
  public var replyTo: MessageID?
  public var attributes: [String: String]
  /// Unreleased holds on it, by id.
  public var holds: [HoldID]
  public var retentionClass: String
  /// Where the first reading came from: a file's name without its folder.
  public var source: DeliverySource?
  public var authenticity: Authenticity?
  /// What an officer should know.
  public var notes: [String]
  public var provenance: [Provenance]

  /// Creates a message.
  public init(
    id: MessageID, conversation: ConversationID, provider: Provider, account: String, session: String? = nil,
    providerMessageID: String? = nil, direction: MessageEvent.Direction, sender: Party?, recipients: [Party] = [],
    sentAt: Instant?, precision: MessageEvent.Precision = .second, capturedAt: Instant, at: Instant,
    sequence: Int64 = 0,
    versions: [Version], receipts: [Step] = [], reactions: [Step] = [], revocations: [Step] = [],
    reply: ReplyReference? = nil, replyTo: MessageID? = nil, attributes: [String: String] = [:], holds: [HoldID] = [],
    retentionClass: String = RetentionClass.standard.rawValue, source: DeliverySource? = nil,
    authenticity: Authenticity? = nil, notes: [String] = [], provenance: [Provenance] = [],
    conversationKind: ConversationReference.Kind = .unknown
  ) {
    self.id = id
    self.conversation = conversation
    self.conversationKind = conversationKind
    self.provider = provider
    self.account = account
    self.session = session
    self.providerMessageID = providerMessageID
    self.direction = direction
    self.sender = sender
    self.recipients = recipients
    self.sentAt = sentAt
    self.precision = precision
    self.capturedAt = capturedAt
    self.at = at
    self.sequence = sequence
    self.versions = versions
    self.receipts = receipts
    self.reactions = reactions
    self.revocations = revocations
    self.reply = reply
    self.replyTo = replyTo
    self.attributes = attributes
    self.holds = holds
    self.retentionClass = retentionClass
    self.source = source
    self.authenticity = authenticity
    self.notes = notes
    self.provenance = provenance
  }

  /// The version that stands: the newest edit, else the original.
  public var current: Version? { versions.last { $0.origin != "conflict" } ?? versions.last }

  /// Whether it was deleted for everyone.
  public var isDeleted: Bool { revocations.contains { $0.what == "revoke" } }
}

/// Something that happened in a conversation and is no message: a join, a system line, a gap.
public struct CaseEvent: Sendable, Hashable {
  /// The kind of event: `group`, `system`, `call`, `gap`.
  public var category: String
  public var at: Instant
  public var text: String
  public var record: RecordAddress

  /// Creates an event.
  public init(category: String, at: Instant, text: String, record: RecordAddress) {
    self.category = category
    self.at = at
    self.text = text
    self.record = record
  }
}

/// A conversation as it is handed over.
public struct CaseConversation: Sendable, Hashable {
  public var id: ConversationID
  public var kind: ConversationReference.Kind
  public var title: String
  public var provider: Provider
  public var account: String
  /// Messages in their order.
  public var messages: [CaseMessage]
  /// Events in their order; only where a hold covers the conversation as such.
  public var events: [CaseEvent]

  /// Creates a conversation.
  public init(
    id: ConversationID, kind: ConversationReference.Kind, title: String, provider: Provider, account: String,
    messages: [CaseMessage], events: [CaseEvent] = []
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.provider = provider
    self.account = account
    self.messages = messages
    self.events = events
  }
}

extension CaseMessage {
  /// How a transcript names the sender; our own side without a name is the firm, by its number.
  var senderName: String {
    guard direction == .outbound, sender?.name == nil else { return sender?.displayName ?? "unknown sender" }
    return sender.map { $0.isEmpty ? "the firm" : "the firm (\($0.displayName))" } ?? "the firm"
  }
}

extension Party {
  /// How a transcript names somebody: the name and, always beside it, the number or id.
  var displayName: String {
    let claim = phone.map { "+" + $0 } ?? lid.map { "lid " + $0 } ?? userID ?? username.map { "@" + $0 }
    switch (name, claim) {
    case (let name?, let claim?): return "\(name) (\(claim))"
    case (let name?, nil): return name
    case (nil, let claim?): return claim
    case (nil, nil): return "unknown sender"
    }
  }
}
