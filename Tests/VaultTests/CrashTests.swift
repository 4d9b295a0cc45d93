import Foundation
import Records
import Storage
import TestSupport
import Testing
import Vault

/// docs/format.md §10: after a crash anywhere, what was acknowledged is there and the vault goes on.
@Suite(.serialized) struct CrashTests {
  private struct Workload {
    let directory: TemporaryDirectory
    let base: String
    let files: FaultyFiles
    let state: StateDirectory
    var acknowledged: [(changes: Int, address: RecordAddress, bytes: [UInt8])] = []
    var createdAt = 0

    init(recording: Bool) throws {
      directory = try TemporaryDirectory()
      // The real path: recorded paths and the paths of a later opening must be the same.
      base = URL(fileURLWithPath: directory.path).resolvingSymlinksInPath().path
      files = FaultyFiles(over: UnsyncedFiles(), recording: recording)
      state = StateDirectory(base: base + "/state")
    }

    var environment: VaultEnvironment { VaultEnvironment(clock: FixedClock(TestVault.start), files: files) }

    func create() throws -> UnlockedVault {
      let store = try FolderStore.create(root: base + "/vault", files: files)
      return try VaultCreation.create(
        store: store, options: VaultOptions(officerName: "A", passphrase: TestVault.secret(), scryptLogN: 4),
        state: state, environment: environment
      ).vault
    }

    func unlock() throws -> UnlockedVault {
      try LockedVault.open(
        store: FolderStore(root: base + "/vault", files: UnsyncedFiles()), state: state,
        environment: VaultEnvironment(clock: FixedClock(TestVault.start), files: UnsyncedFiles())
      ).unlock(passphrase: TestVault.secret())
    }

    mutating func run(_ vault: UnlockedVault) throws {
      let writer = try vault.writer(kind: .importer)
      for round in 0..<3 {
        var added: [(RecordAddress, [UInt8])] = []
        for number in 0..<3 {
          let record = TestVault.record(round * 10 + number)
          let period = number == 2 ? TestVault.november : TestVault.october
          added.append((try writer.append(record, period: period), record.encode()))
        }
        if round == 1 { _ = try writer.putMedia(Array("a picture".utf8), period: TestVault.october) }
        if round == 2 {
          let large = TestVault.record(99, text: String(repeating: "0123456789abcdef", count: (1 << 16) + 9))
          added.append((try writer.append(large, period: TestVault.october), large.encode()))
        }
        try writer.seal()
        for (address, bytes) in added { acknowledged.append((files.changes.count, address, bytes)) }
        try vault.acts.record(.view)
        if round == 1 { try vault.acts.recordDurably(.placeHold) }
      }
      try vault.close()
    }

    /// What must hold whatever was lost: acknowledged records are there, and the vault goes on.
    func check(_ place: String, changes: Int) throws {
      let vault = try unlock()
      let before = try vault.verify()
      if !before.ok { Issue.record("\(place): \(before.problems)") }
      let writer = try vault.writer(kind: .importer)
      let address = try writer.append(TestVault.record(1000), period: TestVault.october)
      try writer.seal()
      try vault.acts.recordDurably(.unlock)
      for (count, address, bytes) in acknowledged where count <= changes {
        if try vault.record(at: address) != bytes { Issue.record("\(place): the acknowledged \(address) is another") }
      }
      #expect(try vault.record(at: address) == TestVault.record(1000).encode())
      let after = try vault.verify()
      if !after.ok || after.pending > 0 { Issue.record("\(place): afterwards \(after)") }
      try vault.close()
    }
  }

  @Test func everyPrefixOfTheChangesIsAGoodVault() throws {
    var work = try Workload(recording: true)
    let created = try work.create()
    try created.close()
    let start = work.files.changes.count
    let vault = try LockedVault.open(
      store: FolderStore(root: work.base + "/vault", files: work.files), state: work.state,
      environment: work.environment
    ).unlock(passphrase: TestVault.secret())
    try work.run(vault)
    let changes = work.files.changes
    let acknowledged = work.acknowledged.map(\.changes)
    // The state directory and the vault are below the base; all disks there are by default a sample.
    try CrashExplorer(base: work.base, changes: changes, from: start).run(
      "seal", sample: 40, acknowledged: { count in acknowledged.count { $0 <= count } }
    ) { place in
      do { try work.check(place.description, changes: place.changes) } catch { Issue.record("\(place): \(error)") }
    }
  }

  @Test func everyFailingCallStopsTheWriterAndLosesNothing() throws {
    var failures = 0
    let calls = try {
      var work = try Workload(recording: true)
      let vault = try work.create()
      let start = work.files.changes.count
      try work.run(vault)
      return work.files.changes.count - start
    }()
    try FaultSweep.run("seal", calls: calls, sample: 4) { fault, place in
      var work = try Workload(recording: false)
      let vault = try work.create()
      work.files.setFault(fault)
      do { try work.run(vault) } catch {
        failures += 1
        if let error = error as? VaultError { #expect(!error.message.isEmpty) }
      }
      // Whatever failed, the process ends and releases its locks.
      try? vault.close()
      let isReached = work.files.calls >= fault.call
      work.files.setFault(nil)
      do { try work.check(place, changes: .max) } catch { Issue.record("\(place): \(error)") }
      return isReached
    }
    #expect(failures > 5)
  }

  @Test func afterAFailureTheWriterSaysWhatToDo() throws {
    let work = try Workload(recording: false)
    let vault = try work.create()
    let writer = try vault.writer(kind: .importer)
    try writer.append(TestVault.record(1), period: TestVault.october)
    work.files.setFault(.init(call: 1, errorNumber: ENOSPC, persistent: true))
    #expect(throws: VaultError.self) { try writer.seal() }
    work.files.setFault(nil)
    do {
      try writer.append(TestVault.record(2), period: TestVault.october)
      Issue.record("the writer went on")
    } catch let error as VaultError {
      #expect(error.code == .writerStopped)
      #expect((error.cause as? StorageError)?.code == .diskFull)
      #expect(error.message.contains("No space left"))
    }
  }
}
