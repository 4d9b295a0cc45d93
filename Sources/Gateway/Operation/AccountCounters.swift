import Records
import Synchronization

/// What happened to one account's deliveries since the start.
final class AccountCounters: Sendable {
  /// The counts.
  struct Values: Sendable, Hashable {
    var accepted: Int64 = 0
    var bytes: Int64 = 0
    var unauthorized: Int64 = 0
    /// Of the unauthorized, those that were kept aside.
    var quarantined: Int64 = 0
    var refused: Int64 = 0
    var lastAt: Instant?
  }

  let name: String
  let kinds = KindCounters()
  private let values = Mutex(Values())

  init(name: String) { self.name = name }

  func update(_ change: (inout Values) -> Void) { values.withLock { change(&$0) } }

  var snapshot: Values { values.withLock { $0 } }
}
