import Intake
import Records
import Storage
import TestSupport
import Testing
import Vault

/// What cannot be filed is tried again and put aside, and holds nothing else up.
@Suite struct PoisonTests {
  private static let quick = ArchiverOptions(
    sealMilliseconds: 20, retryMilliseconds: 1, pauseMilliseconds: 5, longestPauseMilliseconds: 10)

  @Test func becomesADeadLetterWhileOthersGoOn() async throws {
    let test = try ArchiverCase()
    try await test.receive(IntakeCase.meta("w1", "before"))
    let poison: [UInt8] = [9, 9, 9] + Array("secret words".utf8)
    try await test.spool.append(poison)
    try await test.receive(IntakeCase.meta("w2", "after"))
    let tracker = try test.tracker()
    await tracker.start(spool: test.spool)
    let archiver = try test.archiver(Self.quick, coverage: tracker)
    try await test.run(archiver) { test.spool.depth == 0 }
    #expect(archiver.status().deadLetters == 1)
    #expect(archiver.status().isHealthy)
    #expect(try test.knowledge().messages.compactMap { $0.event.content?.text } == ["before", "after"])

    let store = DeadLetterStore(vault: try test.locked())
    let letter = try #require(try store.list().first)
    #expect(letter.reason == .unreadable && letter.tries == 5 && letter.size == poison.count)
    let opened = try store.open(letter.id, as: .gateway(test.key, test.locked().id))
    #expect(opened.bytes == poison && opened.captured == nil)
    #expect(opened.error.contains("unknown version"))
    #expect(try store.open(letter.id, as: .officer(test.unlocked())).bytes == poison)
  }

  @Test func anEntryThatEndsTheProcessIsFoundOut() async throws {
    let test = try ArchiverCase()
    for number in 0..<6 { try await test.receive(IntakeCase.meta("w\(number)", "text \(number)")) }
    // What the process leaves behind when it ends while the third entry is read.
    let state = try test.locked().state.path + "/gateway"
    try DurableFile.makeDirectories(state, files: SystemFiles())
    func leave(_ first: Int, _ last: Int, tries: Int) throws {
      try DurableFile.replace(
        state + "/in-work", Array(#"{"first":"1-\#(first)","last":"1-\#(last)","tries":\#(tries)}"#.utf8),
        files: SystemFiles())
    }
    try leave(1, 6, tries: 1)
    // After one crash everything is tried again.
    let first = try test.archiver(Self.quick)
    try await test.run(first) { test.spool.depth == 0 }
    #expect(first.status().deadLetters == 0 && test.spool.acknowledged.count == 6)

    for number in 6..<9 { try await test.receive(IntakeCase.meta("w\(number)", "text \(number)")) }
    try leave(8, 8, tries: 5)
    let second = try test.archiver(Self.quick)
    try await test.run(second) { test.spool.depth == 0 }
    #expect(second.status().deadLetters == 1)
    let letter = try #require(try DeadLetterStore(vault: try test.locked()).list().first)
    #expect(letter.reason == .crashed && letter.endpoint == "desk")
    let texts = try test.knowledge().messages.compactMap { $0.event.content?.text }
    #expect(Set(texts) == Set((0..<9).filter { $0 != 7 }.map { "text \($0)" }))
    #expect(try SystemFiles().status(state + "/in-work") == nil)
  }

  @Test func aCrashNamesTheEntry() async throws {
    let test = try ArchiverCase()
    for number in 0..<3 { try await test.receive(IntakeCase.meta("w\(number)", "text \(number)")) }
    // Each run ends, as a crash would, when the second delivery is filed.
    for run in 1...6 {
      let seen = Counter()
      let archiver = try test.archiver(
        Self.quick,
        step: { step in
          if run < 6, step == .filedDelivery, seen.next() == 2 { throw Crash() }
        })
      do { try await test.run(archiver) { test.spool.depth == 0 } } catch is Crash {}
      test.spool.reopen()
      if test.spool.depth == 0 {
        #expect(run == 6)
        #expect(archiver.status().deadLetters == 1)
      }
    }
    #expect(test.spool.depth == 0)
    #expect(try DeadLetterStore(vault: try test.locked()).list().map(\.reason) == [.crashed])
  }

  @Test func noRoomForTheLetterKeepsTheEntry() async throws {
    let test = try ArchiverCase()
    try await test.spool.append([1])
    // A file stands where the folder of letters should be.
    let path = try test.locked().state.path + "/deadletter"
    try DurableFile.replace(path, [1], files: SystemFiles())
    let archiver = try test.archiver(Self.quick)
    let task = Task { try await archiver.run() }
    try await eventually("it says so") { !archiver.status().isHealthy }
    #expect(test.spool.depth == 1)
    try SystemFiles().unlink(path)
    try await eventually("it is put aside") { test.spool.depth == 0 }
    task.cancel()
    try await task.value
    #expect(archiver.status().deadLetters == 1)
  }
}
