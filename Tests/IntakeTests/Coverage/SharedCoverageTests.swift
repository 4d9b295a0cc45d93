import Records
import Sealing
import Storage
import Synchronization
import Testing
import Vault

@testable import Intake

/// Several gateways of one queue: what one of them sees, the others know.
@Suite struct SharedCoverageTests {
  /// What Redis keeps, in memory.
  private final class Exchange: CoverageExchange {
    struct State {
      var notes: Set<String> = []
      var values: [String: [UInt8]] = [:]
      var version: Int64 = 0
      var isAway = false
    }
    let state = Mutex(State())
    /// What another gateway does just before the next putting.
    let meanwhile = Mutex<[@Sendable () async -> Void]>([])

    private func use<Result: Sendable>(_ body: (inout State) -> Result) throws -> Result {
      try state.withLock { state in
        if state.isAway { throw Crash() }
        return body(&state)
      }
    }

    func note(_ names: [String]) async throws { try use { $0.notes.formUnion(names) } }
    func noted(_ names: [String]) async throws -> Set<String> { try use { $0.notes.intersection(names) } }
    func version() async throws -> Int64 { try use { $0.version } }
    func values() async throws -> [String: [UInt8]] { try use { $0.values } }
    func put(_ values: [String: [UInt8]?], ifVersion version: Int64) async throws -> Bool {
      await meanwhile.withLock { $0.popLast() }?()
      return try use { state in
        guard state.version == version else { return false }
        for (name, value) in values { state.values[name] = value }
        state.version += 1
        return true
      }
    }
  }

  private let test: ArchiverCase
  private let exchange = Exchange()

  init() throws { test = try ArchiverCase() }

  /// A gateway on a machine of its own.
  private func gateway(_ name: String) throws -> CoverageTracker {
    let vault = try LockedVault.open(
      store: try FolderStore(root: test.directory.path("vault")),
      state: StateDirectory(base: test.directory.path(name)), environment: VaultEnvironment(clock: test.clock))
    return try CoverageTracker(
      vault: vault, key: test.key, accounts: [ArchiverCase.account], patience: .zero, stall: .seconds(86_400),
      exchange: exchange)
  }

  private func see(_ body: String, _ tracker: CoverageTracker, _ number: UInt64, isClaimed: Bool = false) throws {
    let filer = DeliveryFiler(vault: tracker.vault.id, fingerprintKey: Importer.fingerprintKey(of: tracker.vault.id))
    tracker.observe(
      try filer.filing(test.captured(body)), at: SpoolPosition(major: 1, minor: number), isRetry: isClaimed)
  }

  private static func session(_ status: String, at seconds: Int64) -> String {
    #"{"event":"session.status","timestamp":\#(seconds),"sessionId":"s1","data":{"status":"\#(status)"}}"#
  }

  private static func sent(_ id: String, _ seconds: Int64) -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"\#(id)","status":"sent","timestamp":"\#(seconds)","recipient_id":"447700900123"}]}}]}]}"#
  }

  private static func echo(_ id: String, _ seconds: Int64) -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"smb_message_echoes","value":{"metadata":{"display_phone_number":"15550001111","phone_number_id":"900"},"message_echoes":[{"from":"15550001111","to":"447700900123","id":"\#(id)","timestamp":"\#(seconds)","type":"text","text":{"body":"hello"}}]}}]}]}"#
  }

  private func gaps(_ tracker: CoverageTracker) throws -> [(id: String, until: Instant?)] {
    try tracker.inner.withLock { inner in
      try inner.state.waiting.compactMap { captured in
        guard case .gap(let id, let gap) = try CoverageObservation(decoding: captured.body).what else { return nil }
        return (id, gap.until)
      }
    }
  }

  @Test func aGapThatOneOpensAnotherCloses() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let now = IntakeCase.now.seconds
    await first.share()
    await second.share()
    try see(Self.session("disconnected", at: now - 100), first, 1)
    await first.share()
    await second.share()
    #expect(second.openGaps.map(\.reason) == ["session-down"])
    try see(Self.session("connected", at: now - 40), second, 2)
    await second.share()
    #expect(second.openGaps.isEmpty)
    let opened = try #require(try gaps(first).first)
    let closed = try #require(try gaps(second).first)
    #expect(closed.id == opened.id && closed.until == Instant(seconds: now - 40))
    await first.share()
    #expect(first.openGaps.isEmpty)
    // It is no riddle for a gateway that comes later, and none of it is readable.
    try see(Self.session("disconnected", at: now - 30), second, 3)
    await second.share()
    let third = try gateway("c")
    await third.share()
    #expect(third.openGaps.map(\.from) == [Instant(seconds: now - 30)])
    for (name, value) in exchange.state.withLock({ $0.values }) {
      #expect(!name.contains("desk") && !String(decoding: value, as: UTF8.self).contains("session"))
    }
  }

  @Test func whileNothingCanBeToldItIsRemembered() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let now = IntakeCase.now.seconds
    await first.share()
    exchange.state.withLock { $0.isAway = true }
    try see(Self.session("disconnected", at: now - 100), first, 1)
    await first.share()
    await second.share()
    #expect(second.openGaps.isEmpty && first.openGaps.isEmpty, "it may be a gap that others know already")
    await #expect(throws: Crash.self) { try await first.tell() }
    exchange.state.withLock { $0.isAway = false }
    await first.share()
    await second.share()
    #expect(second.openGaps.count == 1)
  }

  @Test func aReceiptOfAMessageThatAnotherSawIsNoGap() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    test.clock.advance(120)
    let now = test.clock.now().seconds
    try see(Self.echo("w1", now), first, 1)
    try await first.flush(into: test.spool)
    try see(Self.sent("w1", now), second, 2)
    exchange.state.withLock { $0.isAway = true }
    await second.beat(spool: test.spool)
    #expect(second.openGaps.isEmpty, "nobody can say")
    exchange.state.withLock { $0.isAway = false }
    await second.beat(spool: test.spool)
    #expect(second.openGaps.isEmpty)
    // Of this one nobody saw the message.
    try see(Self.sent("w2", now), second, 3)
    await second.beat(spool: test.spool)
    #expect(second.openGaps.map(\.reason) == ["receipts-without-message"])
  }

  @Test func whatIsClaimedFromTheDeadIsLookedAt() async throws {
    let tracker = try gateway("a")
    let now = IntakeCase.now.seconds
    try see(Self.session("connecting", at: now - 200), tracker, 50)
    try see(Self.session("disconnected", at: now - 100), tracker, 7, isClaimed: true)
    await tracker.share()
    #expect(tracker.openGaps.map(\.reason) == ["session-down"])
  }

  // MARK: - One outage is one gap

  /// The gaps that gateways put on record, by name: what the last record of each says.
  private func recorded(_ trackers: CoverageTracker...) throws -> [String: Gap] {
    var gaps: [String: Gap] = [:]
    for tracker in trackers {
      for captured in tracker.inner.withLock({ $0.state.waiting }) {
        guard case .gap(let id, let gap) = try CoverageObservation(decoding: captured.body).what else { continue }
        guard let known = gaps[id] else {
          gaps[id] = gap
          continue
        }
        // As the index has it: the first beginning, the last end.
        gaps[id]?.from = min(known.from ?? .distantPast, gap.from ?? .distantPast)
        gaps[id]?.until = [known.until, gap.until].compactMap { $0 }.max()
      }
    }
    return gaps
  }

  @Test func anOutageThatTwoHearOfAtOnceIsOneGap() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let now = IntakeCase.now.seconds
    await first.share()
    await second.share()
    // The provider says it twice, and the queue gives one to each.
    try see(Self.session("disconnected", at: now - 100), first, 1)
    try see(Self.session("failed", at: now - 98), second, 2)
    await first.share()
    await second.share()
    #expect(first.openGaps.count == 1 && second.openGaps.count == 1)
    #expect(try recorded(first, second).map(\.value.from) == [Instant(seconds: now - 100)])
    // Each hears that it is over.
    try see(Self.session("connected", at: now - 40), second, 3)
    try see(Self.session("connected", at: now - 39), first, 4)
    await second.share()
    await first.share()
    #expect(first.openGaps.isEmpty && second.openGaps.isEmpty)
    #expect(try recorded(first, second).map(\.value.until) == [Instant(seconds: now - 40)])
    // What the first delivery of all said comes late, once more: it is over.
    try see(Self.session("disconnected", at: now - 97), first, 5)
    await first.share()
    #expect(first.openGaps.isEmpty)
    #expect(try recorded(first, second).count == 1)
  }

  @Test func anOutageThatAnotherTellsOfAtThatMomentIsOneGap() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let now = IntakeCase.now.seconds
    await first.share()
    await second.share()
    try see(Self.session("disconnected", at: now - 100), first, 1)
    try see(Self.session("failed", at: now - 98), second, 2)
    exchange.meanwhile.withLock { $0 = [{ await second.share() }] }
    await first.share()
    await second.share()
    #expect(first.openGaps.map(\.from) == [Instant(seconds: now - 98)])
    #expect(try recorded(first, second).count == 1)
  }

  @Test(arguments: [CoverageTracker.Trouble.spoolFull, .diskFailed])
  func aQueueThatTakesNothingIsOneGap(_ trouble: CoverageTracker.Trouble) async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let began = test.clock.now()
    first.begin(trouble)
    test.clock.advance(7)
    second.begin(trouble)
    exchange.state.withLock { $0.isAway = true }
    test.clock.advance(60)
    second.end(trouble)
    await second.beat(spool: test.spool)
    test.clock.advance(5)
    first.end(trouble)
    exchange.state.withLock { $0.isAway = false }
    await first.share()
    await second.share()
    #expect(try recorded(first, second).map(\.value.from) == [began])
    #expect(try recorded(first, second).map(\.value.until) == [test.clock.now()])
    // The next time is another one.
    test.clock.advance(600)
    first.begin(trouble)
    test.clock.advance(1)
    first.end(trouble)
    await first.share()
    #expect(try recorded(first, second).count == 2)
  }

  @Test func gatewaysThatWereAllDownLeaveOneGap() async throws {
    for name in ["a", "b"] { await (try gateway(name)).start(spool: test.spool) }
    let stopped = test.clock.now()
    test.clock.advance(600)
    let (first, second) = (try gateway("a"), try gateway("b"))
    await first.start(spool: test.spool)
    test.clock.advance(30)
    await second.start(spool: test.spool)
    let gaps = try CapturedGaps.of(test.spool, ArchiverCase.account.scope)
    #expect(Set(gaps.map(\.id)).count == 1)
    #expect(gaps.allSatisfy { $0.gap.from == stopped })
    #expect(gaps.compactMap(\.gap.until).max() == test.clock.now())
  }

  /// A gateway that is killed after it told the others has put nothing on record: whoever gets its entries does.
  @Test func whatWasToldAndNotRecordedIsRecordedByWhoComesAfter() async throws {
    let (first, second) = (try gateway("a"), try gateway("b"))
    let now = IntakeCase.now.seconds
    try see(Self.session("disconnected", at: now - 100), first, 1)
    try see(Self.session("connected", at: now - 40), first, 2)
    await first.share()
    // It is gone, and nothing of it was kept; its entries were not acknowledged.
    try see(Self.session("disconnected", at: now - 100), second, 1, isClaimed: true)
    try see(Self.session("connected", at: now - 40), second, 2, isClaimed: true)
    await second.share()
    let gaps = try recorded(second)
    #expect(gaps.map(\.value.from) == [Instant(seconds: now - 100)])
    #expect(gaps.map(\.value.until) == [Instant(seconds: now - 40)])
    #expect(try Set(recorded(first).keys) == Set(gaps.keys))
    #expect(second.openGaps.isEmpty)
  }

  @Test func whatIsNotToldYetIsLookedAtAgainByTheNextStart() async throws {
    let now = IntakeCase.now.seconds
    try await test.receive(Self.session("disconnected", at: now - 100))
    let first = try gateway("a")
    exchange.state.withLock { $0.isAway = true }
    try see(Self.session("disconnected", at: now - 100), first, 1)
    try? await first.flush(into: test.spool)
    exchange.state.withLock { $0.isAway = false }
    let again = try gateway("a")
    await again.start(spool: test.spool)
    try see(Self.session("disconnected", at: now - 100), again, 1)
    await again.share()
    #expect(again.openGaps.map(\.reason) == ["session-down"])
  }
}

/// The gaps of an account that lie in a spool.
enum CapturedGaps {
  static func of(_ spool: MemorySpool, _ scope: CoverageScope) throws -> [(id: String, gap: Gap)] {
    try spool.contents.compactMap { bytes in
      let captured = try CapturedDelivery(decoding: bytes)
      guard captured.route == .coverage else { return nil }
      let observation = try CoverageObservation(decoding: captured.body)
      guard observation.scope == scope, case .gap(let id, let gap) = observation.what else { return nil }
      return (id, gap)
    }
  }
}

extension Instant {
  fileprivate static let distantPast = Instant(milliseconds: .min)
}
