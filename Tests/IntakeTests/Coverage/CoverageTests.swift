import Foundation
import Intake
import Records
import Storage
import Testing
import Vault

/// What was not captured is on record, from when to when; and each day's counts.
@Suite struct CoverageTests {
  private static func session(_ status: String, at seconds: Int64) -> String {
    #"{"event":"session.status","timestamp":\#(seconds),"sessionId":"s1","data":{"status":"\#(status)"}}"#
  }

  private static func wasender(_ id: String, at seconds: Int64) -> String {
    #"{"event":"messages.received","timestamp":\#(seconds),"sessionId":"s1","data":{"messages":{"key":{"id":"\#(id)","fromMe":false,"remoteJid":"447700900123@s.whatsapp.net"},"messageTimestamp":\#(seconds),"pushName":"Lee","message":{"conversation":"hello"}}}}"#
  }

  private struct Row: Hashable {
    var reason: String
    var from: Instant?
    var until: Instant?
  }

  /// The gaps as an index puts them together: one for each id, the latest end stands.
  private func gaps(_ known: VaultKnowledge) -> [String: Row] {
    var rows: [String: Row] = [:]
    for record in known.events where record.reader == "coverage/1" {
      guard let gap = record.event.gap, let id = record.event.attributes["gap_id"] else { continue }
      var row = rows[id] ?? Row(reason: gap.reason, from: gap.from)
      if let until = gap.until { row.until = max(row.until ?? until, until) }
      rows[id] = row
    }
    return rows
  }

  private func process(_ test: ArchiverCase, _ tracker: CoverageTracker) async throws {
    let archiver = try test.archiver(ArchiverOptions(sealMilliseconds: 10), coverage: tracker)
    try await test.run(archiver) { test.spool.depth == 0 }
  }

  @Test func aSessionGoesAndComes() async throws {
    let test = try ArchiverCase()
    let now = IntakeCase.now.seconds
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    try await test.receive(Self.session("disconnected", at: now - 100))
    try await test.receive(Self.session("logged_out", at: now - 90))
    try await process(test, tracker)
    var rows = gaps(try test.knowledge())
    #expect(rows.count == 1)
    #expect(rows.values.first == Row(reason: "session-down", from: Instant(seconds: now - 100), until: nil))
    #expect(tracker.openGaps.map(\.reason) == ["session-down"])

    // The next process knows of it.
    let next = try test.tracker()
    try await test.receive(Self.session("connecting", at: now - 60))
    try await test.receive(Self.session("connected", at: now - 50))
    try await process(test, next)
    rows = gaps(try test.knowledge())
    #expect(
      Array(rows.values) == [
        Row(reason: "session-down", from: Instant(seconds: now - 100), until: Instant(seconds: now - 50))
      ])
    #expect(next.openGaps.isEmpty)
    // The readers' own gap, which never ends, does not stand beside it.
    let known = try test.knowledge()
    #expect(known.events.allSatisfy { $0.reader == "coverage/1" || $0.event.gap?.reason != "session-down" })
  }

  @Test func aMessageShowsThatCaptureWorks() async throws {
    let test = try ArchiverCase()
    let now = IntakeCase.now.seconds
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    try await test.receive(Self.session("disconnected", at: now - 100))
    try await test.receive(Self.wasender("m1", at: now - 200))
    try await process(test, tracker)
    #expect(gaps(try test.knowledge()).values.first?.until == nil)
    try await test.receive(Self.wasender("m2", at: now - 10))
    try await process(test, tracker)
    #expect(gaps(try test.knowledge()).values.first?.until == Instant(seconds: now - 10))
  }

  @Test(arguments: [ArchiverStep.filedDelivery, .filed, .sealed, .counted, .acknowledged])
  func replayChangesNothing(_ step: ArchiverStep) async throws {
    do {
      let test = try ArchiverCase()
      let now = IntakeCase.now.seconds
      let bodies = [
        Self.session("disconnected", at: now - 100), Self.wasender("m1", at: now - 90),
        Self.session("close", at: now - 80),
        Self.session("open", at: now - 70), Self.session("disconnected", at: now - 60),
        Self.wasender("m2", at: now - 200),
      ]
      for body in bodies { try await test.receive(body) }
      for round in 0..<2 {
        let tracker = try test.tracker()
        let seen = Counter()
        let archiver = try test.archiver(
          ArchiverOptions(sealMilliseconds: 10, batch: 2), coverage: tracker,
          step: { reached in
            if round == 0, reached == step, seen.next() == 2 { throw Crash() }
          })
        do { try await test.run(archiver) { test.spool.depth == 0 } } catch is Crash {}
        test.spool.reopen()
      }
      let rows = Set(gaps(try test.knowledge()).values)
      #expect(
        rows == [
          Row(reason: "session-down", from: Instant(seconds: now - 100), until: Instant(seconds: now - 90)),
          Row(reason: "session-down", from: Instant(seconds: now - 80), until: Instant(seconds: now - 70)),
          Row(reason: "session-down", from: Instant(seconds: now - 60), until: nil),
        ], "\(step)")
    }
  }

  @Test func theGatewayWasDown() async throws {
    let test = try ArchiverCase()
    let first = try test.tracker()
    await first.start(spool: test.spool)
    #expect(test.spool.depth == 0)
    test.clock.advance(3600)
    let second = try test.tracker()
    await second.start(spool: test.spool)
    try await process(test, second)
    let rows = gaps(try test.knowledge())
    #expect(
      Array(rows.values) == [
        Row(reason: "gateway-down", from: IntakeCase.now, until: Instant(seconds: IntakeCase.now.seconds + 3600))
      ])
    test.clock.advance(-7200)
    let third = try test.tracker()
    await third.start(spool: test.spool)
    try await process(test, third)
    let back = gaps(try test.knowledge()).values.filter { $0.from != IntakeCase.now }
    #expect(back.count == 1 && back.allSatisfy { ($0.until ?? $0.from!) > $0.from! })
  }

  @Test func deliveriesTurnedAway() async throws {
    let test = try ArchiverCase()
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    tracker.begin(.spoolFull)
    tracker.begin(.spoolFull)
    test.clock.advance(60)
    test.spool.setFull(true)
    tracker.end(.spoolFull)
    await tracker.beat(spool: test.spool)
    #expect(test.spool.depth == 0)
    // The process ends before the spool has room: the next one puts it on record.
    test.spool.setFull(false)
    let next = try test.tracker()
    await next.start(spool: test.spool)
    try await process(test, next)
    let rows = gaps(try test.knowledge()).values.filter { $0.reason == "spool-full" }
    #expect(
      rows == [Row(reason: "spool-full", from: IntakeCase.now, until: Instant(seconds: IntakeCase.now.seconds + 60))])
  }

  @Test func receiptsWithoutTheirMessage() async throws {
    let test = try ArchiverCase()
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    test.clock.advance(120)
    let now = test.clock.now().seconds
    func sent(_ id: String, _ seconds: Int64) -> String {
      #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"\#(id)","status":"sent","timestamp":"\#(seconds)","recipient_id":"447700900123"}]}}]}]}"#
    }
    try await test.receive(sent("x1", now))
    try await test.receive(sent("x2", now + 5))
    try await process(test, tracker)
    await tracker.beat(spool: test.spool)
    try await process(test, tracker)
    var row = gaps(try test.knowledge()).values.filter { $0.reason == "receipts-without-message" }
    #expect(row.count == 1 && row.first?.until == nil)
    test.clock.advance(86_400)
    await tracker.beat(spool: test.spool)
    try await process(test, tracker)
    row = gaps(try test.knowledge()).values.filter { $0.reason == "receipts-without-message" }
    #expect(row.first?.until == Instant(milliseconds: (now + 5) * 1000 + 1))
  }

  @Test func eachDayIsCounted() async throws {
    let test = try ArchiverCase()
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    for body in [IntakeCase.meta("w1", "a"), IntakeCase.meta("w1", "a"), IntakeCase.meta("w2", "b"), "not json"] {
      try await test.receive(body)
    }
    try await process(test, tracker)
    await tracker.beat(spool: test.spool)
    #expect(test.spool.depth == 0)
    test.clock.advance(86_400)
    try await test.receive(IntakeCase.meta("w3", "c"))
    try await process(test, tracker)
    // A new process gives the counts of the day before, and only of that day.
    let next = try test.tracker()
    await next.beat(spool: test.spool)
    await next.beat(spool: test.spool)
    try await process(test, next)
    let days = try test.knowledge().events.filter { $0.event.attributes["operation"] == "reconciliation" }
    let counts = days.map {
      [
        $0.event.account, $0.event.attributes["received"], $0.event.attributes["stored"],
        $0.event.attributes["duplicates"], $0.event.attributes["messages"],
      ].compactMap(\.self)
    }
    #expect(Set(counts) == [["900", "3", "2", "1", "2"], ["default", "1", "1", "0", "0"]])
    #expect(days.allSatisfy { $0.event.attributes["day"] == "2026-01-15" && $0.event.kind == .operations })
  }

  @Test func theStateNamesNobody() async throws {
    let test = try ArchiverCase()
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    try await test.receive(Self.session("disconnected", at: IntakeCase.now.seconds))
    try await test.receive(IntakeCase.meta("w1", "a"))
    try await process(test, tracker)
    let folder = try test.locked().state.path + "/gateway"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
      for word in ["disconnected", "desk", "session", "4477", "wasender"] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name) has \(word)")
      }
    }
  }

  @Test func aFullSpoolStillEmpties() async throws {
    let test = try ArchiverCase()
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    try await test.receive(Self.session("disconnected", at: IntakeCase.now.seconds - 5))
    test.spool.setFull(true)
    try await process(test, tracker)
    #expect(test.spool.depth == 0)
    test.spool.setFull(false)
    await tracker.beat(spool: test.spool)
    try await process(test, tracker)
    #expect(gaps(try test.knowledge()).count == 1)
  }
}
