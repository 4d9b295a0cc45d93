import Records

/// What a batch of records says about things that span months; merged before it is written.
struct CatalogFacts {
  struct Conversation {
    var kind: ConversationReference.Kind
    var account: AccountName
    var key: String
    /// Titles and counterparts' names, each with when it was last seen: 0 title, 1 counterpart.
    var names: [Name: Int64] = [:]
    var party: (hash: Int64, at: Int64)?
  }

  struct Name: Hashable {
    var text: String
    var what: Int64
  }

  struct Membership: Hashable {
    var conversation: ConversationID
    var party: Int64
  }

  struct GapFact {
    var id: String
    var gap: Gap
    var conversation: ConversationID?
    var message: MessageID?
    /// Whether it is a lack of a message that is readable, such as its file: that the message can be read does not
    /// fill it.
    var stands: Bool
    var provider: Provider
    var account: String
    var at: Int64
    var address: RecordAddress

    /// Whether a file is missing: filled when a reading of the message has it.
    var isOfMedia: Bool { CatalogFacts.isOfMedia(gap.reason) }
  }

  /// Whether a gap with this reason is the lack of a file.
  static func isOfMedia(_ reason: String) -> Bool { reason.hasPrefix("media-") }

  struct ExceptionFact {
    var code: String
    var detail: String
    var conversation: ConversationID?
    var message: MessageID?
    var at: Int64
    var address: RecordAddress
  }

  struct IdentityFact {
    var change: IdentityChange
    var previous: Int64
    var current: Int64
    var at: Int64
    var address: RecordAddress
  }

  struct ActFact {
    var act: OfficerAct
    var writer: WriterID
    var address: RecordAddress

    /// Whether it says who is one with whom.
    var isOfPeople: Bool { act.kind == .mergePeople || act.kind == .splitPeople }
  }

  var conversations: [ConversationID: Conversation] = [:]
  var parties: [Int64: Party] = [:]
  /// The conversations that bare names belong to.
  var scopes: [Int64: ConversationID] = [:]
  /// When and by which record each party was seen.
  var sightings = Sightings()
  var memberships: Set<Membership> = []
  var gaps: [GapFact] = []
  var sessions: [SessionFact] = []
  var reconciliations: [ReconciliationFact] = []
  var exceptions: [ExceptionFact] = []
  var identities: [IdentityFact] = []
  var acts: [ActFact] = []
  var deliveries: [DeliveryID] = []
  var homes: [(delivery: DeliveryID, address: RecordAddress)] = []
  var newestCapturedAt: Int64 = .min

  mutating func note(_ reference: ConversationReference, account: AccountName, at: Int64, counterpart: Int64) {
    if conversations[reference.id] == nil {
      conversations[reference.id] = Conversation(kind: reference.kind, account: account, key: reference.key)
    }
    // In place: copying the dictionaries of names for each message would cost more than the message.
    func update(_ entry: inout Conversation) {
      if ItemBits.rank(reference.kind) > ItemBits.rank(entry.kind) { entry.kind = reference.kind }
      if let title = reference.title, !title.isEmpty {
        let name = Name(text: title, what: 0)
        entry.names[name] = max(entry.names[name] ?? .min, at)
      }
      if let name = reference.counterpart?.name, !name.isEmpty {
        let name = Name(text: name, what: 1)
        entry.names[name] = max(entry.names[name] ?? .min, at)
      }
      if counterpart != 0 {
        // The latest claim stands; equal times are settled by number, so that the order of arrival does not matter.
        if let known = entry.party, (known.at, known.hash) >= (at, counterpart) { return }
        entry.party = (counterpart, at)
      }
    }
    update(
      &conversations[reference.id, default: Conversation(kind: reference.kind, account: account, key: reference.key)])
  }
}

extension ItemBits {
  private static let conversationKinds: [ConversationReference.Kind] = [
    .unknown, .direct, .group, .broadcast, .newsletter,
  ]

  /// A number for a kind of conversation; where readings differ, the greater stands.
  static func rank(_ kind: ConversationReference.Kind) -> Int64 {
    Int64(conversationKinds.firstIndex(of: kind) ?? 0)
  }

  static func conversationKind(_ rank: Int64) -> ConversationReference.Kind {
    conversationKinds.indices.contains(Int(rank)) ? conversationKinds[Int(rank)] : .unknown
  }
}
