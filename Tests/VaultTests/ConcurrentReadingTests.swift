import Foundation
import Records
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

/// Readers at work while writers publish: they see a good vault at every moment.
@Suite struct ConcurrentReadingTests {
  @Test func verifyingWhileWritersPublishFindsNothingWrong() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    let test = try TestVault(store: store, clock: SystemClock())
    let rounds = Mutex(0)
    let isDone = Mutex(false)
    let vault = test.vault
    let thread = Thread {
      do {
        for round in 0..<25 {
          let writer = try vault.writer(kind: .importer)
          try writer.append(TestVault.record(round), period: round % 2 == 0 ? TestVault.october : TestVault.november)
          _ = try writer.putMedia(Array("picture \(round)".utf8), period: TestVault.october)
          try writer.seal()
          try vault.acts.recordDurably(.view)
          rounds.withLock { $0 += 1 }
        }
      } catch { Issue.record(error) }
      isDone.withLock { $0 = true }
    }
    thread.start()
    var checks = 0
    while !isDone.withLock({ $0 }) {
      // As another machine sees it, which knows nothing of what the writers intend.
      let report = try TestVault.freshState(test).verify()
      #expect(report.problems == [])
      checks += 1
    }
    #expect(rounds.withLock { $0 } == 25)
    #expect(checks > 0)
    let report = try test.unlock().verify()
    #expect(report.ok && report.pending == 0 && report.records == 25 + 26)
  }

  /// A log grows after it was read, and another writer's log, read later, tells of it.
  @Test func aLogThatGrowsWhileTheNextIsReadWasNotRolledBack() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    try writer.append(TestVault.record(1), period: TestVault.october)
    try writer.seal()
    let console = try #require(try test.vault.writers().first { $0.id != writer.id })
    let store = InterruptedStore(test.store, at: "ledger/\(console.id)/checkpoint") {
      try test.vault.acts.recordDurably(.view)
      try writer.append(TestVault.record(2), period: TestVault.october)
      try writer.seal()
    }
    let vault = try LockedVault.open(
      store: store, state: StateDirectory(base: test.directory.path("other")),
      environment: VaultEnvironment(clock: test.environment.clock))
    store.arm()
    #expect(try vault.verify().problems == [])
    #expect(store.wasInterrupted)
  }
}

/// A store in which something happens right after an object was read, once.
private final class InterruptedStore: ObjectStore {
  private enum State { case idle, armed, done }
  private let base: any ObjectStore
  private let name: String
  private let action: @Sendable () throws -> Void
  private let state = Mutex(State.idle)

  init(_ base: any ObjectStore, at name: String, _ action: @escaping @Sendable () throws -> Void) {
    (self.base, self.name, self.action) = (base, name, action)
  }

  func arm() { state.withLock { $0 = .armed } }
  var wasInterrupted: Bool { state.withLock { $0 == .done } }

  func get(_ name: String) throws -> [UInt8] {
    let bytes = try base.get(name)
    let isNow = state.withLock { state in
      guard name == self.name, state == .armed else { return false }
      state = .done
      return true
    }
    if isNow { try action() }
    return bytes
  }

  var description: String { base.description }
  var location: String { base.location }
  func putIfAbsent(_ name: String, _ bytes: [UInt8]) throws -> Bool { try base.putIfAbsent(name, bytes) }
  func upload() throws -> any ObjectUpload { try base.upload() }
  func replace(_ name: String, _ bytes: [UInt8], expecting: [UInt8]?) throws -> Bool {
    try base.replace(name, bytes, expecting: expecting)
  }
  func getRange(_ name: String, _ range: Range<Int64>) throws -> [UInt8] { try base.getRange(name, range) }
  func size(_ name: String) throws -> Int64? { try base.size(name) }
  func list(_ prefix: String) throws -> [ObjectInfo] { try base.list(prefix) }
  func erase(_ name: String) throws { try base.erase(name) }
}
