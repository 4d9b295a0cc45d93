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
      files = FaultyFiles(recording: recording)
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
        store: FolderStore(root: base + "/vault"), state: state,
        environment: VaultEnvironment(clock: FixedClock(TestVault.start))
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
    print("\(changes.count - start) changes")
    // All four losses at each place take minutes in a debug build: by default one of them, at each third place.
    let isExhaustive = ProcessInfo.processInfo.environment["CRASH_EXHAUSTIVE"] != nil
    for count in stride(from: start, through: changes.count, by: isExhaustive ? 1 : 3) {
      let disk = CrashedDisk(changes[..<count])
      for (turn, loss) in CrashedDisk.Loss.allCases.enumerated() where isExhaustive || turn == count % 4 {
        try disk.write(under: work.base, losing: loss)
        let place = "after \(count - start) changes, losing \(loss)"
        do { try work.check(place, changes: count) } catch {
          Issue.record(
            "\(place), before \(count < changes.count ? "\(describe(changes[count]))" : "the end"): \(error)")
        }
      }
    }
  }

  private func describe(_ change: FaultyFiles.Change) -> String {
    if case .append(let path, let bytes) = change { return "append(\(path), \(bytes.count) bytes)" }
    return "\(change)"
  }

  @Test(arguments: [(ENOSPC, true, false), (EIO, false, false), (EIO, false, true)])
  func everyFailingCallStopsTheWriterAndLosesNothing(number: Int32, persistent: Bool, onlySyncs: Bool) throws {
    var call = 1
    var failures = 0
    while true {
      var work = try Workload(recording: false)
      let vault = try work.create()
      work.files.setFault(.init(call: call, errorNumber: number, persistent: persistent, onlySyncs: onlySyncs))
      var failed = false
      do { try work.run(vault) } catch {
        failed = true
        if let error = error as? VaultError { #expect(!error.message.isEmpty) }
      }
      // Whatever failed, the process ends and releases its locks.
      try? vault.close()
      work.files.setFault(nil)
      do { try work.check("call \(call) failing with \(number)", changes: .max) } catch {
        Issue.record("call \(call) failing with \(number): \(error)")
      }
      if !failed { break }
      failures += 1
      call += onlySyncs ? 7 : 17
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
