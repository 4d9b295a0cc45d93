import Foundation
import Records
import Storage
import TestSupport
import Testing
import Vault

/// docs/format.md §10.4: `verify` finds a change of any one byte of any file, and names the file.
@Suite struct TamperTests {
  /// A small vault with two logs, two periods, a medium, a large record's object and several checkpoints.
  static func small() throws -> (test: TestVault, store: MemoryStore) {
    let directory = try TemporaryDirectory()
    let store = MemoryStore(location: directory.path)
    let test = try TestVault(store: store)
    let writer = try test.vault.writer(kind: .importer)
    for number in 0..<5 { try writer.append(TestVault.record(number), period: TestVault.october) }
    try writer.seal()
    try writer.append(TestVault.record(5), period: TestVault.november)
    _ = try writer.putMedia(Array("a picture".utf8), period: TestVault.october)
    try writer.seal()
    let large = String(repeating: "0123456789abcdef", count: (1 << 16) + 100)
    try writer.append(TestVault.record(6, text: large), period: TestVault.october)
    try writer.close()
    try test.vault.acts.recordDurably(.placeHold)
    try test.vault.close()
    return (test, store)
  }

  @Test func everyFlippedByteIsFoundAndNamed() throws {
    let (test, store) = try TamperTests.small()
    let unlocked = try test.unlock()
    let locked = unlocked.locked
    #expect(try unlocked.verify().problems == [])
    let objects = try store.list("")
    let total = objects.reduce(0) { $0 + $1.size }
    #expect(total < 60_000)
    // Every byte takes minutes in a debug build; a stride without common factors wanders over all of them.
    let isExhaustive = ProcessInfo.processInfo.environment["TAMPER_EXHAUSTIVE"] != nil
    let step = isExhaustive ? 1 : 97
    var generator = SeededGenerator.reported()
    var offset = isExhaustive ? 0 : Int(generator.next() % 97)
    var checked = 0
    for object in objects {
      let original = try store.get(object.path)
      while offset < original.count {
        var changed = original
        changed[offset] ^= UInt8(1 << (generator.next() % 8))
        store.overwrite(object.path, changed)
        // An unlocked check includes the locked one; what the locked one finds, both find.
        let report = try checked % 5 == 0 ? unlocked.verify() : locked.verify()
        checked += 1
        if report.ok || !report.problems.contains(where: { names($0.object, object.path) }) {
          Issue.record("byte \(offset) of \(object.path): \(report.problems)")
        }
        offset += step
      }
      offset -= original.count
      store.overwrite(object.path, original)
    }
    print("flipped \(checked) bytes of \(total)")
    #expect(try unlocked.verify().problems == [])
  }

  /// Whether a problem names the object, or for a log's files the log.
  private func names(_ problem: String, _ path: String) -> Bool {
    if problem == path { return true }
    let log = path.split(separator: "/").prefix(2).joined(separator: "/")
    return path.hasPrefix("ledger/") && problem.hasPrefix(log)
  }

  @Test func everyDroppedTruncatedGrownOrSwappedObjectIsFound() throws {
    let (test, store) = try TamperTests.small()
    let unlocked = try test.unlock()
    let objects = try store.list("")
    for (index, object) in objects.enumerated() {
      let original = try store.get(object.path)
      let other = try store.get(objects[(index + 1) % objects.count].path)
      let changes: [(String, [UInt8]?)] = [
        ("dropped", nil), ("cut by one", Array(original.dropLast())),
        ("cut to half", Array(original.prefix(original.count / 2))),
        ("emptied", []), ("grown", original + [0]), ("swapped", other),
      ]
      for (what, bytes) in changes {
        store.overwrite(object.path, bytes)
        for report in [try unlocked.verify(), try unlocked.locked.verify()] {
          if report.ok || !report.problems.contains(where: { names($0.object, object.path) }) {
            Issue.record("\(what) \(object.path): \(report.problems)")
          }
        }
      }
      store.overwrite(object.path, original)
    }
    #expect(try unlocked.verify().ok)
  }

  @Test(arguments: [
    "stray.txt", "segments/note.txt", "keys/slots/l-aaaaaaaaaaaaaaaa.slot", ".hidden", "ledger/w-aaaaaaaa/checkpoint",
    "segments/year=2025/month=10/day=14/w-aaaaaaaa-00000001.seg",
  ])
  func extraObjectsAreNamed(path: String) throws {
    let (test, store) = try TamperTests.small()
    store.overwrite(path, Array("extra".utf8))
    let report = try test.open().verify()
    #expect(report.problems.map(\.object) == [path])
  }

  @Test func partialTilesOfEarlierSizesAreGoneOrRight() throws {
    let store = MemoryStore(location: "here")
    let test = try TestVault(store: store)
    let partials = { try store.list("ledger/").map(\.path).filter { $0.contains(".p/") } }
    let before = try partials()
    let kept = try before.map { ($0, try store.get($0)) }
    try test.vault.acts.recordDurably(.placeHold)
    #expect(try Set(partials()).isDisjoint(with: before))
    #expect(try partials().count == before.count)
    // Left behind by a crash they do no harm, but they must be what they were.
    for (path, bytes) in kept { store.overwrite(path, bytes) }
    #expect(try test.open().verify().problems == [])
    for (path, bytes) in kept {
      var changed = bytes
      changed[changed.count / 2] ^= 1
      store.overwrite(path, changed)
      #expect(try test.open().verify().problems.map(\.object) == [path])
      store.overwrite(path, bytes)
    }
    try test.vault.close()
    let vault = try test.unlock()
    try vault.acts.recordDurably(.unlock)
    #expect(try Set(partials()).isDisjoint(with: before))
  }

  @Test func aForgedSegmentUnderAWritersNameIsNamed() throws {
    let (test, store) = try TamperTests.small()
    let segment = try #require(try store.list("segments/").first { $0.path.hasSuffix(".seg") })
    let forged = segment.path.replacingOccurrences(of: ".seg", with: "9.seg")
    store.overwrite(forged, try store.get(segment.path) + [0])
    #expect(try test.open().verify().problems.map(\.object) == [forged])
  }

  @Test func rollingBackOneLogShowsInTheOther() throws {
    let (test, store) = try TamperTests.small()
    let vault = try test.unlock()
    let importer = try #require(try vault.writers().first { $0.kind == .importer })
    let prefix = "ledger/\(importer.id)/"
    // The state of the first publication: everything of the log that came later goes.
    for object in try store.list(prefix) where !object.path.hasSuffix("/checkpoint") {
      store.overwrite(object.path, nil)
    }
    store.overwrite(prefix + "checkpoint", nil)
    let report = try TestVault.freshState(test).verify()
    #expect(report.problems.contains { $0.object.hasPrefix("ledger/\(importer.id)") })
  }

  @Test func sinceAnEarlierNoteARollbackShows() throws {
    let directory = try TemporaryDirectory()
    let store = MemoryStore(location: directory.path)
    let test = try TestVault(store: store)
    let before = try Dictionary(uniqueKeysWithValues: store.list("").map { ($0.path, try store.get($0.path)) })
    let first = try test.vault.checkpoint()
    try test.vault.acts.recordDurably(.placeHold)
    let second = try test.vault.checkpoint()
    #expect(try test.vault.verify(since: first).ok)
    #expect(try test.vault.verify(since: second).ok)
    try test.vault.close()

    for object in try store.list("") { store.overwrite(object.path, nil) }
    for (path, bytes) in before { store.overwrite(path, bytes) }
    let fresh = try TestVault.freshState(test)
    #expect(try fresh.verify().ok)
    #expect(try fresh.verify(since: first).ok)
    let report = try fresh.verify(since: second)
    #expect(report.problems.count == 1)
    #expect(report.problems.first?.what.contains("rolled back") == true)
    // This machine remembers by itself, and does not write on.
    let here = try test.unlock()
    #expect(try !here.verify().ok)
    #expect(throws: VaultError.self) { try here.writer(kind: .console) }
  }

  @Test func notesOfOthersAreRefused() throws {
    let (test, _) = try TamperTests.small()
    let (other, _) = try TamperTests.small2()
    let note = try other.unlock().checkpoint()
    #expect(throws: VaultError.self) { try test.open().verify(since: note) }
    #expect(throws: VaultError.self) { try test.open().verify(since: "nonsense") }
    let own = try test.unlock().checkpoint()
    let signed = try #require(own.range(of: "\u{2014} "))
    var forged = own
    forged.replaceSubrange(signed.upperBound..., with: "x AAAAAAAA\n")
    #expect(throws: VaultError.self) { try test.open().verify(since: forged) }
  }

  static func small2() throws -> (test: TestVault, store: MemoryStore) {
    let store = MemoryStore(location: "elsewhere")
    return (try TestVault(store: store, seed: 99), store)
  }
}
