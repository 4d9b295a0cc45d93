import Foundation
import Intake
import Logging
import NIOCore
import Records
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Gateway

@Suite struct OperationTests {
  @Test func histogram() {
    var histogram = Histogram()
    #expect(histogram.quantile(0.5) == nil)
    for value: Int64 in [50, 100, 101, 5_000_000, 99_000_000] { histogram.add(value) }
    #expect(histogram.count == 5)
    #expect(histogram.counts[0] == 2)
    #expect(histogram.counts[1] == 1)
    #expect(histogram.counts.last == 1)
    #expect(histogram.quantile(0.4) == 100)
    #expect(histogram.quantile(0.99) == Histogram.bounds.last)
    var later = histogram
    later.add(1000)
    #expect(later.since(histogram).quantile(0.5) == 1000)
    #expect(Histogram.bounds == Histogram.bounds.sorted())
  }

  @Test func rates() {
    var window = RateWindow()
    var histogram = Histogram()
    for second in 1...1000 {
      histogram.add(100)
      window.add(accepted: Int64(second * 3), acknowledged: histogram)
    }
    #expect(window.perSecond == [Int64](repeating: 3, count: 60))
    #expect(window.lastMinute == 180)
    #expect(window.lastQuarter == 2700)
    #expect(window.recent.count == 60)
  }

  @Test(arguments: [(0, 3, "0"), (1, 3, "0.001"), (1500, 3, "1.5"), (-4, 3, "0"), (123_000_000, 6, "123")])
  func decimals(_ value: Int64, _ digits: Int, _ text: String) {
    #expect(MetricsText.decimal(value, digits) == text)
  }

  @Test(arguments: [
    (#"{"entry":[{"changes":[{"value":{"statuses":[]},"field":"messages"}]}]}"#, "meta", ["statuses"]),
    (
      #"{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"type":"field"}],"statuses":[1]}},{"field":"history"}]}]}"#,
      "meta", ["messages", "statuses", "history"]
    ),
    (#"{"entry":[{"changes":[{"field":"messages","value":{"metadata":{}}}]}]}"#, "meta", ["unnamed"]),
    (#"{"a":{"event":"inner"},"event" : "messages.upsert","data":{"event":"x"}}"#, "wasender", ["messages.upsert"]),
    (#"{"event":"MESSAGES_UPSERT"}"#, "evolution", ["messages_upsert"]),
    (#"{"event":"4915112345678"}"#, "waha", ["other"]), (#"{"event":"call.4915112345678"}"#, "waha", ["other"]),
    (#"{"event":"group.v2.join"}"#, "waha", ["group.v2.join"]), (#"{"event":"a1b2c3"}"#, "waha", ["other"]),
    (#"{"event":"a b"}"#, "waha", ["other"]),
    (#"{"event":"un"#, "waha", ["other"]), (#"{"event":5}"#, "waha", ["unnamed"]), ("", "waha", ["unreadable"]),
    ("\"", "meta", ["unreadable"]), ("{\"\\", "meta", ["unnamed"]), ("{{{{{{\"event\":\"x\"", "waha", ["unnamed"]),
  ])
  func kinds(_ body: String, _ provider: String, _ kinds: [String]) {
    #expect(KindScanner.kinds(Array(body.utf8), provider: Provider(rawValue: provider)) == kinds)
  }

  @Test func scanningNeverTraps() {
    var random = SeededGenerator.reported()
    let pieces = Array(#"{}[]":\,"field""event""messages" x"#.utf8)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Bool.random(using: &random)
          ? pieces[Int.random(in: 0..<pieces.count, using: &random)] : UInt8.random(in: 0...255, using: &random)
      }
      for provider in [Provider.meta, .waha] { #expect(!KindScanner.kinds(bytes, provider: provider).isEmpty) }
    }
  }

  @Test func kindsAreBounded() {
    let counters = KindCounters()
    for number in 0..<1000 {
      counters.add(["kind-\(number)"], bytes: 1, at: Instant(milliseconds: 1))
    }
    #expect(counters.snapshot.count <= KindCounters.limit + 1)
    #expect((counters.snapshot[KindCounters.other]?.count ?? 0) >= 800)
  }

  @Test func missingKinds() {
    #expect(!ExpectedKinds.missing(.meta, seen: ["messages"]).contains("messages"))
    #expect(ExpectedKinds.missing(.meta, seen: ["messages"]).contains("statuses"))
    #expect(ExpectedKinds.missing(.meta, seen: ["standby"]).contains("messaging_handovers"))
    #expect(ExpectedKinds.missing(.meta, seen: ["messaging_handovers"]).contains("standby"))
    #expect(!ExpectedKinds.missing(.meta, seen: ["messaging_handovers"]).contains("messaging_handovers"))
    #expect(!ExpectedKinds.missing(.wasender, seen: ["messages.upsert"]).contains("messages.received"))
    #expect(
      !ExpectedKinds.missing(.evolution, seen: ["group_participants_update"]).contains("group-participants.update"))
    #expect(ExpectedKinds.missing(Provider(rawValue: "x"), seen: []).isEmpty)
  }

  @Test func kindsOutliveARestart() throws {
    let program = try ProgramCase()
    let file = KindsFile(vault: try program.locked())
    #expect(file.read().isEmpty)
    let entry = KindCounters.Entry(count: 3, bytes: 40, lastAt: Instant(milliseconds: 5))
    try file.write(["desk": ["messages": entry]])
    let counters = GatewayCounters()
    counters.restore(kinds: file.read())
    counters.account("desk").kinds.add(["messages"], bytes: 2, at: Instant(milliseconds: 9))
    #expect(
      counters.kinds["desk"]?["messages"] == KindCounters.Entry(count: 4, bytes: 42, lastAt: Instant(milliseconds: 9)))
    // What an earlier version let in says nothing of a person any more.
    try file.write(["desk": ["call.4915112345678": entry, "call.4915187654321": entry, "messages": entry]])
    #expect(file.read()["desk"]?.keys.sorted() == ["messages", "other"] && file.read()["desk"]?["other"]?.count == 6)
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: file.path))
    #expect(file.read().isEmpty)
  }

  @Test func logLinesAreJSONAndShort() throws {
    let lines = Mutex<[[UInt8]]>([])
    var logger = Logger(label: "part") {
      JSONLogHandler(label: $0, write: { line in lines.withLock { $0.append(line) } })
    }
    logger[metadataKey: "account"] = "desk"
    logger.error("it \"failed\"\nsecond line", metadata: ["error": "\(String(repeating: "x", count: 5000))"])
    logger.debug("not logged")
    let all = lines.withLock { $0 }
    #expect(all.count == 1)
    let json = try JSONReader.parse(Array(all[0].dropLast()))
    #expect(all[0].last == 0x0A)
    #expect(json["message"]?.string == "it \"failed\"")
    #expect(json["account"]?.string == "desk")
    #expect(json["level"]?.string == "error")
    #expect(json["error"]?.string?.count == 500)
  }

  @Test func readiness() {
    let now = Instant(milliseconds: 1_000_000)
    var status = GatewayStatus(startedAt: now)
    status.diskTotal = 1 << 40
    status.diskFree = 1 << 39
    status.spool.limit = 1000
    func reasons(_ change: (inout GatewayStatus) -> Void = { _ in }, at asked: Instant? = now) -> [String] {
      var changed = status
      change(&changed)
      return OperationsHandler.reasons(changed, askedAt: asked, now: now)
    }
    #expect(reasons().isEmpty)
    #expect(reasons(at: nil) == ["it has just started"])
    #expect(reasons(at: Instant(milliseconds: 0)) == ["a part does not answer"])
    #expect(reasons { $0.mode = .measuring } == ["it is measuring"])
    #expect(reasons { $0.spool.failure = "gone" } == ["the spool takes nothing: gone"])
    #expect(reasons { $0.spool.bytes = 1000 } == ["the spool is full"])
    #expect(reasons { $0.diskFree = 1 } == ["the disk is full"])
    // The vault may be away for hours: deliveries are taken all the same.
    #expect(reasons { $0.archiverFailure = "the vault is away" }.isEmpty)
  }

  @Test func statusFile() throws {
    let program = try ProgramCase()
    let file = GatewayStatusFile(state: try program.locked().state)
    #expect(try file.read() == nil)
    var status = GatewayStatus(startedAt: Instant(milliseconds: 5), mode: .measuring, process: 7)
    status.writtenAt = Instant(milliseconds: 6)
    status.accounts = [
      .init(
        name: "desk", provider: "meta", accepted: 1, bytes: 2, unauthorized: 3, refused: 4,
        lastAt: Instant(milliseconds: 5), missingKinds: ["statuses"])
    ]
    status.perSecond = [1, 2, 3]
    status.spool = .init(
      entries: 1, bytes: 2, limit: 3, oldestAt: Instant(milliseconds: 4), failed: 5, failure: "disk \"x\"")
    status.ackMedianMicroseconds = 100
    status.archiverFailure = "away"
    (status.deadLetters, status.quarantined) = (2, 7)
    status.checkpointAt = Instant(milliseconds: 8)
    try file.write(status)
    try file.write(status)
    #expect(try file.read() == status)
    for text in ["", "{}", "[]", #"{"version":2,"written_at":1,"started_at":1,"mode":"serving"}"#] {
      #expect(throws: IntakeError.self) { try GatewayStatus(decoding: Array(text.utf8)) }
    }
    let hostile =
      #"{"version":1,"written_at":1,"started_at":1,"mode":"x","accepted":-5,"per_second":[-1,"x"],"spool":7}"#
    let read = try GatewayStatus(decoding: Array(hostile.utf8))
    #expect(read.accepted == 0)
    #expect(read.perSecond == [0, 0])
  }

  @Test func buckets() {
    let bucket = TokenBucket(burst: 2, perSecond: 10)
    let start = NIODeadline.now() + .seconds(1)
    #expect(bucket.take(now: start))
    #expect(bucket.take(now: start))
    #expect(!bucket.take(now: start))
    #expect(bucket.take(now: start + .milliseconds(150)))
    #expect(!bucket.take(now: start + .milliseconds(160)))
  }

  @Test func dates() {
    #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
  }
}
