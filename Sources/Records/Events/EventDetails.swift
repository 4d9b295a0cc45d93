/// What a message answers.
public struct ReplyReference: Sendable, Hashable {
  /// The provider's id of the message answered.
  public var target: String?
  /// The words quoted, where the payload repeats them.
  public var quoted: String?

  /// Creates a reply reference.
  public init(target: String?, quoted: String? = nil) {
    self.target = target
    self.quoted = quoted
  }
}

/// One step in the life of a sent message.
public struct Receipt: Sendable, Hashable {
  /// The provider's word, lower-case: `sent`, `delivered`, `read`, `played`, `failed`, or one nobody knew yet.
  public var status: String
  /// Who received or read it; nil where the payload does not say.
  public var party: Party?
  /// The provider's error code and words, for `failed`.
  public var error: String?

  /// Creates a receipt.
  public init(status: String, party: Party? = nil, error: String? = nil) {
    self.status = status
    self.party = party
    self.error = error
  }

  /// How far a status is along the way; states are never downgraded. Unknown words rank lowest.
  public static func rank(of status: String) -> Int {
    switch status {
    case "pending": return 1
    case "sent": return 2
    case "delivered": return 3
    case "read": return 4
    case "played": return 5
    case "failed": return 6
    default: return 0
    }
  }
}

/// A reaction, or its removal.
public struct Reaction: Sendable, Hashable {
  /// The emoji; nil removes the sender's reaction.
  public var emoji: String?

  /// Creates a reaction.
  public init(emoji: String?) { self.emoji = emoji }
}

/// A change to a group, or who is in it.
public struct GroupChange: Sendable, Hashable {
  /// `create`, `subject`, `description`, `icon`, `add`, `remove`, `join`, `leave`, `promote`, `demote`, `settings`…
  public var action: String
  public var participants: [Party]
  /// Who did it; nil where the payload does not say.
  public var actor: Party?
  /// The new subject or setting.
  public var value: String?

  /// Creates a change.
  public init(action: String, participants: [Party] = [], actor: Party? = nil, value: String? = nil) {
    self.action = action
    self.participants = participants
    self.actor = actor
    self.value = value
  }
}

/// Evidence that two sets of claims are one person: a number change, a new user id.
public struct IdentityChange: Sendable, Hashable {
  /// The provider's word: `user_changed_number`, `user_changed_user_id`, `contact`.
  public var reason: String
  public var previous: Party?
  public var current: Party

  /// Creates a change.
  public init(reason: String, previous: Party?, current: Party) {
    self.reason = reason
    self.previous = previous
    self.current = current
  }
}

/// Something that is known to be missing, or that could not be read.
public struct Gap: Sendable, Hashable {
  /// A short name: `unsupported`, `undecryptable`, `session-down`, `media-missing`, `unknown-type`, `unreadable`.
  public var reason: String
  /// What happened, in words for an officer.
  public var detail: String
  public var from: Instant?
  public var until: Instant?

  /// Creates a gap.
  public init(reason: String, detail: String, from: Instant? = nil, until: Instant? = nil) {
    self.reason = reason
    self.detail = detail
    self.from = from
    self.until = until
  }
}
