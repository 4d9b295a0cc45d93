import Records

/// The ids of the last deliveries, a bounded number.
///
/// What is not sealed yet is kept apart: when the vault fails, those deliveries must be filed again.
struct RecentDeliveries {
  private let limit: Int
  private var newer: Set<DeliveryID> = []
  private var older: Set<DeliveryID> = []
  private var unsealed: Set<DeliveryID> = []

  /// Remembers at least `limit` sealed ids, at most twice as many.
  init(limit: Int) { self.limit = limit }

  func contains(_ id: DeliveryID) -> Bool { newer.contains(id) || older.contains(id) || unsealed.contains(id) }

  mutating func insert(_ id: DeliveryID) { unsealed.insert(id) }

  /// What was filed is sealed.
  mutating func seal() {
    for id in unsealed {
      newer.insert(id)
      if newer.count >= limit {
        older = newer
        newer = []
      }
    }
    unsealed = []
  }

  /// What was filed and not sealed is lost.
  mutating func forgetUnsealed() { unsealed = [] }
}
