import Records

/// Everything that is known of one person, each claim with the records that make it.
public struct PersonDetail: Sendable {
  public var line: PersonLine
  /// Every id that finds this person.
  public var ids: [PersonID]
  /// Numbers, ids, user names and names; of each kind the one seen last first.
  public var claims: [PersonClaim]
  /// Changes of numbers and ids that a provider told of, newest first.
  public var changes: [IdentityClaim]
  /// Merges and splits that name any of the person's claims, newest first.
  public var history: [PersonAct]
  public var coverage: Coverage

  /// Creates a detail.
  public init(
    line: PersonLine, ids: [PersonID], claims: [PersonClaim], changes: [IdentityClaim], history: [PersonAct],
    coverage: Coverage
  ) {
    self.line = line
    self.ids = ids
    self.claims = claims
    self.changes = changes
    self.history = history
    self.coverage = coverage
  }
}

/// One claim about a person, and the first and the last record that make it.
public struct PersonClaim: Sendable, Hashable {
  /// What is claimed.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case phone, lid, user, username
    /// The name in an address book.
    case contactName = "contact-name"
    /// The name that Meta passes on from the person's profile.
    case profileName = "profile-name"
    /// The name that came with a message.
    case pushName = "push-name"
    /// How a chat export calls its writer.
    case exportLabel = "export-label"
  }

  public var kind: Kind
  public var value: String
  /// What names the claim in a merge or a split; nil for a name that stands beside an identifier.
  public var key: ClaimKey?
  public var provider: Provider?
  /// The accounts in which it was seen.
  public var accounts: [String]
  public var firstAt: Instant
  public var firstRecord: RecordAddress
  public var lastAt: Instant
  public var lastRecord: RecordAddress
  /// What took its place; nil while records say nothing else.
  public var superseded: Supersession?
  /// Messages that were sent under this claim.
  public var messages: Int64
  /// The merge by which it belongs to this person; nil where records say so.
  public var mergedBy: ActID?

  /// Creates a claim.
  public init(
    kind: Kind, value: String, key: ClaimKey? = nil, provider: Provider? = nil, accounts: [String] = [],
    firstAt: Instant, firstRecord: RecordAddress, lastAt: Instant, lastRecord: RecordAddress,
    superseded: Supersession? = nil, messages: Int64 = 0, mergedBy: ActID? = nil
  ) {
    self.kind = kind
    self.value = value
    self.key = key
    self.provider = provider
    self.accounts = accounts
    self.firstAt = firstAt
    self.firstRecord = firstRecord
    self.lastAt = lastAt
    self.lastRecord = lastRecord
    self.superseded = superseded
    self.messages = messages
    self.mergedBy = mergedBy
  }
}

/// What ended the validity of a claim.
public struct Supersession: Sendable, Hashable {
  public var at: Instant
  /// What holds from then on; empty where the record does not say.
  public var by: String
  public var record: RecordAddress
  /// The provider's word, such as `user_changed_number`, or `later-name`.
  public var reason: String

  /// Creates a supersession.
  public init(at: Instant, by: String, record: RecordAddress, reason: String) {
    self.at = at
    self.by = by
    self.record = record
    self.reason = reason
  }
}

/// A merge or a split as an officer made it.
public struct PersonAct: Sendable, Hashable {
  public var id: ActID
  /// `people-merge` or `people-split`.
  public var kind: OfficerAct.Kind
  public var at: Instant
  public var officer: OfficerID
  public var reason: String
  /// The claims of each person that it merged or parted.
  public var groups: [[ClaimKey]]
  /// The merge that this split undoes.
  public var undoes: ActID?
  /// The split that undid this merge.
  public var undoneBy: ActID?
  public var record: RecordAddress

  /// Creates an act.
  public init(
    id: ActID, kind: OfficerAct.Kind, at: Instant, officer: OfficerID, reason: String, groups: [[ClaimKey]],
    undoes: ActID? = nil, undoneBy: ActID? = nil, record: RecordAddress
  ) {
    self.id = id
    self.kind = kind
    self.at = at
    self.officer = officer
    self.reason = reason
    self.groups = groups
    self.undoes = undoes
    self.undoneBy = undoneBy
    self.record = record
  }
}

/// A conversation of a person, and what the person sent there.
public struct PersonConversation: Sendable, Hashable {
  public var conversation: ConversationSummary
  /// This person's messages.
  public var messages: Int64
  public var firstAt: Instant?
  public var lastAt: Instant?

  /// Creates an entry.
  public init(conversation: ConversationSummary, messages: Int64, firstAt: Instant?, lastAt: Instant?) {
    self.conversation = conversation
    self.messages = messages
    self.firstAt = firstAt
    self.lastAt = lastAt
  }
}
