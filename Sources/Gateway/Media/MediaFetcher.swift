import Intake
import NIOPosix
import Records
import Sealing
import Vault

/// Fetches the attachments that deliveries name, and seals them beside their events.
///
/// Jobs come from a spool and leave it when the event that has the medium is sealed: a gateway that is killed anywhere
/// fetches again what it had not finished. ``run()`` is called once.
public actor MediaFetcher {
  private let accesses: [String: MediaAccess]
  private nonisolated let spool: any Spool
  let parked: MediaParking?
  private let writer: @Sendable () throws -> VaultWriter
  let requests: MediaRetryRequests?
  private let http: OutboundClient
  let options: MediaOptions
  let clock: any Clock
  private let chance: @Sendable () -> Double
  private let complete: @Sendable (EventRecord) throws -> Void
  private let sealed: @Sendable () async throws -> Void
  private let threads: NIOThreadPool
  private let settlePause: Duration

  private var queue = MediaQueue()
  private var cache = StoredMediaCache()
  private var inFlight: Set<StoredMediaCache.Key> = []
  private var finished: [SpoolPosition] = []
  private var refusedWaiting: Set<SpoolPosition> = []
  var counters: MediaStatus
  private var spoolFailure: String?
  var isUnparking = false
  private nonisolated let signal = WakeSignal()

  /// Creates a fetcher.
  ///
  /// `accesses` are by the endpoints' names. `writer` is asked for each medium. `complete` files an event anew;
  /// `sealed` returns when everything that was filed before the call is durable; without it the fetcher has the writer
  /// seal once a minute. `parked` keeps what was given up, for a retry by hand; `requests` is where people ask for one.
  public init(
    accesses: [String: MediaAccess], spool: any Spool, parked: (any Spool)? = nil,
    writer: @escaping @Sendable () throws -> VaultWriter, http: OutboundClient, requests: MediaRetryRequests? = nil,
    options: MediaOptions = MediaOptions(), clock: any Clock = SystemClock(),
    chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    complete: @escaping @Sendable (EventRecord) throws -> Void, sealed: (@Sendable () async throws -> Void)? = nil
  ) {
    self.accesses = accesses
    self.spool = spool
    self.parked = parked.map { MediaParking(spool: $0) }
    self.writer = writer
    self.http = http
    self.requests = requests
    self.options = options
    self.clock = clock
    self.chance = chance
    self.complete = complete
    let threads = NIOThreadPool(numberOfThreads: max(1, options.workers) + 1)
    self.threads = threads
    self.sealed = sealed ?? { try await threads.runIfActive { try writer().seal() } }
    settlePause = options.settlePause ?? (sealed == nil ? .seconds(60) : .seconds(1))
    counters = MediaStatus(spool: SpoolStatus(limit: 0))
  }

  // MARK: - Jobs

  /// Takes jobs; they are durable when this returns.
  public nonisolated func enqueue(_ jobs: [MediaJob]) async throws {
    try await spool.append(contentsOf: jobs.map { $0.encoded() })
  }

  /// How it stands.
  public func status() async -> MediaStatus {
    var status = counters
    status.waiting = queue.count
    status.refused = refusedWaiting.count
    status.unsettled = finished.count
    status.failure = counters.failure ?? spoolFailure
    status.spool = await spool.status()
    return status
  }

  // MARK: - Running

  /// Works until the task is cancelled; then what is done is settled, and the rest stays in the spool.
  public func run() async {
    threads.start()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.settleRegularly() }
      group.addTask { await self.answerRequests() }
      while !Task.isCancelled {
        while counters.active < max(1, options.workers), let work = queue.take(at: clock.now()) {
          refusedWaiting.remove(work.position)
          counters.active += 1
          group.addTask { await self.perform(work) }
        }
        await refill()
      }
      group.cancelAll()
    }
    // Not cancelled with the rest: what is done is confirmed.
    await Task { await self.settle() }.value
    try? await threads.shutdownGracefully()
  }

  /// Asks the spool for more where there is room, or waits for something to happen.
  private func refill() async {
    let free = max(1, options.workers) - counters.active
    let untilDue = queue.nextDue.map { max(0, $0.milliseconds - clock.now().milliseconds) } ?? 1000
    guard free > 0, queue.count < options.waitingLimit else {
      await signal.wait(atMost: .milliseconds(free > 0 ? max(1, min(untilDue, 1000)) : 1000))
      return
    }
    do {
      // What is being fetched may soon want another try: then the spool is not waited for long.
      let wait = min(untilDue, counters.active > 0 ? 50 : 1000)
      let entries = try await spool.next(limit: free, wait: .milliseconds(wait))
      for entry in entries { accept(entry) }
      spoolFailure = nil
    } catch {
      if Task.isCancelled { return }
      spoolFailure = "\(error)"
      await signal.wait(atMost: .seconds(1))
    }
  }

  private func accept(_ entry: SpooledEntry) {
    let job: MediaJob
    do { job = try MediaJob(decoding: entry.bytes) } catch {
      counters.unreadable += 1
      finished.append(entry.position)
      return
    }
    // What was handed out often without an end may be what ends the gateway: it waits behind the others.
    let delay = entry.attempts > 3 ? Int64(min(entry.attempts, 60)) * 1000 : 0
    let due = Instant(milliseconds: clock.now().milliseconds + delay)
    queue.add(MediaWork(position: entry.position, job: job, due: due))
  }

  // MARK: - One job

  private func perform(_ work: MediaWork) async {
    let key = StoredMediaCache.Key(work.job.record)
    if let key, let sealed = cache[key] {
      await finish(work, with: sealed, isShared: true)
    } else if let key, !inFlight.insert(key).inserted {
      // The same medium is on its way for another message.
      var work = work
      work.due = Instant(milliseconds: clock.now().milliseconds + 200)
      queue.add(work)
    } else {
      let result = await fetch(work.job)
      if let key { inFlight.remove(key) }
      switch result {
      case .success(let sealed):
        if let key { cache.add(sealed, for: key) }
        await finish(work, with: sealed, isShared: false)
      case .failure(let failure as MediaFailure): await fail(work, failure)
      case .failure(let error):
        // Cancelled: it stays in the spool.
        if !Task.isCancelled { await fail(work, .unreachable("\(error)")) }
      }
    }
    counters.active -= 1
    signal.wake()
  }

  private nonisolated func fetch(_ job: MediaJob) async -> Result<MediaSealing.Sealed, any Error> {
    guard let access = accesses[job.endpoint] else {
      return .failure(
        MediaFailure(.refused, MediaFailure.notPermitted, "the account is not in the configuration any more"))
    }
    let download = MediaDownload(http: http, access: access, options: options, threads: threads)
    let target: VaultWriter
    do { target = try writer() } catch {
      return .failure(MediaFailure(.passing, MediaFailure.notStored, "the vault is not written to: \(error)"))
    }
    do { return .success(try await MediaRoutes(writer: target, download: download).fetch(job.record)) } catch {
      return .failure(error)
    }
  }

  private func finish(_ work: MediaWork, with sealed: MediaSealing.Sealed, isShared: Bool) async {
    do { try complete(work.job.record.completed(with: sealed)) } catch {
      await fail(work, MediaFailure(.passing, MediaFailure.notStored, "the vault did not take the event: \(error)"))
      return
    }
    counters.failure = nil
    counters.stored += 1
    counters.storedBytes += sealed.stored.size
    if isShared { counters.shared += 1 }
    finished.append(work.position)
  }

  private func fail(_ work: MediaWork, _ failure: MediaFailure) async {
    var work = work
    let tries = (work.tries[failure.nature] ?? 0) + 1
    work.tries[failure.nature] = tries
    let now = clock.now()
    if failure.reason == MediaFailure.notStored { counters.failure = failure.detail }
    switch MediaRetry.decide(
      failure, tries: tries, now: now, deadline: work.deadline, options: options, chance: chance())
    {
    case .again(let pause):
      counters.retries += 1
      if failure.nature == .refused {
        refusedWaiting.insert(work.position)
        // The officer sees the refusal now, not when the medium is gone; a later reading with the medium replaces it.
        if tries == 2, !work.isReported {
          work.isReported = (try? complete(work.job.record.lacking(failure))) != nil
        }
      }
      work.due = Instant(milliseconds: now.milliseconds + pause.milliseconds)
      queue.add(work)
    case .giveUp(let reason): await giveUp(work, reason)
    }
  }

  private func giveUp(_ work: MediaWork, _ reason: MediaFailure) async {
    do { try complete(work.job.record.lacking(reason)) } catch {
      counters.failure = "the vault did not take the event: \(error)"
      var work = work
      work.due = Instant(milliseconds: clock.now().milliseconds + options.firstPause.milliseconds)
      queue.add(work)
      return
    }
    counters.missing[reason.reason, default: 0] += 1
    if let parked {
      // Without the parking place only the raw delivery still knows how to get it.
      do { try await parked.add(work.job) } catch { counters.failure = "a given-up medium is not kept: \(error)" }
    }
    finished.append(work.position)
  }

  // MARK: - Settling

  private func settleRegularly() async {
    while !Task.isCancelled {
      do { try await Task.sleep(for: settlePause) } catch { return }
      await settle()
    }
  }

  /// Acknowledges what is done, once it is sealed.
  ///
  /// Whoever stops the gateway may call it once more after the last seal.
  public func settle() async {
    let batch = finished
    guard !batch.isEmpty else { return }
    finished = []
    do {
      try await sealed()
      try await spool.acknowledge(batch)
    } catch {
      finished = batch + finished
      if !(error is CancellationError) { counters.failure = "\(error)" }
    }
  }
}
