import Capture
import Intake
import Records
import Synchronization
import TestSupport
import Testing
import Vault

/// What a gateway captured goes into the vault, in order, once, and only then is it acknowledged.
@Suite struct ArchiverTests {
  @Test func filesInOrderUnderTheMonthOfCapture() async throws {
    let test = try ArchiverCase()
    for number in 0..<60 { try await test.receive(IntakeCase.meta("w\(number)", "text \(number)")) }
    let archiver = try test.archiver(ArchiverOptions(workers: 4))
    try await test.drain(archiver)
    #expect(test.spool.depth == 0)
    #expect(test.spool.acknowledged.count == 60)
    let known = try test.knowledge()
    #expect(known.messages.compactMap { $0.event.content?.text } == (0..<60).map { "text \($0)" })
    #expect(Set(known.periods.values.map(\.month)) == [YearMonth(IntakeCase.now)])
    #expect(Set(known.eventPeriods.map(\.month)) == [YearMonth(IntakeCase.now)])
    #expect(known.deliveries.count == 60)
    #expect(archiver.status().stored == 60 && archiver.status().archived == 60 && archiver.status().isHealthy)
    #expect(try test.unlocked().verify().problems.isEmpty)
  }

  @Test func keepsHeadersAndSignature() async throws {
    let test = try ArchiverCase()
    try await test.receive(IntakeCase.meta("w1", "hello"))
    try await test.drain(try test.archiver())
    let vault = try test.unlocked()
    var found: [Delivery] = []
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        try vault.openSegment(segment).forEachRecord { _, bytes in
          if case .delivery(let delivery)? = try? Record.decode(Array(bytes)) { found.append(delivery) }
        }
      }
    }
    #expect(found.map(\.authenticity) == [Authenticity(.hmacSHA256, .valid)])
    #expect(found.first?.headers.first?.name == "content-type")
    #expect(found.first?.source == nil)
  }

  @Test func acknowledgesOnlyWhatIsSealed() async throws {
    let test = try ArchiverCase()
    for number in 0..<5 { try await test.receive(IntakeCase.meta("w\(number)", "text")) }
    let archiver = try test.archiver(ArchiverOptions(sealMilliseconds: 3_600_000))
    let task = Task { try await archiver.run() }
    try await eventually("all are filed") { archiver.status().unsealed == 5 }
    #expect(test.spool.acknowledged.isEmpty)
    #expect(archiver.status().sealLagMilliseconds >= 0)
    task.cancel()
    try await task.value
    #expect(test.spool.acknowledged.count == 5)
  }

  @Test func sealsBySizeAndAge() async throws {
    let test = try ArchiverCase()
    for number in 0..<4 { try await test.receive(IntakeCase.meta("w\(number)", "text")) }
    let bySize = try test.archiver(ArchiverOptions(sealBytes: 1, sealMilliseconds: 600_000, batch: 1))
    try await test.run(bySize) { test.spool.depth == 0 }
    #expect(bySize.status().sealedRecords == 8)
    for number in 4..<8 { try await test.receive(IntakeCase.meta("w\(number)", "text")) }
    let byAge = try test.archiver(ArchiverOptions(sealMilliseconds: 30))
    try await test.run(byAge) { test.spool.depth == 0 }
    #expect(try test.knowledge().messages.count == 8)
  }

  @Test func repeatedDeliveriesAreCountedAndNotStored() async throws {
    let test = try ArchiverCase()
    for _ in 0..<3 {
      try await test.receive(IntakeCase.meta("w1", "once"))
      test.clock.advance(7)
    }
    try await test.receive(IntakeCase.meta("w2", "other"))
    let archiver = try test.archiver()
    try await test.drain(archiver)
    #expect(archiver.status().duplicates == 2 && archiver.status().stored == 2 && archiver.status().received == 4)
    let known = try test.knowledge()
    #expect(known.messages.count == 2)
    #expect(known.deliveries.values.sorted() == [1, 1])
    #expect(test.spool.depth == 0)
  }

  @Test func theClockMaySetBack() async throws {
    let test = try ArchiverCase()
    try await test.receive(IntakeCase.meta("w1", "one"))
    test.clock.advance(-40 * 86_400)
    try await test.receive(IntakeCase.meta("w2", "two"))
    test.clock.advance(90 * 86_400)
    try await test.receive(IntakeCase.meta("w3", "three"))
    test.clock.advance(-90 * 86_400)
    let archiver = try test.archiver(ArchiverOptions(sealMilliseconds: 20))
    try await test.run(archiver) { test.spool.depth == 0 }
    let known = try test.knowledge()
    #expect(known.messages.count == 3)
    #expect(Set(known.eventPeriods.map(\.month.description)) == ["2026-01", "2025-12", "2026-03"])
    for (delivery, period) in known.periods {
      #expect(
        known.events.enumerated().filter { $1.delivery == delivery }.allSatisfy {
          known.eventPeriods[$0.offset] == period
        })
    }
    #expect(try test.unlocked().verify().problems.isEmpty)
  }

  @Test func aTimeThatDoesNotGoWithOursIsNoted() async throws {
    let test = try ArchiverCase()
    let now = IntakeCase.now.seconds
    try await test.receive(IntakeCase.meta("w1", "in time", at: now - 20))
    try await test.receive(IntakeCase.meta("w2", "late", at: now - 7200))
    try await test.receive(IntakeCase.meta("w3", "early", at: now + 900))
    try await test.drain(try test.archiver())
    let notes = try test.knowledge().messages.map { $0.event.attributes["clock_difference_seconds"] }
    #expect(notes == [nil, "7200", "-900"])
  }

  @Test func recordsGoToTheTailWithTheirAddress() async throws {
    let test = try ArchiverCase()
    let written = Mutex<[RecordAddress: [UInt8]]>([:])
    let removed = Mutex(0)
    let tail = RecordTail(
      append: { address, _, bytes in written.withLock { $0[address] = bytes } },
      rotate: { { removed.withLock { $0 += 1 } } })
    for number in 0..<3 { try await test.receive(IntakeCase.meta("w\(number)", "text \(number)")) }
    try await test.drain(try test.archiver(tail: tail))
    let vault = try test.unlocked()
    let entries = written.withLock { $0 }
    #expect(entries.count == 6)
    for (address, bytes) in entries { #expect(try vault.record(at: address) == bytes) }
    #expect(removed.withLock { $0 } >= 1)
  }

  @Test func anOfficerOnTheMachineSeesItBeforeItIsSealed() async throws {
    let test = try ArchiverCase()
    let archiver = try test.archiver(
      ArchiverOptions(sealMilliseconds: 600_000), tail: RecordTail(try TailWriter(vault: test.locked())))
    let task = Task { try await archiver.run() }
    let vault = try test.unlocked()
    try await test.receive(IntakeCase.meta("w1", "at once"))
    var found: [EventRecord] = []
    try await eventually("the officer sees it") {
      for file in try vault.tail() {
        for entry in try file.entries(from: 0) {
          if case .event(let record) = try Record.decode(entry.bytes) { found.append(record) }
        }
      }
      return !found.isEmpty
    }
    #expect(found.compactMap { $0.event.content?.text } == ["at once"])
    #expect(test.spool.acknowledged.isEmpty)
    task.cancel()
    try await task.value
    #expect(try vault.tail().isEmpty)
    #expect(try test.knowledge().messages.count == 1)
  }

  @Test func whatABotSentIsReadFromItsExchange() async throws {
    let test = try ArchiverCase()
    let exchange = Exchange(
      provider: .meta, account: "900", path: "/v21.0/900/messages", requestedAt: IntakeCase.now,
      answeredAt: IntakeCase.now, status: 200,
      request: Array(
        #"{"messaging_product":"whatsapp","to":"447700900123","type":"text","text":{"body":"from the bot"}}"#.utf8),
      response: Array(
        #"{"messaging_product":"whatsapp","contacts":[{"input":"447700900123","wa_id":"447700900123"}],"messages":[{"id":"wamid.bot"}]}"#
          .utf8))
    var captured = test.captured("")
    captured.route = .send
    captured.body = exchange.encoded()
    try await test.spool.append(captured.encoded())
    try await test.drain(try test.archiver())
    let message = try #require(try test.knowledge().messages.first)
    #expect(message.event.content?.text == "from the bot" && message.event.direction == .outbound)
    #expect(message.event.providerMessageID == "wamid.bot")
  }

  @Test func aFailingTailStopsNothing() async throws {
    let test = try ArchiverCase()
    let tail = RecordTail(append: { _, _, _ in throw Crash() }, rotate: { throw Crash() })
    try await test.receive(IntakeCase.meta("w1", "text"))
    let archiver = try test.archiver(tail: tail)
    try await test.drain(archiver)
    #expect(try test.knowledge().messages.count == 1)
    #expect(archiver.status().tailFailure != nil)
  }

  @Test func whatIsNotJSONIsKeptAsAnException() async throws {
    let test = try ArchiverCase()
    try await test.receive("{not json")
    try await test.receive("")
    try await test.receive("[]")
    let archiver = try test.archiver()
    try await test.drain(archiver)
    let known = try test.knowledge()
    #expect(known.deliveries.count == 3 && known.events.count >= 2 && known.messages.isEmpty)
    #expect(archiver.status().deadLetters == 0)
  }

  @Test func forTwoAccountsTheSameBytesAreTwoDeliveries() async throws {
    let test = try ArchiverCase()
    let body = #"{"event":"x.unknown","data":{}}"#
    try await test.spool.append(test.captured(body, account: "a").encoded())
    try await test.spool.append(test.captured(body, account: "b").encoded())
    try await test.drain(try test.archiver())
    #expect(try test.knowledge().deliveries.count == 2)
  }
}
