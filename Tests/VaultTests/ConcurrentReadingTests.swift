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
}
