import Intake
import Records
import Sealing
import Testing

@testable import Gateway

@Suite struct MediaRetryTests {
  private let now = MediaBench.start
  private func decide(
    _ failure: MediaFailure, tries: Int, left: Int64 = 86_400_000, chance: Double = 1
  ) -> MediaRetry.Decision {
    MediaRetry.decide(
      failure, tries: tries, now: now, deadline: Instant(milliseconds: now.milliseconds + left),
      options: MediaOptions(), chance: chance)
  }

  @Test func pausesGrowToTheirLimitAndScatter() {
    let failure = MediaFailure.unreachable("x")
    #expect(decide(failure, tries: 1) == .again(after: .seconds(2)))
    #expect(decide(failure, tries: 1, chance: 0) == .again(after: .seconds(1)))
    #expect(decide(failure, tries: 4) == .again(after: .seconds(16)))
    #expect(decide(failure, tries: 1000) == .again(after: .seconds(900)))
    let refused = MediaFailure(.refused, MediaFailure.notPermitted, "x")
    #expect(decide(refused, tries: 1) == .again(after: .seconds(300)))
    #expect(decide(refused, tries: 99) == .again(after: .seconds(3600)))
  }

  @Test func theServersOwnWishAndTheDeadlineCount() {
    let busy = MediaFailure.status(429, retryAfter: "120", host: "h")
    #expect(decide(busy, tries: 1) == .again(after: .seconds(120)))
    #expect(decide(busy, tries: 1, left: 5000) == .again(after: .seconds(5)), "a last try before it is gone")
    guard case .giveUp(let failure) = decide(busy, tries: 1, left: 0) else {
      Issue.record("it goes on after the deadline")
      return
    }
    #expect(failure.reason == "media-expired")
    #expect(MediaFailure.status(503, retryAfter: "999999999999", host: "h").retryAfter == .seconds(3600))
    #expect(MediaFailure.status(503, retryAfter: "soon", host: "h").retryAfter == nil)
  }

  @Test func damageEndsAfterThreeTriesAndLastingAtOnce() {
    let damaged = MediaFailure.damaged("x")
    #expect(decide(damaged, tries: 2) != .giveUp(damaged))
    #expect(decide(damaged, tries: 3) == .giveUp(damaged))
    #expect(decide(damaged, tries: 1, left: 0) == .giveUp(damaged))
    let gone = MediaFailure.status(404, retryAfter: nil, host: "h")
    #expect(decide(gone, tries: 1) == .giveUp(gone))
  }

  @Test func linksTellTheirLastSecond() {
    #expect(MediaExpiry.expiry(in: "https://h/v?ccb=1&oe=69C00000&x=1") == Instant(seconds: 0x69C0_0000))
    for url in [
      "https://h/v", "https://h/v?oe=", "https://h/v?oe=zz", "https://h/v?oe=-1", "https://h?noe=1",
      "https://h/v?oe=FFFFFFFFFFFFFFFFFF",
    ] {
      #expect(MediaExpiry.expiry(in: url) == nil)
    }
  }

  @Test func deadlinesFollowTheProvider() {
    let day: Int64 = 86_400_000
    func days(_ job: MediaJob) -> Int64 {
      (MediaExpiry.deadline(of: job.record).milliseconds - now.milliseconds) / day
    }
    #expect(days(MediaBench.metaJob()) == 30)
    var history = MediaBench.metaJob()
    history.record.event.attributes["history_phase"] = "1"
    #expect(days(history) == 14)
    var job = MediaBench.networkJob(url: nil, plain: [1], file: [2])
    #expect(days(job) == 14)
    job.record.event.content?.media?.remote?.since = Instant(milliseconds: now.milliseconds - 4 * day)
    #expect(days(job) == 10)
    job.record.event.content?.media?.remote?.since = Instant(milliseconds: now.milliseconds + 99 * day)
    #expect(days(job) == 14, "a date in the future is not believed")
    let until = String((now.milliseconds / 1000) + 3 * 86_400, radix: 16)
    job.record.event.content?.media?.remote?.directPath = "/v/t?oe=\(until)"
    #expect(days(job) == 3)
  }

  @Test func graphErrorsMeanWhatTheyMean() throws {
    func nature(_ code: Int, _ status: UInt = 400) throws -> MediaFailure.Nature {
      let error = try JSONReader.parse(Array("{\"code\":\(code)}".utf8))
      return MetaMedia.failure(status: status, retryAfter: nil, error: error, host: "h").nature
    }
    #expect(try nature(100) == .lasting && nature(190, 401) == .refused && nature(10, 403) == .refused)
    #expect(try nature(4) == .passing && nature(130429) == .passing && nature(131053) == .lasting)
    #expect(try nature(999_999, 503) == .passing && nature(999_999, 404) == .lasting)
  }

  @Test func workIsTakenInTheOrderItIsDue() {
    var queue = MediaQueue()
    for (number, delay) in [(1, 50), (2, 10), (3, 30), (4, 10)] as [(UInt64, Int64)] {
      queue.add(
        MediaWork(
          position: SpoolPosition(major: 0, minor: number), job: MediaBench.metaJob(),
          due: Instant(milliseconds: now.milliseconds + delay)))
    }
    var order: [UInt64] = []
    #expect(queue.take(at: now) == nil && queue.nextDue?.milliseconds == now.milliseconds + 10)
    while let work = queue.take(at: Instant(milliseconds: now.milliseconds + 40)) { order.append(work.position.minor) }
    #expect(order == [2, 4, 3] || order == [4, 2, 3])
    #expect(queue.count == 1)
  }

  @Test func jobsSurviveTheSpool() throws {
    var jobs = [
      MediaBench.metaJob(url: "https://lookaside.fbsbx.com/x?y=ä", of: [1]),
      MediaBench.networkJob(url: nil, directPath: "/v", plain: [1], file: [2]),
    ]
    jobs.append(MediaBench.job(media: MediaReference(.remote)))
    for job in jobs {
      let bytes = job.encoded()
      #expect(try MediaJob(decoding: bytes) == job)
      for end in 0..<bytes.count { #expect(throws: IntakeError.self) { try MediaJob(decoding: Array(bytes[..<end])) } }
      #expect(throws: IntakeError.self) { try MediaJob(decoding: bytes + [0]) }
    }
    #expect(MediaJob.jobs(in: jobs.map(\.record), endpoint: "desk") == Array(jobs.prefix(2)))
    #expect(!"\(jobs[1])".contains("42, 42"), "a key is never printed")
  }
}
