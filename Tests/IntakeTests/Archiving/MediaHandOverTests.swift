import Intake
import Records
import Synchronization
import TestSupport
import Testing

/// Media that wait are handed over before anything is acknowledged, and what was fetched is filed.
@Suite struct MediaHandOverTests {
  static let image =
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"messages":[{"from":"447700900123","id":"i1","timestamp":"1767366759","type":"image","image":{"id":"media-1","mime_type":"image/jpeg","sha256":"AAAA","caption":"look"}}]}}]}]}"#

  @Test func handsOverAndFilesWhatWasFetched() async throws {
    let test = try ArchiverCase()
    try await test.receive(Self.image)
    let jobs = Mutex<[MediaJob]>([])
    let archiver = try test.archiver(
      ArchiverOptions(sealMilliseconds: 20), onMedia: { new in jobs.withLock { $0 += new } })
    let task = Task { try await archiver.run() }
    try await eventually("a job is handed over") { !jobs.withLock { $0.isEmpty } }
    let job = try #require(jobs.withLock { $0.first })
    #expect(job.endpoint == "desk" && job.media?.providerID == "media-1")
    let stored = try archiver.writer().putMedia([1, 2, 3], period: Period(.standard, YearMonth(job.record.capturedAt)))
    var record = job.record
    record.event.content?.media?.state = .stored
    record.event.content?.media?.path = stored.path
    try archiver.complete(record)
    try await archiver.sealed()
    task.cancel()
    try await task.value
    #expect(test.spool.depth == 0)
    let known = try test.knowledge()
    #expect(known.messages.compactMap { $0.event.content?.media?.state } == [.remote, .stored])
    #expect(Set(known.messages.map { "\($0.delivery)/\($0.part)" }).count == 1)
    #expect(try test.unlocked().media(stored.path) == [1, 2, 3])
    #expect(Set(known.eventPeriods.map(\.month)).count == 1)
  }

  @Test func nothingIsAcknowledgedBeforeTheHandOver() async throws {
    let test = try ArchiverCase()
    try await test.receive(Self.image)
    let fails = Mutex(true)
    let archiver = try test.archiver(
      ArchiverOptions(sealMilliseconds: 5),
      onMedia: { _ in
        if fails.withLock({ $0 }) { throw Crash() }
      })
    let task = Task { try await archiver.run() }
    try await eventually("it is sealed, and nobody takes the media") {
      archiver.status().archived > 0 && archiver.status().mediaFailure != nil
    }
    #expect(test.spool.depth == 1)
    fails.withLock { $0 = false }
    try await eventually("it is acknowledged") { test.spool.depth == 0 }
    task.cancel()
    try await task.value
    #expect(archiver.status().mediaFailure == nil)
  }

  /// A queue with little room takes some of a batch and refuses the rest: it must not fill with the same few.
  @Test func aNearlyFullQueueGetsEachMediumOnce() async throws {
    let test = try ArchiverCase()
    let count = 20
    for number in 0..<count {
      try await test.receive(
        Self.image.replacing("media-1", with: "media-\(number)").replacing(#""i1""#, with: #""i\#(number)""#))
    }
    // Room for seven; those who fetch take some away now and then.
    let queue = Mutex<(waiting: [String], taken: [String])>(([], []))
    let archiver = try test.archiver(
      ArchiverOptions(sealMilliseconds: 5, pauseMilliseconds: 1, longestPauseMilliseconds: 2),
      onMedia: { jobs in
        let hasRoom = queue.withLock { queue in
          for job in jobs {
            guard queue.waiting.count < 7 else { return false }
            queue.waiting.append(job.media?.providerID ?? "")
          }
          return true
        }
        if !hasRoom { throw SpoolError(.full, "full") }
      })
    let task = Task { try await archiver.run() }
    try await eventually("all media are taken") {
      queue.withLock { queue in
        queue.taken += queue.waiting.prefix(3)
        queue.waiting.removeFirst(min(3, queue.waiting.count))
        return Set(queue.taken).count == count
      }
    }
    try await eventually("all is acknowledged") { test.spool.depth == 0 }
    task.cancel()
    try await task.value
    let taken = queue.withLock { $0.taken + $0.waiting }
    #expect(Set(taken).count == count)
    #expect(taken.count <= 4 * count, "\(taken.count) jobs for \(count) media")
  }

  /// What is sealed never comes again, so neither would its media.
  @Test func aVaultThatFailsLaterTakesNoMediaOfWhatIsSealed() async throws {
    let test = try ArchiverCase()
    try await test.receive(Self.image)
    let fails = Mutex(true)
    let ids = Mutex<Set<String>>([])
    let archiver = try test.archiver(
      ArchiverOptions(
        sealMilliseconds: 5, retryMilliseconds: 1, pauseMilliseconds: 5, longestPauseMilliseconds: 20),
      onMedia: { new in
        if fails.withLock({ $0 }) { throw Crash() }
        ids.withLock { ids in ids.formUnion(new.compactMap { $0.media?.providerID }) }
      })
    let task = Task { try await archiver.run() }
    try await eventually("the first is sealed") { archiver.status().archived > 0 }
    // Closed behind the archiver's back: its next append finds the vault lost.
    try archiver.writer().close()
    try await test.receive(Self.image.replacing("media-1", with: "media-2").replacing(#""i1""#, with: #""i2""#))
    try await eventually("the second is sealed") { archiver.status().archived >= 2 }
    fails.withLock { $0 = false }
    try await eventually("both are acknowledged") { test.spool.depth == 0 }
    task.cancel()
    try await task.value
    #expect(ids.withLock { $0 } == ["media-1", "media-2"])
  }
}
