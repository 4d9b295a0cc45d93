import Intake
import Records
import Sealing
import Synchronization
import Testing

@testable import Gateway

/// What a gateway that ends anywhere leaves, and what the next one makes of it.
@Suite struct MediaResumeTests {
  private struct NeverSealed: Error {}

  private static let plain = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  @Test func aDownloadThatWasBrokenOffIsMadeAgain() async throws {
    let bench = try MediaBench()
    let file = try MediaEncryptor.encrypt(Self.plain, keys: MediaBench.keys())
    let isHalf = Mutex(true)
    let half = Mutex(false)
    let server = try ScriptedServer { _, _ in
      guard isHalf.withLock({ $0 }) else { return .bytes(file) }
      return ScriptedServer.Answer(length: Int64(file.count)) { sink in
        _ = sink(Array(file.prefix(200_000)))
        half.withLock { $0 = true }
        while isHalf.withLock({ $0 }), sink([]) { ScriptedServer.pause(milliseconds: 5) }
      }
    }
    let job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: file)
    let first = try bench.fetcher(server, provider: .wasender, idle: 20_000)
    try await first.enqueue([job])
    let task = Task { await first.run() }
    while !half.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await task.value
    #expect(bench.media.isEmpty && bench.disk.count == 1, "nothing is filed, and the job stays")
    #expect(try bench.objectCount() == 0)
    isHalf.withLock { $0 = false }
    try await bench.run(try bench.fetcher(server, provider: .wasender))
    #expect(bench.media.map(\.state) == [.stored] && bench.disk.count == 0)
    #expect(try bench.bytes(bench.media.first) == Self.plain)
  }

  @Test func aJobLeavesTheSpoolOnlyWhenItsEventIsSealed() async throws {
    let bench = try MediaBench()
    let server = try ScriptedServer { request, _ in
      request.path == "/v23.0/12345"
        ? .json(#"{"url":"http://\#(request.headers["host"] ?? "")/f"}"#) : .bytes(MediaBench.png)
    }
    let first = try bench.fetcher(server, sealed: { throw NeverSealed() })
    try await bench.run(first, [MediaBench.metaJob(of: MediaBench.png)]) { await first.status().failure != nil }
    #expect(bench.media.map(\.state) == [.stored] && bench.disk.count == 1)
    #expect(await first.status().failure != nil)
    try await bench.run(try bench.fetcher(server))
    #expect(bench.media.map(\.state) == [.stored, .stored] && bench.disk.count == 0, "at least once")
    let records = bench.filed.withLock { $0 }
    #expect(records[0] == records[1], "and the second reading says the same")
    #expect(try bench.objectCount() == 1)
  }

  @Test func theVaultsOwnSealIsUsedWhereNoneIsGiven() async throws {
    let bench = try MediaBench()
    let server = try ScriptedServer { request, _ in
      request.path == "/v23.0/12345"
        ? .json(#"{"url":"http://\#(request.headers["host"] ?? "")/f"}"#) : .bytes(MediaBench.png)
    }
    let access = try MediaAccess(
      provider: .meta, accessToken: SecretBytes([0x61]), graphURL: server.origin + "/v23.0", hosts: [server.origin])
    let writer = bench.writer
    let fetcher = MediaFetcher(
      accesses: ["desk": access], spool: TestSpool(bench.disk), writer: { writer }, http: OutboundClient(),
      options: MediaBench.quick, clock: FixedClock(MediaBench.start),
      complete: { record in
        try writer.append(.event(record), period: Period(.standard, YearMonth(record.capturedAt)))
      })
    try await bench.run(fetcher, [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.disk.count == 0)
    var found: [MediaReference] = []
    for leaf in try bench.vault.leaves(of: writer.id, from: 0) {
      guard case .segment(let segment) = leaf.entry else { continue }
      try bench.vault.openSegment(segment).forEachRecord { _, bytes in
        if case .event(let record) = try Record.decode(Array(bytes)), let media = record.event.content?.media {
          found.append(media)
        }
      }
    }
    #expect(found.map(\.state) == [.stored])
    #expect(try bench.bytes(found.first) == MediaBench.png)
  }

  @Test func whatWasGivenUpIsTriedAgainByHand() async throws {
    let bench = try MediaBench()
    let isGone = Mutex(true)
    let server = try ScriptedServer { request, _ in
      if isGone.withLock({ $0 }) { return .status(404) }
      return request.path.hasPrefix("/v23.0/")
        ? .json(#"{"url":"http://\#(request.headers["host"] ?? "")/f"}"#) : .bytes(MediaBench.png)
    }
    let jobs = (1...3).map { MediaBench.metaJob($0, of: MediaBench.png) }
    let first = try bench.fetcher(server)
    try await bench.run(first, jobs)
    #expect(bench.media.map(\.state) == [.missing, .missing, .missing] && bench.parkedDisk.count == 3)
    isGone.withLock { $0 = false }
    let second = try bench.fetcher(server)
    #expect(try await second.retry(MessageID(suffix: "zzzz")) == false)
    let wanted = try #require(jobs[1].record.event.messageID)
    #expect(try await second.retry(wanted))
    #expect(bench.parkedDisk.count == 2 && bench.disk.count == 1)
    try await bench.run(second)
    #expect(bench.filed.withLock { $0.last?.event.messageID } == wanted && bench.media.last?.state == .stored)
    let third = try bench.fetcher(server)
    #expect(try await third.retryAll() == 2)
    try await bench.run(third)
    #expect(bench.media.filter { $0.state == .stored }.count == 3 && bench.parkedDisk.count == 0)
  }

  @Test func requestsInTheStateDirectoryAreCarriedOut() async throws {
    let bench = try MediaBench()
    let isGone = Mutex(true)
    let server = try ScriptedServer { request, _ in
      if isGone.withLock({ $0 }) { return .status(404) }
      return request.path.hasPrefix("/v23.0/")
        ? .json(#"{"url":"http://\#(request.headers["host"] ?? "")/f"}"#) : .bytes(MediaBench.png)
    }
    let jobs = (1...3).map { MediaBench.metaJob($0, of: MediaBench.png) }
    try await bench.run(try bench.fetcher(server), jobs)
    isGone.withLock { $0 = false }
    let requests = MediaRetryRequests(state: bench.vault.locked.state)
    #expect(try requests.pending() == [])
    let wanted = try #require(jobs[2].record.event.messageID)
    try requests.ask(.message(wanted))
    try requests.ask(.message(wanted))
    #expect(try requests.pending() == [.message(wanted)])
    let fetcher = try bench.fetcher(server)
    let task = Task { await fetcher.run() }
    let end = ContinuousClock.now + .seconds(60)
    while bench.media.last?.state != .stored, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(10)) }
    #expect(bench.filed.withLock { $0.last?.event.messageID } == wanted && bench.parkedDisk.count == 2)
    try requests.ask(.all)
    while bench.media.count < 6, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(10)) }
    task.cancel()
    await task.value
    #expect(bench.media.suffix(3).allSatisfy { $0.state == .stored } && bench.parkedDisk.count == 0)
    #expect(try requests.pending() == [])
  }

  @Test func aVaultThatIsNotWrittenToIsWaitedFor() async throws {
    struct NoWriter: Error {}
    let bench = try MediaBench()
    let server = try ScriptedServer { request, _ in
      request.path == "/v23.0/12345"
        ? .json(#"{"url":"http://\#(request.headers["host"] ?? "")/f"}"#) : .bytes(MediaBench.png)
    }
    let access = try MediaAccess(
      provider: .meta, accessToken: SecretBytes([0x61]), graphURL: server.origin + "/v23.0", hosts: [server.origin])
    let asked = Mutex(0)
    let fetcher = MediaFetcher(
      accesses: ["desk": access], spool: TestSpool(bench.disk),
      writer: {
        let count = asked.withLock { asked in
          asked += 1
          return asked
        }
        guard count > 2 else { throw NoWriter() }
        return bench.writer
      }, http: OutboundClient(), options: MediaBench.quick, clock: TickingClock(from: MediaBench.start),
      complete: { record in bench.filed.withLock { $0.append(record) } }, sealed: {})
    try await bench.run(fetcher, [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.media.map(\.state) == [.stored] && asked.withLock { $0 } == 3)
  }

  @Test func aJobThatCannotBeReadHoldsNothingUp() async throws {
    let bench = try MediaBench()
    let server = try ScriptedServer { _, _ in .status(404) }
    _ = try await TestSpool(bench.disk).append([9, 9, 9])
    let fetcher = try bench.fetcher(server)
    try await bench.run(fetcher, [MediaBench.metaJob()])
    #expect(bench.media.count == 1 && bench.disk.count == 0)
    #expect(await fetcher.status().unreadable == 1)
  }

  @Test func anAccountThatIsGoneIsARefusal() async throws {
    let bench = try MediaBench()
    let server = try ScriptedServer { _, _ in .status(404) }
    var job = MediaBench.metaJob()
    job.endpoint = "closed"
    let fetcher = try bench.fetcher(server)
    try await bench.run(fetcher, [job]) { !bench.media.isEmpty }
    #expect(bench.filed.withLock { $0.map { $0.event.gap?.reason } } == ["media-not-permitted"])
    #expect(bench.disk.count == 1, "it is tried again until its time is over")
  }
}
