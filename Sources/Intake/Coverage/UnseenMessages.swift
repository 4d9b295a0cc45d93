import Records

/// Sent messages of which a receipt came and the message itself did not, a bounded number.
///
/// Messages and receipts cross on the way, so a message has some minutes to come.
struct UnseenMessages {
  private struct Key: Hashable {
    var scope: CoverageScope
    var id: String
  }

  private var waiting: [Key: (at: Instant, since: ContinuousClock.Instant)] = [:]
  private var newer: Set<Key> = []
  private var older: Set<Key> = []
  /// Messages sealed before this process began are not known here: their receipts say nothing.
  private let began = ContinuousClock.now
  private static let limit = 65_536

  mutating func seen(_ scope: CoverageScope, _ id: String) {
    let key = Key(scope: CoverageScope(provider: scope.provider, account: scope.account), id: id)
    waiting[key] = nil
    newer.insert(key)
    if newer.count >= UnseenMessages.limit {
      older = newer
      newer = []
    }
  }

  mutating func receipt(_ scope: CoverageScope, _ id: String, _ at: Instant, startedAt: Instant) {
    // A message sent just before the start may have been sealed then.
    guard at.milliseconds > startedAt.milliseconds + 60_000 else { return }
    let key = Key(scope: CoverageScope(provider: scope.provider, account: scope.account), id: id)
    guard !newer.contains(key), !older.contains(key), waiting[key] == nil, waiting.count < UnseenMessages.limit else {
      return
    }
    waiting[key] = (at, ContinuousClock.now)
  }

  /// Lets some wait again, of which nobody can say now whether they are missing.
  mutating func wait(_ due: [(scope: CoverageScope, id: String, at: Instant)]) {
    for (scope, id, at) in due { waiting[Key(scope: scope, id: id)] = (at, ContinuousClock.now) }
  }

  /// Those that waited long enough.
  mutating func due(_ patience: Duration) -> [(scope: CoverageScope, id: String, at: Instant)] {
    let now = ContinuousClock.now
    let due = waiting.filter { now - $0.value.since >= patience }
    for key in due.keys { waiting[key] = nil }
    return due.map { ($0.key.scope, $0.key.id, $0.value.at) }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
  }
}
