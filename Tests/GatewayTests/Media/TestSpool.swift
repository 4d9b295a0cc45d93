import Intake
import Records
import Synchronization

/// A spool in memory, whose entries outlive each opening: what a killed process leaves behind.
final class TestSpool: Spool {
  /// What would be on the disk.
  final class Disk: Sendable {
    let entries = Mutex<[SpoolPosition: [UInt8]]>([:])
    let next = Mutex<UInt64>(1)
    var count: Int { entries.withLock { $0.count } }
  }

  let disk: Disk
  private let handedOut = Mutex<Set<SpoolPosition>>([])

  init(_ disk: Disk = Disk()) { self.disk = disk }

  func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    let position = SpoolPosition(
      major: 1,
      minor: disk.next.withLock { next in
        defer { next += 1 }
        return next
      })
    disk.entries.withLock { $0[position] = bytes }
    return position
  }

  func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    let end = ContinuousClock.now + wait
    while true {
      let found = handedOut.withLock { handedOut in
        disk.entries.withLock { entries in
          let free = entries.keys.filter { !handedOut.contains($0) }.sorted().prefix(limit)
          handedOut.formUnion(free)
          return free.compactMap { position in
            entries[position].map { SpooledEntry(position: position, bytes: $0) }
          }
        }
      }
      if !found.isEmpty || ContinuousClock.now >= end { return found }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  func acknowledge(_ positions: [SpoolPosition]) async throws {
    disk.entries.withLock { entries in for position in positions { entries[position] = nil } }
  }

  func giveBack(_ positions: [SpoolPosition]) async throws { handedOut.withLock { $0.subtract(positions) } }

  func status() async -> SpoolStatus {
    disk.entries.withLock { entries in
      SpoolStatus(
        entries: Int64(entries.count), bytes: entries.values.reduce(0) { $0 + Int64($1.count) }, limit: 1 << 30)
    }
  }

  func close() async {}
}
