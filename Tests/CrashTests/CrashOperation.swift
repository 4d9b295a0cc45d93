import Foundation
import Storage
import TestSupport
import Testing
import Vault

/// Something that writes, killed at every moment and failing at every call.
struct CrashOperation {
  var name: String
  /// Makes what is there before.
  var prepare: (OpenedCase) throws -> Void = { _ in }
  /// Does it, and tells of each step that it reports as done.
  var perform: (OpenedCase, _ told: () -> Void) throws -> Void
  /// What must hold afterwards when so many steps were reported as done, on whatever disk; then does it again.
  var check: (OpenedCase, _ told: Int) throws -> Void

  /// What has been recorded of a first run.
  private struct Recording {
    var changes: [FaultyFiles.Change]
    var start: Int
    /// How many changes had been made when each step was reported as done.
    var told: [Int]
  }

  private func record(_ test: CrashCase) throws -> Recording {
    let before = try test.open(test.files)
    try prepare(before)
    before.close()
    let start = test.files.changes.count
    var told: [Int] = []
    let opened = try test.open(test.files)
    try perform(opened) { told.append(test.files.changes.count) }
    opened.close()
    return Recording(changes: test.files.changes, start: start, told: told)
  }

  /// Every disk that a crash could leave, or a sample of them; returns how many were tried.
  @discardableResult
  func crash(_ test: CrashCase, sample: Int) throws -> Int {
    let recording = try record(test)
    let told = { (changes: Int) in recording.told.count { $0 <= changes } }
    return try CrashExplorer(base: test.base, changes: recording.changes, from: recording.start).run(
      name, sample: sample, acknowledged: told
    ) { place in
      check(test, told(place.changes), place.description)
    }
  }

  /// Every call failing once, or a sample of them; returns how many faults were met.
  @discardableResult
  func fail(_ test: CrashCase, sample: Int) throws -> Int {
    let recording = try record(test)
    let state = CrashedDisk(recording.changes[..<recording.start]).state(losing: .nothing)
    return try FaultSweep.run(name, calls: recording.changes.count - recording.start, sample: sample) { fault, place in
      try meets(fault, test, state, place)
    }
  }

  /// The last `count` syncs failing, one at a time; returns how many faults were met.
  func failLastSyncs(_ test: CrashCase, count: Int) throws -> Int {
    let recording = try record(test)
    let state = CrashedDisk(recording.changes[..<recording.start]).state(losing: .nothing)
    let syncs = recording.changes[recording.start...].count { change in
      switch change {
      case .sync, .syncDirectory: true
      default: false
      }
    }
    return try (max(1, syncs - count + 1)...syncs).count { number in
      let fault = FaultyFiles.Fault(call: number, errorNumber: EIO, onlySyncs: true)
      return try meets(fault, test, state, "\(name): sync \(number) of \(syncs) failing")
    }
  }

  /// Runs the operation with a fault and checks what it left; whether the fault was reached.
  private func meets(
    _ fault: FaultyFiles.Fault, _ test: CrashCase, _ state: CrashedDisk.State, _ place: String
  ) throws -> Bool {
    try state.write(under: test.base)
    let files = FaultyFiles(over: UnsyncedFiles())
    files.setFault(fault)
    var told = 0
    var opened: OpenedCase?
    do {
      opened = try test.open(files)
      if let opened { try perform(opened) { told += 1 } }
    } catch {
      if "\(error)".isEmpty { Issue.record("\(place): the error says nothing") }
    }
    opened?.close()
    let isReached = files.calls >= fault.call
    files.setFault(nil)
    check(test, told, place)
    return isReached
  }

  /// Opens what is on the disk and checks it; a failure names the place.
  private func check(_ test: CrashCase, _ told: Int, _ place: String) {
    do {
      let opened = try test.open(FaultyFiles(over: UnsyncedFiles()))
      defer { opened.close() }
      let before = try opened.vault.verify()
      if !before.ok { Issue.record("\(place): \(before.problems)") }
      try check(opened, told)
      try opened.vault.acts.flush()
      let after = try opened.vault.verify()
      if !after.ok { Issue.record("\(place): afterwards \(after.problems)") }
      if after.pending > 0 { Issue.record("\(place): afterwards \(after.pending) objects are in no ledger") }
    } catch {
      Issue.record("\(place): \(error)")
    }
  }
}

/// What does not hold.
struct Broken: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Throws unless something holds, so that the place is named with it.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  if !condition { throw Broken(what()) }
}

/// Throws unless two values are the same.
func same<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
  if found != expected { throw Broken("\(what): \(found), not \(expected)") }
}
