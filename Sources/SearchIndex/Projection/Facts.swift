import Records

/// The provider and the account of an event.
struct AccountName: Sendable, Hashable {
  var provider: String
  var account: String
}

/// One reading of a message, or an event that has a line in a timeline.
struct ItemFact: Sendable, Hashable {
  var key: ItemKey
  var category: TimelineItem.Category
  var place: Placement
  var sequence: Int64
  var capturedAt: Int64
  var conversation: ConversationID
  var conversationKind: ConversationReference.Kind
  var account: AccountName
  var sender: Int64
  var direction: MessageEvent.Direction
  var precision: MessageEvent.Precision
  var kind: String
  var text: String?
  var extra: ItemExtra
  var address: RecordAddress
  /// Set for a placeholder: a gap that names its message.
  var isStub = false

  var isMessage: Bool { category == .message }
}

/// An event about a message that may lie anywhere, or may never have arrived.
struct LateFact: Sendable, Hashable {
  enum Kind: Int64, Sendable {
    case receipt = 1, reaction, revoke, localDeletion, edit, gap
  }

  var kind: Kind
  /// The ids that the target may have: one where the payload tells it all, else ours and theirs.
  var targets: [ItemKey]
  var place: Placement
  var sentAt: Int64?
  var capturedAt: Int64
  var sender: Int64
  var direction: MessageEvent.Direction
  /// The receipt's status, or the reaction's emoji (empty: removed).
  var word: String
  var error: String?
  /// For edits: the new wording.
  var contentKind: String
  var text: String?
  var extra: ItemExtra
  var address: RecordAddress
  /// For edits and gaps, which stand in a timeline until their message comes.
  var conversation: ConversationID?
  var conversationKind: ConversationReference.Kind = .unknown
  var account: AccountName
  var precision: MessageEvent.Precision = .second
  var sequence: Int64 = 0

  /// The identity of the event, for idempotence.
  var eventKey: [UInt8] {
    var writer = ByteWriter()
    writer.field(1, kind.rawValue)
    writer.field(2, sender)
    writer.field(3, place.at)
    writer.field(4, word)
    if kind == .edit || kind == .gap { writer.field(5, address.description) }
    return writer.bytes
  }

  /// Whether it shows in a timeline before its message has come.
  var makesStub: Bool { (kind == .edit || kind == .gap || kind == .revoke) && conversation != nil }
}
