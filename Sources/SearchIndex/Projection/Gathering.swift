import Records

/// A reading, and what its rank depends on besides.
struct Reading {
  var fact: ItemFact
  /// Whether the sender's number is known.
  var hasPhone: Bool
}

/// What is known of one message whose readings were placed in different shards, to be brought together in one.
///
/// A message stands once, in the shard of the reading that stands first by `ReadingOrder`, whatever the order in which
/// the readings came.
struct Gathering {
  var key: ItemKey
  var readings: [Reading] = []
  /// What happened to it.
  var late: [LateFact] = []
  /// Records that say nothing new.
  var notes: [(address: RecordAddress, role: String)] = []
  /// The times of those of them that are readings and name another one.
  var times: [RecordAddress: Int64] = [:]
  /// Whether one of the readings, of those too that only `notes` tell of, has its file in the vault.
  var isFiled = false
  /// Whose numbers mean something only in the shard that they come from.
  var parties: [Int64: Party] = [:]

  /// Adds what another shard has.
  mutating func add(_ other: Gathering) {
    readings += other.readings
    late += other.late
    notes += other.notes
    isFiled = isFiled || other.isFiled
    times.merge(other.times) { first, _ in first }
    parties.merge(other.parties) { first, _ in first }
  }
}
