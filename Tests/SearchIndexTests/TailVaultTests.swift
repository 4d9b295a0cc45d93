import Foundation
import Records
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing
import Vault

@testable import SearchIndex

/// A gateway beside an unlocked index, over a real vault in a folder.
@Suite struct TailVaultTests {
  private let directory: TemporaryDirectory
  private let vault: UnlockedVault
  private let key: GatewayKey
  private let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  private let may = Period(.standard, YearMonth(year: 2024, month: 5)!)

  init() throws {
    directory = try TemporaryDirectory()
    vault = try VaultCreation.create(
      store: try FolderStore.create(root: directory.path("vault")),
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: SecretBytes(Array("pass phrase".utf8)), scryptLogN: 4),
      state: StateDirectory(base: directory.path("state")), environment: VaultEnvironment()
    ).vault
    key = try GatewayKey.generate()
    _ = try vault.enrollGateway(key: key)
  }

  private func append(_ records: [Record], _ writer: VaultWriter, _ tail: TailWriter) throws {
    for record in records {
      let bytes = record.encode()
      let address = try writer.append(
        encoded: bytes, period: may, recordDate: Instant(rfc3339: "2024-05-14T09:00:00Z")!)
      try tail.append(address, period: may, bytes)
    }
  }

  /// Whether something comes true; the patience is for the busiest machine, the wait ends with the condition.
  private func becomes(_ condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<12_000 {
      if try condition() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }

  /// Whether there comes a time of a second and a half in which a number stays as it is.
  private func rests(_ number: () -> Int) -> Bool {
    for _ in 0..<20 {
      let before = number()
      Thread.sleep(forTimeInterval: 1.5)
      if number() == before { return true }
    }
    return false
  }

  /// How soon is measured by `holdfast-bench gateway-day`.
  @Test func whatTheGatewayTakesIsFoundBeforeItIsSealed() throws {
    let index = try ArchiveIndex.open(vault: vault)
    defer { index.close() }
    let failures = Mutex<[String]>([])
    index.startFollowing { error in failures.withLock { $0.append("\(error)") } }
    // The folder appears only now, when the index is already waiting.
    let writer = try vault.locked.gatewayWriter(key: key)
    let tail = try TailWriter(vault: vault.locked)
    for number in 0..<5 {
      try append(
        [
          Make.deliveryRecord("A\(number)"),
          Make.message("A\(number)", "word\(number)", at: "2024-05-14T09:0\(number):00Z", in: ana),
        ], writer, tail)
      try #require(try becomes { try !index.texts("word\(number)").isEmpty })
      Thread.sleep(forTimeInterval: Double(number) * 0.1)
    }
    // The follower says what is pending with the commit that shows it.
    #expect(try index.coverage().pending == 10)
    let detail = try #require(try index.message(Make.messageID("A3")))
    #expect(detail.event.content?.text == "word3" && detail.exceptions.isEmpty)
    let mark = try tail.rotate()
    try writer.seal()
    #expect(try becomes { try index.coverage().indexed == 10 })
    tail.remove(mark)
    #expect(try index.coverage().pending == 0)
    #expect(try index.message(Make.messageID("A3"))?.provenance.count == 1)
    #expect(try index.statistics().messages == 5)
    try vault.proof(of: detail.item.record).check()
    #expect(failures.withLock { $0 } == [])
    tail.close()
    try writer.close()
  }

  @Test func aGatewayThatDiedComesBack() throws {
    let index = try ArchiveIndex.open(vault: vault)
    defer { index.close() }
    let records = [
      Make.deliveryRecord("A1"), Make.message("A1", "move the fix", at: "2024-05-14T09:00:00Z", in: ana),
    ]
    do {
      let writer = try vault.locked.gatewayWriter(key: key)
      let tail = try TailWriter(vault: vault.locked)
      try append(records, writer, tail)
      try index.catchUp()
      #expect(try index.texts("fix") == ["move the fix"])
      tail.close()
      // Its process is gone: what it had open was never sealed.
      try? FileManager.default.removeItem(atPath: vault.state.path + "/tail")
    }
    try index.catchUp()
    #expect(try index.texts("fix") == ["move the fix"])
    #expect(try index.coverage().pending == 2)
  }

  @Test func anIdleFollowerNeverWakes() throws {
    let passes = Mutex(0)
    let folders = [vault.state.path + "/tail", vault.state.path]
    let vault = self.vault
    let index = try ArchiveIndex.open(vault: vault)
    defer { index.close() }
    let follower = Follower(folders: { [directory] in [directory.path("vault/ledger")] }, growing: { folders }) { _ in
      passes.withLock { $0 += 1 }
      try? index.catchUp()
    }
    follower.start()
    #expect(rests { passes.withLock { $0 } })
    let quiet = passes.withLock { $0 }
    let tail = try TailWriter(vault: vault.locked)
    try tail.append(RecordAddress(segment: SegmentID("s-abcdefghijklmnop")!, number: 0), period: may, [1])
    #expect(try becomes { passes.withLock { $0 } > quiet })
    #expect(rests { passes.withLock { $0 } })
    tail.close()
    follower.stop()
  }
}
