import Records

/// What an application changed in a shard, as absolute numbers for the catalog to copy.
struct ShardOutcome {
  struct ConversationState {
    var messages: Int64
    var events: Int64
    var held: Int64
    var first: Int64?
    var last: Int64?
    var preview: [UInt8]?
    var heldByHold: [String: Int64]
    var heldByMatter: [String: Int64]
  }

  struct Totals {
    var generation: Int64 = 0
    var messages: Int64 = 0
    var events: Int64 = 0
    var receipts: Int64 = 0
    var attachments: Int64 = 0
    var held: Int64 = 0
    var first: Int64?
    var last: Int64?
  }

  var shard: ShardName
  var totals = Totals()
  var conversations: [ConversationID: ConversationState] = [:]
  /// Messages by party, by its hash.
  var parties: [Int64: Int64] = [:]
  /// Messages by day, in days since the epoch.
  var days: [Int64: Int64] = [:]
  /// Whether all of the shard is here, or only what changed.
  var isComplete = false
  var exceptions: [CatalogFacts.ExceptionFact] = []
  /// Messages whose content is really there, among those that were asked about.
  var readable: Set<ItemKey> = []
  /// Those of them whose file is in the vault.
  var filed: Set<ItemKey> = []
}

/// A hold as shards know it.
struct HoldFact: Sendable, Hashable {
  var id: HoldID
  var matter: String
  var placement: HoldPlacement
  /// When it was released: what was captured later is not held.
  var releasedAt: Int64?
  /// When it was placed: merges that were undone before do not widen it.
  var placedAt: Int64 = 0
}
