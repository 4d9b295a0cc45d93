import Foundation
import Records
import SearchIndex
import Storage
import Vault

/// A vault that the real program works on and is killed over, with the payloads it is given.
final class KilledArchive {
  let folder: String
  let runner: ProgramRunner
  private let workspace: Workspace
  private let name: String
  private let material = Material(messages: 50_000_000, conversations: 60)
  /// Messages in the files that were given out.
  private(set) var messages = 0

  init(workspace: Workspace, name: String, program: String?) throws {
    self.workspace = workspace
    self.name = name
    workspace.remove(name)
    folder = workspace.path(name)
    // Whole: it runs in a folder of its own.
    let path = URL(fileURLWithPath: try program ?? GatewayHost.besideBench()).path
    runner = ProgramRunner(program: path, folder: folder)
    try BenchVault.make(in: folder).close()
    _ = FileManager.default.createFile(
      atPath: folder + "/pass", contents: Data(BenchVault.passphrase + [0x0A]), attributes: [.posixPermissions: 0o600])
    for inner in ["in", "seen", "out"] {
      try FileManager.default.createDirectory(atPath: folder + "/" + inner, withIntermediateDirectories: true)
    }
  }

  /// Writes the next file of so many messages, one a delivery, none of them in an earlier file.
  func nextFile(_ count: Int) throws -> String {
    let path = folder + "/in/\(messages).jsonl"
    var bytes: [UInt8] = []
    for _ in 0..<count {
      // Over the whole year, so that every file touches many months.
      PayloadFile.append(material.message((messages &* 7_919) % 49_999_991), to: &bytes)
      bytes.append(0x0A)
      messages += 1
    }
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw BenchError("cannot write \(path)")
    }
    return path
  }

  /// Looks whether the vault verifies; when `isWhole`, whether everything is in its ledgers.
  func verify(isWhole: Bool) throws -> (segments: Int, records: Int) {
    let archive = try BenchVault.open(in: folder)
    defer { try? archive.close() }
    let report = try archive.vault.verify(since: nil, progress: { _ in }, cancel: nil)
    try expect(report.ok, "the vault does not verify: \(report.problems.prefix(3))")
    try expect(!isWhole || report.pending == 0, "\(report.pending) objects are in no ledger")
    return (report.segments, report.records)
  }

  /// Looks for every message, counted once, in the vault, in the index, and in an index made anew.
  func check(_ outcome: inout Outcome, holds: Int? = nil) throws {
    Outcome.note("checking")
    // The console opens, and whatever was interrupted is completed.
    let script = folder + "/look"
    try "1\n: \"save-screen \(folder)/seen/last\" Enter\n".write(toFile: script, atomically: true, encoding: .utf8)
    try runner.complete(["console", "vault", "--script", script, "--idle-lock", "0"])
    try expect(FileManager.default.fileExists(atPath: folder + "/seen/last"), "the console does not open")
    let found = try verify(isWhole: true)
    let archive = try BenchVault.open(in: folder)
    defer { try? archive.close() }
    try archive.index.catchUp()
    let before = try ArchivePicture(archive.index)
    for (what, expected) in [("messages", Int64(messages)), ("deliveries", Int64(messages)), ("exceptions", 0)] {
      outcome.figures.append(
        Figure(
          what: "\(what) counted", value: Double(before.counts[what] ?? -1), unit: "", budget: "\(expected)",
          isWithin: before.counts[what] == expected))
      try expect(before.counts[what] == expected, "\(before.counts[what] ?? -1) \(what) are counted, not \(expected)")
    }
    try archive.index.rebuild()
    let difference = before.difference(try ArchivePicture(archive.index))
    outcome.figures.append(
      Figure(
        what: "rebuilt index says the same", value: difference == nil ? 1 : 0, unit: "", budget: "1",
        isWithin: difference == nil))
    if let difference { throw BenchError("the index differs from one made anew: \(difference)") }
    outcome.notes.append("The vault verifies: \(found.segments) segments, \(found.records) records.")
  }

  func remove() { workspace.remove(name) }
}
