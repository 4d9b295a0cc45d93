import Intake
import Records
import Synchronization
import TestSupport
import Testing

/// Spool and queue of media are full at once:
///
///     spool ──empties when──▶ its entries' media are taken over
///       ▲                              │
///       │ when there is room           ▼ when there is room
///     what was fetched is durable ◀── queue of media
///
/// Each would wait for the next one, for ever: what was fetched must not need room in the spool.
@Suite struct FullQueuesTests {
  private static let options = ArchiverOptions(
    sealMilliseconds: 5, batch: 4, retryMilliseconds: 1, pauseMilliseconds: 1, longestPauseMilliseconds: 2,
    waitingMedia: 3)

  private static func image(_ number: Int) -> String {
    MediaHandOverTests.image.replacing("media-1", with: "media-\(number)").replacing(#""i1""#, with: #""i\#(number)""#)
  }

  private static let text =
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"messages":[{"from":"447700900123","id":"t1","timestamp":"1767366759","type":"text","text":{"body":"hello"}}]}}]}]}"#

  @Test func fullQueuesEmptyAgain() async throws {
    let test = try ArchiverCase()
    test.spool.setCapacity(6)
    let count = 16
    let queue = Mutex<[MediaJob]>([])
    let archiver = try test.archiver(Self.options) { jobs in
      let hasRoom = queue.withLock { queue in
        for job in jobs {
          guard queue.count < 2 else { return false }
          queue.append(job)
        }
        return true
      }
      if !hasRoom { throw SpoolError(.full, "full") }
    }
    // A provider that comes again until its delivery is taken keeps the spool full.
    let (provided, refused) = (Counter(), Counter())
    let provider = Task {
      for number in 0..<count {
        while !Task.isCancelled {
          do {
            try await test.receive(Self.image(number))
            _ = provided.next()
            break
          } catch {
            _ = refused.next()
            try await Task.sleep(for: .milliseconds(1))
          }
        }
      }
    }
    try await eventually("the spool is full") { test.spool.depth == 6 }
    let run = Task { try await archiver.run() }
    try await eventually("nothing has room") { queue.withLock { $0.count } == 2 && refused.count > 20 }
    // Now what waits is fetched, one after the other; a job leaves its queue when it is durable.
    let fetcher = Task {
      while !Task.isCancelled {
        guard let job = queue.withLock({ $0.first }) else {
          try await Task.sleep(for: .milliseconds(1))
          continue
        }
        var record = job.record
        record.event.content?.media?.state = .stored
        try archiver.complete(record)
        while (try? await archiver.sealed()) == nil { try await Task.sleep(for: .milliseconds(1)) }
        _ = queue.withLock { $0.removeFirst() }
      }
    }
    defer {
      provider.cancel()
      fetcher.cancel()
      run.cancel()
    }
    try await eventually("everything was taken, fetched and filed", within: .seconds(30)) {
      test.spool.depth == 0 && queue.withLock { $0.isEmpty } && provided.count == count
    }
    run.cancel()
    try await run.value
    let messages = try test.knowledge().messages
    let stored = messages.filter { $0.event.content?.media?.state == .stored }
    #expect(Set(messages.compactMap(\.event.providerMessageID)).count == count)
    #expect(Set(stored.compactMap(\.event.providerMessageID)).count == count)
  }

  @Test func mediaThatNobodyTakesHoldBackNothingElse() async throws {
    let test = try ArchiverCase()
    try await test.receive(Self.image(1))
    try await test.receive(Self.text)
    let archiver = try test.archiver(Self.options) { _ in throw SpoolError(.full, "full") }
    let run = Task { try await archiver.run() }
    defer { run.cancel() }
    try await eventually("the text is acknowledged", within: .seconds(30)) {
      test.spool.acknowledged == [SpoolPosition(major: 1, minor: 2)]
    }
    #expect(test.spool.depth == 1)
    run.cancel()
    try await run.value
  }

  @Test func whatWasFetchedIsDurableWhileTheSpoolIsFull() async throws {
    let test = try ArchiverCase()
    try await test.receive(Self.image(1))
    let jobs = Mutex<[MediaJob]>([])
    let archiver = try test.archiver(Self.options) { new in jobs.withLock { $0 += new } }
    let run = Task { try await archiver.run() }
    defer { run.cancel() }
    try await eventually("a job is handed over") { !jobs.withLock { $0.isEmpty } }
    test.spool.setFull(true)
    var record = try #require(jobs.withLock { $0.first }).record
    record.event.content?.media?.state = .stored
    try archiver.complete(record)
    try await eventually("it is durable all the same", within: .seconds(30)) {
      (try? await archiver.sealed()) != nil
    }
    run.cancel()
    try await run.value
    #expect(try test.knowledge().messages.compactMap { $0.event.content?.media?.state } == [.remote, .stored])
  }
}
