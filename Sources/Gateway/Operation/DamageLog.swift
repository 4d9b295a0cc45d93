import Intake
import Logging
import Synchronization

/// Says once of each damaged place in a queue that it was found: nothing confirmed may vanish in silence.
final class DamageLog: Sendable {
  private let logger: Logger
  private let told = Mutex<[String: Int64]>([:])

  init(logger: Logger) { self.logger = logger }

  /// Looks at a queue's status, and at the places where the engine knows them.
  func look(at spool: any Spool, named queue: String, _ status: SpoolStatus) {
    let before = told.withLock { told in
      let before = told[queue] ?? 0
      told[queue] = max(before, status.damaged)
      return before
    }
    guard status.damaged > before else { return }
    let places = (spool as? FileSpool)?.damages.dropFirst(Int(clamping: before)).prefix(20).map { "\($0)" } ?? []
    logger.error(
      "entries of a queue cannot be read any more: each may be a delivery that was confirmed",
      metadata: [
        "queue": "\(queue)", "places": "\(status.damaged)", "found": "\(places.joined(separator: " | "))",
      ])
  }
}
