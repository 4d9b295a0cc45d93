import Foundation
import Intake
import Records
import Sealing
import Storage
import Synchronization
import Testing
import Vault

/// Dead letters are sealed, listed without opening, annotated and filed after all.
@Suite struct DeadLetterTests {
  private func store(_ test: ArchiverCase, limit: DeadLetterStore.QuarantineLimit = .init()) throws -> DeadLetterStore {
    DeadLetterStore(vault: try test.locked(), key: test.key, limit: limit)
  }

  @Test func nothingIsReadableButTheLine() throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let captured = test.captured(IntakeCase.meta("w1", "words that nobody reads"))
    let id = try store.put(
      captured.encoded(), endpoint: "desk", reason: .unreadable, error: "failed over Lee", tries: 5)
    try store.annotate(id, "seen by Maria", in: test.unlocked())
    let folder = try test.locked().state.path + "/deadletter"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count == 2)
    for name in names {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)), as: UTF8.self)
      for word in ["words that nobody", "Lee", "447700900123", "Maria", "900"] { #expect(!text.contains(word)) }
    }
    let letter = try #require(try DeadLetterStore(vault: test.locked()).list().first)
    #expect(letter.id == id && letter.at == IntakeCase.now && letter.endpoint == "desk" && letter.tries == 5)
    #expect(letter.notes == 1 && !letter.isQuarantined)
  }

  @Test func everyChangedByteShows() throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let vault = try test.locked()
    let id = try store.put([1, 2, 3], endpoint: "e", reason: .unreadable, error: "x", tries: 1)
    let path = vault.state.path + "/deadletter/\(id).letter"
    let bytes = try #require(try DurableFile.read(path, files: SystemFiles()))
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[index] ^= 0x20
      try DurableFile.replace(path, changed, files: SystemFiles())
      #expect(throws: (any Error).self) { try store.open(id, as: .gateway(test.key, vault.id)) }
    }
    try DurableFile.replace(path, bytes, files: SystemFiles())
    #expect(try store.open(id, as: .gateway(test.key, vault.id)).bytes == [1, 2, 3])
    let other = try GatewayKey.generate()
    #expect(throws: VaultError.self) { try store.open(id, as: .gateway(other, vault.id)) }
  }

  @Test func theSameBytesAreOneLetter() throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let first = try store.put([1, 2], endpoint: "e", reason: .unreadable, error: "x", tries: 5)
    let again = try store.put([1, 2], endpoint: "e", reason: .unreadable, error: "x", tries: 6)
    #expect(first == again)
    #expect(try store.list().map(\.tries) == [6])
    #expect(store.counts == (1, 0))
  }

  @Test func anOfficerFilesOne() throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let captured = test.captured(IntakeCase.meta("w1", "late but here"))
    let id = try store.put(captured.encoded(), endpoint: "desk", reason: .crashed, error: "x", tries: 5)
    let vault = try test.unlocked()
    #expect(try store.show(id, in: vault).captured == captured)
    try store.annotate(id, "a newer version reads it", in: vault)
    #expect(try store.open(id, as: .officer(vault)).notes.map(\.text) == ["a newer version reads it"])
    let filed = try store.retry(id, in: vault)
    #expect(filed.messages == 1)
    #expect(try store.list().isEmpty)
    try vault.close()
    let known = try test.knowledge()
    #expect(known.messages.compactMap { $0.event.content?.text } == ["late but here"])
    let acts = known.acts.filter { $0.kind.rawValue.hasPrefix("dead-letter") }
    #expect(Set(acts.map(\.kind)) == [.showDeadLetter, .annotateDeadLetter, .retryDeadLetter])
    #expect(acts.allSatisfy { $0.details["letter"]?.string == id.text })
    #expect(acts.contains { $0.details["note"]?.string == "a newer version reads it" })
  }

  @Test func aGatewayPutsOneBack() async throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let id = try store.put(
      test.captured(IntakeCase.meta("w1", "again")).encoded(), endpoint: "desk", reason: .crashed, error: "x", tries: 5)
    try await store.retry(id, into: test.spool)
    #expect(try store.list().isEmpty)
    try await test.drain(try test.archiver())
    #expect(try test.knowledge().messages.count == 1)
  }

  @Test func whatStaysUnreadableStaysALetter() throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let id = try store.put([7], endpoint: "", reason: .unreadable, error: "x", tries: 5)
    #expect(throws: IntakeError.self) { try store.retry(id, in: test.unlocked()) }
    #expect(try store.list().count == 1)
    let unknown = try #require(DeadLetterID("l-aaaaaaaaaaaaaaaaaaaa"))
    #expect(throws: IntakeError.self) { try store.open(unknown, as: .gateway(test.key, test.locked().id)) }
  }

  @Test func quarantineIsBounded() throws {
    let test = try ArchiverCase()
    let store = try store(test, limit: .init(letters: 3, bytes: 100_000))
    for number in 0..<10 { _ = try store.quarantine(test.captured("forged \(number)"), error: "bad signature") }
    #expect(try store.list().count == 3)
    #expect(store.turnedAway == 7)
    #expect(try store.list().allSatisfy(\.isQuarantined))
    // What failed to be filed has room all the same.
    try store.put([1], endpoint: "e", reason: .unreadable, error: "x", tries: 5)
    #expect(try store.list().count == 4)
    // A new process counts what is there.
    let next = DeadLetterStore(vault: try test.locked(), key: test.key, limit: .init(letters: 3, bytes: 100_000))
    #expect(try next.quarantine(test.captured("forged again"), error: "bad signature") == nil)
  }

  @Test func whatIsForgedIsCountedApart() throws {
    let test = try ArchiverCase()
    let first = try store(test)
    #expect(first.counts == (0, 0))
    try first.put([1], endpoint: "e", reason: .unreadable, error: "x", tries: 5)
    let forged = try #require(try first.quarantine(test.captured("forged"), error: "bad signature"))
    try first.put([2], endpoint: "e", reason: .crashed, error: "x", tries: 5)
    #expect(first.counts == (2, 1))
    // A new process reads it from the letters' lines; what cannot be read is somebody's work.
    let folder = try test.locked().state.path + "/deadletter"
    try DurableFile.replace(folder + "/l-aaaaaaaaaaaaaaaaaaaa.letter", [7], files: SystemFiles())
    #expect(try store(test).counts == (3, 1))
    let vault = try test.unlocked()
    _ = try first.retry(forged, in: vault)
    #expect(first.counts == (3, 0))
  }

  /// An officer cannot fetch files; what is missing is said at once, and the gateway fetches it when it runs.
  @Test func filesOfAFiledLetterAreMissingUntilAGatewayFetchesThem() async throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let captured = test.captured(MediaHandOverTests.image)
    let id = try store.put(captured.encoded(), endpoint: "desk", reason: .crashed, error: "x", tries: 5)
    let vault = try test.unlocked()
    try store.annotate(id, "a note", in: vault)
    #expect(try DeadLetterStore(vault: test.locked()).retry(id, in: vault).media == 1)
    try vault.close()
    #expect(try store.list().isEmpty && store.counts == (0, 0))
    let known = try test.knowledge()
    #expect(known.messages.compactMap { $0.event.content?.media?.state } == [.remote, .missing])
    #expect(known.messages.compactMap { $0.event.gap?.reason } == ["media-not-fetched"])
    // The spool is full first: the letter is kept until it is not.
    await #expect(throws: Crash.self) { try await store.handOverMedia { _ in throw Crash() } }
    let jobs = Mutex<[MediaJob]>([])
    #expect(try await store.handOverMedia { new in jobs.withLock { $0 += new } } == 1)
    let job = try #require(jobs.withLock { $0.first })
    #expect(job.endpoint == "desk" && job.media?.providerID == "media-1")
    // What the gateway completes is another reading of the event that the officer filed.
    let filed = try #require(known.messages.first { $0.event.gap == nil })
    #expect(job.record.delivery == filed.delivery && job.record.part == filed.part)
    #expect(job.record.event.messageID == filed.event.messageID && job.record.sequence == filed.sequence)
    #expect(try await store.handOverMedia { _ in } == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: try test.locked().state.path + "/deadletter")
    #expect(names.isEmpty)
  }

  @Test func filesOfAForgeryAreNeverFetched() async throws {
    let test = try ArchiverCase()
    let store = try store(test)
    let id = try #require(try store.quarantine(test.captured(MediaHandOverTests.image), error: "no signature"))
    let vault = try test.unlocked()
    _ = try store.retry(id, in: vault)
    try vault.close()
    #expect(try await store.handOverMedia { _ in } == 0)
    #expect(try test.knowledge().messages.compactMap { $0.event.gap?.reason } == ["media-not-permitted"])
  }

  @Test func withoutAKeyNothingIsTaken() throws {
    let test = try ArchiverCase()
    let store = DeadLetterStore(vault: try test.locked())
    #expect(throws: IntakeError.self) { try store.put([1], endpoint: "e", reason: .unreadable, error: "", tries: 1) }
  }
}
