import Foundation
import Intake
import Records
import Storage
import TestSupport
import Testing
import Vault

@testable import Gateway

/// docs/format.md §13: whatever a crash or a failing disk loses, an append that returned is handed out, and an
/// acknowledgement that returned holds.
@Suite(.serialized) struct SpoolCrashTests {
  /// What callers were told.
  private struct Told {
    var appended: [(changes: Int, position: SpoolPosition, bytes: [UInt8])] = []
    var acknowledged: [(changes: Int, position: SpoolPosition)] = []
    /// Acknowledgements that were asked for, be they answered or not.
    var asked: Set<SpoolPosition> = []
    var failures = 0
  }

  /// Appends, takes, acknowledges some, gives some back; several files.
  private func run(_ spool: FileSpool, _ files: FaultyFiles, rounds: Range<Int>) async -> Told {
    var told = Told()
    for round in rounds {
      for number in 0..<3 {
        let bytes = SpoolConformance.content(round * 10 + number, length: 40 + number * 30)
        do {
          let position = try await spool.append(bytes)
          told.appended.append((files.changes.count, position, bytes))
        } catch { told.failures += 1 }
      }
      do {
        let entries = try await spool.next(limit: 3, wait: .zero)
        let safe = entries.enumerated().filter { ($0.offset + round) % 3 != 0 }.map(\.element.position)
        told.asked.formUnion(safe)
        try await spool.acknowledge(safe)
        for position in safe { told.acknowledged.append((files.changes.count, position)) }
        try await spool.giveBack(entries.map(\.position).filter { !safe.contains($0) })
      } catch { told.failures += 1 }
    }
    return told
  }

  private func check(_ fixture: SpoolFixture, _ told: Told, changes: Int, _ place: String) async throws {
    let spool = try fixture.open(files: UnsyncedFiles(), fileLength: 1200)
    if !spool.damages.isEmpty { Issue.record("\(place): \(spool.damages)") }
    let rest = try await SpoolFixture.rest(spool)
    let found = Dictionary(uniqueKeysWithValues: rest.map { ($0.position, $0.bytes) })
    for (count, position, bytes) in told.appended where count <= changes && !told.asked.contains(position) {
      if found[position] != bytes { Issue.record("\(place): the confirmed entry \(position) is not handed out") }
    }
    for (count, position) in told.acknowledged where count <= changes {
      if found[position] != nil { Issue.record("\(place): \(position) was acknowledged and comes again") }
    }
    if rest.map(\.position) != rest.map(\.position).sorted() { Issue.record("\(place): out of order") }
    let status = await spool.status()
    if status.entries != Int64(rest.count) {
      Issue.record("\(place): status says \(status.entries), not \(rest.count)")
    }
    // And it goes on.
    let next = try await spool.append([1, 2, 3])
    if let last = told.appended.last(where: { $0.changes <= changes })?.position, next <= last {
      Issue.record("\(place): the position \(next) is not after \(last)")
    }
    try await spool.acknowledge(rest.map(\.position))
    if try await SpoolFixture.rest(spool).map(\.bytes) != [[1, 2, 3]] { Issue.record("\(place): it does not go on") }
    await spool.close()
    let again = try fixture.open(files: UnsyncedFiles())
    if try await SpoolFixture.rest(again).map(\.position) != [next] { Issue.record("\(place): it does not last") }
    await again.close()
  }

  @Test func everyPrefixOfTheChangesIsAGoodSpool() async throws {
    let fixture = try SpoolFixture()
    let files = FaultyFiles(over: UnsyncedFiles(), recording: true)
    // Over two openings, so that files of an earlier process are there too.
    var told = Told()
    for rounds in [0..<3, 3..<6] {
      let spool = try fixture.open(files: files, fileLength: 1200)
      let more = await run(spool, files, rounds: rounds)
      #expect(more.failures == 0)
      told.appended += more.appended
      told.acknowledged += more.acknowledged
      told.asked.formUnion(more.asked)
      await spool.close()
    }
    let changes = files.changes
    #expect(told.appended.count == 18 && changes.count > 60)
    for count in 0...changes.count {
      let disk = CrashedDisk(changes[..<count])
      for loss in CrashedDisk.Loss.allCases {
        try disk.write(under: fixture.base, losing: loss)
        let place = "after \(count) changes, losing \(loss)"
        do { try await check(fixture, told, changes: count, place) } catch { Issue.record("\(place): \(error)") }
      }
    }
  }

  @Test(arguments: [
    (ENOSPC, true, false), (ENOSPC, false, false), (EIO, false, false), (EIO, false, true), (EIO, true, true),
  ])
  func everyFailingCallLosesNothing(number: Int32, persistent: Bool, onlySyncs: Bool) async throws {
    var call = 1
    var failing = 0
    let fixture = try SpoolFixture()
    while true {
      try? FileManager.default.removeItem(atPath: fixture.folder)
      let files = FaultyFiles(over: UnsyncedFiles())
      let spool = try fixture.open(files: files, fileLength: 1200)
      files.setFault(.init(call: call, errorNumber: number, persistent: persistent, onlySyncs: onlySyncs))
      let told = await run(spool, files, rounds: 0..<4)
      let reached = files.calls >= call
      // While the disk works again in the same process, so does the spool.
      files.setFault(nil)
      let place = "call \(call) failing with \(number)"
      do {
        let position = try await spool.append([9])
        try await spool.acknowledge([position])
      } catch { Issue.record("\(place): the spool does not recover: \(error)") }
      if await spool.status().failure != nil { Issue.record("\(place): the failure stays") }
      await spool.close()
      do { try await check(fixture, told, changes: .max, place) } catch { Issue.record("\(place): \(error)") }
      if !reached { break }
      if told.failures > 0 { failing += 1 }
      call += 1
    }
    #expect(failing > 5)
  }

  @Test func aFailedSpoolSaysSoAndRecoversByItself() async throws {
    let fixture = try SpoolFixture()
    let files = FaultyFiles()
    let spool = try fixture.open(files: files)
    let first = try await spool.append([1])
    files.setFault(.init(call: 1, errorNumber: ENOSPC, persistent: true))
    for _ in 0..<3 {
      do {
        try await spool.append([2])
        Issue.record("a full disk took it")
      } catch let error as SpoolError {
        #expect(error.code == .failed && (error.cause as? StorageError)?.code == .diskFull)
        #expect(error.message.contains("No space left"))
      }
    }
    #expect(await spool.status().failure?.contains("No space left") == true)
    // What is there is handed out all the same.
    #expect(try await spool.next(limit: 9, wait: .zero).map(\.position) == [first])
    files.setFault(nil)
    try await eventually("the failure passes") { await spool.status().failure == nil }
    try await spool.append([3])
    #expect(try await spool.next(limit: 9, wait: .zero).map(\.bytes) == [[3]])
    await spool.close()
  }

  @Test func aFileIsNeverWrittenAfterAFailedSync() async throws {
    let fixture = try SpoolFixture()
    let files = FaultyFiles(recording: true)
    let spool = try fixture.open(files: files)
    try await spool.append([1])
    files.setFault(.init(call: 1, errorNumber: EIO, onlySyncs: true))
    await #expect(throws: SpoolError.self) { try await spool.append([2]) }
    let before = files.changes.count
    files.setFault(nil)
    try await spool.append([3])
    let old = try #require(try fixture.names().first)
    for change in files.changes[before...] {
      if case .append(let path, _) = change { #expect(!path.hasSuffix(old)) }
      if case .sync(let path) = change { #expect(!path.hasSuffix(old)) }
    }
    await spool.close()
    // The unconfirmed entry may come or not; the confirmed ones do.
    let again = try fixture.open()
    let found = try await SpoolFixture.rest(again).map(\.bytes)
    #expect(found == [[1], [3]] || found == [[1], [2], [3]])
    #expect(again.damages.isEmpty)
    await again.close()
  }
}
