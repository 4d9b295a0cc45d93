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
    func put(_ value: [UInt8]?, under name: String) async throws {
      try use { state in
        state.values[name] = value
        state.version += 1
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
    #expect(second.openGaps.isEmpty)
    let opened = try #require(try gaps(first).first)
    let closed = try #require(try gaps(second).first)
    #expect(closed.id == opened.id && closed.until == Instant(seconds: now - 40))
    await second.share()
    await first.share()
    #expect(first.openGaps.isEmpty)
    #expect(exchange.state.withLock { $0.values.isEmpty })
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
    #expect(second.openGaps.isEmpty && first.openGaps.count == 1)
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
    #expect(tracker.openGaps.map(\.reason) == ["session-down"])
  }
}
