/// One thing that a delivery says happened: a message, an edit, a receipt, a gap.
///
/// An event is a reading of a delivery. A better reader later adds readings; none is ever rewritten.
public struct MessageEvent: Sendable, Hashable {
  /// The kind of event; an open set.
  public struct Kind: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Somebody sent something: the only kind that counts as a message.
    public static let message = Kind(rawValue: "message")
    /// A new version of `target`.
    public static let edit = Kind(rawValue: "edit")
    /// `target` was deleted for everyone; its content stays.
    public static let revoke = Kind(rawValue: "revoke")
    public static let reaction = Kind(rawValue: "reaction")
    public static let receipt = Kind(rawValue: "receipt")
    /// Group membership and settings.
    public static let group = Kind(rawValue: "group")
    /// A line that WhatsApp wrote, not a person.
    public static let system = Kind(rawValue: "system")
    public static let identity = Kind(rawValue: "identity")
    public static let call = Kind(rawValue: "call")
    /// The account holder removed messages on a device; nothing is removed here.
    public static let localDeletion = Kind(rawValue: "local-deletion")
    /// Account, template and quality notices.
    public static let operations = Kind(rawValue: "operations")
    /// Something is known to be missing.
    public static let gap = Kind(rawValue: "gap")
    /// Something arrived that could not be read as it should.
    public static let exception = Kind(rawValue: "exception")
    public var description: String { rawValue }
  }

  /// Who sent it, seen from the account.
  public enum Direction: String, Sendable, Hashable {
    case inbound, outbound, unknown
  }

  /// How exact `sentAt` is.
  public enum Precision: String, Sendable, Hashable {
    case millisecond, second, minute
  }

  public var kind: Kind
  public var provider: Provider
  public var account: String
  /// A keyed fingerprint of the provider's session, where there is one.
  public var session: String?
  public var conversation: ConversationReference?
  /// The message itself, for `message`; the message acted upon, where the payload tells its full identity.
  public var messageID: MessageID?
  /// The provider's id of this event.
  public var providerMessageID: String?
  /// The provider's id of the message that an edit, revoke, reaction or receipt is about.
  public var target: String?
  public var direction: Direction
  public var sender: Party?
  public var recipients: [Party]
  /// The provider's claim; nil when absent or unusable.
  public var sentAt: Instant?
  public var precision: Precision
  public var content: Content?
  public var reply: ReplyReference?
  public var receipt: Receipt?
  public var reaction: Reaction?
  public var group: GroupChange?
  public var identity: IdentityChange?
  public var gap: Gap?
  /// Further facts as text: `forwarded`, `frequently_forwarded`, `history_phase`, `zone`, `line`.
  public var attributes: [String: String]
  /// What an officer should know about this reading.
  public var notes: [String]

  /// Creates an event.
  public init(
    _ kind: Kind, provider: Provider, account: String, session: String? = nil,
    conversation: ConversationReference? = nil, messageID: MessageID? = nil, providerMessageID: String? = nil,
    target: String? = nil, direction: Direction = .unknown, sender: Party? = nil, recipients: [Party] = [],
    sentAt: Instant? = nil, precision: Precision = .second, content: Content? = nil, reply: ReplyReference? = nil,
    receipt: Receipt? = nil, reaction: Reaction? = nil, group: GroupChange? = nil, identity: IdentityChange? = nil,
    gap: Gap? = nil, attributes: [String: String] = [:], notes: [String] = []
  ) {
    self.kind = kind
    self.provider = provider
    self.account = account
    self.session = session
    self.conversation = conversation
    self.messageID = messageID
    self.providerMessageID = providerMessageID
    self.target = target
    self.direction = direction
    self.sender = sender
    self.recipients = recipients
    self.sentAt = sentAt
    self.precision = precision
    self.content = content
    self.reply = reply
    self.receipt = receipt
    self.reaction = reaction
    self.group = group
    self.identity = identity
    self.gap = gap
    self.attributes = attributes
    self.notes = notes
  }
}

extension MessageEvent {
  /// Whether the provider may have meant something else: a deletion that may be an edit.
  public var isUncertain: Bool { attributes["uncertain"] == "true" }
}
