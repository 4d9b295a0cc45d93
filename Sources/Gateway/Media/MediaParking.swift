import Intake
import Records

/// Keeps what was given up, so that a person can have it tried again.
struct MediaParking: Sendable {
  /// What becomes of a parked job.
  enum Verdict: Sendable {
    case take, keep, drop
  }

  let spool: any Spool

  func add(_ job: MediaJob) async throws { try await spool.append(job.encoded()) }

  /// Goes through all parked jobs; those that are taken are handed over before they leave. Returns how many were.
  func take(
    _ verdict: @Sendable (MediaJob) -> Verdict, into: @Sendable (MediaJob) async throws -> Void
  ) async throws -> Int {
    var kept: [SpoolPosition] = []
    var count = 0
    do {
      while true {
        let entries = try await spool.next(limit: 256, wait: .zero)
        guard !entries.isEmpty else { break }
        var done: [SpoolPosition] = []
        for entry in entries {
          guard let job = try? MediaJob(decoding: entry.bytes) else {
            done.append(entry.position)
            continue
          }
          switch verdict(job) {
          case .keep: kept.append(entry.position)
          case .drop: done.append(entry.position)
          case .take:
            try await into(job)
            count += 1
            done.append(entry.position)
          }
        }
        try await spool.acknowledge(done)
      }
      try await spool.giveBack(kept)
    } catch {
      try? await spool.giveBack(kept)
      throw error
    }
    return count
  }
}
