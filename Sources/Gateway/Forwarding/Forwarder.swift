import AsyncHTTPClient
import Intake
import NIOCore
import NIOHTTP1
import Records
import Synchronization

/// Relays deliveries to the bots that used to own the webhook, from a queue of its own.
///
/// The archive never waits for a bot, nor one bot for another; what a bot does not take is tried again for a day, and is
/// in the vault in any case.
public final class Forwarder: Sendable {
  /// How it works.
  public struct Options: Sendable {
    /// Calls at the same time to one bot.
    public var concurrency = 4
    /// How long one call may take.
    public var patience: TimeAmount = .seconds(20)
    /// The first pause after a failure; it doubles up to ``longestPause``.
    public var firstPause: Duration = .seconds(1)
    public var longestPause: Duration = .seconds(300)
    /// When a forward is given up, counted from its capture.
    public var giveUpAfter: Duration = .seconds(24 * 3600)
    /// Deliveries that wait in memory for one bot.
    public var window = 256

    /// The usual ones.
    public init() {}
  }

  /// How it stands.
  public struct Status: Sendable, Hashable {
    /// Calls that succeeded.
    public var sent: Int64 = 0
    /// Calls that failed and are repeated.
    public var failed: Int64 = 0
    /// Forwards that were given up, or found no room.
    public var dropped: Int64 = 0
    /// Forwards that wait.
    public var waiting: Int64 = 0
  }

  private let spool: any Spool
  private let client: OutboundClient
  private let policy: OutboundPolicy
  private let clock: any Clock
  private let options: Options
  private let counts = Mutex(Status())

  /// Creates a forwarder with a spool of its own.
  public init(
    spool: any Spool, client: OutboundClient, policy: OutboundPolicy, clock: any Clock, options: Options = Options()
  ) {
    self.spool = spool
    self.client = client
    self.policy = policy
    self.clock = clock
    self.options = options
  }

  /// Queues a delivery for each of the bots; durable when it returns. A full or broken queue is counted, and no error:
  /// the delivery itself is safe.
  public func enqueue(_ delivery: CapturedDelivery, to urls: [String]) async {
    for url in urls {
      do {
        try await spool.append(Forward(url: url, delivery: delivery).encoded())
      } catch {
        counts.withLock { $0.dropped += 1 }
      }
    }
  }

  /// How it stands.
  public func status() async -> Status {
    let spooled = await spool.status()
    return counts.withLock { counts in
      var status = counts
      status.waiting = spooled.entries
      return status
    }
  }

  /// Relays until it is cancelled.
  public func run() async {
    await withTaskGroup(of: Void.self) { group in
      var lanes: [String: Lane] = [:]
      while !Task.isCancelled {
        do {
          for lane in lanes.values {
            let returning = lane.unpark()
            if !returning.isEmpty { try await spool.giveBack(returning) }
          }
          // With deliveries parked, room must be noticed soon; else there is nothing to do until one is appended.
          let isParking = lanes.values.contains { $0.isParking }
          for entry in try await spool.next(limit: 64, wait: .milliseconds(isParking ? 50 : 500)) {
            guard let forward = try? Forward(decoding: entry.bytes) else {
              counts.withLock { $0.dropped += 1 }
              try await spool.acknowledge([entry.position])
              continue
            }
            let lane = lanes[forward.url] ?? Lane(window: options.window)
            if lanes[forward.url] == nil {
              lanes[forward.url] = lane
              for _ in 0..<options.concurrency { group.addTask { await self.serve(lane) } }
            }
            lane.offer((entry.position, forward))
          }
        } catch {
          try? await Task.sleep(for: .seconds(1))
        }
      }
      for lane in lanes.values { lane.finish() }
      group.cancelAll()
    }
  }

  private func serve(_ lane: Lane) async {
    for await (position, forward) in lane.stream {
      lane.taken()
      if await deliver(forward) { try? await spool.acknowledge([position]) }
      if Task.isCancelled { return }
    }
  }

  /// Calls until the bot takes it, or a day has passed; false when it was cancelled before.
  private func deliver(_ forward: Forward) async -> Bool {
    var pause = options.firstPause
    while !Task.isCancelled {
      if await call(forward) {
        counts.withLock { $0.sent += 1 }
        return true
      }
      counts.withLock { $0.failed += 1 }
      let age = clock.now().milliseconds - forward.delivery.capturedAt.milliseconds
      if .milliseconds(age) >= options.giveUpAfter {
        counts.withLock { $0.dropped += 1 }
        return true
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, options.longestPause)
    }
    return false
  }

  private func call(_ forward: Forward) async -> Bool {
    var request = HTTPClientRequest(url: forward.url)
    request.method = .POST
    for header in forward.headers { request.headers.add(name: header.name, value: header.value) }
    request.body = .bytes(ByteBuffer(bytes: forward.delivery.body))
    do {
      let answer = try await client.execute(
        request, policy: policy, deadline: .now() + options.patience, redirects: 0)
      // Read to the end so that the connection can be used again; what a bot says is of no interest.
      var left = 1 << 20
      for try await piece in answer.body where left > 0 {
        left -= piece.readableBytes
        if left <= 0 { break }
      }
      return (200..<300).contains(answer.status.code)
    } catch {
      return false
    }
  }
}
