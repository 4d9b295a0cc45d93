import Intake
import Records
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

/// Whatever ends the archiver, wherever: starting again completes it, and nothing an officer sees differs.
@Suite struct ArchiverCrashTests {
  private static let bodies =
    (0..<24).map { IntakeCase.meta("w\($0)", "text \($0)", at: 1_767_366_759 + Int64($0)) }
    + (0..<6).map { IntakeCase.status("w\($0)", "read") } + [IntakeCase.meta("w3", "text 3", at: 1_767_366_762)]

  /// Ends the archiver when a step is reached for the n-th time.
  private static func crash(
    at step: ArchiverStep, time: Int, if isArmed: Bool
  ) -> @Sendable (ArchiverStep) throws -> Void {
    let seen = Mutex(0)
    return { reached in
      guard isArmed, reached == step else { return }
      let count = seen.withLock { seen -> Int in
        seen += 1
        return seen
      }
      if count == time { throw Crash() }
    }
  }

  private static let points: [(ArchiverStep, Int)] = ArchiverStep.allCases.flatMap { step in
    [1, 3].map { (step, $0) }
  }

  @Test(arguments: 0..<points.count) func replay(_ index: Int) async throws {
    let (step, time) = Self.points[index]
    let test = try ArchiverCase()
    for body in Self.bodies { try await test.receive(body) }
    let options = ArchiverOptions(sealBytes: 6000, sealMilliseconds: 30, batch: 4)
    for round in 0..<3 {
      let tracker = try test.tracker()
      await tracker.start(spool: test.spool)
      let archiver = try test.archiver(
        options, coverage: tracker, step: Self.crash(at: step, time: time, if: round < 2))
      do { try await test.run(archiver) { test.spool.depth == 0 } } catch is Crash {}
      test.spool.reopen()
    }
    let known = try test.knowledge()
    #expect(test.spool.depth == 0)
    #expect(Set(known.messages.compactMap { $0.event.messageID }).count == 24)
    #expect(Set(known.messages.compactMap { $0.event.content?.text }).count == 24)
    let receipts = known.events.filter { $0.event.kind == .receipt }
    #expect(Set(receipts.compactMap { $0.event.target }).count == 6)
    // What was read twice was read alike, so that an index that keeps one of each keeps the same.
    var readings: [String: EventRecord] = [:]
    for record in known.events {
      let name = "\(record.delivery)/\(record.part)"
      if let other = readings[name] { #expect(other.event == record.event) }
      readings[name] = record
    }
    #expect(readings.values.count { $0.event.kind == .message } == 24)
    // A delivery in the vault has all its events there.
    for delivery in known.deliveries.keys { #expect(known.events.contains { $0.delivery == delivery }) }
    #expect(try test.unlocked().verify().problems.isEmpty)
  }

  @Test(arguments: [ArchiverStep.filedEvent, .filed, .sealed, .tailRemoved, .counted, .acknowledged])
  func countsAreExactOverCrashes(_ step: ArchiverStep) async throws {
    for time in [2] {
      let test = try ArchiverCase()
      for body in Self.bodies { try await test.receive(body) }
      let options = ArchiverOptions(sealBytes: 6000, sealMilliseconds: 30, batch: 4)
      for round in 0..<2 {
        let tracker = try test.tracker()
        await tracker.start(spool: test.spool)
        let archiver = try test.archiver(
          options, coverage: tracker, step: Self.crash(at: step, time: time, if: round < 1))
        do { try await test.run(archiver) { test.spool.depth == 0 } } catch is Crash {}
        test.spool.reopen()
      }
      test.clock.advance(2 * 86_400)
      let tracker = try test.tracker()
      await tracker.beat(spool: test.spool)
      try await test.drain(try test.archiver())
      let days = try test.knowledge().events.filter { $0.event.attributes["operation"] == "reconciliation" }
      let day = try #require(days.first { $0.event.attributes["day"] == "2026-01-15" })
      #expect(day.event.attributes["received"] == "31", "\(step) \(time)")
      #expect(days.count { $0.event.attributes["day"] == "2026-01-15" } == 1)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8, 12, 17, 23, 30, 38, 47, 60]) func fullDisk(_ call: Int) async throws {
    let test = try ArchiverCase()
    for body in Self.bodies { try await test.receive(body) }
    let archiver = try test.archiver(
      ArchiverOptions(
        sealBytes: 6000, sealMilliseconds: 30, batch: 4, pauseMilliseconds: 5, longestPauseMilliseconds: 10))
    let task = Task { try await archiver.run() }
    try await eventually("some are filed") { archiver.status().stored >= 4 }
    test.files.setFault(.init(call: call, errorNumber: 28, persistent: true))
    try await eventually("the disk is full, or it was done before") {
      !archiver.status().isHealthy || test.spool.depth == 0
    }
    // Nothing is lost while it lasts; it resumes by itself.
    test.files.setFault(nil)
    try await eventually("it resumes") { test.spool.depth == 0 && archiver.status().isHealthy }
    task.cancel()
    try await task.value
    #expect(test.spool.depth == 0)
    let known = try test.knowledge()
    #expect(Set(known.messages.compactMap { $0.event.content?.text }).count == 24)
    #expect(try test.unlocked().verify().problems.isEmpty)
  }

  @Test func absentStore() async throws {
    let test = try ArchiverCase()
    let archiver = try test.archiver(
      ArchiverOptions(
        sealBytes: 4000, sealMilliseconds: 20, batch: 4, pauseMilliseconds: 5, longestPauseMilliseconds: 10))
    let task = Task { try await archiver.run() }
    for body in Self.bodies.prefix(10) { try await test.receive(body) }
    try await eventually("the first are safe") { test.spool.depth == 0 }
    let path = test.directory.path("vault")
    try SystemFiles().rename(path, path + ".away")
    for body in Self.bodies.dropFirst(10) { try await test.receive(body) }
    try await eventually("the vault is missed") { archiver.status().failure?.contains("vault") == true }
    #expect(test.spool.depth == Self.bodies.count - 10)
    #expect(throws: VaultError.self) { try archiver.writer() }
    // The archiver may make a folder there at any moment.
    try await eventually("the store comes back") {
      do {
        try removeFolder(path)
        try SystemFiles().rename(path + ".away", path)
        return true
      } catch { return false }
    }
    try await eventually("it resumes") { test.spool.depth == 0 && archiver.status().isHealthy }
    task.cancel()
    try await task.value
    #expect(Set(try test.knowledge().messages.compactMap { $0.event.content?.text }).count == 24)
    #expect(archiver.status().deadLetters == 0)
  }
}
