import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

/// Locks, registration, determinism and what two machines see of each other.
@Suite struct WriterTests {
  @Test func oneProcessWritesALog() throws {
    let test = try TestVault()
    let first = try test.vault.writer(kind: .importer)
    let other = try test.unlock()
    do {
      _ = try other.writer(kind: .importer)
      Issue.record("two writers of one log")
    } catch let error as VaultError {
      #expect(error.code == .writerBusy)
      #expect(!error.remedy.isEmpty)
    }
    try first.close()
    #expect(throws: VaultError.self) { try first.append(TestVault.record(1), period: TestVault.october) }
    let second = try other.writer(kind: .importer)
    #expect(second.id == first.id)
    try second.append(TestVault.record(1), period: TestVault.october)
    try other.close()
    #expect(try test.unlock().verify().problems == [])
  }

  @Test func aSecondProcessOfOneOfficerStillSealsItsHolds() throws {
    let test = try TestVault()
    try test.vault.acts.recordDurably(.unlock)
    let other = try test.unlock()
    try other.acts.record(.search)
    try other.acts.recordDurably(.placeHold)
    try other.close()
    try test.vault.close()
    let vault = try test.unlock()
    #expect(try acts(vault) == ["hold-place", "init", "search", "unlock"])
    #expect(try vault.verify().problems == [])
  }

  @Test func aSecondMachineRegistersItsOwnWriter() throws {
    let test = try TestVault()
    try test.vault.writer(kind: .importer).append(TestVault.record(1), period: TestVault.october)
    try test.vault.close()
    let elsewhere = try LockedVault.open(
      store: test.store, state: StateDirectory(base: test.directory.path("machine-2")), environment: VaultEnvironment())
    let vault = try elsewhere.unlock(passphrase: TestVault.secret())
    let address = try vault.writer(kind: .importer).append(TestVault.record(2), period: TestVault.october)
    try vault.close()
    let here = try test.unlock()
    #expect(try here.writers().count == 3)
    #expect(try here.record(at: address) == TestVault.record(2).encode())
    #expect(try here.verify().problems == [])
    // vault.toml was versioned: 1 at creation, one more for each new writer.
    #expect(here.locked.configuration.version == 3)
  }

  @Test func recoveryCannotRegisterAWriter() throws {
    let test = try TestVault()
    try test.vault.close()
    let elsewhere = try LockedVault.open(
      store: test.store, state: StateDirectory(base: test.directory.path("machine-2")), environment: VaultEnvironment())
    let vault = try elsewhere.unlock(recoverySecret: test.created.recoverySecretText)
    #expect(throws: VaultError.self) { try vault.writer(kind: .importer) }
  }

  @Test func theSameCallsGiveTheSameBytes() throws {
    func make() throws -> [String: [UInt8]] {
      let store = MemoryStore(location: "here")
      let test = try TestVault(store: store, seed: 7)
      let writer = try test.vault.writer(kind: .importer)
      for number in 0..<2000 {
        let month = number % 2 == 0 ? TestVault.october : TestVault.november
        try writer.append(TestVault.record(number), period: month)
      }
      try test.vault.close()
      return try Dictionary(uniqueKeysWithValues: store.list("").map { ($0.path, try store.get($0.path)) })
    }
    #expect(try make() == make())
  }

  @Test func interleavedWritersSeeEachOther() throws {
    let test = try TestVault()
    let importer = try test.vault.writer(kind: .importer)
    let console = try test.vault.writer(kind: .console)
    for round in 0..<10 {
      try importer.append(TestVault.record(round), period: TestVault.october)
      try importer.seal()
      try console.append(TestVault.record(100 + round), period: TestVault.november)
      try console.seal()
    }
    let leaves = try test.vault.leaves(of: console.id, from: 0)
    let origins = leaves.compactMap { leaf -> String? in
      if case .checkpoint(let seen) = leaf.entry { return seen.origin }
      return nil
    }
    #expect(origins.contains { $0.hasSuffix(importer.id.text) })
    #expect(try test.vault.verify().problems == [])
  }

  @Test func manyThreadsAppendAndRead() async throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    let vault = test.vault
    try await withThrowingTaskGroup(of: [RecordAddress: [UInt8]].self) { group in
      for lane in 0..<4 {
        group.addTask {
          var mine: [RecordAddress: [UInt8]] = [:]
          for number in 0..<200 {
            let record = TestVault.record(lane * 1000 + number)
            let period = lane % 2 == 0 ? TestVault.october : TestVault.november
            mine[try writer.append(record, period: period)] = record.encode()
            if number % 50 == 0 { try writer.seal() }
          }
          try writer.seal()
          for (address, bytes) in mine where try vault.record(at: address) != bytes {
            Issue.record("\(address) has other bytes")
          }
          return mine
        }
      }
      var count = 0
      for try await mine in group { count += mine.count }
      #expect(count == 800)
    }
    #expect(try vault.verify().problems == [])
  }

  private func acts(_ vault: UnlockedVault) throws -> [String] {
    try TestVault.allRecords(vault).compactMap { bytes in
      if case .act(let act) = try Record.decode(bytes) { return act.kind.rawValue }
      return nil
    }.sorted()
  }

  @Test func actsAreSignedAndJournaledOnesSurviveACrash() throws {
    let test = try TestVault()
    var details = JSONObject()
    details.members.append(.init(name: "query", value: .string("from:lee secret plan")))
    try test.vault.acts.record(.search, details: details)
    try test.vault.acts.record(.view)
    let folder = test.vault.state.journals
    let journal = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + journal))
    #expect(bytes.range(of: Data("secret plan".utf8)) == nil)
    // Another process finds it while the first one lives: it must not take the acts twice.
    let other = try test.unlock()
    try other.acts.recordDurably(.placeHold)
    #expect(try acts(other) == ["hold-place", "init"])
    // The process is gone: its copy of the journal is adopted by the next one.
    try bytes.write(to: URL(fileURLWithPath: folder + "/left-behind.journal"))
    try (bytes.dropLast(7)).write(to: URL(fileURLWithPath: folder + "/torn.journal"))
    try other.acts.flush()
    #expect(try acts(other) == ["hold-place", "init", "search", "search", "view"])
    try test.vault.close()
    #expect(try acts(test.unlock()) == ["hold-place", "init", "search", "search", "search", "view", "view"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)

    let vault = try test.unlock()
    let officer = try #require(vault.locked.configuration.officers.first)
    for bytes in try TestVault.allRecords(vault) {
      guard case .act(let act) = try Record.decode(bytes) else { continue }
      let signature = try #require(Sealing.Base64.decode(act.signature))
      #expect(officer.key.isValid(signature: signature, of: act.signedBytes))
    }
  }

  /// docs/format.md §8: the head of a journal is durable before its first entry.
  @Test func aJournalWhoseHeadNeverReachedTheDisk() throws {
    let test = try TestVault()
    try test.vault.acts.record(.view)
    let folder = test.vault.state.journals
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    try test.vault.close()
    let line = "holdfast journal v1\n".utf8.count
    let head = line + 4 + Int(whole[line + 2]) << 8 + Int(whole[line + 3])
    func zeros(_ range: Range<Int>, upTo count: Int = head) -> [UInt8] {
      var bytes = Array(whole.prefix(count))
      for index in range { bytes[index] = 0 }
      return bytes
    }
    for torn in [[], zeros(0..<head), zeros(0..<head / 2), zeros(head / 2..<head), zeros(0..<1), Array(whole[..<head])]
    {
      try Data(torn).write(to: URL(fileURLWithPath: folder + "/torn.journal"))
      let vault = try test.unlock()
      #expect(try vault.verify().problems == [])
      try vault.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
    // With an entry behind it, it was durable: then the same zeros are damage, and nothing is thrown away.
    try Data(zeros(0..<head / 2, upTo: whole.count)).write(to: URL(fileURLWithPath: folder + "/damaged.journal"))
    #expect(throws: VaultError.self) { try test.unlock().acts.recordDurably(.view) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).contains("damaged.journal"))
  }
}

extension VaultState {
  /// Where the journals are.
  var journals: String { path + "/acts" }
}

/// Logs that grow past a tile.
@Suite struct LongLogTests {
  @Test func aLogOfManyPublicationsReadsProvesAndVerifies() throws {
    let store = MemoryStore(location: "here")
    let test = try TestVault(store: store)
    let writer = try test.vault.writer(kind: .importer)
    var addresses: [RecordAddress] = []
    for number in 0..<300 {
      addresses.append(try writer.append(TestVault.record(number), period: TestVault.october))
      try writer.seal()
    }
    let vault = try test.unlock()
    let size = try #require(try vault.writers().first { $0.id == writer.id }).size
    #expect(size > 512)
    #expect(try vault.leaves(of: writer.id, from: 0).count == Int(size))
    #expect(try vault.leaves(of: writer.id, from: 500, limit: 20).map(\.index) == Array(500..<520))
    for number in stride(from: 0, to: 300, by: 37) {
      #expect(try vault.record(at: addresses[number]) == TestVault.record(number).encode())
      try vault.proof(of: addresses[number]).check()
    }
    #expect(try vault.verify().problems == [])
    // Full tiles, and the partial ones of the newest size only.
    let tiles = try store.list("ledger/\(writer.id)/tile/").map(\.path)
    #expect(tiles.filter { $0.contains(".p/") }.count == 3)
    try writer.close()
    try vault.writer(kind: .importer).append(TestVault.record(1000), period: TestVault.november)
    try vault.close()
    #expect(try test.unlock().verify().problems == [])
  }
}
